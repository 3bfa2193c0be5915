"""Tables of Word: rows of cells in their columns, and the ends of pages and the notes inside of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.language.withdrawn import Withdrawn, withdrawn
from rag.reading.cleaning import one_line
from rag.reading.glyphs import with_ticks
from rag.reading.office.word.formulas import linear
from rag.reading.office.word.inline import DRAWN_END, words_of
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
from rag.reading.viewing.recording import Drawing

_ROW, _CELL = f"{W}tr", f"{W}tc"
_FIRST_ROW = 0x20  # of tblLook
_WIDEST = 200  # columns of a table
_HEAD = 2  # rows: more of them in bold type are no header
_CELL_PROPERTIES = f"{W}tcPr"
_DOWN, _ALONG, _SPAN, _GONE = (f"{W}{name}" for name in ("vMerge", "hMerge", "gridSpan", "cellDel"))
_SAID = (_DOWN, _ALONG, _SPAN, _GONE)


@dataclass(slots=True)
class Row:
    """A row, or as much of it as stands on one page. `before`: the pages that end before it; True for one

    that Word drew.
    """

    cells: list[str]
    before: list[bool] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """The rows of a table that say something."""

    rows: list[Row]
    rest: Row  # what comes after the last of them
    declared: int  # how many the file calls the header
    styled: bool  # the first is drawn as a header


class _Content:
    """What stands in a cell, a box or a note, gathered into one line a page."""

    def __init__(self) -> None:
        self.parts: list[str] = []  # of the page under way
        self.before: list[bool] = []  # pages that ended before anything was said
        self.ends: list[bool] = []  # pages that ended later
        self.asides: list[
            tuple[int, str]
        ] = []  # what is said beside it, each with its page, the first being 0
        self.drawings: list[tuple[int, Drawing]] = []  # likewise
        self._lines: list[str] = []
        self._runs_on = False

    def say(self, text: str, *, runs_on: bool = False) -> None:
        if text.strip():
            if self.parts and not self._runs_on:
                self.parts.append(" ")
            self.parts.append(text)
        self._runs_on = runs_on

    def say_beside(self, asides: Iterable[str], drawings: Iterable[Drawing] = ()) -> None:
        self.asides += [(len(self._lines), aside) for aside in asides]
        self.drawings += [(len(self._lines), one) for one in drawings]

    def end_page(self, *, drawn: bool) -> None:
        if not self.parts and not self._lines:
            self.before.append(drawn)
            return
        self.ends.append(drawn)
        self._lines.append(self._line())
        self.parts = []

    def lines(self) -> list[str]:
        """One for each page, at least one."""
        return [*self._lines, self._line()]

    def _line(self) -> str:
        return one_line(with_ticks("".join(self.parts)))


class Tables:
    """Reads tables, and whatever else is wanted on one line."""

    def __init__(self, paragraphs: Paragraphs) -> None:
        self._paragraphs = paragraphs

    def line(self, parent: Any) -> str:
        """Everything that stands in an element, on one line."""
        content = _Content()
        self._gather(parent, content)
        return " ".join(filter(None, (*content.lines(), *(aside for _, aside in content.asides))))

    def grid(self, rows: Sequence[Any], look: Any) -> Grid:
        """A table's rows; `look` is what it says of its own style, or None."""
        found: list[Row] = []
        declared = bold = 0
        above: list[str] = []
        rest = Row([])
        for node in rows:
            parts = [Row([], drawn_ends(node))] if is_deleted(node) else self._row(node, above)
            if any(_is_said(cell) for part in parts for cell in part.cells):
                declared += declared == len(found) and is_on(node.find(f"{W}trPr"), "tblHeader")
                bold += bold == len(found) < _HEAD and _is_bold(node)
                above = parts[0].cells
            for part in parts:
                part.before[:0], part.asides[:0] = rest.before, rest.asides
                part.drawings[:0] = rest.drawings
                if any(_is_said(cell) for cell in part.cells):
                    found.append(part)
                    rest = Row([])
                else:
                    rest = part
        if not declared and bold == 1:
            declared = bold  # set apart by its type, which is how most people make a header
        return Grid(found, rest, declared, _has_styled_header(look))

    def _row(self, node: Any, above: list[str]) -> list[Row]:
        """A row, parted where pages end, its cells filled where one reaches down from the row above."""
        properties = node.find(f"{W}trPr")
        hidden = is_on(properties, "hidden")
        rows = [Row([""] * _skipped(properties, "gridBefore"))]
        for cell in cells_of(node):
            own: dict[str, Any] = {}
            for said in cell.iterchildren(_CELL_PROPERTIES):
                own = {child.tag: child for child in said.iterchildren(*_SAID)}
            content = _Content()
            if _GONE not in own:
                self._gather(cell, content)
            lines = content.lines()
            place = len(rows[0].cells)
            if _goes_on(own.get(_DOWN)) and not any(lines) and place < len(above):
                lines = [filled_down(above[place])]
            elif _goes_on(own.get(_ALONG)) and not any(lines) and place:
                lines = [ACROSS]
            # Word marks a page's end in each cell that it runs through.
            if len(content.before) > len(rows[0].before):
                rows[0].before = content.before
            rows += [Row([""] * place, [drawn]) for drawn in content.ends[len(rows) - 1 :]]
            span = min(number(own[_SPAN].get(f"{W}val"), 1), _WIDEST) if _SPAN in own else 1
            for page, row in enumerate(rows):
                text = lines[page] if page < len(lines) else ""
                if hidden and text != ACROSS:
                    text = withdrawn(Withdrawn.HIDDEN, text)
                row.cells += [text, *[ACROSS] * (span - 1)] if span > 1 else (text,)
                if content.asides:
                    row.asides += [aside for at, aside in content.asides if at == page]
                row.drawings += [one for at, one in content.drawings if at == page]
        return rows

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
            content.say_beside(piece.asides, piece.drawings)
            for box in piece.boxes:
                content.say(words_of(box))
                self._gather(box, content)

    def _add_rows(self, table: Any, content: _Content) -> None:
        """An inner table: its cells apart by blanks, its rows by commas."""
        said = False
        for row in rows_of(table):
            if is_deleted(row):
                continue
            before = len(content.parts)
            for cell in cells_of(row):
                self._gather(cell, content)
            if len(content.parts) > before:
                if said:
                    content.parts.insert(before, ",")
                said = True


def rows_of(table: Any) -> Iterator[Any]:
    return within(table, _ROW)


def is_deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{DELETED}") is not None


def drawn_ends(row: Any) -> list[bool]:
    """Pages that Word drew with a row that is deleted: at most one, since it marks that in each cell."""
    return [True] if next(row.iter(DRAWN_END), None) is not None else []


def cells_of(row: Any) -> Iterator[Any]:
    return within(row, _CELL)


def _is_said(cell: str) -> bool:
    return cell not in ("", ACROSS)


def _skipped(properties: Any, name: str) -> int:
    """How many columns a row leaves out at one of its sides."""
    return min(number(value(properties, name)), _WIDEST)


def _goes_on(merge: Any) -> bool:
    """Whether a cell is the continuation of one above or beside it."""
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
