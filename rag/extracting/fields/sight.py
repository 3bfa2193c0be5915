"""A document as the eye sees it: lines with their places, what stands right of one and what below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.types import Box, Page

_ROW = 0.5  # of the lower line's height: as much of two lines lies beside each other in one row
_BELOW = 4.0  # lines' heights that a value may stand under its label
_TOUCH = 0.005  # of the page's width that two lines of a row may overlap
_LEAN = 0.03  # of the page's width that a value's left edge may stand left of its label's


@dataclass(frozen=True, slots=True)
class SeenLine:
    """`start` and `end` are places in the document's text."""

    page: int
    start: int
    end: int
    text: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Sight:
    """A document's text with its lines, page by page."""

    text: str
    lines: tuple[SeenLine, ...]
    _starts: tuple[int, ...] = field(repr=False)
    _pages: Mapping[int, Sequence[SeenLine]] = field(repr=False)

    @classmethod
    def of(cls, pages: Sequence[Page], starts: Sequence[int], text: str) -> Sight:
        """`starts`: where each page begins in the text."""
        found = [line for page, start in zip(pages, starts, strict=True) for line in _lines(page, start)]
        found.sort(key=lambda one: (one.start, one.end))
        by_page = {
            number: tuple(one for one in found if one.page == number) for number in {p.number for p in pages}
        }
        return cls(text, tuple(found), tuple(one.start for one in found), by_page)

    def at(self, place: int) -> SeenLine | None:
        """The line in which a place of the text lies."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return None
        line = self.lines[number]
        return line if place <= line.end else None

    def right_of(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand right of one in its row, the nearest first."""
        return _sorted(
            (one for one in self._page(line.page) if _after(line.box, one.box)), lambda box: box.x0
        )

    def left_of(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand left of one in its row, the nearest first."""
        return _sorted(
            (one for one in self._page(line.page) if _after(one.box, line.box)), lambda box: -box.x1
        )

    def below(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand under one, as under the head of a column, the nearest first."""
        return _sorted(
            (one for one in self._page(line.page) if one is not line and _under(line.box, one.box, line.box)),
            lambda box: box.y0,
        )

    def above(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand over one, the nearest first."""
        return _sorted(
            (one for one in self._page(line.page) if one is not line and _under(one.box, line.box, line.box)),
            lambda box: -box.y1,
        )

    def by_eye(self, page: int) -> list[SeenLine]:
        """The lines of a page from the top to the bottom, and in a row from the left."""
        lines = self._page(page)
        if not all(one.box for one in lines):
            return list(lines)
        return sorted(lines, key=lambda one: (round(one.box.y0, 2), one.box.x0) if one.box else (0.0, 0.0))

    def _page(self, page: int) -> Sequence[SeenLine]:
        return self._pages.get(page, ())


def _sorted(lines: Iterable[SeenLine], place: Callable[[Box], float]) -> list[SeenLine]:
    return sorted(lines, key=lambda one: place(one.box) if one.box else 0.0)


def _after(box: Box | None, other: Box | None) -> bool:
    """Whether the other stands right of one in its row."""
    return box is not None and other is not None and other.x0 >= box.x1 - _TOUCH and _in_row(box, other)


def _under(box: Box | None, other: Box | None, seen: Box | None) -> bool:
    """Whether the other stands under one, in lines as high as the one they are `seen` from."""
    if box is None or other is None or seen is None:
        return False
    height = seen.y1 - seen.y0
    if not 0 <= other.y0 - box.y1 + height / 2 <= _BELOW * height:
        return False
    return other.x0 < box.x1 + _LEAN and other.x1 > box.x0 - _LEAN


def _in_row(box: Box, other: Box) -> bool:
    shared = min(box.y1, other.y1) - max(box.y0, other.y0)
    return shared >= _ROW * min(box.y1 - box.y0, other.y1 - other.y0)


def _lines(page: Page, start: int) -> Iterator[SeenLine]:
    if page.lines:
        for line in page.lines:
            if not line.aside and line.text.strip():
                yield SeenLine(page.number, start + line.start, start + line.end, line.text, line.box)
        return
    for found in re.finditer(r"[^\n]+", page.text):
        yield SeenLine(page.number, start + found.start(), start + found.end(), found[0], None)
