"""How large a picture is while its lines are sought.

The detector's memory grows with the area it is shown: area and both sides have a bound. A small picture is
enlarged, since small letters are missed, but no more than its smallest letters need.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

LONGEST_SIDE = 32_000  # pixels of a side that OpenCV can map: no picture that is read has more

_SHORT_SIDE = 1000  # pixels that are enough of a page
_SMALL = 736  # pixels of the shorter side, below which a picture is enlarged where its letters are small
_MOST_PIXELS = 1_300_000  # a long receipt must not take more memory than a page
_GRID = 32  # pixels that the detector's sides are multiples of
_LETTER = 30.0  # pixels of height that small letters need
_SPECK = 5  # pixels of height: less is no letter
_RULE = 6  # times as wide as high: no letter either
_FRAME = 0.9  # of the picture's height: what reaches through it is no letter
_SMALLEST = 25  # percentile of the letters' heights


def sought_at(picture: Colours) -> tuple[int, int]:
    """Width and height, in pixels, at which the lines of a picture are to be sought."""
    height, width = picture.shape[:2]
    short, area = min(height, width), height * width
    scale = min(1.0, _SHORT_SIDE / short)
    if short < _SMALL:
        scale = max(1.0, min(_SMALL / short, _LETTER / smallest_letters(picture)))
    scale = min(scale, (_MOST_PIXELS / area) ** 0.5, LONGEST_SIDE / max(height, width))
    return _on_grid(width * scale), _on_grid(height * scale)


def _on_grid(pixels: float) -> int:
    return max(round(pixels / _GRID), 1) * _GRID


def smallest_letters(picture: Colours) -> float:
    """The height of a picture's small letters, in pixels; as much as letters need where it has none."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    _, ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, spots, _ = cv2.connectedComponentsWithStats(ink)
    wide, high = spots[1:, cv2.CC_STAT_WIDTH], spots[1:, cv2.CC_STAT_HEIGHT]
    letters = high[(high >= _SPECK) & (wide < _RULE * high) & (high < _FRAME * picture.shape[0])]
    return float(np.percentile(letters, _SMALLEST)) if letters.size else _LETTER
