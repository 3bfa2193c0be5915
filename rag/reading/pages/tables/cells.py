"""What stands on one row of a page: cells, parted where the blank between two words is wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rag.layout.margins import rows_of_page
from rag.layout.printed import RawLine, RawPage, RawWord
from rag.reading.rows import AFTER_FIGURES, BEFORE_FIGURES, is_figure, is_period

_GAP = 0.75  # of the letters' size: blanks between words have 0.25 to 0.35, between cells 1 and more
_LETTERS = 0.85  # of a line's height, their size
_FEWEST = 2  # lines of a table
_AMOUNT = re.compile(r"\d[.,]\d")


@dataclass
class Cell:
    """Words side by side. Places are in points. What it says is told when it is first asked for."""

    words: list[RawWord]
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def text(self) -> str:
        return " ".join([word.text for word in self.words])

    @cached_property
    def is_figure(self) -> bool:
        return is_figure(self.text)

    @cached_property
    def is_amount(self) -> bool:
        """Whether it is a figure with a digit, not a dash in its place."""
        return self.is_figure and any(mark.isdigit() for mark in self.text)

    @cached_property
    def may_be_name(self) -> bool:
        """Whether it can stand in a header: words, or the year or day that a column is of."""
        if is_period(self.text):
            return True
        return not (self.is_figure or self.text.endswith(":") or _AMOUNT.search(self.text))

    def joined(self, other: Cell) -> Cell:
        """One cell of two; `other` is read after this one."""
        return Cell([*self.words, *other.words], min(self.left, other.left), max(self.right, other.right))


@dataclass(slots=True)
class PrintedRow:
    """`lines`: indexes of the page's lines that stand on it."""

    lines: list[int]
    cells: list[Cell]
    top: float
    bottom: float
    size: float
    bold: bool

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def has_amounts(self) -> bool:
        """Whether figures stand in it, other than at its beginning, where the numbers of clauses do."""
        return any(cell.is_amount for cell in self.cells[1:])

    @property
    def is_lone_amount(self) -> bool:
        """Whether it is a figure and nothing else."""
        return len(self.cells) == 1 and self.cells[0].is_amount


def may_hold_tables(page: RawPage) -> bool:
    """Whether some lines have wide blanks in them, or hold nothing but a figure: most pages have none."""
    found = 0
    for line in page.lines:
        found += _has_blank(line.words, _GAP * _size(line, page) / max(page.width, 1.0)) or is_figure(
            line.text
        )
        if found >= _FEWEST:
            return True
    return False


def printed_rows(page: RawPage, lines: Iterable[int]) -> list[PrintedRow]:
    """The rows of a page from its top, made of the lines with these indexes."""
    return [
        _row(page, [index for index, _ in row], [line for _, line in row])
        for row in rows_of_page([(index, page.lines[index]) for index in lines])
    ]


def cell_of(words: Sequence[RawWord], width: float) -> Cell:
    """`width`: of the page, in points."""
    left, right = min([word.box[0] for word in words]), max([word.box[2] for word in words])
    return Cell(list(words), left * width, right * width)


def _row(page: RawPage, indexes: list[int], lines: list[RawLine]) -> PrintedRow:
    top, bottom = min([line.box[1] for line in lines]), max([line.box[3] for line in lines])
    size = max([_size(line, page) for line in lines])
    cells = [
        cell_of(part, page.width)
        for line in sorted(lines, key=lambda line: line.box[1])
        for part in _parted(line.words, _GAP * size / max(page.width, 1.0))
    ]
    if len(cells) > 1:
        cells = _with_signs(_stacked(cells, _GAP * size))
    return PrintedRow(
        indexes,
        cells,
        top * page.height,
        bottom * page.height,
        size,
        all(line.bold for line in lines),
    )


def _size(line: RawLine, page: RawPage) -> float:
    """Of its letters, in points."""
    return line.size or (line.box[3] - line.box[1]) * page.height * _LETTERS


def _has_blank(words: Sequence[RawWord], gap: float) -> bool:
    """Whether words stand farther apart somewhere."""
    before = float("inf")
    for word in words:
        left, _, right, _ = word.box
        if left - before > gap:
            return True
        before = right
    return False


def _parted(words: Sequence[RawWord], gap: float) -> Iterator[list[RawWord]]:
    if not _has_blank(words, gap):
        yield list(words)
        return
    part = list(words[:1])
    for before, word in pairwise(words):
        if word.box[0] - before.box[2] > gap:
            yield part
            part = []
        part.append(word)
    yield part


def _stacked(parts: Sequence[Cell], gap: float) -> list[Cell]:
    """The cells of a row from left to right. `parts` come from its lines, the upper ones first: lines of one
    cell stand over each other where the row's other cells stand beside the middle of it.
    """
    found: list[Cell] = []
    for part in parts:
        over = next((cell for cell in found if min(cell.right, part.right) > max(cell.left, part.left)), None)
        if over is None:
            found.append(part)
        else:
            found[found.index(over)] = over.joined(part)
    found.sort(key=lambda cell: cell.left)
    joined = found[:1]
    for cell in found[1:]:
        if cell.left - joined[-1].right <= gap:
            joined[-1] = joined[-1].joined(cell)
        else:
            joined.append(cell)
    return joined


def _with_signs(cells: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, in which "$", "1,204", ")" that stand apart are one figure."""
    found: list[Cell] = []
    for cell in cells:
        if found and _is_sign(found[-1], cell):
            found[-1] = found[-1].joined(cell)
        else:
            found.append(cell)
    return found


def _is_sign(left: Cell, right: Cell) -> bool:
    """Whether one of two neighbours is the other's sign."""
    if left.text in BEFORE_FIGURES:
        return is_figure(right.text.rstrip(")%"))
    return right.text in AFTER_FIGURES and left.text[-1:].isdigit()
