"""The paths drawn on a page that may strike text through or cover it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle
from rag.reading.inks import Colour
from rag.reading.pages.pdf_calls import calls
from rag.reading.pages.pdf_objects import Bounds, Boxes, Drawn, PageObjects, object_at, through

_THIN = 4.0  # points: what is higher is no stroke through text
_SHORTEST = 3.0  # points of a stroke
_LEVEL = 0.6  # points: pieces of one stroke lie on one level
_MARGIN = 0.15  # of a line's height: what lies nearer to its edge strikes none of its words
_PALE = 245  # of 255, of each colour: not seen on paper
_DARK = 110  # of 255, in the mean of the colours
_MOST_PATHS = 3000  # of a page: what has more is a drawing
_ONE_SHAPE = (2, 3, 5)  # points of a path that is one line or one rectangle
_SEVERAL_SHAPES = 400  # points of a path that may be strokes or bars put together
_MOST_POINTS = 4000  # of a page's paths that are put together, looked at to part them
_OPAQUE = 255


class Shape(NamedTuple):
    """A path, or one part of it. `box`: in fractions of the displayed page."""

    box: Rectangle
    drawn: Drawn

    def colour(self) -> Colour | None:
        """What it is filled with, or drawn with where it is a line; None where nothing is seen, or something
        through it.
        """
        handle = self.drawn.handle
        modes = (ctypes.c_int * 2)()  # fill, stroke
        first = ctypes.addressof(modes)
        is_known = calls().draw_mode(handle, first, first + ctypes.sizeof(ctypes.c_int))
        if not is_known or not any(modes) or calls().has_transparency(handle):
            return None
        return colour_of(calls().fill if modes[0] else calls().stroke, handle)


@dataclass(slots=True)
class Shapes:
    """`strokes` are thin and lie; `bars` have an area."""

    strokes: list[Shape] = field(default_factory=list)
    bars: list[Shape] = field(default_factory=list)


def colour_of(get: Callable[..., int], *what: int) -> Colour | None:
    """The colour of something by one of PDFium's calls; None where it is not opaque."""
    colour = (ctypes.c_uint * 4)()
    first, step = ctypes.addressof(colour), ctypes.sizeof(ctypes.c_uint)
    if not get(*what, first, first + step, first + 2 * step, first + 3 * step):
        return None
    red, green, blue, alpha = colour
    return (red, green, blue) if alpha == _OPAQUE else None


def is_pale(colour: Colour) -> bool:
    """Whether it is hardly seen on white paper."""
    return min(colour) >= _PALE


def is_dark(colour: Colour) -> bool:
    """Whether text may be blacked out with it."""
    return sum(colour) < _DARK * len(colour)


def shapes_of(objects: PageObjects, bounds: Bounds, lines: Boxes) -> Shapes:
    """The strokes and bars of a page that lie where its lines of text are. Colours are not looked at."""
    found = Shapes()
    if not objects.paths or not len(lines):
        return found
    paths = objects.paths[:_MOST_PATHS]
    boxes = objects.path_boxes()[:_MOST_PATHS]
    wide, high = objects.page.get_size()
    across, down = (boxes[:, 2] - boxes[:, 0]) * wide, (boxes[:, 3] - boxes[:, 1]) * high
    thin = np.flatnonzero((down <= _THIN) & (across >= _SHORTEST))
    for place in thin[_is_through(boxes[thin], lines, _LEVEL / high)]:
        found.strokes.append(Shape(_rectangle(boxes[place]), paths[place]))
    left = _MOST_POINTS
    thick = np.flatnonzero((down > _THIN) & (across > _THIN))
    for place in thick[over_lines(boxes[thick], lines).any(axis=1)]:
        left -= _sort(found, paths[place], _rectangle(boxes[place]), left, bounds, (wide, high))
    return found


def _sort(
    found: Shapes, drawn: Drawn, box: Rectangle, left: int, bounds: Bounds, size: tuple[float, float]
) -> int:
    """Add a path with an area, or what it is put together of; returns how many points were looked at."""
    points = calls().segments(drawn.handle)
    if points in _ONE_SHAPE:
        found.bars.append(Shape(box, drawn))
        return 0
    if points > min(_SEVERAL_SHAPES, left):
        return 0
    for _, part in parts_of(drawn, points, bounds):
        across, down = (part[2] - part[0]) * size[0], (part[3] - part[1]) * size[1]
        if down > _THIN and across > _THIN:
            found.bars.append(Shape(part, drawn))
        elif down <= _THIN and across >= _SHORTEST:
            found.strokes.append(Shape(part, drawn))
    return points


def _is_through(boxes: Boxes, lines: Boxes, level: float) -> NDArray[np.bool_]:
    """Which of the boxes lie across a line of text, not at its edges, or on the level of one that does: a
    stroke may be drawn in pieces.
    """
    margins = _MARGIN * (lines[:, 3] - lines[:, 1])
    tops, bottoms = lines[:, 1] + margins, lines[:, 3] - margins
    levels = (boxes[:, 1] + boxes[:, 3]) / 2
    at = levels[:, None]
    across = (
        (at > tops) & (at < bottoms) & (boxes[:, 0, None] < lines[:, 2]) & (boxes[:, 2, None] > lines[:, 0])
    )
    of_them = levels[across.any(axis=1)]
    return np.asarray((np.abs(at - of_them) <= level).any(axis=1))


def over_lines(boxes: Boxes, lines: Boxes) -> NDArray[np.bool_]:
    """Which of the boxes (a row each) reach over the middle of which lines of text."""
    left, top, right, bottom = (boxes[:, side, None] for side in range(4))
    middles = (lines[:, 1] + lines[:, 3]) / 2
    return np.asarray((top < middles) & (bottom > middles) & (left < lines[:, 2]) & (right > lines[:, 0]))


def _rectangle(row: NDArray[np.float64]) -> Rectangle:
    left, top, right, bottom = row.tolist()
    return (left, top, right, bottom)


def parts_of(drawn: Drawn, count: int, bounds: Bounds) -> Iterator[tuple[int, Rectangle]]:
    """The rectangles around the lines and areas that a path is put together of, and of how many points each.

    `count`: the points of the path.
    """
    import pypdfium2.raw as pdfium

    own, path = pdfium.FS_MATRIX(), object_at(drawn.handle)
    if not pdfium.FPDFPageObj_GetMatrix(path, own):
        return
    matrix = (own.a, own.b, own.c, own.d, own.e, own.f)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for place in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, place)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield len(points), bounds.placed(through(matrix, _around(points)), drawn.matrix)
            points = []
        points.append((x.value, y.value))
    if points:
        yield len(points), bounds.placed(through(matrix, _around(points)), drawn.matrix)


def _around(points: list[tuple[float, float]]) -> Rectangle:
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up), max(across), max(up))
