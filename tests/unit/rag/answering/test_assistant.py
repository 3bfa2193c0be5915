"""The documents answer, the model helps: real search in a real vault; only the model is a fake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from answer_house import QUESTION, RIGHT, WRONG, House, answer_of, asked
from fakes.generator import FakeGenerator

from engine.cancel import CancelToken
from rag.answering.assistant import Assistant
from rag.finding.crossing import Crossing
from rag.finding.retriever import Retriever
from rag.types import (
    AnswerDelta,
    Hit,
    Intent,
    Outcome,
    PassagesFound,
    QuotesFound,
    SearchScope,
    SourcesFound,
    Support,
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.vault.close()


def test_the_best_sentence_is_quoted_before_the_model_has_said_anything(house: House) -> None:
    events = asked(house, RIGHT, QUESTION)
    kinds = [type(event) for event in events]
    places = [kinds.index(one) for one in (PassagesFound, QuotesFound, SourcesFound, AnswerDelta)]
    assert places == sorted(places)
    answer = answer_of(events)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.text == RIGHT
    assert answer.model == "fake"
    assert "72 hours" in answer.quotes[0].citation.quote
    assert answer.first_quote_seconds is not None


@pytest.mark.parametrize("reply", [WRONG, "Not in your documents.", "Hello!", "", "Imprisonment.", "Okay"])
def test_where_the_model_fails_the_document_answers(house: House, reply: str) -> None:
    answer = answer_of(asked(house, reply, QUESTION))
    assert answer.outcome is Outcome.ANSWERED
    assert answer.model == ""
    (sentence,) = answer.sentences
    assert sentence.support is Support.SUPPORTED
    assert "not later than 72 hours" in sentence.text
    assert sentence.citations[0].page == 2


def test_hasty_fingers_find_the_same(house: House) -> None:
    typed = "within how mnay hours must a persnal data braech be notifed"
    answer = answer_of(asked(house, "Not in your documents.", typed))
    assert answer.outcome is Outcome.ANSWERED
    assert "72 hours" in answer.text
    assert answer.question == typed


def test_roles_that_the_model_exchanges_are_not_shown(house: House) -> None:
    swapped = "The supervisory authority shall notify a personal data breach to the controller."
    answer = answer_of(asked(house, swapped, "Who notifies whom of a personal data breach?"))
    assert swapped not in answer.text


def test_what_comes_near_is_shown_as_no_answer(house: House) -> None:
    answer = answer_of(
        asked(house, "Not in your documents.", "Must a personal data breach be published in a newspaper?")
    )
    assert answer.outcome is Outcome.CLOSEST
    assert not answer.found
    assert answer.quotes
    assert all(one.support is Support.NEUTRAL for one in answer.sentences)
    assert any(one.citations for one in answer.sentences)


def test_where_nothing_is_about_it_the_documents_are_silent(house: House) -> None:
    answer = answer_of(asked(house, "Paris.", "Quel est le prix du saumon fumé ?"))
    assert answer.outcome is Outcome.SILENT
    assert answer.text == "Vos documents ne répondent pas à cette question."
    assert not answer.quotes


def test_a_figure_taken_for_granted_is_contradicted(house: House) -> None:
    answer = answer_of(
        asked(house, "Yes.", "Must a personal data breach be notified not later than 24 hours?")
    )
    assert answer.outcome is Outcome.CONTRADICTED
    assert "72 hours" in answer.text


def test_a_greeting_is_answered_without_model_and_documents(house: House) -> None:
    events = asked(house, WRONG, "Guten Tag!")
    answer = answer_of(events)
    assert (answer.outcome, answer.intent) == (Outcome.GENERAL, Intent.GREETING)
    assert answer.text.startswith("Guten Tag.")
    assert not any(isinstance(event, SourcesFound) for event in events)


def test_facts_about_the_library_are_told(house: House) -> None:
    counted = answer_of(asked(house, "", "How many documents do I have?"))
    assert (counted.outcome, counted.text) == (Outcome.LIBRARY, "You have one document in this library.")
    listed = answer_of(asked(house, "", "List my documents."))
    assert "act.txt" in listed.text
    mentioned = answer_of(asked(house, "", "Which document mentions the data protection officer?"))
    assert mentioned.text.endswith("act.txt.")
    assert mentioned.sentences[0].citations
    none = answer_of(asked(house, "", "Which document mentions the Loch Ness monster?"))
    assert "none" in none.text
    page = answer_of(asked(house, "", "What is on page 2 of act.txt?"))
    assert "72 hours" in page.text


def test_a_wish_is_told_what_can_be_done(house: House) -> None:
    answer = answer_of(asked(house, "", "Please summarise act.txt"))
    assert (answer.outcome, answer.intent) == (Outcome.ACTION, Intent.SUMMARISE)
    assert "act.txt" in answer.text


def test_several_questions_are_answered_one_by_one(house: House) -> None:
    question = "Within how many hours must a data breach be notified, and what fines do infringements bear?"
    answer = answer_of(asked(house, "Not in your documents.", question))
    assert answer.outcome is Outcome.ANSWERED
    assert "72 hours" in answer.text
    assert "20 000 000 EUR" in answer.text
    for one in answer.sentences:
        assert answer.text[one.start : one.end] == one.text


class StoppedAtTheSecond:
    """A search during which the person presses Esc, once it goes through other languages."""

    def __init__(self, retriever: Retriever, cancel: CancelToken) -> None:
        self._retriever, self._cancel = retriever, cancel

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        return self._retriever.search(question, k, scope, cancel)

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]:
        return self._retriever.documents_named(question, scope)

    def across(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> Crossing | None:
        self._cancel.cancel()
        return self._retriever.across(question, k, scope, cancel)

    def respelled(self, question: str) -> str:
        return self._retriever.respelled(question)


def test_a_stop_while_other_languages_are_searched_ends_as_stopped(tmp_path: Path) -> None:
    text = "# Nordsiel\nDie Hafenmeisterei Nordsiel führt ein Verzeichnis der Boote und der Liegeplätze.\n"
    house = House(tmp_path, text)
    cancel = CancelToken()
    searcher = StoppedAtTheSecond(house.retriever, cancel)
    assistant = Assistant(FakeGenerator(""), searcher, house.store, house.embedder)
    answer = answer_of(list(assistant.answer("What is the deposit in Nordsiel?", cancel=cancel)))
    assert cancel.cancelled
    assert answer.stopped
    house.vault.close()


def test_documents_not_read_yet_are_named(house: House) -> None:
    house.store.enqueue("/scans/later.pdf", "later.pdf", 10, "")
    answer = answer_of(asked(house, RIGHT, QUESTION))
    assert answer.unread == ("later.pdf",)


BOATS = """# Article 1
The keeper should rinse the bilge pump of the boat every week.
# Article 2
A mooring costs 40 euros a month, unless the boat runs on electricity.
"""


def test_a_duty_made_of_advice_is_put_right_in_the_words_of_the_source(tmp_path: Path) -> None:
    said = answer_of(
        asked(House(tmp_path, BOATS), "The keeper must rinse the bilge pump.", "What is done every week?")
    )
    assert said.found
    assert "must" not in said.text
    assert "should rinse the bilge pump" in said.text


def test_a_bent_sentence_does_not_tell_how_high_what_its_source_gives_no_figure_for(tmp_path: Path) -> None:
    limit = "This Regulation should indicate the upper limit and criteria for fixing administrative fines."
    house = House(tmp_path, f"{limit}\nThe weather in the valley is mild for most of the year.\n")
    reply = "This Regulation must indicate the upper limit and criteria for fixing administrative fines."
    answer = answer_of(asked(house, reply, "How high can administrative fines be?"))
    assert answer.outcome is Outcome.CLOSEST
    assert limit in answer.text


def test_what_a_source_excepts_is_added_to_the_answer(tmp_path: Path) -> None:
    said = answer_of(
        asked(House(tmp_path, BOATS), "A mooring costs 40 euros a month.", "What does a mooring cost?")
    )
    assert said.outcome is Outcome.ANSWERED
    assert "unless the boat runs on electricity" in said.text
    last = said.sentences[-1]
    assert said.text[last.start : last.end] == last.text


def test_what_is_said_of_a_word_that_nothing_found_has_is_no_answer(house: House) -> None:
    question = "What does the act say about subletting for a public authority?"
    reply = "A public authority shall designate a data protection officer."
    answer = answer_of(asked(house, reply, question))
    assert not answer.found
