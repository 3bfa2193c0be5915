"""Pages whose text runs down, up or upside down as they are shown: their lines as if they ran level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from rag.layout.printed import RawLine, RawWord, Rectangle

_MOST = 0.6  # of a page's lines, at least: which way its text runs
_FEWEST = 2  # words of a line that tells


class Way(Enum):
    """Where the text of a page as it is shown runs to."""

    RIGHT = 0
    DOWN = 1
    LEFT = 2
    UP = 3

    def level(self, box: Rectangle) -> Rectangle:
        """A box of a page that is turned until its text runs to the right."""
        x0, y0, x1, y1 = box
        match self:
            case Way.DOWN:
                return (y0, 1 - x1, y1, 1 - x0)
            case Way.LEFT:
                return (1 - x1, 1 - y1, 1 - x0, 1 - y0)
            case Way.UP:
                return (1 - y1, x0, 1 - y0, x1)
            case _:
                return box

    def size(self, size: tuple[float, float]) -> tuple[float, float]:
        """Width and height of the turned page."""
        return size[::-1] if self in (Way.DOWN, Way.UP) else size


def way_of(lines: Sequence[RawLine]) -> Way:
    """Where most lines of several words run to; to the right where no way is most lines'."""
    counts = dict.fromkeys(Way, 0)
    for line in lines:
        if len(line.words) >= _FEWEST:
            counts[run_of(line)] += 1
    way = max(Way, key=lambda one: counts[one])
    return way if counts[way] >= max(_MOST * sum(counts.values()), 1) else Way.RIGHT


def level(way: Way, lines: Iterable[RawLine], words: Iterable[RawWord] = ()) -> None:
    """Turn lines, and words that stand in none, until they run to the right."""
    for line in lines:
        line.box = way.level(line.box)
        for word in line.words:
            word.box = way.level(word.box)
    for word in words:
        word.box = way.level(word.box)


def turn_back(way: Way, lines: Iterable[RawLine]) -> None:
    """Turn lines that run to the right to where they run as they are shown."""
    level({Way.DOWN: Way.UP, Way.UP: Way.DOWN}.get(way, way), lines)


def run_of(line: RawLine) -> Way:
    """Where the words of a line run to."""
    first, last = line.words[0].box, line.words[-1].box
    across, down = (last[0] + last[2] - first[0] - first[2]), (last[1] + last[3] - first[1] - first[3])
    if abs(across) >= abs(down):
        return Way.RIGHT if across >= 0 else Way.LEFT
    return Way.DOWN if down >= 0 else Way.UP
