"""What stands side by side in a line of a page: words and what is to be taken out, and the room they have.

All sides are in dots of the page's picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

APART = 1.8  # of its height: a wider gap parts columns, cells, tabs
_SAME_LINE = 0.5  # of the smaller height that two boxes share
_ALIGNED = 0.15  # of a line's height
_LINE = 0.9  # of a row or column of dots: so much ink is a rule
_RULE = 0.6  # of a column of dots: so much ink is a rule or a picture
_STEP = 3.0  # of a line's height: ends that nothing else tells are known so roughly


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or with `bar` what is taken out. `index`: its place among the words, or among the bars."""

    index: int
    x0: float
    y0: float
    x1: float
    y1: float
    bar: bool = False

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(slots=True)
class Stretch:
    """Parts side by side, from left to right."""

    parts: list[Part] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return self.parts[0].x0

    @property
    def x1(self) -> float:
        return max(one.x1 for one in self.parts)

    @property
    def top(self) -> float:
        return min(one.y0 for one in self.parts)

    @property
    def bottom(self) -> float:
        return max(one.y1 for one in self.parts)

    @property
    def height(self) -> float:
        return float(np.median([one.height for one in self.parts]))

    @property
    def has_bar(self) -> bool:
        return any(one.bar for one in self.parts)


def stretches(parts: Sequence[Part], ink: NDArray[np.bool_]) -> list[Stretch]:
    """Each part with its nearest in its line, as long as they are not far apart and no rule parts them."""
    if not parts:
        return []
    sides = np.array([(one.x0, one.y0, one.x1, one.y1) for one in parts])
    heights = sides[:, 3] - sides[:, 1]
    follows: dict[int, int] = {}
    taken: dict[int, float] = {}
    for place in np.argsort(sides[:, 0], kind="stable"):
        one = sides[place]
        shared = np.minimum(sides[:, 3], one[3]) - np.maximum(sides[:, 1], one[1])
        gap = sides[:, 0] - one[2]
        fits = (
            (shared > _SAME_LINE * np.minimum(heights, heights[place]))
            & (gap > -0.5 * heights[place])
            & (gap < APART * heights[place])
            & (sides[:, 0] > one[0])
        )
        fits[place] = False
        for right in np.flatnonzero(fits)[np.argsort(gap[fits], kind="stable")]:
            if int(right) not in taken and not _is_parted(parts[place], parts[right], ink):
                follows[int(place)], taken[int(right)] = int(right), float(gap[right])
                break
    found = []
    for place in np.argsort(sides[:, 0], kind="stable"):
        if int(place) in taken:
            continue
        chain, at = Stretch(), int(place)
        while True:
            chain.parts.append(parts[at])
            if at not in follows:
                break
            at = follows[at]
        found.append(chain)
    return found


def rules_beside(one: Stretch, ink: NDArray[np.bool_], top: int, bottom: int) -> tuple[int, int]:
    """`top` and `bottom` of its letters without rules above them, and without those below that go on beyond
    both of its ends, as those of tables do; an underline ends with its text and tells how long that was.
    """
    height, beyond = one.height, max(2, int(0.3 * one.height))
    left, right = max(0, int(one.x0)), min(ink.shape[1], int(one.x1) + 1)
    thin, long = max(3, int(0.2 * height)), 2 * height
    over = [
        row
        for row in range(top, int(one.top + 0.25 * height))
        if _has_rule(ink[row, left:right], long) and not _has_rule(ink[row + thin, left:right], long)
    ]
    under = [
        row
        for row in range(max(top, int(one.bottom - 0.25 * height)), bottom)
        if ink[row, left:right].mean() > _LINE
        and ink[row, max(0, left - beyond) : left].mean() > _LINE
        and ink[row, right : right + beyond].mean() > _LINE
    ]
    return max([row + 1 for row in over], default=top), min(under, default=bottom)


