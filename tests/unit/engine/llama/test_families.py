"""How a model is spoken to whose file does not say: by its tokens, by its name, in plain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.formats.gguf import GgufHeader
from engine.llama.families import FAMILIES, PLAIN, Family, family_of, is_base
from engine.llama.template import ChatTemplate
from engine.types import Message, Speaker

CONVERSATION = (
    Message(Speaker.SYSTEM, "SYS"),
    Message(Speaker.USER, "ONE"),
    Message(Speaker.ASSISTANT, "ANS"),
    Message(Speaker.USER, "TWO"),
)


def header(
    architecture: str = "llama", name: str = "", template: str | None = None, **keys: str
) -> GgufHeader:
    values = {f"general.{key}": value for key, value in keys.items()}
    return GgufHeader(architecture, name, 0, 0, 0, 0, template, 0, values=values)


def holds(*tokens: str) -> Callable[[str], bool]:
    return lambda text: text in tokens


@pytest.mark.parametrize("family", [one for one in FAMILIES if one.marks], ids=lambda one: one.name)
def test_a_family_is_known_by_its_tokens(family: Family) -> None:
    assert family_of(header("qwen2"), "anything", holds(*family.marks)) is family
    assert family_of(header("qwen2"), "anything", holds(*family.marks[:-1])) is not family


@pytest.mark.parametrize(
    ("architecture", "name", "file", "family"),
    [
        ("llama", "Mistral 7B Instruct v0.2", "m", "mistral"),
        ("llama", "", "mixtral-8x7b-instruct.Q4_K_M", "mistral"),
        ("llama", "", "llama-2-7b-chat.Q4_0", "mistral"),
        ("phi3", "Phi 3 mini", "phi", "phi-3"),
        ("llama", "TinyStories", "stories", "plain"),
    ],
)
def test_else_by_its_name(architecture: str, name: str, file: str, family: str) -> None:
    assert family_of(header(architecture, name), file, holds()).name == family


@pytest.mark.parametrize("family", [*FAMILIES, PLAIN], ids=lambda one: one.name)
def test_every_word_of_a_conversation_is_said_in_order(family: Family) -> None:
    pieces = ChatTemplate(None, bos="<s>", eos="</s>", otherwise=family.template).render(CONVERSATION)
    assert [piece.text for piece in pieces if not piece.trusted and piece.text.strip()] == [
        message.text for message in CONVERSATION
    ]
    text = "".join(piece.text for piece in pieces)
    assert "{" not in text
    assert "\\n" not in text
    for mark in family.marks:
        assert mark in text


def test_a_family_as_its_makers_write_it() -> None:
    known = {one.name: one for one in FAMILIES}

    def said(name: str) -> str:
        template = ChatTemplate(None, bos="<s>", eos="</s>", otherwise=known[name].template)
        return "".join(piece.text for piece in template.render(CONVERSATION))

    assert said("llama-3") == (
        "<s><|start_header_id|>system<|end_header_id|>\n\nSYS<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nONE<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\nANS<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nTWO<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n"
    )
    assert said("gemma") == (
        "<s><start_of_turn>user\nSYS\n\nONE<end_of_turn>\n<start_of_turn>model\nANS<end_of_turn>\n"
        "<start_of_turn>user\nTWO<end_of_turn>\n<start_of_turn>model\n"
    )
    assert said("mistral") == "<s>[INST] SYS\n\nONE [/INST] ANS</s>[INST] TWO [/INST]"


@pytest.mark.parametrize(
    ("one", "file", "base"),
    [
        (header(name="Qwen2.5 0.5B"), "qwen2.5-0.5b", True),
        (header(name="Qwen2.5 0.5B Instruct"), "q", False),
        (header(name="Gemma 3"), "gemma-3-1b-it-Q4_K_M", False),
        (header(name="Gemma 3"), "gemma-3-1b-pt-Q4_K_M", True),
        (header(name="Fitted", finetune="Chat"), "f", False),
        (header(name="Spirit"), "spirit-7b", True),
        (header(name="Anything", template="{{ messages }}"), "a", False),
    ],
)
def test_a_model_that_was_never_taught_to_answer(one: GgufHeader, file: str, base: bool) -> None:
    assert is_base(one, file) is base


def test_a_template_that_cannot_be_used_gives_way_to_the_family() -> None:
    known = {one.name: one for one in FAMILIES}["gemma"]
    template = ChatTemplate("{% for %}", otherwise=known.template)
    assert not template.own
    assert template.render(CONVERSATION)[0].text.startswith("<start_of_turn>user")
    assert template.turn_end.startswith("<end_of_turn>")
