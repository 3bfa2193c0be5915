"""Tables in ruling lines: the lines say which words are one cell, and which cells one row or one column.

Lines also frame pages, paragraphs, forms and charts, and some tables have fewer lines than rows. What does
not fit its cells is left as it is printed, the whole table or a row of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.layout.flow import Vocabulary
from rag.layout.printed import RawLine, RawPage, Rules
from rag.reading.pages.tables.banded import bands_of
from rag.reading.pages.tables.filled import Filled
from rag.reading.pages.tables.lattice import Lattice, joined, lattices_of
from rag.reading.pages.tables.records import UNTOLD
from rag.reading.rows import (
    ACROSS,
    AFTER_FIGURES,
    BEFORE_FIGURES,
    column_names,
    header_rows,
    is_figure,
    said_across,
)

_FEWEST = 2  # rows and columns of a table, and rows with cells side by side
_PART = 1 / 3  # of the rows have cells side by side; no more hold several rows
_PAIR = 2  # columns without names are labels and values, which are written as they are printed
_HEADER_ROWS = 4
_LONGEST_NAME = 120  # characters of a column's name
_SAME = 3.0  # points: columns of a table that goes on begin at the same places
_ASKEW = 12.0  # points: columns that are nearer, and never filled beside each other, are one
_LEADING = ("$", "£")  # signs that stand before their figures only
_SIGNS = BEFORE_FIGURES | AFTER_FIGURES


@dataclass(frozen=True, slots=True)
class Heads:
    """What names the columns of a table that may go on, and where they begin."""

    names: tuple[str, ...]
    xs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """`lines`: written for it and what stands beside it in its `used` lines. `bottom`: in points."""

    lines: tuple[RawLine, ...]
    used: frozenset[int]
    heads: Heads | None
    bottom: float


@dataclass(frozen=True, slots=True)
class _Head:
    """`names` of the columns, and how many rows stand above the first that is no name."""

    names: tuple[str, ...] = ()
    rows: int = 0


class RuledTables:
    """Reads the tables between the lines of one page. `going_on`: of the table that reached to the end of the
    page before.
    """

    def __init__(self, rules: Rules, going_on: Heads | None, vocabulary: Vocabulary) -> None:
        self._lines = joined(rules)
        self._lattices = lattices_of(self._lines)
        self._going_on = going_on
        self._vocabulary = vocabulary

    def named(self, raw: RawPage, aside: Collection[int]) -> list[RuledTable]:
        """Those whose columns have names, in the order of their first lines. `aside`: lines of the page that
        are set aside, which only name columns.
        """
        return self._read(raw, aside, ((lattice, True) for lattice in self._lattices))

    def others(self, raw: RawPage, aside: Collection[int]) -> list[RuledTable]:
        """Of what is not written as a row already: those without names whose cells have several lines, and
        those of words with lines between their rows alone.
        """
        lines = [line for index, line in enumerate(raw.lines) if index not in aside and not line.is_row]
        found = self._read(raw, aside, ((lattice, False) for lattice in self._lattices))
        bands = bands_of(raw, self._lines.level, lines)
        return found or self._read(raw, aside, ((lattice, True) for lattice in bands))

    def _read(
        self, raw: RawPage, aside: Collection[int], lattices: Iterable[tuple[Lattice, bool]]
    ) -> list[RuledTable]:
        found: list[RuledTable] = []
        taken: set[int] = set()
        for lattice, is_named in lattices:
            filled = Filled(raw, aside, lattice, self._vocabulary)
            if not filled.fits or taken & filled.used:
                continue
            table = _table(filled, None if found else self._going_on, is_named=is_named)
            if table is not None:
                found.append(table)
                taken |= table.used
        return sorted(found, key=lambda table: min(table.used))


def _table(filled: Filled, going_on: Heads | None, *, is_named: bool) -> RuledTable | None:
    """What is written for a table; None where it is none, or its columns have no names though they should, or
    lines without names tell nothing that is not printed so.
    """
    rows, columns = filled.rows(), _columns(filled)
    side_by_side = sum(len(filled.starting(row)) >= _FEWEST for row in rows)
    if len(rows) < _FEWEST or len(columns) < _FEWEST or side_by_side < max(_FEWEST, len(rows) * _PART):
        return None
    if any(cell.said in _SIGNS or cell.said.endswith(_LEADING) for cell in filled.cells):
        return None  # of a statement, whose figures stand beside each other without lines
    if filled.lacks_lines():
        return None
    held = [filled.row(row, columns) for row in rows]
    texts = [[text for text, _ in row] for row in held]
    head = _head(filled, rows, columns, texts)
    xs = tuple(filled.lattice.xs[column] for column in columns)
    if not head.names and going_on is not None and _fits(going_on, xs):
        head = _Head(going_on.names)
    if is_named != bool(head.names) or (not is_named and (filled.is_printed_so(rows) or filled.is_loose())):
        return None
    body = rows[head.rows :]
    as_printed = {row for row in body if filled.is_of_several_rows(row)}
    if len(as_printed) > _PART * len(body) or (filled.lattice.is_open and _is_of_amounts(filled, body)):
        return None
    lines: list[RawLine] = []
    for number, row in enumerate(rows):
        if row in as_printed:
            lines += filled.printed(row)
        else:
            names = head.names if number >= head.rows else ()
            lines += _written(filled, row, names, held[number], is_head=number < head.rows)
    over, under = filled.beside()
    return RuledTable(
        (*over, *lines, *under),
        frozenset(filled.used),
        Heads(head.names, xs) if head.names else None,
        filled.lattice.ys[-1],
    )


def _columns(filled: Filled) -> list[int]:
    """The fields, across, in which cells with words begin."""
    starts: dict[int, set[int]] = {}
    for span, cell in zip(filled.lattice.cells, filled.cells, strict=True):
        if cell.said:
            starts.setdefault(span.left, set()).update(range(span.top, span.bottom))
    found: list[int] = []
    for column in sorted(starts):
        before = found[-1] if found else None
        if (
            before is not None
            and filled.lattice.xs[column] - filled.lattice.xs[before] <= _ASKEW
            and not starts[before] & starts[column]
        ):
            starts[before] |= starts[column]
            continue
        found.append(column)
    return found


def _head(
    filled: Filled, rows: Sequence[int], columns: Sequence[int], texts: Sequence[Sequence[str]]
) -> _Head:
    titles = next((number for number, row in enumerate(texts) if len({*row} - {"", ACROSS}) > 1), 0)
    said = [said_across(row) for row in texts[titles:]]
    count = _bold_rows(filled, rows[titles:], said) or header_rows(said)
    if count > 1 and not any(cell in ("", ACROSS) for cell in texts[titles]):
        count = 1  # each column has its name already
    if not count:
        return _Head()
    names = column_names(said[:count])
    if len(names) > len(columns) or any(len(name) > _LONGEST_NAME for name in names):
        return _Head()
    return _Head(tuple(names), titles + count)


def _bold_rows(filled: Filled, rows: Sequence[int], said: Sequence[Sequence[str]]) -> int:
    """How many rows at the top alone are bold and name each column; 0 where none does."""
    count = 0
    while count < min(_HEADER_ROWS, len(rows) - 1) and all(
        filled.cells[place].bold for place in filled.starting(rows[count])
    ):
        count += 1
    others = [place for row in rows[count:] for place in filled.starting(row)[1:]]
    if not count or any(filled.cells[place].bold for place in others):
        return 0
    names = column_names(said[:count])
    are_names = all(names) and not any(map(is_figure, names))
    return count if are_names and len({*names}) == len(names) else 0


def _is_of_amounts(filled: Filled, rows: Sequence[int]) -> bool:
    """Whether most cells beside the first ones hold figures."""
    cells = [filled.cells[place].said for row in rows for place in filled.starting(row)[1:]]
    return 2 * sum(map(is_figure, cells)) >= len(cells)


def _written(
    filled: Filled,
    row: int,
    names: Sequence[str],
    held: Sequence[tuple[str, int]],
    *,
    is_head: bool,
) -> Iterator[RawLine]:
    """The lines of one row: one, where no cell is long."""
    cells: list[tuple[str, int]] = []
    lead = ""
    several = sum(text not in ("", ACROSS) for text, _ in held) > 1
    for number, (text, place) in enumerate(held):
        if text == ACROSS:
            continue
        if text:
            name = names[number] if names and several else ""
            is_untold = not number and UNTOLD.fullmatch(name)
            lead += f"{name}: " if name and name != text and not is_untold else ""
            if filled.lattice.cells[place].top == row:
                if filled.cells[place].lines:
                    cells.append((lead, place))
                    lead = ""
            elif is_head:
                continue
            else:
                lead += text  # said again of a cell that reaches down to here
        if (text or not names) and number < len(held) - 1 and several:
            lead = f"{lead}; " if names else lead.rstrip() + (" | " if len(held) > _PAIR else " ")
    return filled.lines(
        [(lead if number else lead.lstrip(), place) for number, (lead, place) in enumerate(cells)]
    )


def _fits(heads: Heads, xs: Sequence[float]) -> bool:
    return len(heads.xs) == len(xs) and all(
        abs(one - other) <= _SAME for one, other in zip(heads.xs, xs, strict=True)
    )
