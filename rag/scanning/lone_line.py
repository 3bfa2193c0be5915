"""A picture that holds a single line, as people cut them out: where the line stands.

What finds lines was taught on pages. Of a line by itself it may find a word, some pieces or nothing, and it
cuts closer than the strokes reach. There the picture itself tells where the line is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rag.layout.printed import Rectangle
from rag.scanning.strips import Corners, Gray

_SLIM = 1.2  # times as wide as high: a short word by itself
_ROOM = 3.0  # times as high as what was found: more leaves room for other lines
_PAPER = 12.0  # grey levels: what differs less from paper is no ink
_DARK = 0.35  # of the way from paper to the darkest, that ink is dark
_BESIDE = 0.25  # of the height: paper kept left and right of the ink


def is_slim(gray: Gray) -> bool:
    height, width = gray.shape
    return bool(width >= _SLIM * height)


def lone_line(gray: Gray, found: Sequence[Corners]) -> Corners | None:
    """The field of the only line of a picture, as high as the picture; None where there may be more lines.

    `found`: the pieces of one row, or none.
    """
    if not is_slim(gray):
        return None
    height = gray.shape[0]
    if found and height > _ROOM * max(_height(one) for one in found):
        return None
    span = _ink(gray)
    if span is None:
        return None
    left, right = span
    margin = _BESIDE * height
    left, right = max(left - margin, 0.0), min(right + margin, float(gray.shape[1]))
    return _field((left, 0.0, right, float(height)))


def widened(field: Corners, line: Corners) -> Corners:
    """A field found, reaching as far left and right as the line does, along its own slope."""
    top_left, top_right, bottom_right, bottom_left = field
    left, right = float(line[:, 0].min()), float(line[:, 0].max())

    def along(one: Corners, other: Corners, x: float) -> Corners:
        share = (x - one[0]) / max(float(other[0] - one[0]), 1.0)
        return np.asarray(one + share * (other - one), np.float32)

    return np.stack(
        [
            along(top_left, top_right, left),
            along(top_left, top_right, right),
            along(bottom_left, bottom_right, right),
            along(bottom_left, bottom_right, left),
        ]
    )


def _ink(gray: Gray) -> tuple[float, float] | None:
    """The first and the last column with ink; None on blank paper."""
    paper = float(np.median(gray))
    apart = np.abs(gray.astype(np.float32) - paper)
    darkest = float(np.quantile(apart, 0.995))
    if darkest < _PAPER:
        return None
    columns = np.flatnonzero((apart > _DARK * darkest).any(axis=0))
    return (float(columns[0]), float(columns[-1]) + 1.0) if columns.size else None


def _height(corners: Corners) -> float:
    return float(np.linalg.norm(corners[3] - corners[0]))


def _field(box: Rectangle) -> Corners:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
