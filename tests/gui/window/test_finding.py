"""What Ctrl+F finds in: the page that was opened just now, else the whole library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window import drop, open_window

from rag.types import DocumentState
from ui.chat.turn_card import TurnCard
from ui.library.desk import LibraryDesk
from ui.library.search_desk import SearchDesk
from ui.parts.controls import SourceRow
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """An answer with its source, and the keyboard in the field for questions."""
    notice = "Notice is given three months before the end."
    with open_window(tmp_path / "home", notice) as opened:
        path = tmp_path / "lease.txt"
        path.write_text(notice, encoding="utf-8")
        drop(opened, [path])
        rows = opened.desk(LibraryDesk).model.rows
        ready = [DocumentState.READY]
        qtbot.waitUntil(lambda: [one.state for one in rows.documents()] == ready, timeout=PATIENCE)
        opened.panes.composer.field.setFocus()
        qtbot.keyClicks(opened.panes.composer.field, "When is notice given?")
        qtbot.keyClick(opened.panes.composer.field, Qt.Key.Key_Return)
        cards = opened.panes.transcript
        qtbot.waitUntil(lambda: bool(cards.cards) and cards.cards[-1].answered is not None, timeout=PATIENCE)
        opened.panes.composer.field.setFocus()
        QApplication.processEvents()
        yield opened


def card(window: MainWindow) -> TurnCard:
    return window.panes.transcript.cards[-1]


def until_it_is_read(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.panes.reader.shown is not None, timeout=PATIENCE)


def find(qtbot: QtBot) -> None:
    held = QApplication.focusWidget()
    assert held is not None
    qtbot.keyPress(held, Qt.Key.Key_Control)
    qtbot.keyClick(held, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)


def finds_in_the_page(window: MainWindow) -> bool:
    """Else in the library."""
    in_page, in_library = window.panes.reader.finder.field.hasFocus(), window.desk(SearchDesk).is_shown
    assert in_page != in_library
    return in_page


def test_a_source_that_was_opened_just_now_is_found_in(qtbot: QtBot, window: MainWindow) -> None:
    """The library was searched, and the conversation gone."""
    qtbot.mouseClick(card(window).findChildren(SourceRow)[0], Qt.MouseButton.LeftButton)
    until_it_is_read(qtbot, window)
    find(qtbot)
    assert finds_in_the_page(window)


def test_a_citation_that_was_opened_with_a_key_is_found_in(qtbot: QtBot, window: MainWindow) -> None:
    answer = card(window).answer
    answer.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(answer, Qt.Key.Key_Return)
    until_it_is_read(qtbot, window)
    find(qtbot)
    assert finds_in_the_page(window)


def test_who_goes_on_with_a_question_searches_the_library(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(card(window).findChildren(SourceRow)[0], Qt.MouseButton.LeftButton)
    until_it_is_read(qtbot, window)
    qtbot.keyClicks(window.panes.composer.field, "And")
    find(qtbot)
    assert not finds_in_the_page(window)


def test_the_library_is_searched_while_no_page_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(card(window).findChildren(SourceRow)[0], Qt.MouseButton.LeftButton)
    until_it_is_read(qtbot, window)
    window.panes.reader.closed.emit()
    find(qtbot)
    assert not finds_in_the_page(window)
