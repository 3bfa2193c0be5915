"""Where ruling lines meet: tables of cells, each with the rows and columns it reaches over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rag.layout.printed import Rule, Rules

_NEAR = 3.0  # points: lines that are nearer are one, double ones too; ends that are nearer touch
_DASH = 5.0  # points of white between the pieces of a line
_SHORTEST = 8.0  # points of a line put together of pieces
_OPEN = 8.0  # points that lines go on beyond the last one across them: a side without a line
_DRAWN = 0.6  # of a cell's side: a line that covers less does not part it from its neighbour
_FEWEST = 2  # rows and columns of a table
_MOST_MEETINGS = 250_000  # pairs of lines: more are a drawing
_MOST_CELLS = 4000  # of one table


class Span(NamedTuple):
    """A cell. Its rows and columns, each up to, not with, the last."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """`xs` and `ys`: where columns and rows begin, and the last end, in points. `at`: for each field, by row
    and column, the place of its cell among `cells`.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Span, ...]
    at: tuple[tuple[int, ...], ...]
    is_open: bool = False  # no line parts its columns

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def cell(self, x: float, y: float) -> int | None:
        """The place of the cell around a point."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.at[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]

    def sides(self, cell: int) -> tuple[float, float]:
        """Where a cell begins and ends across the page."""
        span = self.cells[cell]
        return self.xs[span.left], self.xs[span.right]


def joined(rules: Rules) -> Rules:
    """The lines of a page, each put together of its pieces: dashes, and both lines of a double one."""
    return Rules(tuple(_joined(rules.level)), tuple(_joined(rules.upright)))


def lattices_of(lines: Rules) -> list[Lattice]:
    """The tables that lines make, the smallest first."""
    level, upright = lines
    if not level or not upright or len(level) * len(upright) > _MOST_MEETINGS:
        return []
    found = [lattice for lines in _meeting(level, upright) if (lattice := _lattice(*lines)) is not None]
    return sorted(found, key=lambda lattice: lattice.area)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    found: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule.at - group[0].at > _NEAR:
            found += _pieced(group)
            group = []
        group.append(rule)
    found += _pieced(group)
    return [rule for rule in found if rule.high - rule.low >= _SHORTEST]


def _pieced(group: Sequence[Rule]) -> list[Rule]:
    """Lines on one level, those that go on in each other as one."""
    found: list[Rule] = []
    for rule in sorted(group, key=lambda one: one.low):
        before = found[-1] if found else None
        if before is not None and rule.low - before.high <= _DASH:
            found[-1] = Rule(before.at, before.low, max(before.high, rule.high))
        else:
            found.append(rule)
    return found


def _meeting(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet, or that lines between them make meet, together."""
    lying, standing = np.array(level), np.array(upright)
    at, low, high = (lying[:, None, part] for part in range(3))
    meets = (
        (standing[:, 0] >= low - _NEAR)
        & (standing[:, 0] <= high + _NEAR)
        & (at >= standing[:, 1] - _NEAR)
        & (at <= standing[:, 2] + _NEAR)
    )
    found: list[tuple[list[Rule], list[Rule]]] = []
    left = set(range(len(level)))
    while left:
        rows, columns = {left.pop()}, set[int]()
        waiting = set(rows)
        while waiting:
            further = set(np.flatnonzero(meets[sorted(waiting)].any(axis=0)).tolist()) - columns
            columns |= further
            touched = (
                set(np.flatnonzero(meets[:, sorted(further)].any(axis=1)).tolist()) if further else set()
            )
            waiting = touched - rows
            rows |= waiting
        left -= rows
        if columns:
            found.append(([level[one] for one in rows], [upright[one] for one in columns]))
    return found


def _lattice(level: Sequence[Rule], upright: Sequence[Rule]) -> Lattice | None:
    xs = _edges([rule.at for rule in upright], level)
    ys = _edges([rule.at for rule in level], upright)
    rows, columns = len(ys) - 1, len(xs) - 1
    if min(rows, columns) < _FEWEST or rows * columns > _MOST_CELLS:
        return None
    walls = _walls(upright, xs, ys)  # on the right of fields
    floors = _walls(level, ys, xs)  # under fields, by column
    at = [[-1] * columns for _ in range(rows)]
    cells: list[Span] = []
    for row in range(rows):
        for column in range(columns):
            if at[row][column] < 0:
                span = _span(at, row, column, walls, floors)
                if span is None:
                    return None
                for one in range(span.top, span.bottom):
                    at[one][span.left : span.right] = [len(cells)] * (span.right - span.left)
                cells.append(span)
    return Lattice(tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, at)))


def _edges(at: Sequence[float], across: Sequence[Rule]) -> list[float]:
    """Where fields begin and end: at lines, and at open sides where the lines across them do."""
    found: list[float] = []
    for one in sorted(at):
        if not found or one - found[-1] > _NEAR:
            found.append(one)
    first, last = min(rule.low for rule in across), max(rule.high for rule in across)
    if found[0] - first > _OPEN:
        found.insert(0, first)
    if last - found[-1] > _OPEN:
        found.append(last)
    return found


def _walls(lines: Sequence[Rule], at: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """Which fields, by their place across and along these lines, end at one."""
    found: set[tuple[int, int]] = set()
    for line in lines:
        after = bisect_left(at, line.at - _NEAR)
        if after >= len(at) or abs(at[after] - line.at) > _NEAR:
            continue
        first = max(bisect_left(along, line.low) - 1, 0)
        for place in range(first, len(along) - 1):
            start, end = along[place], along[place + 1]
            if start >= line.high:
                break
            if min(end, line.high) - max(start, line.low) >= _DRAWN * (end - start):
                found.add((after - 1, place))
    return found


def _span(
    at: Sequence[Sequence[int]],
    row: int,
    column: int,
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
) -> Span | None:
    """The cell whose first field this is; None where lines leave no rectangle."""
    rows, columns = len(at), len(at[0])
    right = column + 1
    while right < columns and (right - 1, row) not in walls:
        right += 1
    bottom = row + 1
    while bottom < rows and (bottom - 1, column) not in floors:
        bottom += 1
    for one in range(row, bottom):
        if any(at[one][place] >= 0 for place in range(column, right)):
            return None
        if any((place, one) in walls for place in range(column, right - 1)):
            return None
        if right < columns and (right - 1, one) not in walls:
            return None
    for place in range(column, right):
        if any((one, place) in floors for one in range(row, bottom - 1)):
            return None
        if bottom < rows and (bottom - 1, place) not in floors:
            return None
    return Span(row, column, bottom, right)
