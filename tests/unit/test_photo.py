"""A photographed sheet: its corners, the way back from the flat picture, and what is no such sheet."""

from __future__ import annotations

import numpy as np
import pictures
import pytest
from PIL import Image

from rag.scans.photo import flattened, sheet_corners

SHEET = pictures.page([*pictures.BREACH] * 6, (900, 1200), 24, (80, 100))
CORNERS = [(260, 150), (1150, 210), (1270, 1390), (130, 1330)]
PHOTO = np.asarray(pictures.photographed(SHEET, (1400, 1500), CORNERS))


def test_the_corners_of_a_sheet_are_found() -> None:
    found = sheet_corners(PHOTO)
    assert found is not None
    assert np.abs(found - np.array(CORNERS)).max() < 8


def test_a_box_on_the_flat_sheet_is_the_box_around_it_on_the_photograph() -> None:
    flat = flattened(PHOTO)
    assert flat is not None
    assert flat.picture.shape[0] > flat.picture.shape[1]
    corner = flat.box_on_photo((0.0, 0.0, 0.01, 0.01))
    assert corner[0] == pytest.approx(260 / 1400, abs=0.01)
    assert corner[1] == pytest.approx(150 / 1500, abs=0.01)
    whole = flat.box_on_photo((0.0, 0.0, 1.0, 1.0))
    assert whole == pytest.approx((130 / 1400, 150 / 1500, 1270 / 1400, 1390 / 1500), abs=0.01)


def on_table(corners: list[tuple[int, int]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(pictures.photographed(SHEET, (1400, 1500), corners))


@pytest.mark.parametrize(
    "picture",
    [
        np.asarray(SHEET),
        np.zeros((400, 300, 3), np.uint8),
        np.full((400, 300, 3), 255, np.uint8),
        np.random.default_rng(1).integers(0, 255, (400, 300, 3)).astype(np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        on_table([(200, 100), (1200, 100), (1200, 1400), (200, 1400)]),  # straight
        on_table([(500, 450), (800, 470), (820, 900), (480, 880)]),  # small
        on_table([(-300, -200), (1500, -100), (1600, 1700), (-200, 1600)]),  # all of it
        on_table([(100, 100), (1300, 1010), (1250, 1400), (100, 1400)]),  # no sheet is so bent
        255 - PHOTO,  # dark on bright
    ],
    ids=["scan", "black", "white", "noise", "dot", "straight", "small", "full", "bent", "inverse"],
)
def test_what_is_no_sheet_seen_from_aslant_stays_as_it_is(
    picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]],
) -> None:
    assert flattened(picture) is None


def test_a_page_with_dark_pictures_is_no_photograph_of_a_sheet() -> None:
    page = SHEET.copy()
    page.paste(Image.new("RGB", (900, 200), (30, 30, 30)), (0, 1000))
    assert flattened(np.asarray(page)) is None
