"""What ends an answer: any of several tokens, one that a template alone knows, words where no token does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from chat_templates import PATTERNS
from tiny_gguf import CONTEXT, TinyGguf, scripted, tiny

from engine.cancel import CancelToken
from engine.llama.model import LlamaModel
from engine.types import GenerationDone, Message, Sampling, Speaker, StopReason, TextDelta

ASKED = (Message(Speaker.USER, "?"),)
OPENS = "{% for m in messages %}{{ '<|turn|>' + m.content + END }}{% endfor %}{{ '<|answer|>' }}"


@contextmanager
def loaded(made: TinyGguf, folder: Path, name: str = "tiny") -> Iterator[LlamaModel]:
    model = LlamaModel(made.save(folder / f"{name}.gguf"), name, context_length=CONTEXT)
    try:
        yield model
    finally:
        model.close()


def said(model: LlamaModel) -> tuple[str, StopReason]:
    events = list(model.generate(ASKED, Sampling(max_tokens=16), CancelToken()))
    done = events[-1]
    assert isinstance(done, GenerationDone)
    return "".join(one.text for one in events if isinstance(one, TextDelta)), done.stop_reason


@pytest.mark.parametrize("end", ["</s>", "<|over|>", "<|hand|>", "<|done|>"])
def test_every_token_that_ends_a_turn_ends_an_answer(end: str, tmp_path: Path) -> None:
    """Of the sentence, of the turn and of a message, as a file names them; and as its template alone does."""
    made = tiny(
        tokens=("<|turn|>", "<|answer|>", "<|over|>", "<|hand|>", "<|done|>"),
        ends={"eot": "<|over|>", "eom": "<|hand|>"},
        template=OPENS.replace("END", "'<|done|>'"),
    )
    with loaded(scripted(made, "<|answer|>", f"OK{end}no"), tmp_path) as model:
        assert said(model) == ("OK", StopReason.END)


def test_a_token_that_ends_nothing_is_passed_over(tmp_path: Path) -> None:
    made = tiny(tokens=("<|turn|>", "<|answer|>", "<|other|>"), template=OPENS.replace("END", "'\\n'"))
    with loaded(scripted(made, "<|answer|>", "OK<|other|>no</s>"), tmp_path) as model:
        assert said(model) == ("OKno", StopReason.END)


@pytest.mark.parametrize(
    ("tokens", "begins", "family"),
    [
        (("<start_of_turn>", "<end_of_turn>"), "\n", "gemma"),
        (("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"), "\n", "llama-3"),
        (("<|im_start|>", "<|im_end|>"), "\n", "chatml"),
        (("<|im_start|>", "<|im_sep|>", "<|im_end|>"), "<|im_sep|>", "phi-4"),
        (("<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>"), "<|end_of_role|>", "granite"),
        ((), ":", "plain"),
    ],
)
def test_a_model_without_a_template_is_spoken_to_as_its_family(
    tokens: tuple[str, ...], begins: str, family: str, tmp_path: Path
) -> None:
    end = tokens[-1] if tokens else "</s>"
    made = scripted(tiny(tokens=tokens), begins, f"OK{end}")
    with loaded(made, tmp_path) as model:
        assert model.info().family == family
        assert said(model) == ("OK", StopReason.END)


def test_a_model_in_plain_words_stops_before_it_asks_itself(tmp_path: Path) -> None:
    made = scripted(tiny(tokens=()), ":", "OK\nQuestion:")
    with loaded(made, tmp_path) as model:
        assert said(model) == ("OK", StopReason.STOP)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_model_with_a_published_template_answers(pattern: str, tmp_path: Path) -> None:
    source = PATTERNS[pattern].source
    with loaded(tiny(template=source), tmp_path) as model:
        assert model.info().family == ""
        messages = (Message(Speaker.SYSTEM, "Be brief."), *ASKED)
        *_, done = model.generate(messages, Sampling(max_tokens=4), CancelToken())
        assert isinstance(done, GenerationDone)
        assert done.generated_tokens > 0
