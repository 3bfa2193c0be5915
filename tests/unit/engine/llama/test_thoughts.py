"""What a model thinks is told from what it says, however its family marks it and however the text is cut."""

from __future__ import annotations

import pytest
from thinking import (
    APRIEL,
    GEMMA_4,
    GPT_OSS,
    GRANITE,
    GRANITE_SPOKEN,
    MINISTRAL,
    NEMOTRON,
    PLAIN,
    QWEN_3,
    R1_DISTILL,
    SECRET,
    SEED,
    SHAPES,
    Shape,
)

from engine.llama.template import ChatTemplate, prompt_end
from engine.llama.thoughts import ThoughtFilter
from engine.types import Message, Speaker

ASKED = (Message(Speaker.SYSTEM, "Be brief."), Message(Speaker.USER, "How long is the notice period?"))


def begun(shape: Shape) -> ThoughtFilter:
    template = ChatTemplate(shape.template)
    end = prompt_end(template.render(ASKED)) if shape.prompt_end is None else shape.prompt_end
    return template.thoughts.begun(end)


def said(shape: Shape, size: int) -> str:
    """What counts in the end of a text that comes in pieces of `size` characters."""
    thoughts, text = begun(shape), ""
    for start in range(0, len(shape.written), size):
        before = thoughts.withdrawals
        piece = thoughts.feed(shape.written[start : start + size])
        text = piece if thoughts.withdrawals > before else text + piece
    return text + thoughts.finish()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 11, 10_000])
@pytest.mark.parametrize("name", SHAPES)
def test_what_is_said_is_told_from_what_is_thought(name: str, size: int) -> None:
    text = said(SHAPES[name], size)
    assert SECRET not in text
    assert text == SHAPES[name].said


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "only the end of a block"])
def test_no_thought_is_shown_on_the_way(name: str) -> None:
    thoughts = begun(SHAPES[name])
    shown = [thoughts.feed(letter) for letter in SHAPES[name].written]
    assert SHAPES[name].said.startswith("".join(shown))
    assert thoughts.withdrawals == 0


@pytest.mark.parametrize("name", ["a block the prompt opened", "a block that never ends", "steps announced"])
def test_thoughts_can_be_ended(name: str) -> None:
    thoughts = begun(SHAPES[name])
    thoughts.feed(SHAPES[name].written[:40])
    assert thoughts.thinking
    assert thoughts.feed(thoughts.ending + "Three months.") == "Three months."
    assert not thoughts.thinking
    assert thoughts.ending == ""


@pytest.mark.parametrize("kept", [0, len("<|channel|>analysis<|message|>Hm"), len("<|channel|>analysis<|me")])
def test_channels_can_be_ended_but_for_their_names(kept: int) -> None:
    thoughts = begun(SHAPES["channels"])
    thoughts.feed("<|channel|>analysis<|message|>Hm"[:kept])
    assert thoughts.thinking
    if kept == len("<|channel|>analysis<|me"):
        assert thoughts.ending == ""
    else:
        assert thoughts.feed(thoughts.ending + "Three months.") == "Three months."


@pytest.mark.parametrize(
    ("template", "quiet", "open_"),
    [
        (QWEN_3, True, False),
        (R1_DISTILL, False, True),
        (GPT_OSS, False, True),
        (MINISTRAL, False, False),
        (GRANITE, True, False),
        (GRANITE_SPOKEN, True, False),
        (APRIEL, False, True),
        (SEED, True, True),
        (NEMOTRON, True, False),
        (GEMMA_4, True, False),
        (PLAIN, False, False),
    ],
)
def test_the_switch_of_a_template_is_used(template: str, quiet: bool, open_: bool) -> None:
    found = ChatTemplate(template)
    pieces = found.render(ASKED)
    assert found.switch.quiet is quiet
    assert found.thoughts.is_open(prompt_end(pieces)) is open_
    assert [piece.text for piece in pieces if not piece.trusted] == [message.text for message in ASKED]
    assert found.thoughts.likely is (template is not PLAIN)


def test_how_each_is_asked_not_to_think() -> None:
    ends = {
        name: "".join(piece.text for piece in ChatTemplate(source).render(ASKED))
        for name, source in {"qwen": QWEN_3, "oss": GPT_OSS, "seed": SEED, "nemotron": NEMOTRON}.items()
    }
    assert ends["qwen"].endswith("<|im_start|>assistant\n<think>\n\n</think>\n\n")
    assert "Reasoning: low" in ends["oss"]
    assert ends["seed"].endswith("<seed:think><seed:cot_budget_reflect>")
    assert ends["nemotron"].endswith("<think></think>")
    assert "no_think" not in ends["nemotron"]


@pytest.mark.parametrize(
    ("said_of", "effort"),
    [
        ("{% if reasoning_effort not in ['none', 'high'] %}{{ raise_exception('no') }}{% endif %}", "none"),
        ("{% if reasoning_effort not in ['low', 'high'] %}{{ raise_exception('no') }}{% endif %}", "low"),
        ("{{ 'Reasoning: ' + (reasoning_effort or 'medium') }}", "low"),
        ("{% if enable_thinking %}{{ raise_exception('no') }}{% endif %}{{ tool_choice == 'none' }}", None),
    ],
)
def test_an_effort_is_one_the_template_knows(said_of: str, effort: str | None) -> None:
    found = ChatTemplate(said_of + PLAIN)
    assert found.switch.values.get("reasoning_effort") == effort
    assert found.render(ASKED)[-1].text.endswith("assistant\n")


def test_a_template_that_refuses_its_switch_is_left_alone() -> None:
    found = ChatTemplate("{% if enable_thinking is defined %}{{ raise_exception('no') }}{% endif %}" + QWEN_3)
    assert found.switch.values == {}
    assert "".join(piece.text for piece in found.render(ASKED)).endswith("<|im_start|>assistant\n")


def test_a_question_about_marks_opens_nothing() -> None:
    template = ChatTemplate(QWEN_3)
    pieces = template.render((Message(Speaker.USER, "What does <think> mean?"),))
    assert not template.thoughts.is_open(prompt_end(pieces))
