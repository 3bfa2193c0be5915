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
from rag.storing.removed_talks import Sort
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


def test_editing_and_asking_again_keep_what_was_there(house: House) -> None:
    conversation = house.chats.create()
    for _ in range(3):
        answer_of(house.chats.ask(conversation.id, QUESTION, CancelToken()))
    first, second, third = house.chats.turns(conversation.id)
    answer_of(house.chats.regenerate(second.id, CancelToken()))
    *_, again = house.chats.turns(conversation.id)
    assert [turn.id for turn in house.chats.turns(conversation.id)] == [first.id, again.id]
    assert (again.versions, again.question) == ((second.id, again.id), QUESTION)
    assert house.generator.calls[-1].sampling.temperature > 0, "asked again, it may say it otherwise"
    house.chats.choose(second.id)
    assert [turn.id for turn in house.chats.turns(conversation.id)] == [first.id, second.id, third.id]
    answer_of(house.chats.edit(first.id, "How many hours has the controller?", CancelToken()))
    (only,) = house.chats.turns(conversation.id)
    assert only.question == "How many hours has the controller?"
    assert only.answer is not None
    assert len(house.chats.versions(conversation.id)) == 5
    house.chats.choose(again.id)
    assert [turn.id for turn in house.chats.turns(conversation.id)] == [first.id, again.id]


def test_an_edited_question_is_asked_in_the_light_of_what_stands_before_it(house: House) -> None:
    conversation = house.chats.create()
    for question in (QUESTION, "And what is a breach?"):
        answer_of(house.chats.ask(conversation.id, question, CancelToken()))
    first, second = house.chats.turns(conversation.id)
    answer_of(house.chats.edit(second.id, "And whom must it notify?", CancelToken()))
    turn, earlier = house.chats.with_earlier(house.chats.turns(conversation.id)[-1].id)
    assert (turn.question, [one.id for one in earlier]) == ("And whom must it notify?", [first.id])


def test_a_question_without_an_answer_gets_it_where_it_stands(tmp_path: Path) -> None:
    house = with_document(tmp_path, DyingGenerator(BREACH))
    try:
        conversation = house.chats.create()
        with pytest.raises(WorkerDied):
            list(house.chats.ask(conversation.id, QUESTION, CancelToken()))
        (turn,) = house.chats.turns(conversation.id)
        with pytest.raises(WorkerDied):
            list(house.chats.regenerate(turn.id, CancelToken()))
        assert [one.id for one in house.chats.versions(conversation.id)] == [turn.id]
    finally:
        house.close()


def test_what_was_removed_long_ago_is_deleted_for_good(tmp_path: Path) -> None:
    now = [1_000_000.0]
    house = House(tmp_path / "home", clock=lambda: now[0])
    try:
        kept, gone, late = (house.chats.create(title) for title in ("kept", "gone", "late"))
        house.chats.bin.put(Sort.CONVERSATION, gone.id)
        now[0] += 20 * 86_400
        house.chats.bin.put(Sort.CONVERSATION, late.id)
        assert [house.chats.bin.days_left(one) for one in house.chats.bin.all()] == [30, 10]
        now[0] += 11 * 86_400
        house.services.upkeep.expire()
        assert [one.title for one in house.chats.bin.all()] == ["late"]
        house.chats.bin.restore(Sort.CONVERSATION, late.id)
        assert {one.title for one in house.chats.conversations()} == {"kept", "late"}
        with pytest.raises(ConversationUnknown):
            house.chats.bin.restore(Sort.CONVERSATION, gone.id)
        house.chats.bin.put(Sort.CONVERSATION, kept.id)
        assert house.chats.bin.empty() == 1
        assert house.chats.bin.all() == []
    finally:
        house.close()


def test_what_was_said_is_found_by_other_words_once_its_vector_is_there(tmp_path: Path) -> None:
    house = with_document(tmp_path, FakeGenerator(BREACH))
    try:
        conversation = house.chats.create()
        answer_of(house.chats.ask(conversation.id, QUESTION, CancelToken()))
        search = house.chats.search
        assert search is not None
        assert [one.question for one in search.by_words("CONTROL notify")] == [QUESTION]
        assert search.by_meaning(QUESTION, CancelToken()) == []
        assert (search.learn(CancelToken()), search.learn(CancelToken())) == (1, 0)
        assert [one.question for one in search.by_meaning(QUESTION, CancelToken())] == [QUESTION]
        (turn,) = house.chats.turns(conversation.id)
        house.chats.bin.put(Sort.TURN, turn.id)
        assert search.by_words("controller") == []
        assert search.by_meaning(QUESTION, CancelToken()) == []
    finally:
        house.close()


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
