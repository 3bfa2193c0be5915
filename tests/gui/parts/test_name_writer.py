"""Names in a list, where the words around them run from right to left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from ui.parts.name_writer import NameWriter

RIGHT, LEFT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize(
    ("name", "direction", "shown"),
    [
        ("When is notice given?", RIGHT, "\u2068When is notice given?\u2069"),
        ("When is notice given?", LEFT, "When is notice given?"),
        ("متى يُعطى الإشعار؟", RIGHT, "متى يُعطى الإشعار؟"),
        ("متى يُعطى الإشعار؟", LEFT, "\u2068متى يُعطى الإشعار؟\u2069"),
    ],
)
def test_a_name_keeps_its_own_direction(
    qtbot: QtBot, name: str, direction: Qt.LayoutDirection, shown: str
) -> None:
    names = QListWidget()
    qtbot.addWidget(names)
    names.addItem(name)
    option = QStyleOptionViewItem()
    option.direction = direction
    NameWriter(names).initStyleOption(option, names.model().index(0, 0))
    assert option.text == shown
    assert names.item(0).text() == name, "what is written is the name alone"
