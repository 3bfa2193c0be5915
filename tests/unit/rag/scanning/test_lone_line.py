"""Where the only line of a picture stands."""

from __future__ import annotations

import numpy as np
import pytest

from rag.scanning.lone_line import lone_line, widened
from rag.scanning.strips import Corners, Gray


def paper(width: int = 800, height: int = 100, left: int = 200, right: int = 600) -> Gray:
    gray = np.full((height, width), 240, np.uint8)
    gray[30:70, left:right:3] = 20
    return gray


def field(x0: float, y0: float, x1: float, y1: float) -> Corners:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


def edges(corners: Corners | None) -> list[float]:
    assert corners is not None
    return [*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()]


def test_it_reaches_from_its_first_stroke_to_its_last_and_through_the_height() -> None:
    assert edges(lone_line(paper(), [])) == pytest.approx([175, 0, 625, 100], abs=3)
    assert edges(lone_line(paper(left=2, right=799), [])) == pytest.approx([0, 0, 800, 100])


def test_a_dark_ground_is_paper_too() -> None:
    assert edges(lone_line(255 - paper(), [])) == pytest.approx([175, 0, 625, 100], abs=3)


def test_a_picture_that_has_room_for_more_lines_is_no_lone_line() -> None:
    assert lone_line(paper(), [field(200, 40, 600, 60)]) is None
    assert lone_line(paper(), [field(200, 30, 300, 70), field(320, 32, 600, 70)]) is not None


@pytest.mark.parametrize("gray", [np.full((100, 800), 240, np.uint8), paper().T.copy(), paper(width=90)])
def test_blank_and_high_pictures_hold_none(gray: Gray) -> None:
    assert lone_line(gray, []) is None


def test_what_was_found_of_it_is_widened_along_its_slope() -> None:
    slanting = np.array([[300, 40], [500, 50], [500, 80], [300, 70]], np.float32)
    wide = widened(slanting, field(100, 0, 700, 100))
    assert wide.tolist() == [[100, 30], [700, 60], [700, 90], [100, 60]]