def _has_rule(row: NDArray[np.bool_], length: float) -> bool:
    """Whether dots of a row are inked side by side for so long."""
    gaps = np.flatnonzero(~np.concatenate(([False], row, [False])))
    return bool((np.diff(gaps) > length).any())


def _is_parted(left: Part, right: Part, ink: NDArray[np.bool_]) -> bool:
    """Whether a rule stands between them, which is higher than letters are."""
    further = 0.25 * min(left.height, right.height)
    top, bottom = max(0, int(min(left.y0, right.y0) - further)), int(max(left.y1, right.y1) + further)
    between = ink[top:bottom, int(left.x1) : int(right.x0) + 1]
    return bool(between.size) and bool((between.mean(axis=0) > _LINE).any())


def blank_of(found: Sequence[Stretch]) -> float:
    """The usual gap between words of lines that nothing is taken from, as a share of the height."""
    gaps = [
        (right.x0 - left.x1) / one.height
        for one in found
        if not one.has_bar
        for left, right in zip(one.parts, one.parts[1:], strict=False)
        if 0.1 * one.height < right.x0 - left.x1 < 0.6 * one.height
    ]
    return min(0.4, max(0.18, round(float(np.median(gaps)), 2))) if len(gaps) >= 5 else 0.25


def anchor_of(one: Stretch, found: Sequence[Stretch], width: float) -> str:
    """Which side of it is where it is whatever stands in it: "left", "right" or "middle"; "" for none."""
    near, middle = _ALIGNED * one.height, (one.x0 + one.x1) / 2
    others = [other for other in found if other is not one]
    left = sum(abs(other.x0 - one.x0) < near for other in others)
    right = sum(abs(other.x1 - one.x1) < near for other in others)
    both = sum(abs((other.x0 + other.x1) / 2 - middle) < near for other in others)
    both += abs(middle - width / 2) < near
    if not max(left, right, both):
        return ""
    return "left" if left >= max(right, both) else "right" if right >= both else "middle"


def room_of(
    one: Stretch, found: Sequence[Stretch], ink: NDArray[np.bool_], pad: float
) -> tuple[float, float]:
    """From where to where it may go, which nothing of what is taken out tells exactly."""
    width, height = ink.shape[1], one.height
    beside = [
        other
        for other in found
        if other is not one and min(other.bottom, one.bottom) > max(other.top, one.top)
    ]
    known = [other for other in found if not other.has_bar]
    left = max([other.x1 + pad for other in beside if other.x1 <= one.x0], default=0.0)
    right = min([other.x0 - pad for other in beside if other.x0 >= one.x1], default=float(width))
    margin = min([other.x0 for other in found], default=0.04 * width)
    edge = max([other.x1 for other in known if other.x0 < one.x1 and other.x1 > one.x0], default=0.0)
    if edge < one.x1:  # nothing else reaches as far
        edge = one.x0 + np.ceil((one.x1 - one.x0) / (_STEP * height)) * _STEP * height
    right = min(right, max(edge, one.x1), width - min(margin, 0.02 * width))
    left = max(left, min(margin, one.x0))
    top, bottom = max(0, int(one.top)), min(ink.shape[0], int(one.bottom) + 1)
    return (
        _until(ink[top:bottom], int(one.x0), int(left), -1),
        _until(ink[top:bottom], int(one.x1), int(right), 1),
    )


def _until(band: NDArray[np.bool_], start: int, end: int, step: int) -> float:
    """Up to the first column with ink, but for rules that run along the line."""
    first, last = sorted((start + 2 * step, end))
    part = band[:, max(0, first) : max(0, last)]
    if not part.size:
        return float(end)
    along = part.mean(axis=1) > _RULE
    columns = np.flatnonzero(part[~along].any(axis=0))
    if not columns.size:
        return float(end)
    return float(max(0, first) + (columns[0] - 1 if step > 0 else columns[-1] + 2))
