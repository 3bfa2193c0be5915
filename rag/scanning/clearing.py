"""A second look at a picture in which nothing was found: what stands on it cut out, its contrast drawn out.

One word on a large sheet is too small where lines are sought; faint writing, light writing on dark, and two
colours that are equally bright are no writing to a reader of grey levels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

_SAMPLE = 60_000  # pixels that tell what paper and writing look like
_FAINTEST = 10.0  # grey levels: what differs less from paper is grain
_GRAIN = 6.0  # times the paper's own spread
_FULL = 0.9  # quantile of what is no grain, that becomes black
_INK = 0.4  # of black
_LEAST = 4  # pixels of a spot: less is dust
_BAND = 256  # rows that are worked on together
_MARGIN = 24  # pixels kept around what stands there


@dataclass(frozen=True, slots=True)
class Cleared:
    """A part of a picture, dark on white; `box`: where it stands, in fractions of the picture."""

    picture: Colours
    box: Rectangle

    def on_picture(self, box: Rectangle) -> Rectangle:
        left, top, right, bottom = self.box
        wide, high = right - left, bottom - top
        return (left + box[0] * wide, top + box[1] * high, left + box[2] * wide, top + box[3] * high)


def cleared(picture: Colours) -> Cleared | None:
    """What stands on a picture, drawn out; None where it is blank."""
    import cv2

    height, width = picture.shape[:2]
    paper, axis = _contrast(picture)
    apart = np.empty((height, width), np.uint8)
    for top in range(0, height, _BAND):
        along = picture[top : top + _BAND].astype(np.float32) @ axis - float(paper @ axis)
        apart[top : top + _BAND] = np.minimum(np.abs(along), 255.0)
    strong = apart[apart > max(_FAINTEST, _GRAIN * float(np.median(apart)))]
    if strong.size < _LEAST:
        return None
    black = float(np.quantile(strong, _FULL))
    ink = np.asarray(apart > _INK * black, np.uint8)
    _, _, spots, _ = cv2.connectedComponentsWithStats(ink)
    spots = spots[1:][spots[1:, cv2.CC_STAT_AREA] >= _LEAST]
    if not len(spots):
        return None
    left, upper = spots[:, cv2.CC_STAT_LEFT], spots[:, cv2.CC_STAT_TOP]
    x0, y0 = max(int(left.min()) - _MARGIN, 0), max(int(upper.min()) - _MARGIN, 0)
    x1 = min(int((left + spots[:, cv2.CC_STAT_WIDTH]).max()) + _MARGIN, width)
    y1 = min(int((upper + spots[:, cv2.CC_STAT_HEIGHT]).max()) + _MARGIN, height)
    gray = 255 - np.clip(apart[y0:y1, x0:x1] * (255.0 / black), 0, 255).astype(np.uint8)
    clear = np.ascontiguousarray(np.repeat(gray[:, :, None], 3, axis=2))
    return Cleared(clear, (x0 / width, y0 / height, x1 / width, y1 / height))


def _contrast(picture: Colours) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The colour of the paper, and the direction in which colours differ most from it, of length one."""
    colours = picture.reshape(-1, 3)
    colours = colours[:: max(1, len(colours) // _SAMPLE)].astype(np.float32)
    paper = np.median(colours, axis=0).astype(np.float32)
    apart = colours - paper
    far = np.linalg.norm(apart, axis=1)
    strong = apart[far >= np.quantile(far, 0.98)]  # ink is little of a page
    _, directions = np.linalg.eigh(strong.T @ strong)
    return paper, np.asarray(directions[:, -1], np.float32)
