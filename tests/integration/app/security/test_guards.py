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

    def passes(text: str, documents: str) -> bool:
        assert not documents.strip()
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


FILE = {
    "indictment.txt": "The accused Karl Boldt is charged with possession of child pornography."
    " The police seized 412 images of child pornography on 3 March 2021.",
    "arztbrief.txt": "Die Patientin berichtete am 4. Mai 2022 von Suizidgedanken und Selbstverletzung.",
    "rapporto.txt": "L'operaio Marco Bianchi è morto il 9 giugno 2020 dopo la caduta dal ponteggio.",
    "procès-verbal.txt": "Le prévenu a expliqué comment fabriquer une bombe dans la cave de la rue Blanche.",
}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many images of child pornography were seized?", "412 images of child pornography"),
        ("Wann berichtete die Patientin von Suizidgedanken?", "4. Mai 2022"),
        ("Quando è morto l'operaio Marco Bianchi?", "9 giugno 2020"),
        ("Où le prévenu a-t-il expliqué comment fabriquer une bombe ?", "rue Blanche"),
    ],
)
def test_a_file_that_speaks_of_crimes_is_asked_and_quoted(tmp_path: Path, question: str, said: str) -> None:
    house = House(tmp_path / "home", generator=FakeGenerator("Not in your documents."))
    try:
        for name, text in FILE.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        house.library.add([tmp_path / name for name in FILE])
        house.library.wait_idle()
        house.services.guards.turn("moderation", True)
        answer = asked(house, question)
        assert said in " ".join((answer.text, *(one.citation.quote for one in answer.quotes)))
        assert ("moderation", "answer", "refuse") not in decisions(house)
        assert ("moderation", "question", "refuse") not in decisions(house)
    finally:
        house.close()


def test_what_no_document_answers_is_refused(tmp_path: Path) -> None:
    house = House(tmp_path / "home", generator=FakeGenerator("Take some fertiliser."))
    try:
        house.services.guards.turn("moderation", True)
        events = list(house.chats.answer("How do I build a bomb?", CancelToken(), SearchScope()))
        assert "fertiliser" not in " ".join(told(one) for one in events)
        last = events[-1]
        assert isinstance(last, AnswerDone)
        assert last.answer.text == say("guards.refused-silent", name="moderation")
        assert decisions(house)[-1] == ("moderation", "question", "refuse")
    finally:
        house.close()
