"""The choice of what is asked is as wide as what is chosen, whatever else can be."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

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
