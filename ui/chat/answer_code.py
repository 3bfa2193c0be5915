"""A block of code within an answer, in letters of one width, with a link that copies it."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QTextCharFormat, QTextCursor, QTextLength, QTextTableFormat

from app.words.catalogue import say
from ui.parts.cited_text import CitedText

_PADDING = 8  # pixels
COPY = "copy"  # scheme of the link


def draw_code(view: CitedText, cursor: QTextCursor, code: str, language: str, number: int) -> None:
    """Draw a block at the cursor, which then stands behind it; its link is `copy:number`."""
    shape = QTextTableFormat()
    shape.setCellPadding(_PADDING)
    shape.setCellSpacing(0)
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(view.colors.color("line"))
    shape.setBackground(view.colors.color("paper"))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table = cursor.insertTable(2, 1, shape)
    head = table.cellAt(0, 0).firstCursorPosition()
    if language:
        quiet = view.plain()
        quiet.setForeground(view.colors.color("quiet"))
        head.insertText(f"{language}   ", quiet)
    link = view.plain()
    link.setAnchor(True)
    link.setAnchorHref(f"{COPY}:{number}")
    link.setForeground(view.colors.color("accent"))
    head.insertText(say("chat.answer.copy-code"), link)
    within = table.cellAt(1, 0).firstCursorPosition()
    within.setBlockFormat(view.block_format())
    within.insertText(code, fixed(view.plain()))
    cursor.movePosition(QTextCursor.MoveOperation.End)


def fixed(kind: QTextCharFormat) -> QTextCharFormat:
    """The same in letters of one width."""
    kind.setFontFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
    kind.setFontFixedPitch(True)
    return kind
