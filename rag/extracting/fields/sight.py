"""A document as the eye sees it: lines with their places, what stands right of one and what below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.types import Box, Page

_ROW = 0.5  # of the lower line's height: as much of two lines lies beside each other in one row
_BELOW = 4.0  # lines' heights that a value may stand under its label
_LEAN = 0.03  # of the page's width that a value's left edge may stand left of its label's


@dataclass(frozen=True, slots=True)
class SeenLine:
    """`start` and `end` are places in the document's text."""

    page: int
    start: int
    end: int
    text: str
    box: Box | None
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Sight:
    """A document's text with its lines, page by page."""

    text: str
    lines: tuple[SeenLine, ...]
    _starts: tuple[int, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, pages: Sequence[Page], starts: Sequence[int], text: str) -> Sight:
        """`starts`: where each page begins in the text."""
        found = [line for page, start in zip(pages, starts, strict=True) for line in _lines(page, start)]
        found.sort(key=lambda one: (one.start, one.end))
        return cls(text, tuple(found), tuple(one.start for one in found))

    def at(self, place: int) -> SeenLine | None:
        """The line in which a place of the text lies."""
        number = bisect_right(self._starts, place) - 1
        if number < 0:
            return None
        line = self.lines[number]
        return line if place <= line.end else None

    def number(self, line: SeenLine) -> int:
        """The place of a line among all."""
        return self.lines.index(line) if line not in self.lines[-1:] else len(self.lines) - 1

    def right_of(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand right of one in its row, the nearest first."""
        box = line.box
        if box is None:
            return []
        beside = [
            one
            for one in self._page(line.page)
            if one.box and one.box.x0 >= box.x1 - 0.005 and _in_row(box, one.box)
        ]
        return sorted(beside, key=lambda one: one.box.x0 if one.box else 0.0)

    def left_of(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand left of one in its row, the nearest first."""
        box = line.box
        if box is None:
            return []
        beside = [
            one
            for one in self._page(line.page)
            if one.box and one.box.x1 <= box.x0 + 0.005 and _in_row(box, one.box)
        ]
        return sorted(beside, key=lambda one: -one.box.x1 if one.box else 0.0)

    def below(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand under one, as under the head of a column, the nearest first."""
        box = line.box
        if box is None:
            return []
        height = box.y1 - box.y0
        under = [
            one
            for one in self._page(line.page)
            if one.box
            and one is not line
            and 0 <= one.box.y0 - box.y1 + height / 2 <= _BELOW * height
            and one.box.x0 < box.x1 + _LEAN
            and one.box.x1 > box.x0 - _LEAN
        ]
        return sorted(under, key=lambda one: one.box.y0 if one.box else 0.0)

    def above(self, line: SeenLine) -> list[SeenLine]:
        """The lines that stand over one, the nearest first."""
        box = line.box
        if box is None:
            return []
        height = box.y1 - box.y0
        over = [
            one
            for one in self._page(line.page)
            if one.box
            and one is not line
            and 0 <= box.y0 - one.box.y1 + height / 2 <= _BELOW * height
            and one.box.x0 < box.x1 + _LEAN
            and one.box.x1 > box.x0 - _LEAN
        ]
        return sorted(over, key=lambda one: -one.box.y1 if one.box else 0.0)

    def by_eye(self, page: int) -> list[SeenLine]:
        """The lines of a page from the top to the bottom, and in a row from the left."""
        lines = self._page(page)
        if not all(one.box for one in lines):
            return lines
        return sorted(lines, key=lambda one: (round(one.box.y0, 2), one.box.x0) if one.box else (0.0, 0.0))

    def _page(self, page: int) -> list[SeenLine]:
        return [one for one in self.lines if one.page == page]


def _in_row(box: Box, other: Box) -> bool:
    shared = min(box.y1, other.y1) - max(box.y0, other.y0)
    return shared >= _ROW * min(box.y1 - box.y0, other.y1 - other.y0)


def _lines(page: Page, start: int) -> Iterator[SeenLine]:
    if page.lines:
        for line in page.lines:
            if not line.aside and line.text.strip():
                yield SeenLine(
                    page.number, start + line.start, start + line.end, line.text, line.box, line.size
                )
        return
    for found in re.finditer(r"[^\n]+", page.text):
        yield SeenLine(page.number, start + found.start(), start + found.end(), found[0], None)
