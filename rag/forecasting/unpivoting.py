"""Tables with a column for every date turned into one row a date (unpivoted), as series are read from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.forecasting.moments import moments

Rows = Sequence[Sequence[str]]

DATE, VALUE, ITEM = "date", "value", "item"  # what the columns that come of it are called

_HEADER_ROWS = 30  # among which the row of dates is looked for, as names of columns are
_FEWEST = 6  # dates above columns: as many values as a forecast needs
_SHARE = 0.5  # of the filled cells of that row, so that a row of data that holds some dates is none


def unpivoted(rows: Rows, names: tuple[str, str, str] = (DATE, VALUE, ITEM)) -> Rows:
    """A table whose head is dates, as rows of its other columns, the date and the value; any other as it is.

    `names`: what the columns of dates and of values are called, and one of words that has no name above it.
    """
    for head, row in enumerate(rows[:_HEADER_ROWS]):
        dated = _dated([cell.strip() for cell in row])
        if dated:
            return [_names(row, dated, names), *_cells(rows[head + 1 :], dated, len(row), row)]
    return rows


def _dated(cells: Sequence[str]) -> list[int]:
    """The places of a row's dates, where they rise without a repeat and something stands before them."""
    filled = sum(1 for cell in cells if cell)
    for start in range(1, len(cells)):
        found = moments(cells[start:]) if cells[start] else [None]
        places = [start + at for at, one in enumerate(found) if one is not None]
        known = [one for one in found if one is not None]
        if places[:1] == [start] and all(one < other for one, other in pairwise(known)):
            return places if len(places) >= max(_FEWEST, _SHARE * filled) else []
    return []


def _names(row: Sequence[str], dated: Sequence[int], names: tuple[str, str, str]) -> list[str]:
    others = [cell.strip() for at, cell in enumerate(row) if at not in dated]
    words = [cell or (names[2] if at == 0 else "") for at, cell in enumerate(others)]
    return [*words, names[0], names[1]]


def _cells(body: Rows, dated: Sequence[int], width: int, head: Sequence[str]) -> list[list[str]]:
    """One row for each cell under a date. A row without a figure is none: a blank line, a line of remarks."""
    kept = set(dated)
    found: list[list[str]] = []
    for row in body:
        cells = [*row, *[""] * (width - len(row))]
        if any(cells[at].strip() for at in dated):
            others = [cell for at, cell in enumerate(cells[:width]) if at not in kept]
            found.extend([*others, head[at], cells[at]] for at in dated)
    return found
