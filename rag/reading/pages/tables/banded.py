"""Tables whose rows are parted by lines, and whose columns by nothing but white, as on most web pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.layout.printed import RawLine, RawPage, Rule
from rag.reading.pages.tables.lattice import Lattice, Span

_SAME = 3.0  # points: lines of one table begin and end at the same places
_FAR = 120.0  # points between two lines: no row is as high
_FEWEST = 3  # lines
_GUTTER = 1.0  # of the letters' size, white between columns in all rows
_LETTERS = 0.85  # of a line's height, their size
_HEADER = 1.2  # of a line's height, white at most between the first line and a row over it


def bands_of(raw: RawPage, levels: Sequence[Rule], lines: Sequence[RawLine]) -> Iterator[Lattice]:
    """The tables that level lines may make with the white between words. `lines`: those of the page that may
    stand in one.
    """
    for group in _groups(levels):
        low, high = group[0].low, group[0].high
        left, right = (low - _SAME) / raw.width, (high + _SAME) / raw.width
        inside = [line for line in lines if line.box[0] >= left and line.box[2] <= right]
        ys = [rule.at for rule in group]
        body = _between(inside, ys[0] / raw.height, ys[-1] / raw.height)
        gutters = _gutters(body, raw, (low, high))
        if not gutters:
            continue
        over = _over(inside, ys[0] / raw.height, [gutter / raw.width for gutter in gutters])
        if over is not None:
            ys.insert(0, over * raw.height)
        yield _lattice([low, *gutters, high], ys)


def _groups(levels: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Lines under each other that begin and end at the same places."""
    left = list(levels)
    while left:
        first = left[0]
        alike = [
            rule for rule in left
            if abs(rule.low - first.low) <= _SAME and abs(rule.high - first.high) <= _SAME
        ]  # fmt: skip
        left = [rule for rule in left if rule not in alike]
        group = alike[:1]
        for rule in alike[1:]:
            if rule.at - group[-1].at > _FAR:
                if len(group) >= _FEWEST:
                    yield group
                group = []
            group.append(rule)
        if len(group) >= _FEWEST:
            yield group


def _between(lines: Sequence[RawLine], top: float, bottom: float) -> list[RawLine]:
    return [line for line in lines if top < (line.box[1] + line.box[3]) / 2 < bottom]


def _gutters(lines: Sequence[RawLine], raw: RawPage, sides: tuple[float, float]) -> list[float]:
    """The middles of what stays white beside all words, in points."""
    if not lines:
        return []
    sizes = sorted(line.size or (line.box[3] - line.box[1]) * raw.height * _LETTERS for line in lines)
    least = _GUTTER * sizes[len(sizes) // 2]
    spans = sorted(
        (word.box[0] * raw.width, word.box[2] * raw.width) for line in lines for word in line.words
    )
    found: list[float] = []
    reached = spans[0][1]
    for left, right in spans:
        if left - reached >= least:
            found.append((left + reached) / 2)
        reached = max(reached, right)
    return [place for place in found if sides[0] < place < sides[1]]


def _over(lines: Sequence[RawLine], first: float, gutters: Sequence[float]) -> float | None:
    """Where a row of names over the first line begins, its words in the columns; None where there is none."""
    above = [line for line in lines if (line.box[1] + line.box[3]) / 2 <= first]
    if not above:
        return None
    last = max(above, key=lambda line: line.box[3])
    high = last.box[3] - last.box[1]
    if first - last.box[3] > _HEADER * high:
        return None
    row = [line for line in above if line.box[3] > last.box[3] - high]
    words = [word.box for line in row for word in line.words]
    if any(box[0] < gutter < box[2] for box in words for gutter in gutters):
        return None
    edges = [0.0, *gutters, 1.0]
    filled = sum(any(low < box[0] < end for box in words) for low, end in pairwise(edges))
    return min(box[1] for box in words) if filled > len(gutters) / 2 + 1 else None


def _lattice(xs: Sequence[float], ys: Sequence[float]) -> Lattice:
    rows, columns = len(ys) - 1, len(xs) - 1
    cells = [Span(row, column, row + 1, column + 1) for row in range(rows) for column in range(columns)]
    at = tuple(tuple(range(row * columns, (row + 1) * columns)) for row in range(rows))
    return Lattice(tuple(xs), tuple(ys), tuple(cells), at, is_open=True)
