"""A sheet so large that its letters are lost where lines are sought at once: sought in windows, put together.

A drawing of A0 has letters of the size of any other page's, on sixteen times the area.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle
from rag.scanning.sizing import smallest_letters

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first
Window = tuple[int, int, int, int]  # left, top, right, bottom, in pixels

PLAIN_PIXELS = 12_000_000  # A4 at 350 dpi: finer is not read better
_LEGIBLE = 14.0  # pixels of height: a letter of ten points at 100 dpi
_SIDE = 1600  # pixels of a window: a word by itself is missed in a larger one
_SHARED = 240  # pixels that neighbours have both: a word is seen whole in one of them
_FAINTEST = 12  # grey levels between paper and ink
_SAME_ROW = 0.5  # of the lower one's height


def needs_to_be_fine(picture: Colours) -> bool:
    """Whether the letters of a picture with more than `PLAIN_PIXELS` would be too small in that many."""
    height, width = picture.shape[:2]
    shrunk = (PLAIN_PIXELS / (width * height)) ** 0.5
    return bool(shrunk < 1.0 and smallest_letters(picture) * shrunk < _LEGIBLE)


def windows(width: int, height: int) -> list[Window]:
    """The parts of a picture in which lines are sought: all of it, but for a sheet too large for that."""
    if width * height <= PLAIN_PIXELS * 1.1:
        return [(0, 0, width, height)]
    return [
        (left, top, min(left + _SIDE, width), min(top + _SIDE, height))
        for top in _starts(height)
        for left in _starts(width)
    ]


def _starts(length: int) -> range:
    return range(0, max(length - _SHARED, 1), _SIDE - _SHARED)


def is_blank(window: Colours) -> bool:
    """Whether nothing stands in a part of a picture, as in most of a drawing."""
    return int(window.max()) - int(window.min()) < _FAINTEST


def joined(boxes: Sequence[Rectangle], places: Sequence[int]) -> list[Rectangle]:
    """Boxes of all windows, where what two windows saw of one line is one box. `places`: whose each is."""
    if not boxes:
        return []
    edges, whose = np.array(boxes, np.float32), np.array(places)
    high = edges[:, 3] - edges[:, 1]
    group = np.arange(len(boxes))
    for place in range(1, len(boxes)):
        box, before = edges[place], edges[:place]
        wide = np.minimum(box[2], before[:, 2]) - np.maximum(box[0], before[:, 0])
        shared = np.minimum(box[3], before[:, 3]) - np.maximum(box[1], before[:, 1])
        one = (wide > 0) & (shared > _SAME_ROW * np.minimum(high[place], high[:place]))
        twins = np.flatnonzero(one & (whose[:place] != whose[place]))
        if twins.size:
            held = np.unique(group[[*twins.tolist(), place]])
            group[np.isin(group, held)] = held[0]
    around = []
    for number in np.unique(group):
        some = edges[group == number]
        low, far = some[:, :2].min(axis=0), some[:, 2:].max(axis=0)
        around.append((float(low[0]), float(low[1]), float(far[0]), float(far[1])))
    return around
