"""A sheet of paper that was photographed from aslant, made flat.

Only a sheet with four clear corners that stands out bright from what it lies on, and that is seen aslant: one
that lies straight needs nothing, and a white field in a printed page is never taken for one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.readers.pdf_text import Rectangle
from rag.scans.strips import Corners

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

_LOOKED_AT = 640  # pixels of the longer side, while the sheet is sought
_LEAST, _MOST = 0.40, 0.95  # of the picture, that the sheet fills
_CORNER = 0.02  # of the outline's length: what strays less is a straight side
_FILLED = 0.95  # of the four-cornered shape, that the bright field covers
_BRIGHTER = 30.0  # grey levels, than what lies around it
_NARROWEST, _WIDEST = 55.0, 125.0  # degrees of a corner
_ASLANT = 1.0  # degrees, of the side that slants most
_GAPS = 9  # pixels: writing in the sheet up to this thick is no hole in it


@dataclass(frozen=True, slots=True)
class FlatSheet:
    """The sheet by itself, and the way back to the photograph."""

    picture: Colours
    back: NDArray[np.float64]  # from pixels of `picture` to those of the photograph
    photo: tuple[int, int]  # width and height

    def box_on_photo(self, box: Rectangle) -> Rectangle:
        """A box in fractions of the sheet, as the box around it in fractions of the photograph."""
        height, width = self.picture.shape[:2]
        x0, y0, x1, y1 = box
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        flat = np.array([(x * width, y * height, 1.0) for x, y in corners])
        seen = flat @ self.back.T
        across, down = seen[:, 0] / seen[:, 2] / self.photo[0], seen[:, 1] / seen[:, 2] / self.photo[1]
        left, top = max(float(across.min()), 0.0), max(float(down.min()), 0.0)
        return (left, top, min(float(across.max()), 1.0), min(float(down.max()), 1.0))


def flattened(photo: Colours) -> FlatSheet | None:
    """The sheet that fills most of a photograph; None where there is none, or it lies straight."""
    import cv2

    corners = sheet_corners(photo)
    if corners is None or _slant(corners) < _ASLANT:
        return None
    top, right, bottom, left = (
        float(np.linalg.norm(corners[one] - corners[other]))
        for one, other in ((0, 1), (1, 2), (2, 3), (3, 0))
    )
    width, height = round(max(top, bottom)), round(max(left, right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(
        photo, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    back = np.asarray(np.linalg.inv(matrix), np.float64)
    return FlatSheet(np.asarray(flat, np.uint8), back, (photo.shape[1], photo.shape[0]))


def sheet_corners(photo: Colours) -> Corners | None:
    """Top left, top right, bottom right and bottom left of a bright sheet, in pixels; None without one."""
    import cv2

    height, width = photo.shape[:2]
    scale = min(1.0, _LOOKED_AT / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.cvtColor(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    even = cv2.GaussianBlur(small, (5, 5), 0)
    _, bright = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((_GAPS, _GAPS), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    shape = cv2.approxPolyDP(hull, _CORNER * cv2.arcLength(hull, True), True)
    if len(shape) != 4:
        return None
    corners = _ordered(np.asarray(shape, np.float32).reshape(4, 2))
    area = float(cv2.contourArea(corners))
    filled = _LEAST <= area / (size[0] * size[1]) <= _MOST and cv2.contourArea(outline) >= _FILLED * area
    if not filled or not _is_square(corners) or not _stands_out(np.asarray(small, np.uint8), corners):
        return None
    return np.asarray(corners / scale, np.float32)


def _ordered(corners: Corners) -> Corners:
    """Clockwise, from the one at the top left."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    clockwise = corners[np.argsort(angles)]
    first = int(clockwise.sum(axis=1).argmin())
    return np.asarray(np.roll(clockwise, -first, axis=0), np.float32)


def _is_square(corners: Corners) -> bool:
    """Whether every corner may be a right angle seen from aslant."""
    for place in range(4):
        here = corners[place]
        one, other = corners[place - 1] - here, corners[(place + 1) % 4] - here
        cosine = float(one @ other) / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-6)
        if not _NARROWEST <= math.degrees(math.acos(min(max(cosine, -1.0), 1.0))) <= _WIDEST:
            return False
    return True


def _stands_out(gray: NDArray[np.uint8], corners: Corners) -> bool:
    import cv2

    inside = np.zeros(gray.shape, np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 255)
    return float(np.median(gray[inside > 0])) - float(np.median(gray[inside == 0])) >= _BRIGHTER


def _slant(corners: Corners) -> float:
    """Degrees by which the side that slants most is off the picture's own sides."""
    angles = []
    for one, other in pairwise([*corners, corners[0]]):
        angle = math.degrees(math.atan2(float(other[1] - one[1]), float(other[0] - one[0]))) % 90.0
        angles.append(min(angle, 90.0 - angle))
    return max(angles)
