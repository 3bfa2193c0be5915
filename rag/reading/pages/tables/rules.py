"""The ruling lines of a page, whatever programs draw them with: strokes, slim rectangles, boxes, bands."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rule, Rules
from rag.reading.pages.pdf_calls import calls
from rag.reading.pages.pdf_objects import MOST_PATHS, Bounds, PageObjects, asked
from rag.reading.pages.withdrawing.shapes import parts_of

_THIN = 3.0  # points: what is thicker is no line
_SHORTEST = 5.0  # points of a line
_LINE = 2  # points of a path, or of a part of one
_RECTANGLE = range(4, 7)
_SEVERAL = 3000  # points of a path that may be lines put together: a table of 20 columns and 30 rows
_MOST_POINTS = 6000  # of a page's paths that are put together
FEWEST_LEVEL = 3  # lines of a table that has none that stand
_PALE = 250  # of 255, of each colour: not seen on paper


def rules_of(objects: PageObjects, size: tuple[float, float]) -> Rules:
    """The lines and the edges of boxes that are seen on a page of this size, in points; none on a drawing."""
    if not 1 <= len(objects.paths) <= MOST_PATHS:
        return Rules()
    edges = objects.path_boxes() * [*size, *size]
    across, down = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    large = np.flatnonzero((across >= _SHORTEST) | (down >= _SHORTEST))
    if not ((down[large] >= _SHORTEST).any() or len(large) >= FEWEST_LEVEL):
        return Rules()  # a page's head and foot
    found, left = _Found(), _MOST_POINTS
    bounds: Bounds | None = None
    for place in large[_seen([objects.paths[place].handle for place in large])]:
        drawn, box = objects.paths[place], edges[place].tolist()
        if across[place] <= _THIN or down[place] <= _THIN:
            found.line(box)
            continue
        points = calls().segments(drawn.handle)
        if points in _RECTANGLE:
            found.box(box)
        elif _RECTANGLE.stop <= points <= min(_SEVERAL, left):
            left -= points
            bounds = bounds or Bounds(objects.page)
            for count, part in parts_of(drawn, points, bounds):
                found.part(count, [edge * size[side % 2] for side, edge in enumerate(part)])
    return Rules(tuple(found.level), tuple(found.upright))


class _Found:
    def __init__(self) -> None:
        self.level: list[Rule] = []
        self.upright: list[Rule] = []

    def part(self, points: int, edges: Sequence[float]) -> None:
        """A part of a path: what is neither a line nor a rectangle is drawn freely."""
        left, top, right, bottom = edges
        if min(right - left, bottom - top) <= _THIN:
            self.line(edges)
        elif points in _RECTANGLE:
            self.box(edges)

    def line(self, edges: Sequence[float]) -> None:
        left, top, right, bottom = edges
        if right - left >= _SHORTEST and bottom - top <= _THIN:
            self.level.append(Rule((top + bottom) / 2, left, right))
        elif bottom - top >= _SHORTEST and right - left <= _THIN:
            self.upright.append(Rule((left + right) / 2, top, bottom))

    def box(self, edges: Sequence[float]) -> None:
        left, top, right, bottom = edges
        self.level += (Rule(top, left, right), Rule(bottom, left, right))
        self.upright += (Rule(left, top, bottom), Rule(right, top, bottom))


def _seen(handles: Sequence[int]) -> NDArray[np.bool_]:
    """Which paths are drawn in a colour that is seen on paper, also one that something is seen through."""
    count = len(handles)
    modes = (ctypes.c_int * (2 * count))()  # fill, stroke
    first, step = ctypes.addressof(modes), ctypes.sizeof(ctypes.c_int)
    places = (range(first + step * part, first + step * (2 * count + part), 2 * step) for part in range(2))
    known = np.fromiter(map(calls().draw_mode, handles, *places), np.bool_, count)
    used = np.array(modes).reshape(-1, 2) != 0
    found = np.zeros(count, np.bool_)
    for way, get in enumerate((calls().fill, calls().stroke)):
        has_colour, colours = asked(get, handles, ctypes.c_uint)
        found |= used[:, way] & has_colour & (colours[:, 3] > 0) & (colours[:, :3].min(axis=1) < _PALE)
    return known & found
