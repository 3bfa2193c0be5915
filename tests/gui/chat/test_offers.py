"""What an answer offers to do next, in the real window and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import Answer, DocumentState, Intent, Outcome, Wish
from ui.chat.desk import ChatDesk
from ui.chat.offers import Offers, offers_of
from ui.chat.turn_card import TurnCard
from ui.library.search_desk import SearchDesk
from ui.library.search_view import words_of
from ui.library.sought import Sought, around
from ui.parts.controls import SourceRow
from ui.parts.desk import Offer
from ui.parts.theme import LIGHT
from ui.runs.desk import RunDesk
from ui.window.main_window import MainWindow

PATIENCE = 30_000
LEASE = "# Orchard lease\n\nThe tenant shall prune the trees in February.\n\nThe rent is 900 euros a year.\n"
NEAREST = Answer("?", "Nearest:", (), Outcome.CLOSEST, "", 0.1, 0.0, read=12, unread=("a.pdf", "b.pdf"))


def test_where_nothing_answers_two_other_ways_are_offered() -> None:
    assert offers_of(NEAREST) == (Offer.EACH, Offer.SEARCH)
    assert offers_of(replace(NEAREST, read=1)) == (Offer.SEARCH,)
    assert offers_of(replace(NEAREST, outcome=Outcome.SILENT)) == (Offer.EACH, Offer.SEARCH)
    assert not offers_of(replace(NEAREST, stopped=True))
    assert not offers_of(replace(NEAREST, outcome=Outcome.ANSWERED))
    asked_of_several = replace(NEAREST, outcome=Outcome.ANSWERED, intent=Intent.EACH)
    assert offers_of(asked_of_several) == (Offer.EACH,)


def test_a_card_tells_how_many_documents_were_looked_through(qtbot: QtBot) -> None:
    card = TurnCard("?", LIGHT)
    qtbot.addWidget(card)
    card.show_answer(NEAREST)
    told = card.findChild(QLabel, "unread").text()
    assert told.startswith("12 documents were looked through. 2 not read yet")
    assert told.endswith("a.pdf, b.pdf")


def test_buttons_take_lines_and_do_not_widen_their_pane(qtbot: QtBot) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    offers = Offers()
    QVBoxLayout(pane).addWidget(offers)
    offers.show_for(NEAREST)
    pane.resize(900, 300)
    pane.show()
    first, second = (offers.buttons[one] for one in (Offer.EACH, Offer.SEARCH))
    qtbot.waitUntil(lambda: first.y() == second.y() and second.x() > first.x())
    pane.resize(first.width() + 40, 300)
    qtbot.waitUntil(lambda: second.y() > first.y() and second.x() == first.x())
    assert pane.width() <= first.width() + 40


@pytest.mark.parametrize(
    ("wish", "intent", "words"),
    [
        (Wish((1,), True), Intent.SUMMARISE, "Summarise"),
        (Wish((), False), Intent.SUMMARISE, "Summarise…"),
        (Wish((1, 2), True), Intent.COMPARE, "Compare"),
        (Wish((1,), False), Intent.COMPARE, "Compare…"),
    ],
)
def test_a_wish_has_the_button_that_begins_it(qtbot: QtBot, wish: Wish, intent: Intent, words: str) -> None:
    offers = Offers()
    qtbot.addWidget(offers)
    offers.show_for(Answer("?", "I can.", (), Outcome.ACTION, "", 0.1, 0.0, intent=intent, wish=wish))
    (button,) = offers.buttons.values()
    assert button.text() == words
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_wish_for_a_letter_offers_nothing() -> None:
    assert not offers_of(Answer("?", "No.", (), Outcome.ACTION, "", 0.1, 0.0, intent=Intent.DRAFT))


def test_only_words_that_tell_something_are_looked_for() -> None:
    assert words_of("What is the notice period of the lease?") == "notice period lease"
    assert words_of("Who?") == "Who?"


def test_a_long_passage_is_shown_from_the_sentence_that_holds_the_words() -> None:
    text = "Of rivers. " * 60 + "The tenant shall prune the trees. " + "Of bridges. " * 60
    shown = around(text, Sought("prune trees"))
    assert shown.startswith("… The tenant shall prune")
    assert len(shown) < 320
    assert around("Short.", Sought("prune")) == "Short."


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    with open_window(tmp_path / "home", "Not in your documents.") as opened:
        paths = [tmp_path / "orchard.txt", tmp_path / "meadow.txt"]
        for path in paths:
            path.write_text(LEASE.replace("Orchard", path.stem), encoding="utf-8")
        drop(opened, paths)
        library = opened.desk(ChatDesk).given.services.library
        qtbot.waitUntil(
            lambda: [one.state for one in library.documents()] == [DocumentState.READY] * 2, timeout=PATIENCE
        )
        yield opened


def ask(qtbot: QtBot, window: MainWindow, question: str) -> TurnCard:
    qtbot.keyClicks(window.panes.composer.field, question)
    with qtbot.waitSignal(window.desk(ChatDesk).model.ended, timeout=PATIENCE):
        qtbot.keyClick(window.panes.composer.field, Qt.Key.Key_Return)
    return window.panes.transcript.cards[-1]


pytestmark = pytest.mark.model


def test_the_words_of_a_question_are_looked_for_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    card = ask(qtbot, window, "What is the telephone number of the landlord?")
    button = card.offers.buttons[Offer.SEARCH]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    view = window.desk(SearchDesk).view
    assert window.centre.currentWidget() is view
    assert view.field.text() == "telephone number landlord"
    qtbot.waitUntil(lambda: bool(view.findChildren(SourceRow)), timeout=PATIENCE)
    qtbot.mouseClick(view.findChildren(SourceRow)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.panes.reader.isVisible)
    window.desk(SearchDesk).escape()
    assert window.centre.currentWidget() is window.panes.transcript


def test_a_question_is_brought_to_be_put_to_each_document(qtbot: QtBot, window: MainWindow) -> None:
    card = ask(qtbot, window, "Which contracts allow keeping bees?")
    qtbot.mouseClick(card.offers.buttons[Offer.EACH], Qt.MouseButton.LeftButton)
    assert window.panes.survey_bar.is_on
    assert window.panes.composer.field.toPlainText() == "Which contracts allow keeping bees?"
    assert window.panes.composer.field.hasFocus()


def test_a_plain_wish_for_a_summary_is_begun_at_once(qtbot: QtBot, window: MainWindow) -> None:
    runs, listed = window.desk(RunDesk), window.panes.library.list
    listed.setCurrentIndex(listed.model().index(1, 0))
    (chosen,) = window.at_hand()
    card = ask(qtbot, window, "Summarise this document")
    assert card.answered is not None
    assert card.answered.wish == Wish((chosen,), plain=True)
    qtbot.waitUntil(lambda: card.made is not None, timeout=PATIENCE)
    assert window.centre.currentWidget() is window.panes.transcript
    assert "is being made" in card.findChild(QLabel, "unread").text()
    button = card.offers.buttons[Offer.OPEN]
    assert button.text() == "Open the summary"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.centre.currentWidget() is runs.view, timeout=PATIENCE)
    assert runs.line.current is not None
    assert runs.line.current.run.id == card.made
