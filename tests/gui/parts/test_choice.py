"""Choices whose words are longer than they are wide."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from ui.parts.choice import Choice


def drawn(qtbot: QtBot, box: QComboBox, words: str) -> object:
    qtbot.addWidget(box)
    box.addItem(words)
    box.resize(220, 34)
    box.show()
    return box.grab().toImage()


def test_what_has_no_room_ends_with_dots_and_not_within_a_letter(qtbot: QtBot) -> None:
    name = "A collection with a very long name"
    dots = next(
        short
        for end in range(len(name), 0, -1)
        if drawn(qtbot, QComboBox(), short := f"{name[:end]}…") == drawn(qtbot, Choice(), name)
    )
    assert len(dots) > 12


def test_what_has_room_looks_as_in_any_choice(qtbot: QtBot) -> None:
    assert drawn(qtbot, Choice(), "Everything") == drawn(qtbot, QComboBox(), "Everything")
