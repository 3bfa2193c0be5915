"""Fields of lines that are longer than can be read at once."""

from __future__ import annotations

import numpy as np

from rag.scanning.strips import parted


def test_a_long_line_is_parted_between_words() -> None:
    gray = np.full((30, 4000), 255, np.uint8)
    words = [(start, start + 90) for start in range(5, 3900, 110)]
    for left, right in words:
        gray[5:25, left:right:3] = 0
    field = np.array([[0, 0], [4000, 0], [4000, 30], [0, 30]], np.float32)
    pieces = parted(gray, field)
    assert len(pieces) == 3
    borders = [0.0, *(float(piece[1][0]) for piece in pieces)]
    assert borders[-1] == 4000
    assert [float(piece[0][0]) for piece in pieces] == borders[:-1]
    assert not any(left < border < right for border in borders for left, right in words)


def test_a_line_of_a_page_stays_whole() -> None:
    field = np.array([[0, 0], [1400, 0], [1400, 30], [0, 30]], np.float32)
    (whole,) = parted(np.full((30, 1400), 255, np.uint8), field)
    assert whole.tolist() == field.tolist()
