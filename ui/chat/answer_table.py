"""A table within an answer, drawn as a grid."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QTextCursor, QTextLength, QTextTableFormat

from app.exporting.markup import Pieces, Row
from ui.parts.cited_text import CitedText

_PADDING = 6  # pixels

Draw = Callable[[QTextCursor, Pieces, bool], None]  # pieces, whether they are of the head
Chips = Callable[[QTextCursor, int], None]  # those of what has ended by a place of the text


def draw_table(view: CitedText, cursor: QTextCursor, rows: tuple[Row, ...], draw: Draw, chips: Chips) -> None:
    """Draw a table at the cursor, which then stands behind it; chips stand in the first cell of a row."""
    shape = QTextTableFormat()
    shape.setCellPadding(_PADDING)
    shape.setCellSpacing(0)
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(view.colors.color("line"))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setHeaderRowCount(1)
    table = cursor.insertTable(len(rows), len(rows[0].cells), shape)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            within = table.cellAt(number, column).firstCursorPosition()
            within.setBlockFormat(view.block_format())
            draw(within, cell, number == 0)
            if column == 0:
                chips(within, row.end)
    cursor.movePosition(QTextCursor.MoveOperation.End)
