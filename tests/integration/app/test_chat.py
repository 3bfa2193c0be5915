"""Conversations: every turn is kept, whatever becomes of its answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH
from house import PATIENCE, House

from engine.cancel import CancelToken
from engine.errors import WorkerDied
from engine.types import GenerationEvent, Message, Sampling
from rag.errors import ConversationUnknown
from rag.types import Answer, AnswerDelta, AnswerDone, AnswerEvent, DocumentState

QUESTION = "Within how many hours must the controller notify a breach?"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = with_document(tmp_path, FakeGenerator(BREACH))
    yield opened
    opened.close()


def with_document(tmp_path: Path, generator: object) -> House:
    house = House(tmp_path / "home", generator=generator)
    path = tmp_path / "gdpr.txt"
    path.write_text(f"# Notification\n{BREACH}\n", encoding="utf-8")
    house.library.add([path])
    house.library.wait_idle()
    assert house.library.documents()[0].state is DocumentState.READY
    return house


def answer_of(events: Iterator[AnswerEvent]) -> Answer:
    last = list(events)[-1]
    assert isinstance(last, AnswerDone)
    return last.answer


def test_an_answer_is_kept_with_its_citations(house: House) -> None:
    conversation = house.chats.create()
    answer = answer_of(house.chats.ask(conversation.id, QUESTION, CancelToken()))
    assert answer.found
    assert answer.sentences[0].citations[0].document == "gdpr.txt"
    (turn,) = house.chats.turns(conversation.id)
    assert (turn.question, turn.answer) == (QUESTION, answer)


def test_a_conversation_takes_its_title_from_the_first_question(house: House) -> None:
    untitled, titled = house.chats.create(), house.chats.create("Breaches")
    for conversation in (untitled, titled):
        answer_of(house.chats.ask(conversation.id, QUESTION + " " + "Really? " * 20, CancelToken()))
    titles = {found.id: found.title for found in house.chats.conversations()}
    assert titles[titled.id] == "Breaches"
    assert titles[untitled.id].startswith("Within how many hours")
    assert len(titles[untitled.id]) <= 61
    house.chats.rename(untitled.id, "Hours")
    house.chats.delete(titled.id)
    assert [found.title for found in house.chats.conversations()] == ["Hours"]
    with pytest.raises(ConversationUnknown):
        list(house.chats.ask(titled.id, QUESTION, CancelToken()))


def test_a_stopped_answer_is_kept_as_stopped(tmp_path: Path) -> None:
    gate = threading.Semaphore(0)
    house = with_document(tmp_path, FakeGenerator(f"{BREACH} " + "It goes on and on. " * 40, gate=gate))
    try:
        conversation, cancel = house.chats.create(), CancelToken()
        events = house.chats.ask(conversation.id, QUESTION, cancel)
        gate.release(30)
        for event in events:
            if isinstance(event, AnswerDelta):
                cancel.cancel()
                gate.release(1000)
        (turn,) = house.chats.turns(conversation.id)
        assert turn.answer is not None
        assert turn.answer.stopped
        assert turn.answer.text
    finally:
        house.close()


def test_a_consumer_that_turns_away_keeps_what_was_shown(house: House) -> None:
    conversation = house.chats.create()
    events = house.chats.ask(conversation.id, QUESTION, CancelToken())
    shown = next(event.text for event in events if isinstance(event, AnswerDelta))
    events.close()  # type: ignore[attr-defined]  # a generator
    (turn,) = house.chats.turns(conversation.id)
    assert turn.answer is not None
    assert turn.answer.stopped
    assert turn.answer.text == shown


class DyingGenerator(FakeGenerator):
    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        raise WorkerDied(reason="memory", exit_code=87, detail="model")
        yield  # a generator, as the real one is


def test_a_question_whose_answer_failed_is_kept(tmp_path: Path) -> None:
    house = with_document(tmp_path, DyingGenerator(BREACH))
    try:
        conversation = house.chats.create()
        with pytest.raises(WorkerDied):
            list(house.chats.ask(conversation.id, QUESTION, CancelToken()))
        (turn,) = house.chats.turns(conversation.id)
        assert (turn.question, turn.answer) == (QUESTION, None)
    finally:
        house.close()


def test_editing_and_asking_again(house: House) -> None:
    conversation = house.chats.create()
    for _ in range(3):
        answer_of(house.chats.ask(conversation.id, QUESTION, CancelToken()))
    first, second, _ = house.chats.turns(conversation.id)
    answer_of(house.chats.regenerate(second.id, CancelToken()))
    assert [turn.id for turn in house.chats.turns(conversation.id)] == [first.id, second.id]
    assert house.generator.calls[-1].sampling.temperature > 0, "asked again, it may say it otherwise"
    answer_of(house.chats.edit(first.id, "How many hours has the controller?", CancelToken()))
    (only,) = house.chats.turns(conversation.id)
    assert only.question == "How many hours has the controller?"
    assert only.answer is not None


def test_a_question_by_itself_keeps_nothing(house: House) -> None:
    assert answer_of(house.chats.answer(QUESTION, CancelToken())).found
    assert house.chats.conversations() == []


def test_indexing_waits_while_an_answer_streams(house: House, tmp_path: Path) -> None:
    conversation = house.chats.create()
    events = house.chats.ask(conversation.id, QUESTION, CancelToken())
    next(events)
    other = tmp_path / "other.txt"
    other.write_text("Something else to read.", encoding="utf-8")
    (addition,) = house.library.add([other])
    assert not addition.outcome.done()
    list(events)
    assert addition.outcome.result(PATIENCE).state is DocumentState.READY
