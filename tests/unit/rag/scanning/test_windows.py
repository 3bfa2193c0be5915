"""Seeking the lines of a large sheet in windows."""

from __future__ import annotations

import numpy as np
import pytest
from files import pictures
from hypothesis import given
from hypothesis import strategies as st

from rag.scanning.windows import PLAIN_PIXELS, is_blank, joined, needs_to_be_fine, windows


@given(st.integers(1, 32_000), st.integers(1, 32_000))
def test_windows_cover_the_sheet_and_overlap(width: int, height: int) -> None:
    found = windows(width, height)
    rights = sorted({right for _, _, right, _ in found})
    lefts = sorted({left for left, _, _, _ in found})
    assert lefts[0] == 0
    assert rights[-1] == width
    assert all(left < right for left, right in zip(lefts[1:], rights, strict=False))
    assert max(bottom for *_, bottom in found) == height
    if len(found) > 1:
        assert width * height > PLAIN_PIXELS
        assert all((right - left) * (bottom - top) <= 1600 * 1600 for left, top, right, bottom in found)


def test_a_page_is_sought_at_once() -> None:
    assert windows(2900, 4100) == [(0, 0, 2900, 4100)]


def test_what_two_windows_saw_of_one_line_is_one() -> None:
    left, right, below = (1500, 100, 2000, 140), (1760, 102, 2600, 141), (1760, 160, 2600, 200)
    assert joined([left, right, below], [0, 1, 1]) == [(1500, 100, 2600, 141), below]
    assert joined([left, right], [0, 0]) == [left, right]  # one window has told them apart
    assert joined([], []) == []


def test_a_line_through_three_windows_is_one() -> None:
    boxes = [(0, 10, 1600, 50), (2720, 10, 5000, 50), (1360, 10, 2960, 50)]
    assert joined(boxes, [0, 2, 1]) == [(0, 10, 5000, 50)]


@pytest.mark.parametrize(("letters", "fine"), [(30, True), (120, False)])
def test_a_large_sheet_is_kept_fine_only_for_small_letters(letters: int, fine: bool) -> None:
    sheet = np.asarray(pictures.page(size=(6000, 6000), height=letters))
    assert needs_to_be_fine(sheet) is fine
    assert not needs_to_be_fine(sheet[:2000, :2000])


def test_a_window_with_a_faint_spot_is_not_blank() -> None:
    window = np.full((40, 40, 3), 230, np.uint8)
    assert is_blank(window)
    window[3, 4] = 210
    assert not is_blank(window)
