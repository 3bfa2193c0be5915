"""Sources and quote in the window before there is a model: neither its loading nor warming up keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cited_answer import FIRST, SECOND, answer
from fakes.loading import LoadingGenerator
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import (
    AnswerDelta,
    AnswerDone,
    DocumentState,
    Hit,
    PassagesFound,
    PassagesNear,
    Quoted,
    QuotesFound,
    SourcesFound,
)
from ui.chat.turn_card import TurnCard
from ui.library.rows import DocumentRole
from ui.parts.controls import SourceRow
from ui.parts.theme import LIGHT

PATIENCE = 30_000
BREACH = "# Article 33\n\nThe controller shall notify a breach to the authority within 72 hours of it."
REPLY = "The controller shall notify a breach to the authority within 72 hours."
ONE = Hit(1, 1, "gdpr.pdf", None, 163, 163, "Article 33", 0, 9, 1.0, "72 hours")
OTHER = Hit(2, 1, "gdpr.pdf", None, 164, 164, "Article 34", 20, 29, 0.9, "high risk")


@pytest.fixture
def card(qtbot: QtBot) -> TurnCard:
    made = TurnCard("How soon?", LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


@pytest.fixture
def loading() -> Iterator[LoadingGenerator]:
    made = LoadingGenerator(REPLY, patience=2 * PATIENCE / 1000)
    yield made
    made.loaded.set()


def sources(card: TurnCard) -> list[str]:
    return [row.text().strip() for row in card.findChildren(SourceRow)]


@pytest.mark.model
def test_a_question_is_answered_out_of_documents_while_its_model_is_loaded(
    qtbot: QtBot, tmp_path: Path, loading: LoadingGenerator
) -> None:
    act = tmp_path / "act.md"
    act.write_text(BREACH, encoding="utf-8")
    with open_window(tmp_path / "home", "", loading) as window:
        try:
            drop(window, [act])
            rows = window.panes.library.list.model()
            ready = DocumentState.READY
            qtbot.waitUntil(
                lambda: rows.rowCount() and rows.index(0, 0).data(DocumentRole).state is ready,
                timeout=PATIENCE,
            )
            qtbot.waitUntil(loading.wanted.is_set, timeout=PATIENCE)  # it is being warmed up
            field = window.panes.composer.field
            field.setFocus()
            qtbot.keyClicks(field, "Within how many hours must the controller notify a breach?")
            qtbot.keyClick(field, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: bool(window.panes.transcript.cards), timeout=PATIENCE)
            (card,) = window.panes.transcript.cards
            qtbot.waitUntil(lambda: "72 hours" in card.answer.toPlainText(), timeout=PATIENCE)
            qtbot.waitUntil(lambda: any(row.isVisible() for row in card.findChildren(SourceRow)))
            qtbot.waitUntil(lambda: window.panes.conversations.list.count() > 0, timeout=PATIENCE)
            assert card.answered is None
            assert not loading.loaded.is_set()
        finally:
            loading.loaded.set()
        qtbot.waitUntil(lambda: card.answered is not None, timeout=PATIENCE)
        assert card.answered is not None
        assert card.answered.text == REPLY


def test_passages_of_one_place_are_listed_once(card: TurnCard) -> None:
    card.take(PassagesFound((ONE, replace(ONE, passage_id=3, start=12, end=18, text="without delay"), OTHER)))
    assert len(sources(card)) == len(set(sources(card))) == 2
    assert "163" in sources(card)[0]


def test_what_was_found_stays_when_the_model_reads_just_that(card: TurnCard) -> None:
    card.take(PassagesFound((ONE, OTHER)))
    card.take(QuotesFound((Quoted(FIRST, 0.9),)))
    rows = card.findChildren(SourceRow)
    assert len(rows) == 2
    card.take(SourcesFound((ONE, OTHER)))
    assert card.findChildren(SourceRow) == rows
    assert card.answer.toPlainText().startswith("“not later than 72 hours”")
    assert "comes nearest" in card.status.text()


def test_a_quote_of_a_text_in_markdown_comes_without_its_marks(card: TurnCard) -> None:
    card.take(PassagesFound((ONE,)))
    card.take(QuotesFound((Quoted(replace(FIRST, quote="**not later than `72 hours`**"), 0.9),)))
    assert card.answer.toPlainText().startswith("“not later than 72 hours”")


def test_what_is_nearest_stands_there_until_it_is_known_what_bears_on_the_question(card: TurnCard) -> None:
    card.take(PassagesNear((ONE, OTHER)))
    rows = card.findChildren(SourceRow)
    assert len(rows) == 2
    assert card.answer.toPlainText() == ""
    card.take(PassagesFound((ONE, OTHER)))
    assert card.findChildren(SourceRow) == rows
    card.take(SourcesFound((ONE, OTHER)))
    assert card.findChildren(SourceRow) == rows


def test_what_the_model_does_not_read_goes_with_its_quote(qtbot: QtBot, card: TurnCard) -> None:
    card.take(PassagesFound((ONE, OTHER)))
    card.take(QuotesFound((Quoted(FIRST, 0.9),)))
    card.take(SourcesFound((OTHER,)))
    assert len(sources(card)) == 1
    assert card.status.text() == "Reading 1 passage…"
    qtbot.waitUntil(lambda: not card.answer.isVisible())
    card.take(QuotesFound((Quoted(SECOND, 0.9),)))
    assert card.answer.isVisible()
    assert card.answer.toPlainText().startswith("“Prohibit password reuse”")
    card.take(AnswerDone(answer()))
    assert card.text == answer().text


def test_the_second_of_two_questions_keeps_the_quote_of_the_first(card: TurnCard) -> None:
    for hits, quote in (((ONE,), FIRST), ((OTHER,), SECOND)):
        card.take(PassagesFound(hits))
        card.take(QuotesFound((Quoted(quote, 0.9),)))
        card.take(SourcesFound(hits))
    assert card.answer.toPlainText().count("“") == 2
    card.take(AnswerDelta("Nobody."))
    assert card.text.splitlines()[0].startswith("“not later than 72 hours”")
    assert card.text.endswith("Nobody.")
