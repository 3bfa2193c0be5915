"""Series of a table: its rows put on the grid of their dates, gaps filled, and told what was done to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from rag.errors import ColumnUnknown, NoDates, NoFigures
from rag.forecasting.calendars import Calendar, calendar_of
from rag.forecasting.figures import numbers
from rag.forecasting.moments import moments

Floats = NDArray[np.float64]

_HEADER_ROWS = 30  # among which the names of columns are looked for
_SPARSE = 0.5  # of the places of a series: with fewer rows, no row is no demand, and not a gap
INTERMITTENT = 0.25  # of the values: with more of them nought, demand is intermittent


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns. Several `values`: each is a series. `item`: what parts rows into series."""

    date: str
    values: tuple[str, ...]
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """`values` one a place of the `calendar`, without holes. What was done to have them: `gaps` places had no
    value (`as_nought`: they count as none), `doubled` rows were added to others of their date, `unread` rows
    had no date or no figure.
    """

    item: str
    calendar: Calendar
    values: Floats
    gaps: int = 0
    as_nought: bool = False
    doubled: int = 0
    unread: int = 0

    @property
    def intermittent(self) -> bool:
        return bool(len(self.values)) and float(np.mean(self.values == 0)) > INTERMITTENT

    @property
    def never_negative(self) -> bool:
        return bool((self.values >= 0).all())


def series_of(rows: Sequence[Sequence[str]], columns: Columns, path: str) -> list[Series]:
    """The series of a table, in the order of their first rows; `path` is what faults name.

    Raises `ColumnUnknown` (where the table has no such column), `NoDates`, `NoFigures`.
    """
    head, places = _header(rows, columns, path)
    body = [list(row) for row in rows[head + 1 :] if any(cell.strip() for cell in row)]
    when = moments([_cell(row, places[columns.date]) for row in body])
    if not any(when):
        raise NoDates(path=path, column=columns.date)
    found: list[Series] = []
    for value in columns.values:
        figures = numbers([_cell(row, places[value]) for row in body])
        if not any(figure is not None for figure in figures):
            raise NoFigures(path=path, column=value)
        groups: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(body):
            groups[_cell(row, places[columns.item]) if columns.item else ""].append(place)
        several = len(columns.values) > 1
        for item, members in groups.items():
            name = " · ".join(filter(None, (item, value if several or not columns.item else "")))
            one = _series(name, [(when[place], figures[place]) for place in members])
            if one is not None:
                found.append(one)
    return found


def names_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of a table's columns: its first row of several cells."""
    for row in rows[:_HEADER_ROWS]:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) > 1:
            return filled
    return []


def _header(rows: Sequence[Sequence[str]], columns: Columns, path: str) -> tuple[int, Mapping[str, int]]:
    """The row that names the columns asked for, and the place of each."""
    wanted = [columns.date, *columns.values, *([columns.item] if columns.item else [])]
    for head, row in enumerate(rows[:_HEADER_ROWS]):
        names = {_plain(cell): place for place, cell in reversed(list(enumerate(row)))}
        if all(_plain(name) in names for name in wanted):
            return head, {name: names[_plain(name)] for name in wanted}
    there = names_of(rows)
    known = {_plain(name) for name in there}
    missing = next((name for name in wanted if _plain(name) not in known), wanted[0])
    raise ColumnUnknown(path=path, column=missing, columns=", ".join(there))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _series(name: str, rows: Sequence[tuple[datetime | None, float | None]]) -> Series | None:
    known = list(_known(rows))
    if not known:
        return None
    calendar = calendar_of([moment for moment, _ in known])
    sums: dict[int, float] = defaultdict(float)
    for moment, figure in known:
        sums[calendar.place(moment)] += figure
    values = np.full(max(sums) + 1, np.nan)  # the grid begins with the first date
    for place, total in sums.items():
        values[place] = total
    hollow = np.isnan(values)
    gaps = int(hollow.sum())
    as_nought = gaps > 0 and (gaps > _SPARSE * len(values) or _mostly_nought(values[~hollow]))
    if gaps:
        values = np.where(hollow, 0.0, values) if as_nought else filled(values, calendar.seasons[0])
    return Series(
        name, calendar, values, gaps, as_nought, doubled=len(known) - len(sums), unread=len(rows) - len(known)
    )


def _known(rows: Sequence[tuple[datetime | None, float | None]]) -> Iterator[tuple[datetime, float]]:
    for moment, figure in rows:
        if moment is not None and figure is not None:
            yield moment, figure


def _mostly_nought(values: Floats) -> bool:
    return float(np.mean(values == 0)) > INTERMITTENT


def filled(values: Floats, season: int) -> Floats:
    """The values with their gaps filled: on the line between those of the same place of the season before
    and after; of neighbours, where no season has one.
    """
    places = np.arange(len(values))
    known = ~np.isnan(values)
    result: Floats = np.interp(places, places[known], values[known])
    if season <= 1 or len(values) < 2 * season:
        return result
    for phase in range(season):
        same = places[phase::season]
        there = same[known[same]]
        if len(there):
            missing = same[~known[same]]
            result[missing] = np.interp(missing, there, values[there])
    return result
