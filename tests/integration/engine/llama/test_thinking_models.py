"""A small real model under the templates of families that think: its thoughts end, and it says something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from ggufs import with_template
from models import model_path
from thinking import APRIEL, GPT_OSS, PLAIN, QWEN_3, R1_DISTILL
from vision import MODEL, PROJECTOR, noise

from engine.cancel import CancelToken
from engine.formats.gguf import read_header
from engine.llama.generator import ModelProcess
from engine.llama.model import LlamaModel
from engine.llama.vision.process import VisionProcess
from engine.types import (
    GenerationDone,
    GenerationEvent,
    Message,
    Sampling,
    Speaker,
    StopReason,
    TextDelta,
    Thinking,
)

pytestmark = pytest.mark.model

SMOL = "smollm2-135m-instruct-q4_1"
OPENED = PLAIN.replace("assistant\n' }}", "assistant\n<think>\n' }}")
ASKED = (Message(Speaker.USER, "What is the capital of France?"),)


def model_with(folder: Path, template: str) -> Path:
    return with_template(model_path(SMOL), folder / "thinker.gguf", template)


@pytest.fixture(scope="module")
def thinker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaModel]:
    model = LlamaModel(model_with(tmp_path_factory.mktemp("smol"), OPENED), "thinker", context_length=1024)
    yield model
    model.close()


def parts(events: list[GenerationEvent]) -> tuple[str, list[int], GenerationDone]:
    done = events[-1]
    assert isinstance(done, GenerationDone)
    return (
        "".join(one.text for one in events if isinstance(one, TextDelta)),
        [one.tokens for one in events if isinstance(one, Thinking)],
        done,
    )


def test_a_file_with_another_template_is_whole(tmp_path: Path) -> None:
    path = model_with(tmp_path, QWEN_3)
    assert read_header(path).chat_template == QWEN_3


@pytest.mark.parametrize("most", [0, 1, 24])
def test_thoughts_end_when_their_tokens_do(thinker: LlamaModel, most: int) -> None:
    sampling = Sampling(max_tokens=30, max_thoughts=most)
    text, thinking, done = parts(list(thinker.generate(ASKED, sampling, CancelToken())))
    assert text.strip()
    assert "think>" not in text
    assert 0 < done.thought_tokens <= most + 16  # a model may end its thoughts before it has to
    assert done.generated_tokens - done.thought_tokens <= 30
    assert thinking == sorted(thinking)
    assert done.stop_reason in (StopReason.END, StopReason.LENGTH)


def test_the_tokens_of_an_answer_are_its_own(thinker: LlamaModel) -> None:
    sampling = Sampling(max_tokens=8, max_thoughts=40)
    _, _, done = parts(list(thinker.generate(ASKED, sampling, CancelToken())))
    assert done.generated_tokens > 8
    assert done.generated_tokens - done.thought_tokens <= 8


def test_a_schema_holds_for_the_answer_alone(thinker: LlamaModel) -> None:
    schema = {"type": "object", "properties": {"sure": {"type": "boolean"}}, "required": ["sure"]}
    sampling = Sampling(max_tokens=60, max_thoughts=12, json_schema=json.dumps(schema))
    text, _, done = parts(list(thinker.generate(ASKED, sampling, CancelToken())))
    assert 0 < done.thought_tokens <= 28
    assert isinstance(json.loads(text)["sure"], bool)


def test_texts_written_together_think_each_for_itself(thinker: LlamaModel) -> None:
    said = {0: "", 1: "", 2: ""}
    asked = [ASKED, (Message(Speaker.USER, "Name a colour."),), ASKED]
    samplings = [Sampling(max_tokens=20, max_thoughts=most) for most in (0, 16, 40)]
    dones = {}
    for place, event in thinker.generate_together(asked, samplings, CancelToken()):
        if isinstance(event, TextDelta):
            said[place] += event.text
        elif isinstance(event, GenerationDone):
            dones[place] = event
    assert all(text.strip() and "think>" not in text for text in said.values())
    for place, most in enumerate((0, 16, 40)):
        assert 0 < dones[place].thought_tokens <= most + 16
        assert dones[place].generated_tokens - dones[place].thought_tokens <= 20


def test_thoughts_never_overflow_a_small_context(tmp_path: Path) -> None:
    model = LlamaModel(model_with(tmp_path, OPENED), "thinker", context_length=128)
    sampling = Sampling(max_tokens=400, max_thoughts=400)
    try:
        _, _, done = parts(list(model.generate(ASKED, sampling, CancelToken())))
        assert done.prompt_tokens + done.generated_tokens <= 128
        found = [
            event
            for _, event in model.generate_together([ASKED] * 3, [sampling] * 3, CancelToken())
            if isinstance(event, GenerationDone)
        ]
        assert len(found) == 3
    finally:
        model.close()


@pytest.mark.parametrize("template", [R1_DISTILL, APRIEL, GPT_OSS, QWEN_3])
def test_every_family_says_something(tmp_path: Path, template: str) -> None:
    process = ModelProcess(model_with(tmp_path, template), "thinker", context_length=1024)
    try:
        sampling = Sampling(max_tokens=40, max_thoughts=30)
        text, _, done = parts(list(process.generate(ASKED, sampling, CancelToken())))
        (alone,) = process.generate_together([ASKED], [sampling], CancelToken())
        assert text.strip()
        assert not {"<think>", "</think>", "<|channel|>", "[BEGIN"} & set(text.split())
        assert alone.text.strip()
        assert alone.done.thought_tokens == done.thought_tokens
        assert (done.thought_tokens > 0) is (template is not QWEN_3)
    finally:
        process.close()


def test_a_model_that_sees_may_think_too(tmp_path: Path) -> None:
    template = (
        "{{ bos_token }}{% for message in messages %}<start_of_turn>user\n{{ message['content'] }}"
        "<end_of_turn>\n{% endfor %}<start_of_turn>model\n[THINK]"
    )
    reader = VisionProcess(
        with_template(MODEL, tmp_path / "seeing.gguf", template), PROJECTOR, "seeing", context_length=512
    )
    try:
        sampling = Sampling(max_tokens=6, max_thoughts=10)
        *_, done = reader.read(noise(), "Read this.", sampling, CancelToken())
        assert isinstance(done, GenerationDone)
        assert 10 < done.thought_tokens <= 26
        assert done.generated_tokens - done.thought_tokens <= 6
    finally:
        reader.close()
