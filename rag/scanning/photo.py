"""A sheet of paper that was photographed from aslant, made flat.

Only a sheet with four clear corners that stands out bright from what it lies on, and that is seen aslant: one
that lies straight needs nothing, and a white field in a printed page is never taken for one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import Rectangle
from rag.scanning.strips import Corners, Gray

Point = NDArray[np.float32]  # shape (2,)
Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

_LOOKED_AT = 640  # pixels of the longer side, while the sheet is sought
_LEAST, _MOST = 0.40, 0.95  # of the picture, that the sheet fills
_CORNERS = (0.02, 0.008)  # of the outline's length: what strays less is a straight side
_FILLED = 0.95  # of the four-cornered shape, that the bright field covers
_BRIGHTER = 30.0  # grey levels, than what lies around it
_NARROWEST, _WIDEST = 55.0, 125.0  # degrees of a corner
_ASLANT = 1.0  # degrees, of the side that slants most
_GRAIN = 15  # pixels: bright streaks thinner than this are not the sheet's
_ASKED = 33  # places along a side
_BESIDE = 7  # pixels, within and beyond the side
_DARKER, _CLEAR = 10, 0.75  # grey levels, at so many of the places
_AT_EDGE = 2.5  # pixels from the photograph's edge: a side there is where the sheet is cut off
_OUTSIDE = 0.25  # of the photograph's sides: a corner that was cut off lies no farther out
_LIGHTINGS = 4  # times that the light is judged anew
_PAPER = 0.05  # of the picture: with less paper than this the light cannot be judged
_ALIKE = 0.25  # of the light's logarithm: paper differs by less
_WHITE = 220.0  # grey level of evenly lit paper
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
    """Top left, top right, bottom right and bottom left of a bright sheet, in pixels; None without one.

    A sheet may run out of the photograph on one side, or with one corner; then the corners lie outside it.
    """
    import cv2

    height, width = photo.shape[:2]
    scale = min(1.0, _LOOKED_AT / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.cvtColor(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    gray = np.asarray(small, np.uint8)
    for bright in _bright_fields(gray):
        corners = _sheet(gray, bright)
        if corners is not None:
            return np.asarray(corners / scale, np.float32)
    return None


def _bright_fields(gray: Gray) -> Iterator[Gray]:
    """What may be paper: what is bright; that in the light evened out; and that with what lies in shadow."""
    import cv2

    even = np.asarray(cv2.GaussianBlur(gray, (5, 5), 0), np.uint8)
    between, plain = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield np.asarray(plain, np.uint8)
    lit = _evenly_lit(even, even > between)
    if lit is None:
        return
    between, clear = cv2.threshold(lit, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    yield np.asarray(clear, np.uint8)
    dark = lit[lit <= between]
    if dark.size:
        # The shadow of a hand lies between paper and table.
        least, _ = cv2.threshold(dark.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield np.where(lit > least, 255, 0).astype(np.uint8)


def _evenly_lit(gray: Gray, bright: NDArray[np.bool_]) -> Gray | None:
    """The picture as if light fell on it evenly, judged by the paper: a plane through its brightness."""
    height, width = gray.shape
    across, down = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    level = np.log(np.maximum(gray, 1).astype(np.float64))
    paper = bright.copy()
    light = np.zeros_like(level)
    for _ in range(_LIGHTINGS):
        if paper.sum() < _PAPER * paper.size:
            return None
        terms = np.stack([np.ones(int(paper.sum())), across[paper], down[paper]], axis=1)
        plane, *_ = np.linalg.lstsq(terms, level[paper], rcond=None)
        light = plane[0] + plane[1] * across + plane[2] * down
        paper = np.abs(level - light) < _ALIKE  # ink, shadow and table are not asked
    return np.asarray(np.clip(np.exp(level - light) * _WHITE, 0, 255), np.uint8)


def _sheet(gray: Gray, bright: Gray) -> Corners | None:
    """The corners of the largest bright field, where it is a sheet."""
    import cv2

    bright = np.asarray(
        cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((_GAPS, _GAPS), np.uint8)), np.uint8
    )
    # The grain of a table may reach up to the sheet.
    bright = np.asarray(
        cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((_GRAIN, _GRAIN), np.uint8)), np.uint8
    )
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(outline)
    for share in _CORNERS:
        shape = cv2.approxPolyDP(hull, share * cv2.arcLength(hull, True), True)
        seen = np.asarray(shape, np.float32).reshape(-1, 2)
        if len(seen) in (4, 5):
            corners = _checked(gray, seen, float(cv2.contourArea(outline)))
            if corners is not None:
                return corners
    return None


def _checked(gray: Gray, seen: Corners, bright: float) -> Corners | None:
    """The corners of what is seen, where it is a sheet. `bright`: pixels within that are."""
    import cv2

    area = float(cv2.contourArea(seen))
    filled = _LEAST <= area / gray.size <= _MOST and bright >= _FILLED * area
    if not filled or not _stands_out(gray, seen):
        return None
    whole = _completed(seen, gray.shape[1], gray.shape[0])
    if whole is None:
        return None
    corners = _ordered(whole)
    return corners if _is_square(corners) and _has_sides(gray, corners) else None


def _completed(seen: Corners, width: int, height: int) -> Corners | None:
    """The four corners of a sheet whose side or corner may be cut off by the edge of the photograph."""
    count = len(seen)
    cut = [place for place in range(count) if _on_edge(seen[place], seen[(place + 1) % count], width, height)]
    if not cut:
        return seen if count == 4 else None
    if len(cut) > 1:
        return None
    first, last, *others = np.roll(seen, -cut[0], axis=0)
    if count == 5:  # a corner is cut off: the sides that it parts meet there
        met = _meeting(others[2], first, last, others[0])
        return None if met is None else _near(np.stack([met, *others]), width, height)
    # A side is cut off: it ran about as the one across from it, so far out that all that is seen is inside.
    after, before = others
    along = before - after
    if _away(first, after, along) >= _away(last, after, along):
        met = _meeting(first, first + along, last, after)
        whole = None if met is None else np.stack([first, met, after, before])
    else:
        met = _meeting(last, last + along, first, before)
        whole = None if met is None else np.stack([met, last, after, before])
    return None if whole is None else _near(whole, width, height)


def _on_edge(one: Point, other: Point, width: int, height: int) -> bool:
    """Whether a side runs along the edge of the photograph."""
    return any(
        abs(float(one[axis]) - edge) <= _AT_EDGE and abs(float(other[axis]) - edge) <= _AT_EDGE
        for axis, edge in ((0, 0), (0, width - 1), (1, 0), (1, height - 1))
    )


def _near(corners: Corners, width: int, height: int) -> Corners | None:
    """Corners that lie not far outside the photograph."""
    size = np.array([width, height], np.float32)
    held = np.all(corners >= -_OUTSIDE * size) and np.all(corners <= (1 + _OUTSIDE) * size)
    return np.asarray(corners, np.float32) if held else None


def _away(point: Point, start: Point, along: Point) -> float:
    """The distance of a point from a line, in lengths of `along`."""
    off = point - start
    return abs(float(along[0] * off[1] - along[1] * off[0]))


def _meeting(one: Point, other: Point, third: Point, fourth: Point) -> Point | None:
    """Where the line through the first two points meets that through the others."""
    along, across = other - one, fourth - third
    turn = float(along[0] * across[1] - along[1] * across[0])
    if abs(turn) < 1e-6:
        return None
    off = third - one
    share = float(off[0] * across[1] - off[1] * across[0]) / turn
    return np.asarray(one + share * along, np.float32)


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


def _stands_out(gray: Gray, corners: Corners) -> bool:
    import cv2

    inside = np.zeros(gray.shape, np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 255)
    sheet, table = gray[inside > 0], gray[inside == 0]
    if not sheet.size or not table.size:
        return False  # so few pixels that the sheet covers them all
    return float(np.median(sheet)) - float(np.median(table)) >= _BRIGHTER


def _has_sides(gray: Gray, corners: Corners) -> bool:
    """Whether it is darker beyond each side than within, as far as the photograph goes."""
    height, width = gray.shape
    middle = corners.mean(axis=0)
    for one, other in pairwise([*corners, corners[0]]):
        along = (other - one) / max(float(np.linalg.norm(other - one)), 1e-6)
        out = np.array([along[1], -along[0]])
        if float(out @ (middle - one)) > 0:
            out = -out
        points = one + np.linspace(0.04, 0.96, _ASKED)[:, None] * (other - one)
        inner, outer = np.rint(points - _BESIDE * out), np.rint(points + _BESIDE * out)
        seen = [
            (int(gray[int(y), int(x)]), int(gray[int(v), int(u)]))
            for (x, y), (u, v) in zip(inner, outer, strict=True)
            if min(x, y, u, v) >= 0 and max(x, u) < width and max(y, v) < height
        ]
        darker = sum(within - beyond >= _DARKER for within, beyond in seen)
        if darker < _CLEAR * len(seen):
            return False
    return True


def _slant(corners: Corners) -> float:
    """Degrees by which the side that slants most is off the picture's own sides."""
    angles = []
    for one, other in pairwise([*corners, corners[0]]):
        angle = math.degrees(math.atan2(float(other[1] - one[1]), float(other[0] - one[0]))) % 90.0
        angles.append(min(angle, 90.0 - angle))
    return max(angles)
