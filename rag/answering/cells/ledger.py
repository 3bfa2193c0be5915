"""The lines of one document's accounts: which row is meant, and which of its cells.

A line stands in many tables of a report, whole in its statements and in parts everywhere. A statement's own
row is taken before any other; without one, all rows of the same name have to say the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from rag.answering.cells.grid import SCALES, Cell, Row, rows_of
from rag.answering.cells.lexicon import Line, key, lexicon
from rag.grounding.citations import Places
from rag.language.withdrawn import counted
from rag.types import Page

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT = re.compile(
    r"\b(?:three|six|nine|3|6|9)\W+months|\bquarter|\bQ[1-4]\b|\bweeks? ended|\btrimestr|\b[qk]uartaa?l",
    re.IGNORECASE,
)
_PER_SHARE = re.compile(
    r"\bper (?:\w+ )?share|\bje aktie|\bpar action|\bpor (?:acci[óo]n|a[çc][ãa]o)|\bper (?:azione|aandeel)",
    re.IGNORECASE,
)
_OF_SHARES = re.compile(r"%|\bper ?cent|\bas a\b|\brate\b|\bmargin %", re.IGNORECASE)
_SHARES = re.compile(r"\bshares\b|\bemployees\b|\bunits\b|\bstores\b|\bnumber of\b", re.IGNORECASE)
_LABEL = re.compile(r"[^;\d|]*")
_HEAD = 400  # characters of a page that say what it holds
_TITLE = 14  # words of a line that can be a title
_FIRST = 5  # lines of a page that can say that it is another's statement
_LOOKED = 24  # rows of one name, at most


class Books(Places, Protocol):
    """The documents with their pages; see `rag.storing.documents.DocumentStore`."""

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str: ...

    def page(self, document_id: int, number: int) -> Page: ...

    def page_start(self, document_id: int, number: int) -> int: ...


class Ledger:
    """Reads the rows of one document, each page once."""

    def __init__(self, books: Books, document_id: int) -> None:
        self._books = books
        self.document_id = document_id
        self._rows: dict[int, dict[int, Row]] = {}  # of a page, by where they begin
        self._heads: dict[int, str] = {}
        self._statements: dict[str, tuple[int, ...]] = {}
        self._labels: defaultdict[str, list[int]] = defaultdict(list)
        at = 0
        for line in counted(books.text(document_id)).split("\n"):
            label = _LABEL.match(line)
            if label is not None and label.end() < len(line) and 0 < label.end() <= 160:
                self._labels[key(label.group().rstrip(" ($€£-–—"))].append(at)
            at += len(line) + 1

    def cell(self, line: Line, year: int, *, part: bool = False) -> Cell | None:
        """The cell of a line in a year; `part`: of a quarter or some months of it."""
        part = part and line.statement != "balance"  # a day's figures, whatever period ends on it
        cells = ((order, of_year(row, year, part=part)) for order, row in self._candidates(line))
        found = [(order, cell) for order, cell in cells if cell is not None]
        if not found:
            return None
        (best, cell), *others = found
        if best[0] and any(worth(one) != worth(cell) for _, one in others):
            return None
        return cell

    def years(self, line: Line) -> tuple[int, ...]:
        """The years that the best row of a line has, the latest first."""
        for _, row in self._candidates(line):
            years = {int(one) for cell in row.cells for one in _YEAR.findall(cell.column)}
            if years:
                return tuple(sorted(years, reverse=True))
        return ()

    def rows(self, page: int) -> dict[int, Row]:
        """The rows of a page, by where they begin in the document's text."""
        if page not in self._rows:
            read = self._books.page(self.document_id, page)
            text, start = counted(read.text), self._books.page_start(self.document_id, page)
            above = "\n".join(line.text for line in read.lines if line.aside)
            self._rows[page] = {row.start: row for row in _in_currency(tuple(rows_of(text, start, above)))}
            self._heads[page] = f"{text[:_HEAD]}\n{above}"
        return self._rows[page]

    def _candidates(self, line: Line) -> list[tuple[tuple[int, int], Row]]:
        """Rows that are called as a line is, the best first: those of the fullest statement, then all others;
        by the rank of the name.
        """
        pages = self._statement(line.statement)
        # What another statement calls the same is another thing: the change of the inventories in a year.
        others = (
            {
                page
                for one in lexicon().statements
                if one not in (line.statement, "secondary")
                for page in self._statement(one)
            }
            - set(pages)
            if line.statement
            else set()
        )
        found = []
        for place in self._places(line):
            page, _ = self._books.page_at(self.document_id, place)
            if page in others:
                continue
            row = self.rows(page).get(place)
            rank = None if row is None else line.rank(row.label)
            if row is not None and rank is not None and row.cells and not _OF_SHARES.search(row.label):
                found.append(((int(page not in pages), rank), row))
        found.sort(key=lambda one: one[0])
        own = [
            one for one in found if one[0][0] == 0
        ]  # a year that the statement has not is nowhere to be had
        return own or found

    def _places(self, line: Line) -> Iterator[int]:
        named = [(rank, place) for name, rank in line.exact.items() for place in self._labels.get(name, ())]
        for start, rank in line.begun:
            named += [
                (rank, place)
                for name, places in self._labels.items()
                if name.startswith(start + " ")
                for place in places
            ]
        for _, place in sorted(named)[: 4 * _LOOKED]:
            yield place

    def _statement(self, statement: str) -> tuple[int, ...]:
        """The page of a statement of accounts that has most of its lines, and the next where it goes on."""
        if statement not in self._statements:
            places = {
                place
                for line in lexicon().lines.values()
                if line.statement == statement
                for name in line.exact
                for place in self._labels.get(name, ())
            }
            pages = sorted({self._books.page_at(self.document_id, place)[0] for place in places})
            headed = [page for page in pages if self.rows(page) and self._is_headed(statement, page)]
            best = max(headed, key=lambda page: (self._fullness(statement, page), -page), default=None)
            self._statements[statement] = (
                () if best is None else tuple(page for page in (best, best + 1) if page in headed)
            )
        return self._statements[statement]

    def _is_headed(self, statement: str, page: int) -> bool:
        """Whether a page is headed as one of the statements of accounts."""
        known = lexicon().statements
        said = [one for one in self._heads[page].split("\n") if len(one.split()) <= _TITLE]
        return any(known[statement].search(one) for one in said) and not any(
            known["secondary"].search(one) for one in said[:_FIRST]
        )

    def _fullness(self, statement: str, page: int) -> int:
        """How many of a statement's lines a page has."""
        lines = [one for one in lexicon().lines.values() if one.statement == statement]
        labels = [row.label for row in self.rows(page).values()]
        return sum(any(line.rank(label) is not None for label in labels) for line in lines)


