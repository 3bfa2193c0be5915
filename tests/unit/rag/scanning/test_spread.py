"""Where two pages of an open book are parted, and which wide pages are none."""

from __future__ import annotations

import numpy as np
import pytest

from rag.layout.printed import Rectangle
from rag.scanning.spread import gutter

WIDE, HIGH = 2000, 1400
PAPER = np.full((HIGH, WIDE), 235, np.uint8)


def column(x0: float, x1: float, rows: int = 20, top: float = 100) -> list[Rectangle]:
    return [(x0, top + 45 * row, x1, top + 45 * row + 30) for row in range(rows)]


def folded(depth: int = 60, at: int = 1020) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    away = (np.arange(WIDE) - at) / 20
    return np.asarray(PAPER - (depth * np.exp(-(away**2)))[None, :], np.uint8)


def test_two_pages_of_text_are_parted_between_their_margins() -> None:
    assert gutter(PAPER, [*column(150, 900), *column(1100, 1850)]) == 1000


def test_a_fold_is_where_they_are_parted() -> None:
    found = gutter(folded(), [*column(150, 950), *column(1060, 1850, 4)])
    assert found == pytest.approx(1020, abs=6)


def test_pages_of_two_columns_are_parted_in_the_middle() -> None:
    boxes = [*column(100, 480), *column(540, 930), *column(1070, 1460, 9), *column(1520, 1900, 9)]
    assert gutter(PAPER, boxes) == 1000


def test_a_speck_in_the_fold_parts_nothing() -> None:
    boxes = [*column(150, 950), *column(1060, 1850), (1010.0, 300.0, 1030.0, 500.0)]
    assert gutter(folded(), boxes) == pytest.approx(1020, abs=6)


def test_notes_in_the_inner_margin_stay_with_their_page() -> None:
    notes = [(960.0, top, 1080.0, top + 30.0) for top in (300.0, 400.0, 500.0)]
    assert gutter(PAPER, [*column(150, 940), *notes, *column(1100, 1850)]) in (950, 1090)


CELLS = [box for x in (100, 400, 640, 1100, 1400, 1700) for box in column(x, x + 180)]


@pytest.mark.parametrize(
    ("picture", "boxes"),
    [
        (PAPER, []),
        (PAPER, column(150, 1850)),
        (PAPER, [*column(150, 900), *column(1100, 1850), (400.0, 40.0, 1600.0, 90.0)]),  # a title across
        (PAPER, CELLS),
        (folded(), CELLS),  # a ledger
        (PAPER, [*column(150, 960), *column(1010, 1850)]),  # columns of one page: a narrow gap, no fold
        (PAPER, [*column(150, 900), *column(1100, 1850, 3)]),  # too little to say
        (PAPER, [*column(150, 450), *column(1100, 1850)]),  # text beside a list, far from the middle
        (PAPER[:, :1200], [*column(80, 540), *column(660, 1120)]),  # higher than wide
    ],
    ids=["empty", "one", "title", "table", "ledger", "columns", "few", "list", "upright"],
)
def test_other_wide_pages_stay_whole(
    picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], boxes: list[Rectangle]
) -> None:
    assert gutter(picture, boxes) is None


def test_a_ruled_line_is_no_fold() -> None:
    ruled = PAPER.copy()
    ruled[:, 1003:1008] = 20
    assert gutter(ruled, [*column(150, 970), *column(1030, 1850)]) is None


def test_a_dark_picture_in_the_middle_is_no_fold() -> None:
    dark = PAPER.copy()
    dark[300:700, 980:1030] = 90
    assert gutter(dark, [*column(150, 970), *column(1035, 1850)]) is None
