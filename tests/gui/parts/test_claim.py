"""The keyboard for what opens late goes only to whoever still waits for it."""

from __future__ import annotations

from pausing import pause
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.parts.claim import KeyboardClaim


def test_whoever_waits_gets_it_once(qapp: QApplication) -> None:
    claim = KeyboardClaim(qapp)
    claim.make()
    pause(20)
    assert claim.take()
    assert not claim.take()


def test_the_press_that_asks_for_it_does_not_give_it_up(qtbot: QtBot) -> None:
    """An Enter that a field leaves to what is around it passes by twice."""
    around = QWidget()
    field = QLineEdit(around)
    qtbot.addWidget(around)
    around.show()
    claim = KeyboardClaim(around)
    field.returnPressed.connect(claim.make)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    pause(20)
    assert claim.take()


def test_whoever_goes_on_meanwhile_keeps_it(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    claim = KeyboardClaim(field)
    claim.make()
    pause(20)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert not claim.take()
    claim.make()
    pause(20)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert not claim.take()
    claim.make()
    pause(20)
    qtbot.keyPress(field, Qt.Key.Key_Shift)
    assert claim.take(), "a key that is held for another says nothing yet"
