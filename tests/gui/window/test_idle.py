"""What is told to lock: that the machine slept, that nobody uses the program, what a person chose."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.window.idle import IdleWatch
from ui.window.sleep import SleepWatch, slept_seconds


def test_waking_is_told_once(qtbot: QtBot) -> None:
    slept, told = [0.0], []
    parent = QObject()
    watch = SleepWatch(parent, lambda: told.append(1), lambda: slept[0])
    for now in (0.0, 1.0, 30.0, 30.5, 31.0, 3000.0):
        slept[0] = now
        watch.look()
    assert len(told) == 2
    assert slept_seconds() > -1.0


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Idle:
    """A field in a window, watched; `after` is how many seconds the watch waits."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock, self.told, self.after = Clock(), 0, 300.0
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        with qtbot.waitExposed(self.field):
            self.field.show()
        self.watch = IdleWatch(self.field, self._tell, lambda: self.after, self.clock)
        self.watch.look()

    def _tell(self) -> None:
        self.told += 1

    def after_seconds(self, seconds: float) -> int:
        self.clock.now += seconds
        self.watch.look()
        return self.told


@pytest.fixture
def idle(qtbot: QtBot) -> Idle:
    return Idle(qtbot)


def test_nobody_at_the_program_is_told_once_after_the_time_that_was_chosen(idle: Idle) -> None:
    assert idle.after_seconds(299) == 0
    assert idle.after_seconds(2) == 1
    assert idle.after_seconds(200) == 1
    assert idle.after_seconds(150) == 2, "where it was not heeded, again after the same time"
    idle.after = 0.0
    assert idle.after_seconds(100_000) == 2, "off"


@pytest.mark.parametrize("what", ["key", "press", "move", "wheel"])
def test_a_person_s_input_counts(idle: Idle, what: str) -> None:
    window = idle.field.windowHandle()
    assert idle.after_seconds(290) == 0
    match what:
        case "key":
            QTest.keyClick(window, Qt.Key.Key_A)
            assert idle.field.text() == "a"
        case "press":
            QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        case "move":
            QTest.mouseMove(window, QPoint(7, 9))
            QApplication.processEvents()
        case "wheel":
            QTest.wheelEvent(window, QPoint(5, 5), QPoint(0, 120))
    assert idle.after_seconds(290) == 0
    assert idle.after_seconds(11) == 1


def test_work_that_goes_on_is_no_input(idle: Idle, qtbot: QtBot) -> None:
    """What the program does to its own window, also an event that it makes itself, is nobody's touch."""
    assert idle.after_seconds(290) == 0
    idle.field.setText("an answer is written")
    idle.field.repaint()
    idle.field.resize(300, 50)
    made = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "b")
    QApplication.sendEvent(idle.field.windowHandle(), made)
    QApplication.processEvents()
    assert idle.after_seconds(11) == 1


def test_typing_in_a_window_that_came_later_counts(idle: Idle, qtbot: QtBot) -> None:
    """A passphrase is typed in a dialog of its own."""
    dialog = QLineEdit()
    dialog.setEchoMode(QLineEdit.EchoMode.Password)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    for _ in range(4):
        assert idle.after_seconds(150) == 0
        QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)


def test_a_pointer_that_stays_where_it_is_is_no_input(idle: Idle) -> None:
    """Systems tell of the pointer again when windows move below it."""
    window = idle.field.windowHandle()
    QTest.mouseMove(window, QPoint(7, 9))
    QApplication.processEvents()
    assert idle.after_seconds(290) == 0
    QTest.mouseMove(window, QPoint(7, 9))
    QApplication.processEvents()
    assert idle.after_seconds(11) == 1
