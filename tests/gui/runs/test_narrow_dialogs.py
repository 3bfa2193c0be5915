"""With the largest letters and the longest words, a dialog is no wider than a small screen."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.words.catalogue import ENGLISH, use
from ui.parts.theme import BODY_POINTS, LIGHT, sheet
from ui.runs.clash_dialog import ClashDialog

SMALL = 1024


def test_the_heading_of_contradictions_takes_as_many_lines_as_it_needs(
    qtbot: QtBot, qapp: QApplication
) -> None:
    font, styled = qapp.font(), qapp.styleSheet()
    larger = qapp.font()
    larger.setPointSizeF(2 * BODY_POINTS)
    use("de")
    try:
        qapp.setFont(larger)
        qapp.setStyleSheet(sheet(LIGHT, 2 * BODY_POINTS))
        dialog = ClashDialog(None, ())
        qtbot.addWidget(dialog)
        dialog.ensurePolished()
        layout = dialog.layout()
        assert layout is not None
        assert layout.totalMinimumSize().width() < SMALL - 60
    finally:
        use(ENGLISH)
        qapp.setStyleSheet(styled)
        qapp.setFont(font)
