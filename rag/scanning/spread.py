"""An open book: two pages side by side in one picture, and where to part them.

Only where a corridor near the middle is free of writing from top to bottom, both sides are pages of text, and
a fold or wide margins say that they are two. A table, a slide or a drawing that is wider than high has none
of these: its writing crosses the middle, or stands in cells that answer each other across it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.layout.order import rows_of
from rag.layout.printed import Rectangle

Gray = NDArray[np.uint8]  # shape (height, width)

_RATIO = (1.15, 2.2)  # width to height of two pages
_MIDDLE = (0.38, 0.62)  # of the width: the gutter is there
_NARROWEST = 0.8  # of a line's height: the corridor where a fold runs through it
_MARGINS = (0.035, 2.5)  # of the width, and of a line's height: two inner margins without a fold
_LEAST = 0.22  # of the width: each side's text, without a fold
_SPECK = 0.03  # of the width: what is narrower, in the corridor and higher than wide, is the fold's own
_NOTE = 0.08  # of the width: what is narrower may be a note in the margin
_MOSTLY = 0.8  # of the pieces, that are no such notes
_LEFT_FREE = 0.4  # of a line's height, between a note and the other page
_WITH_FOLD, _WITHOUT = 3, 8  # lines that a page of the two has at least
_LINES = 12  # that both have together
_WIDE, _WIDE_BENT = 7.0, 5.0  # of a line's height: lines of text are at least that wide, pieces of bent ones
_PIECES = 2.4  # to a row, on average: more are cells of a table
_FULL = 0.55  # of a side's width, that a row of text fills
_FOLD = 14.0  # grey levels, that a fold is darker than the paper beside it
_FOLD_WIDTH = 0.006  # of the width: a ruled line is thinner
_LOOKED_AT = 1000  # pixels of the width, while the fold is sought
_BESIDE = (0.02, 0.07)  # of the width, from the fold: there is paper


def gutter(gray: Gray, boxes: Sequence[Rectangle]) -> int | None:
    """The column of pixels between two pages; None where the picture holds one page.

    `boxes`: of the lines or pieces of lines, in pixels.
    """
    height, width = gray.shape
    if not _RATIO[0] <= width / max(height, 1) <= _RATIO[1] or len(boxes) < _LINES:
        return None
    # Long lines that slant or bend have boxes higher than they are: short ones tell.
    high = float(np.quantile([box[3] - box[1] for box in boxes], 0.25))
    written = [box for box in boxes if not _is_speck(box, width)]
    lines = [box for box in written if box[2] - box[0] >= _NOTE * width]
    between = _corridor(lines, width) if len(lines) >= _MOSTLY * len(written) else None
    corridor = _corridor(written, width)
    if corridor is None:
        return None
    if between is None or not between[0] <= corridor[0] < corridor[1] <= between[1]:
        between = corridor
    if between[1] - between[0] < _NARROWEST * high or corridor[1] - corridor[0] < _LEFT_FREE * high:
        return None
    left = [box for box in written if box[2] <= corridor[0]]
    right = [box for box in written if box[0] >= corridor[1]]
    fold = _fold(gray, corridor)
    least = _WITHOUT if fold is None else _WITH_FOLD
    if fold is None and between[1] - between[0] < max(_MARGINS[0] * width, _MARGINS[1] * high):
        return None
    if fold is None and not _is_balanced(left, right, width):
        return None
    sides = [rows_of(side) for side in (left, right)]
    if min(len(rows) for rows in sides) < least or sum(len(rows) for rows in sides) < _LINES:
        return None
    wide = high * (_WIDE if fold is None else _WIDE_BENT)
    if not all(_is_text(side, rows, wide) for side, rows in zip((left, right), sides, strict=True)):
        return None
    return round((corridor[0] + corridor[1]) / 2) if fold is None else fold


def _is_speck(box: Rectangle, width: int) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    middle = (box[0] + box[2]) / 2 / width
    return wide < min(_SPECK * width, high / 1.5) and _MIDDLE[0] < middle < _MIDDLE[1]


def _corridor(boxes: Sequence[Rectangle], width: int) -> tuple[float, float] | None:
    """The widest gap around the middle through which nothing is written, from top to bottom."""
    low, high = _MIDDLE[0] * width, _MIDDLE[1] * width
    reached = float("-inf")
    found: tuple[float, float] | None = None
    for box in sorted(boxes, key=lambda one: one[0]):
        if box[0] > reached > float("-inf"):
            middle = (reached + box[0]) / 2
            wider = found is None or box[0] - reached > found[1] - found[0]
            if low <= middle <= high and wider:
                found = (reached, box[0])
        reached = max(reached, box[2])
    return found


def _is_balanced(left: Sequence[Rectangle], right: Sequence[Rectangle], width: int) -> bool:
    """Whether both sides are about as wide as a page."""
    wide = [
        max((box[2] for box in side), default=0.0) - min((box[0] for box in side), default=0.0)
        for side in (left, right)
    ]
    return min(wide) >= _LEAST * width


def _is_text(boxes: Sequence[Rectangle], rows: Sequence[Sequence[int]], wide: float) -> bool:
    """Whether the rows of a side are lines of text at least so wide, in a column or two."""
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    if right - left < wide or len(boxes) > _PIECES * len(rows):
        return False
    filled = [sum(boxes[place][2] - boxes[place][0] for place in row) for row in rows]
    widths = [boxes[place][2] - boxes[place][0] for row in rows for place in row]
    # A page may end in short lines; half of them fill it.
    return float(np.median(filled)) >= _FULL * (right - left) and float(np.median(widths)) >= wide


def _fold(gray: Gray, corridor: tuple[float, float]) -> int | None:
    """The column of the fold, a dark valley from top to bottom; None where paper goes on."""
    import cv2

    height, width = gray.shape
    scale = min(1.0, _LOOKED_AT / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    thin = max(3, round(_FOLD_WIDTH * size[0]) // 2 * 2 + 1)
    # Rules are taken away, as bright as their paper; of each third of the height, so that no picture counts.
    clean = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((1, thin), np.uint8))
    thirds = np.array_split(clean, 3, axis=0)
    columns = np.stack([np.median(third, axis=0) for third in thirds])
    low, high = max(int(corridor[0] * scale), 0), min(int(np.ceil(corridor[1] * scale)), size[0])
    if high - low < 2:
        return None
    at = low + int(columns[:, low:high].mean(axis=0).argmin())
    near, far = (round(share * size[0]) for share in _BESIDE)
    if at < far or at + far >= size[0]:
        return None
    beside = np.minimum(
        np.quantile(columns[:, at - far : at - near], 0.75, axis=1),
        np.quantile(columns[:, at + near : at + far], 0.75, axis=1),
    )
    return round(at / scale) if bool(np.all(beside - columns[:, at] >= _FOLD)) else None
