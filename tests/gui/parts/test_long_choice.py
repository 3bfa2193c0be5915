"""Choices whose words are a sentence are whole at any width, and chosen by a click anywhere on them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from ui.parts.long_choice import LongCheck, LongRadio
from ui.parts.palettes import LIGHT
from ui.parts.theme import BODY_POINTS

WORDS = "Der Schlüsselbund dieses Rechners: nichts einzugeben, sobald Sie angemeldet sind"


@pytest.mark.parametrize("kind", [LongRadio, LongCheck])
@pytest.mark.parametrize("width", [180, 400, 1200])
def test_the_words_of_a_choice_are_whole(
    qtbot: QtBot, kind: type[LongRadio] | type[LongCheck], width: int
) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    choice = kind(WORDS)
    column = QVBoxLayout(held)
    column.addWidget(choice)
    column.addStretch()
    held.resize(width, 400)
    held.show()
    QApplication.processEvents()
    words = choice._words
    assert held.width() == width
    assert words.height() >= words.heightForWidth(words.width())
    assert choice.text() == choice.accessibleName() == WORDS
    lines = round(words.height() / words.fontMetrics().lineSpacing())
    assert (lines > 1) is (width < 500)
    place = choice.rect().center()
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=place)
    assert choice.isChecked()


@pytest.mark.parametrize("kind", [LongRadio, LongCheck])
def test_the_words_of_a_choice_keep_off_its_sign_when_letters_become_larger(
    qtbot: QtBot, qapp: QApplication, kind: type[LongRadio] | type[LongCheck]
) -> None:
    choice = kind(WORDS)
    qtbot.addWidget(choice)
    with dressed(qapp, Look("usual", 600, 100, LIGHT)):
        choice.show()
        usual = choice._words.x()
    with dressed(qapp, Look("twice", 600, 100, LIGHT, 2 * BODY_POINTS)):
        QApplication.processEvents()
        assert choice._words.x() >= usual + 14
