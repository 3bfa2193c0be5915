"""A block of code within an answer, drawn in letters of one width on a ground of its own."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QTextCharFormat, QTextCursor, QTextLength, QTextTableFormat

from ui.parts.cited_text import CitedText

_PADDING = 8  # pixels


def draw_code(view: CitedText, cursor: QTextCursor, code: str) -> None:
    """Draw a block at the cursor, which then stands behind it."""
    shape = QTextTableFormat()
    shape.setCellPadding(_PADDING)
    shape.setCellSpacing(0)
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(view.colors.color("line"))
    shape.setBackground(view.colors.color("paper"))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    within = cursor.insertTable(1, 1, shape).cellAt(0, 0).firstCursorPosition()
    within.setBlockFormat(view.block_format())
    within.insertText(code, _letters(view))
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _letters(view: CitedText) -> QTextCharFormat:
    kind = view.plain()
    kind.setFontFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
    kind.setFontFixedPitch(True)
    return kind
