"""A glance at a picture finds out whether it has writing, at a fraction of the cost of searching it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from files import pictures
from numpy.typing import NDArray

from engine.ocr.text_detector import Region
from rag.scanning.decoding import Letters
from rag.scanning.glance import has_writing
from rag.scanning.line_reading import Reading

Pixels = NDArray[np.uint8]
LINE = np.array([[100, 50], [200, 50], [200, 64], [100, 64]], np.float32)


class Seeking:
    """Finds so many lines, and keeps the sizes of the pictures it was shown."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self.shapes: list[tuple[int, ...]] = []

    def find(self, picture: Pixels) -> list[Region]:
        self.shapes.append(picture.shape)
        return [Region(LINE)] * self._lines


class Reads:
    """Reads every strip with one confidence."""

    def __init__(self, confidence: float) -> None:
        self._confidence = confidence

    def plain(self, strips: Sequence[Pixels]) -> list[Reading]:
        assert all(strip.shape[1] > 2 * strip.shape[0] for strip in strips)
        letters = Letters("R", (self._confidence,), (1.0,))
        return [Reading(letters, self._confidence, self._confidence) for _ in strips]


@pytest.mark.parametrize(
    ("lines", "confidence", "writing"),
    [(0, 0.0, False), (1, 0.4, False), (1, 0.9, True), (12, 0.4, True)],
    ids=["none", "a blotch", "a label", "lines read with effort"],
)
def test_a_picture_is_looked_at_in_a_fraction_of_its_size(
    lines: int, confidence: float, writing: bool
) -> None:
    seeking = Seeking(lines)
    assert has_writing(np.asarray(pictures.page()), seeking, lambda: Reads(confidence)) is writing
    ((height, width, _),) = seeking.shapes
    assert height * width < 1240 * 1754 / 5
    assert height % 32 == width % 32 == 0


def test_a_small_picture_is_searched_at_once() -> None:
    seeking = Seeking(0)
    assert has_writing(np.zeros((400, 600, 3), np.uint8), seeking, lambda: Reads(0.0))
    assert not seeking.shapes
