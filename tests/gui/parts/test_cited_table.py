"""How the columns of a table of texts share a narrow room."""

from __future__ import annotations

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.parts.cited_table import CitedTable, Look
from ui.parts.theme import BODY_POINTS, LIGHT, sheet

LOOK = Look(2, frozenset({1}), lambda _: "ink", names=frozenset({0}), widths={0: 170, 2: 64, 3: 116})
NARROW, WIDE = 520, 1000


def table(qtbot: QtBot, width: int) -> CitedTable:
    rows = QStandardItemModel(0, 4)
    rows.setHorizontalHeaderLabels(["Document", "Answer", "Page", "State"])
    for name in ("harbour-lighting-regulation.pdf", "regolamento-mercato-ittico.txt"):
        texts = (name, "No answer found in this document.", "3", "Not found")
        rows.appendRow([QStandardItem(text) for text in texts])
    made = CitedTable("Answers", rows, LOOK, LIGHT)
    rows.setParent(made)
    qtbot.addWidget(made)
    made.resize(width, 300)
    made.show()
    return made


def test_names_are_shortened_before_answers_are_squeezed(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(sheet(LIGHT, BODY_POINTS))
    try:
        made = table(qtbot, NARROW)
        qtbot.waitUntil(lambda: made.columnWidth(0) < LOOK.widths[0])
        assert made.horizontalScrollBar().maximum() == 0
        assert made.columnWidth(1) > made.columnWidth(0)
        made.resize(WIDE, 300)
        qtbot.waitUntil(lambda: made.columnWidth(0) > LOOK.widths[0])
    finally:
        qapp.setStyleSheet(before)


def test_a_column_that_was_made_wider_stays_so(qtbot: QtBot) -> None:
    made = table(qtbot, WIDE)
    qtbot.waitUntil(lambda: made.columnWidth(0) > LOOK.widths[0])
    made.setColumnWidth(0, 400)
    made.resize(WIDE - 300, 300)
    qtbot.waitUntil(lambda: made.columnWidth(1) < 250)
    assert made.columnWidth(0) == 400
