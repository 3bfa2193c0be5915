"""The tables of a document made ready to be asked: typed columns, without rows that only sum up others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine.querying.tables import Column, Kind, Table
from rag.language.concepts import spoken
from rag.language.languages import Language
from rag.querying.columns import Read, columns_of
from rag.querying.grids import Grid, Line, grids_of
from rag.querying.totals import is_statement, totals_of

_SAMPLE = 200  # rows that tell a language
_LONGEST_CELL = 60  # characters of a cell that a question may name
_MOST_CELLS = 3000
_CODE = re.compile(r"[A-Z]{3}|[$€£¥]|zł|Kč")
_UNIT_HEADS = re.compile(
    r"(?:currency|unit|uom|währung|einheit|devise|monnaie|unité|moneda|divisa|unidad|valuta|unità|moeda|eenheid)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sheet:
    """`name`: what SQL calls it; `left_out`: places of lines that sum up others; `statement`: rows sum up
    others without being called so, nobody can tell which.
    """

    name: str
    grid: Grid
    columns: tuple[Read, ...]
    left_out: tuple[int, ...]
    statement: bool
    language: Language

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Of each row of `table`, the place of its line."""
        return tuple(at for at in range(len(self.grid.lines)) if at not in set(self.left_out))

    @cached_property
    def table(self) -> Table:
        """What the database is given."""
        kept = [replace(one, cells=tuple(one.cells[at] for at in self.places)) for one in self.columns]
        return Table(self.name, [Column(one.name, one.kind, _alike(one)) for one in kept])

    def line(self, row: int) -> Line:
        """The line of a row of `table`."""
        return self.grid.lines[self.places[row]]

    def column(self, name: str) -> Read:
        """Raises `KeyError`."""
        return {one.name: one for one in self.columns}[name]

    @cached_property
    def owners(self) -> Mapping[str, Mapping[str, set[str]]]:
        """The cells of text that a question may name, folded: the columns they stand in, and their forms."""
        found: dict[str, dict[str, set[str]]] = {}
        for column in self.columns:
            for one in self.cells(column.name):
                found.setdefault(folded(one), {}).setdefault(column.name, set()).add(one)
        return found

    def cells(self, name: str) -> frozenset[str]:
        """The cells of a column of text that a question may name; none of a column with very many."""
        return self._cells.get(name, frozenset())

    @cached_property
    def _cells(self) -> Mapping[str, frozenset[str]]:
        found = {
            one.name: frozenset(
                cell for at in self.places if (cell := one.cells[at]) and len(cell) <= _LONGEST_CELL
            )
            for one in self.columns
            if one.kind is Kind.TEXT
        }
        return {name: cells for name, cells in found.items() if len(cells) <= _MOST_CELLS}

    @cached_property
    def unit_column(self) -> Read | None:
        """The column that says in which currency or unit each row's figures are, where not all are alike."""
        for one in self.columns:
            cells = {one.cells[at] for at in self.places} - {None}
            codes = all(cell is not None and _CODE.fullmatch(cell) for cell in cells)
            if one.kind is Kind.TEXT and len(cells) > 1 and (codes or _UNIT_HEADS.match(one.name)):
                return one
        return None


def sheets_of(text: str) -> list[Sheet]:
    """The tables of a document's text, each under a name of its own."""
    found: list[Sheet] = []
    for grid in grids_of(text):
        language = _language(grid)
        columns = tuple(columns_of(grid, language))
        left_out = totals_of(grid, columns)
        name = _free(" ".join(grid.name.split()) or "t", [one.name for one in found])
        found.append(Sheet(name, grid, columns, left_out, is_statement(grid, columns, left_out), language))
    return found


def _language(grid: Grid) -> Language:
    """The language of a table by its words, each once: its columns' names stand in every row."""
    cells = (cell for line in grid.lines[:_SAMPLE] for cell in line.cells.values())
    told = (*grid.names, *grid.above, *(one for one in cells if any(mark.isalpha() for mark in one)))
    return spoken(" ".join(dict.fromkeys(" ".join(told).split())))


def _free(name: str, taken: Sequence[str]) -> str:
    """A name that no other table has, in any case of letters."""
    known, number, found = {one.casefold() for one in taken}, 1, name
    while found.casefold() in known:
        number += 1
        found = f"{name} {number}"
    return found


def _alike(column: Read) -> tuple[str | None, ...]:
    """Cells of text that differ in capitals and blanks alone, written as most of them are."""
    if column.kind is not Kind.TEXT:
        return column.cells
    forms: dict[str, Counter[str]] = {}
    for cell in column.cells:
        if cell is not None:
            forms.setdefault(folded(cell), Counter())[cell] += 1
    best = {key: max(counts, key=lambda one: counts[one]) for key, counts in forms.items()}
    return tuple(None if cell is None else best[folded(cell)] for cell in column.cells)


def folded(cell: str) -> str:
    """A cell without what makes no difference."""
    return " ".join(cell.split()).casefold()
