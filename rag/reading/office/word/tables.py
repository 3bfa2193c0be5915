"""Tables of Word: rows of cells in their columns, and the ends of pages and the notes inside of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.language.withdrawn import Withdrawn, withdrawn
from rag.reading.cleaning import one_line
from rag.reading.office.word.formulas import linear
from rag.reading.office.word.glyphs import with_ticks
from rag.reading.office.word.inline import words_of
from rag.reading.office.word.names import (
    DELETED,
    FORMULA,
    FORMULAS,
    PARAGRAPH,
    TABLE,
    W,
    is_on,
    number,
    value,
    within,
)
from rag.reading.office.word.paragraphs import Paragraph, Paragraphs
from rag.reading.rows import ACROSS, filled_down

_ROW, _CELL = f"{W}tr", f"{W}tc"
_FIRST_ROW = 0x20  # of tblLook
_WIDEST = 200  # columns of a table


@dataclass(slots=True)
class Row:
    """`before` and `after`: the pages that end before it and inside of it; True for one that Word drew."""

    cells: list[str]
    before: list[bool] = field(default_factory=list)
    after: list[bool] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """The rows that say something, and how many of them the file calls the header."""

    rows: list[Row]
    declared: int
    styled: bool  # the first is drawn as a header


class _Content:
    """What stands in a cell, a box or a note, gathered into one line."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.before: list[bool] = []
        self.after: list[bool] = []
        self.asides: list[str] = []
        self._runs_on = False

    def say(self, text: str, *, runs_on: bool = False) -> None:
        if text.strip():
            if self.parts and not self._runs_on:
                self.parts.append(" ")
            self.parts.append(text)
        self._runs_on = runs_on

    def end_page(self, *, drawn: bool) -> None:
        (self.after if self.parts else self.before).append(drawn)

    @property
    def text(self) -> str:
        return one_line(with_ticks("".join(self.parts)))


class Tables:
    """Reads tables, and whatever else is wanted on one line."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs

    def line(self, parent: Any) -> str:
        """Everything that stands in an element, on one line."""
        content = _Content()
        self._gather(parent, content)
        return " ".join(filter(None, (content.text, *content.asides)))

    def grid(self, rows: Sequence[Any], look: Any) -> Grid:
        """A table's rows; `look` is what it says of its own style, or None."""
        found: list[Row] = []
        declared = bold = 0
        for node in rows:
            row = self._row(node, found[-1].cells if found else [])
            if any(cell not in ("", ACROSS) for cell in row.cells):
                found.append(row)
                declared += declared == len(found) - 1 and is_on(node.find(f"{W}trPr"), "tblHeader")
                bold += bold == len(found) - 1 and _is_bold(node)
            elif found:
                found[-1].after += row.before + row.after
                found[-1].asides += row.asides
        if not declared and bold == 1:
            declared = bold  # set apart by its type, which is how most people make a header
        return Grid(found, declared, _has_styled_header(look))

    def _row(self, node: Any, above: list[str]) -> Row:
        """A row, its cells filled where one reaches down from the row above."""
        properties = node.find(f"{W}trPr")
        row = Row([""] * _skipped(properties, "gridBefore"))
        hidden = is_on(properties, "hidden")
        for cell in cells_of(node):
            own = cell.find(f"{W}tcPr")
            content = _Content()
            if own is None or own.find(f"{W}cellDel") is None:
                self._gather(cell, content)
            text = content.text
            place = len(row.cells)
            if _goes_on(own, "vMerge") and not text and place < len(above):
                text = filled_down(above[place])
            elif _goes_on(own, "hMerge") and not text and place:
                text = ACROSS
            elif hidden and text:
                text = withdrawn(Withdrawn.HIDDEN, text)
            span = min(number(value(own, "gridSpan"), 1), _WIDEST)
            row.cells += [text, *[ACROSS] * (span - 1)]
            # Word marks a page's end in each cell that it runs through.
            row.before = max(row.before, content.before, key=len)
            row.after = max(row.after, content.after, key=len)
            row.asides += content.asides
        row.cells += [""] * _skipped(properties, "gridAfter")
        return row

    def _gather(self, parent: Any, content: _Content) -> None:
        for node in within(parent, PARAGRAPH, TABLE, FORMULA, FORMULAS):
            if node.tag == PARAGRAPH:
                self._add(self._paragraphs.read(node, labelled=True), content)
            elif node.tag == TABLE:
                self._add_rows(node, content)
            else:
                content.say(linear(node))

    def _add(self, paragraph: Paragraph, content: _Content) -> None:
        if paragraph.new_page:
            content.end_page(drawn=False)
        label = paragraph.label
        for place, piece in enumerate(paragraph.pieces):
            if place:
                content.end_page(drawn=piece.drawn)
            # An empty paragraph has its number all the same: a column that counts its rows.
            text = f"{label} {piece.text}" if label and (piece.text.strip() or label != "•") else piece.text
            content.say(text, runs_on=paragraph.runs_on)
            label = ""
            content.asides += piece.asides
            for box in piece.boxes:
                content.say(words_of(box))
                self._gather(box, content)

    def _add_rows(self, table: Any, content: _Content) -> None:
        """An inner table: its cells apart by blanks, its rows by commas."""
        said = False
        for row in rows_of(table):
            before = len(content.parts)
            for cell in cells_of(row):
                self._gather(cell, content)
            if len(content.parts) > before:
                if said:
                    content.parts.insert(before, ",")
                said = True


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table that are not deleted."""
    for row in within(table, _ROW):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(DELETED) is None:
            yield row


def cells_of(row: Any) -> Iterator[Any]:
    return within(row, _CELL)


def _skipped(properties: Any, name: str) -> int:
    """How many columns a row leaves out at one of its sides."""
    return min(number(value(properties, name)), _WIDEST)


def _goes_on(properties: Any, name: str) -> bool:
    """Whether a cell is the continuation of one above or beside it."""
    merge = None if properties is None else properties.find(f"{W}{name}")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _has_styled_header(look: Any) -> bool:
    if look is None:
        return False
    first = look.get(f"{W}firstRow")
    said = look.get(f"{W}val", "")
    bits = int(said, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", said) else 0
    return bool(bits & _FIRST_ROW) if first is None else first in ("1", "true")


def _is_bold(row: Any) -> bool:
    """Whether every word of a row is set in bold type."""
    runs = [run for run in row.iter(f"{W}r") if (run.findtext(f"{W}t") or "").strip()]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{W}val") not in ("0", "false") for mark in marks
    )
