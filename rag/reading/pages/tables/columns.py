"""The columns of a table whose cells stand under each other: learnt from rows, then named by its header."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rag.reading.pages.tables.cells import Cell, cell_of
from rag.reading.rows import is_period

_TOUCH = 1.0  # points: cells that share less stand beside each other
_REACH = 4.0  # times the letters' size: a name stands no farther from its column
_BLANK = 0.35  # times the letters' size: between names that belong to two columns
_MOST_WORDS = 6  # of a name, on one row
_LONGEST = 60  # characters of a column's name


@dataclass(slots=True)
class Column:
    """Where the cells of a column stand, in points, and how many of them are figures."""

    left: float
    right: float
    figures: int = 0
    texts: int = 0
    name: str = ""
    over: str = ""  # what stands over this and its neighbours

    @property
    def whole_name(self) -> str:
        return f"{self.over} {self.name}".strip()

    @property
    def holds_figures(self) -> bool:
        return self.figures > self.texts

    def shares(self, cell: Cell) -> float:
        return min(self.right, cell.right) - max(self.left, cell.left)

    def takes(self, cell: Cell) -> None:
        self.left, self.right = min(self.left, cell.left), max(self.right, cell.right)
        if cell.is_figure:
            self.figures += 1
        else:
            self.texts += 1


@dataclass(slots=True)
class Columns:
    """From left to right; `width`: of the page, in points. `fixed`: no new column is begun."""

    width: float
    found: list[Column] = field(default_factory=list)
    fixed: bool = False

    def place(self, cells: Sequence[Cell]) -> list[tuple[Column, Cell]] | None:
        """The cells of a row with their columns, which grow by them; None where the row does not fit."""
        placed: list[tuple[Column | None, Cell]] = []
        for cell in (part for one in cells for part in self._with_figures_apart(one)):
            hits = self.under(cell)
            if len(hits) > 1 or (self.fixed and not hits):
                return None
            column = hits[0] if hits else None
            if placed and column is not None and placed[-1][0] is column:
                before = placed[-1][1]
                if before.is_figure or cell.is_figure:
                    return None
                placed[-1] = (column, before.joined(cell))
            else:
                placed.append((column, cell))
        if _doubled([column for column, _ in placed if column is not None]):
            return None
        found: list[tuple[Column, Cell]] = []
        for known, cell in placed:
            column = known or Column(cell.left, cell.right)
            if known is None:
                self.found.append(column)
            column.takes(cell)
            found.append((column, cell))
        self.found.sort(key=lambda one: one.left)
        return found

    def continued(self) -> Columns:
        """The same columns, for the next page."""
        same = [Column(one.left, one.right, one.figures, one.texts, one.name, one.over) for one in self.found]
        return Columns(self.width, same, fixed=True)

    def under(self, cell: Cell) -> list[Column]:
        """The columns that stand over or under a cell."""
        return [column for column in self.found if column.shares(cell) > _TOUCH]

    def fits(self, cell: Cell) -> bool:
        """Whether a cell stands under no more than one column."""
        return len(self.under(cell)) <= 1

    def named(self, cells: Sequence[Cell], size: float, *, last: bool) -> bool:
        """Whether the cells of a header's row each belong to one column; then they are put before its name.

        `last`: the row stands right over the table; in others, cells may reach over columns that have names.
        """
        parts = [part for one in cells for part in (self._parted(one, _BLANK * size) if last else [one])]
        given: list[tuple[Column, Cell]] = []
        taken = [hits[0] for hits in map(self.under, parts) if len(hits) == 1]
        if _doubled(taken):
            return False
        for cell in parts:
            hits = self.under(cell)
            if len(hits) > 1:
                if last or not all(column.name for column in hits):
                    return False
                continue
            column = hits[0] if hits else self._nearest(cell, size, taken)
            if column is None:
                column = Column(cell.left, cell.right)  # a column in which nothing stands
            if last and column is not self.found[0] and len(cell.words) > _MOST_WORDS:
                return False
            taken.append(column)
            given.append((column, cell))
        if any(left.left > right.left for (left, _), (right, _) in pairwise(given)):
            return False
        for column, cell in given:
            if not any(column is one for one in self.found):
                self.found.append(column)
            column.name = f"{cell.text} {column.name}".strip()
        self.found.sort(key=lambda one: one.left)
        return True

    def are_named(self) -> bool:
        """Whether every column has a name of its own, but perhaps the first."""
        names = [column.whole_name for column in self.found]
        filled = [name for name in names if name]
        return (
            len(filled) >= 2
            and all(names[1:])
            and len({name.casefold() for name in filled}) == len(filled)
            and all(len(name) <= _LONGEST for name in names)
        )

    def are_periods(self) -> bool:
        """Whether the names are years or days: whole as they are."""
        return all(is_period(column.name) for column in self.found[1:] if column.holds_figures)

    def spread(self, cells: Sequence[Cell]) -> bool:
        """Whether the cells of an upper row of a header tell columns of one name apart, as "Three months" and
        "Six months" over the same years; then each is put before the names it stands over.
        """
        columns = self.found[1:]
        names = [column.name.casefold() for column in columns]
        over = [cell for cell in cells if cell.right > self.found[0].right]
        if not all(names) or not 1 < len(over) < len(names) or len(names) % len(over):
            return False
        wide = len(names) // len(over)
        if len({*names[:wide]}) < wide or names != names[:wide] * len(over):
            return False
        groups = [columns[at : at + wide] for at in range(0, len(columns), wide)]
        if not all(
            some[0].left <= cell.middle <= some[-1].right for some, cell in zip(groups, over, strict=True)
        ):
            return False
        for some, cell in zip(groups, over, strict=True):
            for column in some:
                column.over = cell.text
        return self.are_named()

    def _nearest(self, cell: Cell, size: float, taken: Sequence[Column]) -> Column | None:
        """The column without a name that a cell beside all columns stands nearest to."""
        free = [one for one in self.found if not any(one is other for other in taken)]
        near = min(free, key=lambda one: -one.shares(cell), default=None)
        return near if near is not None and -near.shares(cell) <= _REACH * size else None

    def _with_figures_apart(self, cell: Cell) -> list[Cell]:
        """A label that reaches up to its figure, parted from it."""
        parts = self._parted(cell, 0.0)
        return parts if all(part.is_figure for part in parts[1:]) else [cell]

    def _parted(self, cell: Cell, blank: float) -> list[Cell]:
        """A cell that reaches over several columns, parted where its words belong to different ones.

        `blank`: points that are white there at least.
        """
        if self.fits(cell):
            return [cell]
        parts: list[Cell] = []
        held: list[Column | None] = []
        for word in cell.words:
            one = cell_of([word], self.width)
            hits = self.under(one)
            if len(hits) > 1:
                return [cell]
            column = hits[0] if hits else None
            if parts and (column is None or column is held[-1] or held[-1] is None):
                parts[-1] = parts[-1].joined(one)
                held[-1] = held[-1] or column
            elif parts and one.left - parts[-1].right < blank:
                return [cell]
            else:
                parts.append(one)
                held.append(column)
        return parts if all(map(self.fits, parts)) else [cell]


def _doubled(columns: Sequence[Column]) -> bool:
    """Whether a column is among them twice."""
    return len({id(column) for column in columns}) < len(columns)
