"""Which documents a question is put to: chosen where it is written, told below its answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.chat.desk import ChatDesk
from ui.chat.mentions import Mentions
from ui.library.desk import LibraryDesk
from ui.reader.desk import ReaderDesk
from ui.runs.survey_bar import SurveyBar
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000
TEXTS = {
    "office lease.txt": "The Tenant of the office gives notice three months before the end of a quarter.",
    "Mietvertrag Köln.txt": "The Tenant of the workshop gives notice six weeks before the end of a month.",
}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Two leases that say different things."""
    with open_window(tmp_path / "home", "") as opened:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        drop(opened, [tmp_path / name for name in TEXTS])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY] * 2
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        qtbot.waitUntil(lambda: len(opened.view(SurveyBar).documents) == 2, timeout=PATIENCE)
        qtbot.waitUntil(lambda: len(opened.panes.composer.mentions._documents) == 2, timeout=PATIENCE)
        yield opened


def ask(qtbot: QtBot, window: MainWindow, question: str) -> None:
    field, cards = window.panes.composer.field, window.panes.transcript
    before = len(cards.cards)
    field.setFocus()
    qtbot.keyClicks(field, question)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(cards.cards) == before + 1, timeout=PATIENCE)
    answered(qtbot, window)


def answered(qtbot: QtBot, window: MainWindow) -> None:
    card = window.panes.transcript.cards[-1]
    qtbot.waitUntil(lambda: card.answered is not None, timeout=PATIENCE)
    model = window.desk(ChatDesk).model
    qtbot.waitUntil(lambda: not model.is_busy and bool(model.turns), timeout=PATIENCE)  # kept, too


def cited(window: MainWindow) -> set[str]:
    answer = window.panes.transcript.cards[-1].answered
    assert answer is not None
    return {one.document for sentence in answer.sentences for one in sentence.citations} | {
        one.citation.document for one in answer.quotes
    }


def told(window: MainWindow) -> str:
    return window.panes.transcript.cards[-1]._unread.text()


def offered(bar: SurveyBar) -> list[str]:
    bar.scope.opening.emit()
    return [bar.scope.itemText(at) for at in range(bar.scope.count())]


def pick(bar: SurveyBar, words: str) -> None:
    bar.scope.setCurrentIndex(offered(bar).index(words))
    bar.scope.activated.emit(bar.scope.currentIndex())


def test_the_document_that_lies_open_can_be_asked_alone(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.view(SurveyBar)
    assert offered(bar)[0] == "The whole library (2)"
    lease = next(
        one for one in window.desk(LibraryDesk).model.rows.documents() if one.name == "office lease.txt"
    )
    window.browse(lease)
    qtbot.waitUntil(lambda: window.desk(ReaderDesk).at_hand == (lease.id,), timeout=PATIENCE)
    pick(bar, "This document: office lease.txt")
    assert bar.scope.property("chosen") is True
    ask(qtbot, window, "When does the tenant give notice?")
    assert cited(window) == {"office lease.txt"}
    assert "Asked of office lease.txt alone." in told(window)
    pick(bar, "The whole library (2)")
    ask(qtbot, window, "When does the tenant of the workshop give notice?")
    assert "Mietvertrag Köln.txt" in cited(window)
    assert "alone" not in told(window)


def test_what_was_asked_of_some_is_asked_of_them_again(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.view(SurveyBar)
    bar.add(next(one.id for one in bar.documents if one.name == "office lease.txt"))
    ask(qtbot, window, "When does the tenant give notice?")
    pick(bar, "The whole library (2)")
    window.desk(ChatDesk).model.regenerate(window.desk(ChatDesk).model.turns[-1].id)
    answered(qtbot, window)
    assert cited(window) == {"office lease.txt"}
    assert "Asked of office lease.txt alone." in told(window)


def mentions(window: MainWindow) -> Mentions:
    return window.panes.composer.mentions


def names(window: MainWindow) -> list[str]:
    shown = mentions(window).list
    return [shown.item(at).text() for at in range(shown.count())] if shown.isVisible() else []


def test_a_document_is_named_with_an_at_sign(qtbot: QtBot, window: MainWindow) -> None:
    field = window.panes.composer.field
    field.setFocus()
    qtbot.keyClicks(field, "When is notice given @kol")
    assert names(window) == ["Mietvertrag Köln.txt"]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.toPlainText() == "When is notice given "
    assert names(window) == []
    bar = window.view(SurveyBar)
    assert [one.name for one in bar.documents if one.id in bar.chosen.documents] == ["Mietvertrag Köln.txt"]
    assert bar.scope.currentText() == "Mietvertrag Köln.txt"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    answered_after(qtbot, window)
    assert cited(window) == {"Mietvertrag Köln.txt"}


def answered_after(qtbot: QtBot, window: MainWindow) -> None:
    cards = window.panes.transcript
    qtbot.waitUntil(lambda: bool(cards.cards), timeout=PATIENCE)
    answered(qtbot, window)


def test_an_address_names_no_document_and_escape_leaves_the_words(qtbot: QtBot, window: MainWindow) -> None:
    field = window.panes.composer.field
    field.setFocus()
    qtbot.keyClicks(field, "Did mail@office.example write? ")
    assert names(window) == []
    qtbot.keyClicks(field, "@")
    assert len(names(window)) == 2
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert mentions(window).list.currentRow() == 1
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert names(window) == []
    assert field.toPlainText().endswith("@")
    assert window.view(SurveyBar).chosen.documents == ()
    qtbot.keyClicks(field, "nobody")
    assert names(window) == []
