"""Which columns of a table are likely meant: of dates, of figures, and whose figures they are."""

from __future__ import annotations

from collections.abc import Sequence

from rag.forecasting.figures import numbers
from rag.forecasting.moments import moments
from rag.forecasting.series import Columns, names_of
from rag.language.words import letters

_SAMPLE = 400  # rows that tell
_MOSTLY = 0.8  # of the filled cells


def guessed(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table with its names above; None where no column holds dates, or none figures."""
    names = names_of(rows)
    head = next(
        (place for place, row in enumerate(rows) if [c.strip() for c in row if c.strip()] == names), 0
    )
    places = {name: [cell.strip() for cell in rows[head]].index(name) for name in names} if names else {}
    body = rows[head + 1 : head + 1 + _SAMPLE]
    columns = {
        name: [row[place].strip() if place < len(row) else "" for row in body]
        for name, place in places.items()
    }
    date = next((name for name, cells in columns.items() if _dated(cells)), None)
    values = tuple(name for name, cells in columns.items() if name != date and _numbered(cells))
    if date is None or not values:
        return None
    doubled = len(set(columns[date])) < len([cell for cell in columns[date] if cell])
    item = next((name for name, cells in columns.items() if _parting(name, cells, date, values)), None)
    return Columns(date, values, item if doubled else None)


def called(said: str, names: Sequence[str]) -> str | None:
    """The column that a person calls so; None where none is called so, or several are."""
    asked = letters(said)
    exact = [name for name in names if letters(name) == asked]
    near = exact or [name for name in names if asked and (asked in letters(name) or letters(name) in asked)]
    return near[0] if len(near) == 1 and letters(near[0]) else None


def _dated(cells: Sequence[str]) -> bool:
    """Whether cells are dates; bare years and numbers that could be are not, where they do not rise."""
    found = [moment for moment in moments(cells) if moment is not None]
    plain = all(cell.isdecimal() for cell in cells if cell)
    return len(found) > 1 and (not plain or found == sorted(found))


def _numbered(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    found = [number for number in numbers(filled) if number is not None]
    return bool(filled) and len(found) >= _MOSTLY * len(filled)


def _parting(name: str, cells: Sequence[str], date: str, values: Sequence[str]) -> bool:
    """Whether a column's words come again and again."""
    filled = [cell for cell in cells if cell]
    return name != date and name not in values and 1 < len(set(filled)) <= len(filled) / 2
