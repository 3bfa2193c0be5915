"""What goes to the database's process and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.workers.frames import Json

ROW = "_row"  # a column of every table: the number of its row, from nought


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    YES = "yes"  # yes or no; only of what comes back
    LIST = "list"  # only of what comes back


@dataclass(frozen=True, slots=True)
class Column:
    """`cells`: a number as digits with a point, a day as 2026-03-31, a moment as 2026-03-31 14:30:00; None
    for an empty one.
    """

    name: str
    kind: Kind
    cells: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Result:
    """`rows`: cells as in `Column`, lists as lists of them, None for what is empty; `more`: there are rows
    beside these.
    """

    names: Sequence[str]
    kinds: Sequence[Kind]
    rows: Sequence[Sequence[Json]]
    more: bool = False
