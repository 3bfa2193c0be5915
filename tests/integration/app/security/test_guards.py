"""Guards before and after an answer, on or off by collection; what they decide stands in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from house import House

from app.security.holding_back import HoldingBack
from app.words.catalogue import say
from engine.cancel import CancelToken
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Drafted,
    Outcome,
    QuotesFound,
    SearchScope,
    SentenceGrounded,
)

SAID = "The caretaker can be reached under caretaker@example.org every day of the week."
QUESTION = "How can the caretaker be reached?"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    rules = tmp_path / "home" / "policy" / "moderation.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text('[secret]\naction = "refuse"\nwords = ["falcon"]\n')
    made = House(tmp_path / "home", generator=FakeGenerator(SAID))
    path = tmp_path / "house.txt"
    path.write_text(f"# House rules\n{SAID}\n", encoding="utf-8")
    made.library.add([path])
    made.library.wait_idle()
    yield made
    made.close()


def asked(house: House, question: str, collection: str | None = None) -> Answer:
    scope = SearchScope(collection=collection)
    events = list(house.chats.answer(question, CancelToken(), scope))
    assert isinstance(events[-1], AnswerDone)
    return events[-1].answer


def decisions(house: House) -> list[tuple[str, str, str]]:
    found = [json.loads(one.facts) for one in house.services.audit.entries() if one.kind == "guarded"]
    return [(one["step"], one["moment"], one["decision"]) for one in found]


def test_personal_data_is_answered_until_the_guard_is_on(house: House) -> None:
    assert asked(house, QUESTION).outcome is Outcome.ANSWERED
    house.services.guards.turn("personal", True)
    refused = asked(house, QUESTION)
    assert refused.outcome is Outcome.GENERAL
    assert refused.text == say("guards.refused-answer")
    assert not refused.quotes
    assert decisions(house) == [("personal", "answer", "refuse")]
    house.services.guards.turn("personal", False)
    assert asked(house, QUESTION).found


def test_a_collection_has_guards_of_its_own(house: House) -> None:
    guards = house.services.guards
    guards.turn("moderation", True, "cases")
    assert guards.is_on("moderation", "cases")
    assert not guards.is_on("moderation")
    assert asked(house, "What is Falcon?", "cases").text == say("guards.refused", name="moderation")
    assert decisions(house) == [("moderation", "question", "refuse")]
    kinds = [one.kind for one in house.services.audit.entries()]
    assert "policy" in kinds


def test_the_words_of_a_question_are_not_in_the_log_of_a_guard(house: House) -> None:
    house.services.guards.turn("moderation", True)
    asked(house, "What is Falcon about?")
    assert "falcon" not in "".join(one.facts for one in house.services.audit.entries()).lower()


@pytest.mark.parametrize("streamed", [True, False])
def test_what_a_guard_refuses_is_not_shown_before_it_has_spoken(house: House, streamed: bool) -> None:
    """The draft of an answer that was refused at its end stood on the screen until then."""
    if streamed:
        house.services.guards.turn("personal", True)
    events = list(house.chats.answer(QUESTION, CancelToken(), SearchScope()))
    shown = "".join(told(one) for one in events[:-1])
    assert ("caretaker@example.org" in shown) is not streamed
    last = events[-1]
    assert isinstance(last, AnswerDone)
    assert ("caretaker@example.org" in last.answer.text) is not streamed


def told(event: AnswerEvent) -> str:
    match event:
        case AnswerDelta() | Drafted():
            return event.text
        case QuotesFound():
            return " ".join(one.citation.quote for one in event.quotes)
        case SentenceGrounded():
            return event.sentence.text
        case _:
            return ""


def test_an_answer_is_shown_sentence_by_sentence_up_to_what_is_refused() -> None:
    passed: list[str] = []

    def passes(text: str) -> bool:
        passed.append(text)
        return "falcon" not in text.lower()

    held, shown = HoldingBack(passes), []
    for piece in ("The first is", " harmless. The sec", "ond too. It names the Fal", "con. Last."):
        shown += [one.text for one in held.through(AnswerDelta(piece)) if isinstance(one, AnswerDelta)]
    assert "".join(shown).strip() == "The first is harmless. The second too."
    draft = next(iter(HoldingBack(passes).through(Drafted("One. Two. The Falcon. Three"))))
    assert draft == Drafted("One. Two.")


def test_nothing_of_an_answer_that_passes_is_lost(house: House) -> None:
    with_guards = list(house.chats.answer(QUESTION, CancelToken(), SearchScope()))
    for name in house.services.guards.names:
        house.services.guards.turn(name, False)
    without = list(house.chats.answer(QUESTION, CancelToken(), SearchScope()))
    deltas = [
        "".join(one.text for one in events if isinstance(one, AnswerDelta))
        for events in (with_guards, without)
    ]
    assert deltas[0] == deltas[1]
    assert "caretaker@example.org" in deltas[0]