def _in_currency(rows: Sequence[Row]) -> Iterator[Row]:
    """Rows with the one currency of their page: it is written at the first and last of a column only."""
    known = {cell.currency for row in rows for cell in row.cells} - {""}
    currency = known.pop() if len(known) == 1 else ""
    for row in rows:
        counted = bool(_SHARES.search(f"{row.label} {row.under}"))
        cells = (
            one if one.currency or counted or one.percent else replace(one, currency=currency)
            for one in row.cells
        )
        yield replace(row, cells=tuple(cells))


def of_year(row: Row, year: int, *, part: bool = False) -> Cell | None:
    """The cell of a row in a year, where only one can be meant."""
    cells = [one for one in row.cells if str(year) in _YEAR.findall(one.column) and not one.percent]
    whole = [one for one in cells if bool(_SHORT.search(one.column)) is part]
    if part and not whole:
        whole = [one for one in cells if _SHORT.search(one.title)]
    if len({worth(one) for one in whole}) > 1:
        whole = [one for one in whole if not _is_change(one, row)]
    return whole[0] if len({worth(one) for one in whole}) == 1 else None


def _is_change(cell: Cell, row: Row) -> bool:
    """Whether a cell is what parts two others of its row: the column of changes has no year of its own."""
    before = [one.value for one in row.cells[: row.cells.index(cell)]]
    return any(abs(one - other) == abs(cell.value) for one, other in pairwise(before))


def worth(cell: Cell) -> Decimal:
    """What a cell's figure is, its table's scale counted in."""
    return cell.value * scale_of(cell)


def scale_of(cell: Cell) -> Decimal:
    """The scale of a cell: that of its table, but for what is told by the share or in per cent."""
    return Decimal(1) if not told_in(cell) else SCALES[cell.scale]


def told_in(cell: Cell) -> str:
    """The name of that scale; "" for none."""
    return (
        ""
        if cell.percent or not cell.scale or _PER_SHARE.search(f"{cell.label} {cell.under}")
        else cell.scale
    )


def cited_rows(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Where the rows of cells stand, each once, in order of mention."""
    return list(dict.fromkeys((one.start, one.end) for one in cells))
