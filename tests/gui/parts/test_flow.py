"""Widgets side by side, on as many lines as there have to be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.parts.controls import button
from ui.parts.flow import FlowLayout

LONG = ("Colonnes depuis un fichier…", "Proposer des colonnes", "Choisir")


def laid(qtbot: QtBot, width: int, direction: Qt.LayoutDirection) -> tuple[QWidget, list[QWidget]]:
    around = QWidget()
    qtbot.addWidget(around)
    around.setLayoutDirection(direction)
    row = FlowLayout(around)
    made = [button(words) for words in LONG]
    for one in made:
        row.addWidget(one)
    around.resize(width, 200)
    around.show()
    qtbot.waitExposed(around)
    assert all(one.width() >= one.sizeHint().width() for one in made)
    return around, [*made]


def test_what_has_no_room_goes_to_the_next_line(qtbot: QtBot) -> None:
    around, (first, second, third) = laid(qtbot, 300, Qt.LayoutDirection.LeftToRight)
    assert around.isVisible()
    assert first.x() == 0
    assert second.y() > first.y()
    assert third.x() > second.x()


@pytest.mark.parametrize("width", [300, 800])
def test_from_right_to_left_it_begins_at_the_right(qtbot: QtBot, width: int) -> None:
    around, (first, second, third) = laid(qtbot, width, Qt.LayoutDirection.RightToLeft)
    assert first.x() + first.width() == around.width() == width
    assert third.x() < second.x() if width == 300 else third.x() < second.x() < first.x()
