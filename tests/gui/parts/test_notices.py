"""Notices that go by themselves: soon where they only say that something worked, and never while they are
being read, pointed at or used.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.types import Notice
from ui.parts import overlays
from ui.parts.overlays import Banner
from ui.parts.theme import LIGHT

_A_SECOND = 60  # milliseconds that stand for one here
PATIENCE = 20_000


@pytest.fixture
def window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QWidget:
    """A window with a notice above a button that has the keyboard; its seconds are short."""
    monkeypatch.setattr(overlays, "_SECOND", _A_SECOND)
    window = QWidget()
    window.resize(700, 300)
    column = QVBoxLayout(window)
    column.addWidget(Banner(LIGHT))
    elsewhere = QPushButton("Elsewhere")
    column.addWidget(elsewhere)
    qtbot.addWidget(window)
    window.show()
    elsewhere.setFocus()
    return window


def banner(window: QWidget) -> Banner:
    return window.findChild(Banner)


def enter(widget: QWidget) -> None:
    """The pointer comes, as the window system tells it."""
    at = QPointF(20, 20)
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(widget, QEnterEvent(at, at, at))


def leave(widget: QWidget) -> None:
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def lasts(words: str, offered: bool = False) -> float:
    return overlays.lasting(words, offered=offered)


def test_what_worked_is_told_as_long_as_it_takes_to_read_it() -> None:
    assert lasts("Copied.") == 4
    assert lasts("Saved in /documents/an office/of some length/with a long name of its own.pdf") < 9
    assert lasts("word " * 400) == 20, "nothing that goes by itself stays for minutes"


def test_what_can_be_taken_back_stays_longer_than_what_only_worked() -> None:
    for words in ("Your note is saved.", "12 documents were removed.", "word " * 40):
        assert lasts(words, offered=True) > lasts(words)


def test_a_quiet_success_goes_by_itself(qtbot: QtBot, window: QWidget) -> None:
    banner(window).show_done("Copied.")
    assert banner(window).isVisible()
    qtbot.waitUntil(lambda: not banner(window).isVisible(), timeout=PATIENCE)


def test_an_undo_goes_by_itself(qtbot: QtBot, window: QWidget) -> None:
    banner(window).show_undo("Your note is saved.", lambda: None)
    qtbot.waitUntil(lambda: not banner(window).isVisible(), timeout=PATIENCE)


def test_a_fault_stays(qtbot: QtBot, window: QWidget) -> None:
    banner(window).show_done("Copied.")
    banner(window).show_notice(Notice("The file is gone.", "", ""))
    qtbot.wait(10 * _A_SECOND)
    assert banner(window).isVisible()


def test_nothing_goes_from_below_the_pointer(qtbot: QtBot, window: QWidget) -> None:
    banner(window).show_undo("Your note is saved.", lambda: None)
    enter(banner(window))
    qtbot.wait(20 * _A_SECOND)
    assert banner(window).isVisible()
    leave(banner(window))
    assert banner(window).isVisible(), "nor the moment the pointer leaves it"
    qtbot.waitUntil(lambda: not banner(window).isVisible(), timeout=PATIENCE)


def test_nothing_goes_with_the_keyboard_in_it(qtbot: QtBot, window: QWidget) -> None:
    banner(window).show_undo("Your note is saved.", lambda: None)
    banner(window)._action.setFocus()
    qtbot.wait(20 * _A_SECOND)
    assert banner(window).isVisible()
    QTest.keyClick(banner(window)._action, Qt.Key.Key_Space)
    assert not banner(window).isVisible(), "it was used"
