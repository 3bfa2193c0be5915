"""What Ctrl+F finds in: the page that was opened just now, else the whole library."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.chat.turn_card import TurnCard
from ui.library.search_desk import SearchDesk
from ui.parts.controls import SourceRow
from ui.window.main_window import MainWindow

pytestmark = pytest.mark.model

PATIENCE = 30_000


@pytest.fixture
def window(answered: MainWindow) -> MainWindow:
    """An answer with its source, and the keyboard in the field for questions."""
    answered.panes.composer.field.setFocus()
    QApplication.processEvents()
    return answered


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
