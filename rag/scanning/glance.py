"""A glance at a picture: whether anything is written on it, before all of it is searched for lines.

Photographs and drawings without a word are most of what stands in reports, and to find that nothing stands on
one takes the detector as long as to find thirty lines. At this size it takes a sixth of that, and still finds
some of the letters that are to be found at full size: of twelve texts on a drawing at least three where
letters are 10 pixels high, all where they are 16 and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.ocr.text_detector import Region
from rag.scanning.line_reading import Reading
from rag.scanning.strips import Gray, cut

Colours = NDArray[np.uint8]  # shape (height, width, 3), red first

_SIZE = 0.425  # of the picture's sides: 85 dots to the inch where the page was drawn with 200
_WORTH = 300_000  # pixels: a smaller picture is searched as fast
_FEW = 3  # lines: as many are seen in leaves and clouds
_LIKELY = 0.6  # confidence, at first sight, of what may be writing: labels have 0.9, blotches up to 0.4
_MARGIN = 0.08  # of a line's height, added above and below
_GRID = 32  # pixels that the detector's sides are multiples of


class Detector(Protocol):
    """What finds lines; see `engine.ocr.text_detector.TextDetector`."""

    def find(self, picture: Colours) -> list[Region]: ...


class Reader(Protocol):
    """What reads strips; see `rag.scanning.line_reading.LineReader`."""

    def plain(self, strips: Sequence[Gray]) -> list[Reading]: ...


def has_writing(picture: Colours, detector: Detector, reader: Callable[[], Reader]) -> bool:
    """Whether there may be lines on a picture. What little is found is read, since it may be no writing."""
    import cv2

    height, width = picture.shape[:2]
    if height * width < _WORTH:
        return True
    size = (_on_grid(width), _on_grid(height))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    found = detector.find(np.ascontiguousarray(small[:, :, ::-1]))
    if not found or len(found) > _FEW:
        return bool(found)
    scale = np.array([width / size[0], height / size[1]], np.float32)
    gray = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    strips = [cut(gray, np.asarray(one.corners * scale, np.float32), _MARGIN) for one in found]
    return any(one.confidence >= _LIKELY for one in reader().plain(strips))


def _on_grid(pixels: int) -> int:
    return max(round(pixels * _SIZE / _GRID), 1) * _GRID
