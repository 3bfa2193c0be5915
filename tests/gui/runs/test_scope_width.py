"""The choice of what is asked is as wide as what is chosen, whatever else can be."""

from __future__ import annotations

import pytest
from legible import flaws
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot
from scenes.looks import Look, dressed

from app.words.catalogue import say
from ui.parts.theme import BODY_POINTS, LIGHT, sheet
from ui.runs.survey_bar import SurveyBar


@pytest.mark.parametrize("points", [BODY_POINTS, 2 * BODY_POINTS])
def test_something_more_to_choose_changes_no_width_and_words_are_whole(
    qtbot: QtBot, qapp: QApplication, points: float
) -> None:
    before, font = qapp.styleSheet(), qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(points)
    try:
        qapp.setFont(larger)
        qapp.setStyleSheet(sheet(LIGHT, points))
        bar = SurveyBar(LIGHT)
        qtbot.addWidget(bar)
        bar.resize(900, 60)
        bar.scope.clear()
        bar.scope.addItem("The whole library (12)")
        bar.show()
        qapp.processEvents()
        wide = bar.scope.width()
        bar.scope.addItem("The passage that is selected in a document with quite a long name")
        bar.scope.updateGeometry()
        qapp.processEvents()
        assert bar.scope.width() == wide
        option = QStyleOptionComboBox()
        bar.scope.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = bar.scope.style().subControlRect(control, option, field, bar.scope).width()
        assert room - 2 >= bar.scope.fontMetrics().horizontalAdvance(bar.scope.currentText())
    finally:
        qapp.setStyleSheet(before)
        qapp.setFont(font)


def test_the_whole_library_is_said_whole_in_large_letters(qtbot: QtBot, qapp: QApplication) -> None:
    """360 pixels are a name of 40 letters, and of 20 where they are twice as large."""
    with dressed(qapp, Look("large", 1024, 600, LIGHT, 2 * BODY_POINTS, "de")):
        window, bar = QWidget(), SurveyBar(LIGHT)
        bar.setParent(window)
        qtbot.addWidget(window)
        window.resize(800, 100)
        bar.tables.show()
        bar.scope.show()
        bar.scope.clear()
        bar.scope.addItem(say("asking.each.library", n=4))
        bar.resize(700, 60)
        window.show()
        qapp.processEvents()
        assert not flaws(window)
        assert bar.scope.width() >= bar.scope.sizeHint().width()
        bar.scope.addItem("The passage that is selected in a document with quite a long name")
        bar.scope.setCurrentIndex(1)
        bar.resize(520, 60)  # beside a document
        qapp.processEvents()
        assert bar.minimumSizeHint().width() <= 520
        assert bar.tables.geometry().right() < 520
