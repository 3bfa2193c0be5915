"""Models that think: what they think is never shown, never the answer, and a refusal in it is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_house import QUESTION, RIGHT, House
from fakes.thinker import ThinkingGenerator
from thinking import QWEN_3, R1_DISTILL, SAID, SECRET, SHAPES, Shape

from engine.types import Sampling
from rag.answering.assistant import Assistant
from rag.storing.conversations import encode_answer
from rag.types import Answer, AnswerDelta, AnswerDone, AnswerEvent, ModelThinking, Outcome, SentenceGrounded

LEASE = f"""# Term
{SAID} It begins in May.
The rent is due on the third day of each month.
"""
ASKED = "How long is the notice period?"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("lease"), LEASE)


def asked(house: House, generator: ThinkingGenerator, question: str = ASKED) -> list[AnswerEvent]:
    assistant = Assistant(generator, house.retriever, house.store, house.embedder)
    return list(assistant.answer(question))


def answer_of(events: list[AnswerEvent]) -> Answer:
    last = events[-1]
    assert isinstance(last, AnswerDone)
    return last.answer


@pytest.mark.parametrize("size", [0, 1, 10_000])
@pytest.mark.parametrize("name", SHAPES)
def test_no_thought_reaches_an_answer(house: House, name: str, size: int) -> None:
    events = asked(house, ThinkingGenerator(SHAPES[name], size))
    answer = answer_of(events)
    assert SECRET not in encode_answer(answer)
    assert "<" not in answer.text
    assert answer.outcome is Outcome.ANSWERED
    assert "three months" in answer.text
    assert all(one.citations for one in answer.sentences)


@pytest.mark.parametrize("size", [0, 1, 10_000])
@pytest.mark.parametrize("name", ["a block before the answer", "channels", "steps announced"])
def test_the_wording_after_thoughts_is_the_models(house: House, name: str, size: int) -> None:
    events = asked(house, ThinkingGenerator(SHAPES[name], size))
    assert answer_of(events).model == "fake"
    assert answer_of(events).text.strip() == SAID
    told = any(isinstance(event, ModelThinking) for event in events)
    assert told is (size < 10_000)


def test_thoughts_that_are_withdrawn_are_not_in_the_answer(tmp_path: Path) -> None:
    house = House(tmp_path)
    thought = "The controller shall notify a personal data breach to the supervisory authority."
    shape = Shape(QWEN_3, f"{thought} So it is.\n</think>\n{RIGHT}", RIGHT, "")
    answer = answer_of(asked(house, ThinkingGenerator(shape, 7), QUESTION))
    assert (answer.text, answer.model) == (RIGHT, "fake")


def test_a_refusal_in_thoughts_is_none(tmp_path: Path) -> None:
    house = House(tmp_path)
    shape = Shape(R1_DISTILL, f"Not in your documents.\n</think>\n\n{RIGHT}", RIGHT)
    generator = ThinkingGenerator(shape)
    events = list(house.answerer(generator).answer(QUESTION))
    assert answer_of(events).text == RIGHT
    assert len(generator.calls) == 1


def test_a_model_that_only_thinks_has_not_refused(tmp_path: Path) -> None:
    house = House(tmp_path)
    generator = ThinkingGenerator(Shape(R1_DISTILL, RIGHT, ""))
    events = list(house.answerer(generator).answer(QUESTION))
    answer = answer_of(events)
    assert answer.unsaid
    assert not answer.found
    assert not [event for event in events if isinstance(event, AnswerDelta | SentenceGrounded)]
    quoted = answer_of(asked(house, generator, QUESTION))
    assert (quoted.outcome, quoted.model) == (Outcome.ANSWERED, "")
    assert "72 hours" in quoted.text


def test_answers_do_not_pay_for_thoughts(house: House) -> None:
    generator = ThinkingGenerator(SHAPES["a block the prompt opened"])
    asked(house, generator)
    assert generator.calls[0].sampling.max_thoughts == Sampling().max_thoughts
