"""Pictures of single lines, cut from a page and made ready for the recogniser.

Handwriting is read in several forms of the same line, because none is best for every hand: with the
background divided out, cut to the rows that hold ink at three heights, and with the slant of the letters
taken away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rag.scanning.sizing import LONGEST_SIDE

Gray = NDArray[np.uint8]  # shape (height, width); 0 is ink
Corners = NDArray[np.float32]  # shape (4, 2): top left, top right, bottom right, bottom left, in pixels

_ROW_LEVELS = (0.03, 0.08, 0.15)  # of the darkest row: rows with less ink are cut off
_FAINT = 64  # grey levels below paper that are no ink
_SLANTS = np.arange(-0.2, 1.01, 0.1)  # pixels to the side for one pixel up
_FAINT_SLANT = 80
_LOOKED_AT = 64  # rows, while the slant is sought
_LONGEST = 64.0  # times as long as high: what is longer than 66 times the recogniser draws together
_SPACE = 0.4  # of a line's height: a space between words
_ABOUT = 0.25  # of a piece's length, that a line is parted earlier or later
_WHITE = (1.0, 95.0)  # percentiles that become black and white


def cut(gray: Gray, corners: Corners, margin: float = 0.0) -> Gray:
    """The strip between four corners, upright; `margin` adds that part of its height above and below."""
    import cv2

    top_left, top_right, bottom_right, bottom_left = corners
    down_left, down_right = bottom_left - top_left, bottom_right - top_right
    corners = np.stack(
        [
            top_left - margin * down_left,
            top_right - margin * down_right,
            bottom_right + margin * down_right,
            bottom_left + margin * down_left,
        ]
    ).astype(np.float32)
    width = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]), 4)
    width = min(width, LONGEST_SIDE)
    height = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]), 4)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(
        cv2.warpPerspective(
            gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def parted(gray: Gray, corners: Corners) -> list[Corners]:
    """The field of a line, in pieces where it is longer than can be read at once; parted between words."""
    height = max(_length(corners[0], corners[3]), 1)
    pieces = math.ceil(_length(corners[0], corners[1]) / (_LONGEST * height))
    if pieces < 2:
        return [corners]
    strip = cut(gray, corners)
    columns = np.abs(strip.astype(np.float32) - np.median(strip)).max(axis=0)
    # The clearest column near each equal part, by what stands within a space's width of it.
    space = max(round(_SPACE * strip.shape[0]), 1)
    blank = -np.convolve(columns, np.ones(space) / space, "same")
    width = strip.shape[1]
    places = [0.0]
    for number in range(1, pieces):
        low, high = (round(width * (number + side) / pieces) for side in (-_ABOUT, _ABOUT))
        places.append((low + int(blank[low:high].argmax())) / width)
    return [between(corners, low, high) for low, high in pairwise([*places, 1.0])]


def between(corners: Corners, low: float, high: float) -> Corners:
    """The part of a field from one place along it to another, both fractions of its width."""
    top_left, top_right, bottom_right, bottom_left = corners
    top, bottom = top_right - top_left, bottom_right - bottom_left
    return np.stack(
        [top_left + low * top, top_left + high * top, bottom_left + high * bottom, bottom_left + low * bottom]
    )


def variants(strip: Gray) -> Iterator[Gray]:
    """The forms in which a line of handwriting is read, the plain one not among them."""
    flat = flattened(strip)
    for level in _ROW_LEVELS:
        rows = ink_rows(flat, level)
        yield rows
        slant = slant_of(rows)
        if slant:
            yield ink_rows(sheared(rows, slant), level)


def flattened(strip: Gray) -> Gray:
    """The background divided out, and the contrast stretched."""
    import cv2

    width = min(max(15, strip.shape[0] // 2 * 2 + 1), 255)
    paper = cv2.medianBlur(cv2.dilate(strip, np.ones((7, 7), np.uint8)), width)
    even: NDArray[np.float32] = np.clip(strip.astype(np.float32) / np.maximum(paper, 1) * 255.0, 0, 255)
    low, high = np.percentile(even, _WHITE)
    stretched = np.clip((even - low) / max(high - low, 1.0) * 255.0, 0, 255)
    return np.asarray(stretched, np.uint8)


def ink_rows(strip: Gray, level: float) -> Gray:
    """The rows from the first to the last with more than `level` of the fullest row's ink, and a margin."""
    ink = 255.0 - strip
    ink[ink < _FAINT] = 0
    rows = ink.sum(axis=1)
    if not rows.max():
        return strip
    held = np.flatnonzero(rows > level * rows.max())
    first, last = int(held[0]), int(held[-1]) + 1
    margin = max(2, (last - first) // 12)
    kept: Gray = strip[max(0, first - margin) : last + margin]
    return kept


def slant_of(strip: Gray) -> float:
    """The shear that makes the strokes stand upright: it makes the columns most unlike."""
    import cv2

    height, width = strip.shape
    scale = min(1.0, _LOOKED_AT / height)
    small = cv2.resize(
        strip, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    paper = np.where(small > 255 - _FAINT_SLANT, 255, small).astype(np.uint8)

    def unlike(slant: float) -> float:
        columns = (255.0 - sheared(paper, slant)).sum(axis=0)
        return float((columns**2).sum())

    best = max(_SLANTS.tolist(), key=unlike)
    return 0.0 if abs(best) < 0.05 else best


def sheared(strip: Gray, slant: float) -> Gray:
    import cv2

    height, width = strip.shape
    more = int(abs(slant) * height)
    matrix = np.array([[1, slant, 0 if slant > 0 else more], [0, 1, 0]], np.float32)
    return np.asarray(cv2.warpAffine(strip, matrix, (width + more, height), borderValue=255), np.uint8)


def _length(one: NDArray[np.float32], other: NDArray[np.float32]) -> int:
    return round(float(np.linalg.norm(one - other)))
