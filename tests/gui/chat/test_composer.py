"""What the composer tells while a question is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.chat.composer import Composer
from ui.parts.theme import LIGHT


def test_the_first_character_is_told_once_a_question(qtbot: QtBot) -> None:
    composer, begun = Composer(LIGHT), list[bool]()
    qtbot.addWidget(composer)
    composer.begun.connect(lambda: begun.append(True))

    QTest.keyClicks(composer.field, "Who signs?")
    assert len(begun) == 1

    QTest.keyClick(composer.field, Qt.Key.Key_Return)
    QTest.keyClicks(composer.field, "And when?")
    assert len(begun) == 2
