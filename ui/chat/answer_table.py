"""A table within an answer: neighbouring lines of Markdown cells, drawn as a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextLength, QTextTableFormat

from rag.types import Sentence
from ui.parts.cited_text import CitedText

_LINE = re.compile(r"\|.*\|", re.DOTALL)
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s:|-]+")
_PADDING = 6  # pixels
_FEWEST = 2  # lines, one of them its head


@dataclass(frozen=True, slots=True)
class Row:
    sentence: Sentence
    cells: tuple[str, ...]


def table_at(text: str, sentences: Sequence[Sentence], first: int) -> tuple[list[Row], int]:
    """The rows of the table that begins with a sentence, its rule left out, and how many sentences it takes;
    none and 0 where no table begins.
    """
    taken: list[Sentence] = []
    for one in sentences[first:]:
        joined = not taken or not text[taken[-1].end : one.start].strip(" \n")
        if not joined or not _LINE.fullmatch(one.text):
            break
        taken.append(one)
    if len(taken) < _FEWEST or not _RULE.fullmatch(taken[1].text):
        return [], 0
    rows = [Row(one, _cells(one.text)) for one in taken if not _RULE.fullmatch(one.text)]
    return rows, len(taken)


def draw_table(view: CitedText, cursor: QTextCursor, rows: Sequence[Row]) -> None:
    """Draw a table at the cursor, which then stands behind it; chips stand in the first cell of a row."""
    columns = max(len(row.cells) for row in rows)
    shape = QTextTableFormat()
    shape.setCellPadding(_PADDING)
    shape.setCellSpacing(0)
    shape.setBorder(1)
    shape.setBorderCollapse(True)
    shape.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(view.colors.color("line"))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setHeaderRowCount(1)
    table = cursor.insertTable(len(rows), columns, shape)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            within = table.cellAt(number, column).firstCursorPosition()
            within.setBlockFormat(view.block_format())
            if column == 0 and row.sentence.citations:
                view.insert_claim(within, cell, row.sentence.support, row.sentence.citations)
            else:
                within.insertText(cell, _head(view) if number == 0 else view.plain())
    cursor.movePosition(QTextCursor.MoveOperation.End)


def _head(view: CitedText) -> QTextCharFormat:
    kind = view.plain()
    kind.setFontWeight(600)
    return kind


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(line.strip())[1:-1])
