"""Where the pages of a document stand below each other; pixels are device-independent, from the first page's
top and the left edge of what is seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF

from rag.types import Box, Sheet
from ui.parts.theme import Space

GAP = Space.M  # between two pages, and around them
_A4 = 2**0.5  # height over width
_LEAST, _MOST = 0.02, 60.0  # of height over width: what a file says may mean nothing
_SMALLEST = 80  # pixels that a page is wide at least


class Fit(StrEnum):
    WIDTH = "width"  # each page as wide as the view
    PAGE = "page"  # each page seen whole


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of a page, in shares of it, and where in the view it is seen."""

    page: int
    across: float
    down: float
    x: float
    y: float


class Geometry:
    """Pages are numbered from 1. All pages have a place from the beginning; a page whose size nobody knew is
    taken to be like the others until it is drawn.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        known = sorted(one.height / one.width for one in sheets if one.width > 0 and one.height > 0)
        usual = known[len(known) // 2] if known else _A4
        self._shapes = [
            _shape(one.height / one.width) if one.width > 0 and one.height > 0 else _shape(usual)
            for one in sheets
        ]
        self._known = [one.width > 0 and one.height > 0 for one in sheets]
        self._room = (600.0, 800.0)
        self._fit, self._zoom = Fit.WIDTH, 1.0
        self._lay()

    @property
    def pages(self) -> int:
        return len(self._shapes)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of all of it."""
        return self._width, self._height

    @property
    def fit(self) -> Fit:
        return self._fit

    @property
    def zoom(self) -> float:
        """1.0: each page fits in the way of `fit`."""
        return self._zoom

    def lay(self, width: float, height: float, fit: Fit, zoom: float) -> None:
        """Set for a view of this size."""
        self._room, self._fit, self._zoom = (width, height), fit, zoom
        self._lay()

    def correct(self, page: int, width: float, height: float) -> bool:
        """A page is drawn: whether its shape was not the one that was taken."""
        shape, before = _shape(height / max(1.0, width)), self._shapes[page - 1]
        # What is drawn is rounded to pixels: a known size is better unless it was plainly another.
        if abs(shape - before) <= (0.02 if self._known[page - 1] else 0.002) * before:
            return False
        self._shapes[page - 1], self._known[page - 1] = shape, True
        self._lay()
        return True

    def rect(self, page: int) -> QRectF:
        wide, high = self._sizes[page - 1]
        return QRectF((self._width - wide) / 2, self._tops[page - 1], wide, high)

    def page_at(self, y: float) -> int:
        """The page at this height; between two, the upper one."""
        return max(1, bisect_right(self._tops, y))

    def between(self, top: float, bottom: float) -> range:
        """The pages of which something is between two heights."""
        if not self._tops:
            return range(0)
        first = self.page_at(top)
        if self.rect(first).bottom() < top and first < self.pages:
            first += 1
        return range(first, max(first, bisect_right(self._tops, bottom)) + 1)

    def place(self, page: int, box: Box) -> QRectF:
        """Where a part of a page stands."""
        rect = self.rect(page)
        return QRectF(
            rect.left() + box.x0 * rect.width(),
            rect.top() + box.y0 * rect.height(),
            (box.x1 - box.x0) * rect.width(),
            (box.y1 - box.y0) * rect.height(),
        )

    def anchor(self, top: float, left: float, at: QPointF) -> Anchor:
        """What of a page is seen at a point of the view, whose top left corner stands at `left`, `top`."""
        page = self.page_at(top + at.y())
        rect = self.rect(page)
        return Anchor(
            page,
            (left + at.x() - rect.left()) / max(1.0, rect.width()),
            (top + at.y() - rect.top()) / max(1.0, rect.height()),
            at.x(),
            at.y(),
        )

    def scrolled(self, anchor: Anchor) -> tuple[float, float]:
        """The left and top at which an anchor is seen where it was."""
        rect = self.rect(anchor.page)
        down = min(anchor.down, 1.0) * rect.height()  # the room between pages does not grow with them
        return (
            rect.left() + anchor.across * rect.width() - anchor.x,
            rect.top() + down - anchor.y,
        )

    def _lay(self) -> None:
        wide, high = self._room
        across, down = max(_SMALLEST, wide - 2 * GAP), max(_SMALLEST, high - 2 * GAP)
        sizes: list[tuple[float, float]] = []
        tops: list[float] = []
        top = float(GAP)
        widest = 0.0
        for shape in self._shapes:
            width = across if self._fit is Fit.WIDTH else min(across, down / shape)
            width = max(_SMALLEST, width * self._zoom)
            height = width * shape
            sizes.append((width, height))
            tops.append(top)
            top += height + GAP
            widest = max(widest, width)
        self._sizes, self._tops = sizes, tops
        self._width, self._height = max(wide, widest + 2 * GAP), top


def _shape(share: float) -> float:
    return min(max(share, _LEAST), _MOST)
