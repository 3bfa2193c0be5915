"""A photographed sheet: its corners, the way back from the flat picture, and what is no such sheet."""

from __future__ import annotations

import numpy as np
import pytest
from files import bent_pages, pictures
from PIL import Image

from rag.scanning.photo import flattened, sheet_corners

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


SIZE = (1400, 1500)
LAID = [(0.15, 0.1), (0.84, 0.06), (0.92, 0.92), (0.08, 0.95)]
WHITE = np.asarray(SHEET)
ON_WOOD = bent_pages.photographed(WHITE, LAID, SIZE)
PALE = np.asarray(np.clip(bent_pages.wooden_table(*SIZE).astype(int) + 70, 0, 255), np.uint8)


@pytest.mark.parametrize(
    "photo",
    [
        ON_WOOD,
        bent_pages.lit_unevenly(ON_WOOD, 0.3),
        bent_pages.shadowed(ON_WOOD),
        bent_pages.shadowed(bent_pages.lit_unevenly(ON_WOOD)),
        bent_pages.photographed(WHITE, LAID, SIZE, PALE),
    ],
    ids=["wood", "uneven light", "shadow", "both", "pale table"],
)
def test_a_sheet_is_found_in_bad_light_and_on_wood(photo: bent_pages.Colours) -> None:
    found = sheet_corners(bent_pages.by_camera(photo))
    assert found is not None
    assert found / SIZE == pytest.approx(np.array(LAID), abs=0.015)


@pytest.mark.parametrize(
    "corners",
    [
        [(0.15, 0.08), (0.85, 0.05), (0.98, 1.12), (0.04, 1.15)],
        [(-0.08, 0.08), (0.82, 0.03), (0.9, 0.97), (-0.12, 0.93)],
        [(0.06, 0.12), (0.8, -0.1), (0.96, 0.84), (0.2, 0.98)],
    ],
    ids=["below", "left", "corner"],
)
def test_a_sheet_that_runs_out_of_the_photograph_is_completed(corners: list[bent_pages.Corner]) -> None:
    photo = bent_pages.by_camera(bent_pages.photographed(WHITE, corners, SIZE))
    found = sheet_corners(photo)
    assert found is not None
    inside = [place for place, one in enumerate(corners) if all(0 < side < 1 for side in one)]
    assert (found / SIZE)[inside] == pytest.approx(np.array(corners)[inside], abs=0.015)
    # Beyond the edge a corner lies on the line of the side that is seen, or as far as something is seen.
    flat = flattened(photo)
    assert flat is not None
    assert flat.box_on_photo((0, 0, 1, 1)) == pytest.approx(
        (max(min(x for x, _ in corners), 0), max(min(y for _, y in corners), 0),
         min(max(x for x, _ in corners), 1), min(max(y for _, y in corners), 1)), abs=0.03
    )  # fmt: skip


def test_of_two_sheets_none_is_left_out() -> None:
    both = bent_pages.photographed(
        WHITE, [(0.04, 0.06), (0.48, 0.1), (0.46, 0.92), (0.01, 0.88)], (1800, 1300)
    )
    both = bent_pages.photographed(
        WHITE, [(0.52, 0.12), (0.97, 0.08), (0.99, 0.8), (0.53, 0.85)], (1800, 1300), both
    )
    assert flattened(both) is None


@pytest.mark.parametrize("amount", [0.0, 0.05])
def test_a_scan_that_fills_the_frame_is_never_warped(amount: float) -> None:
    for page in (
        bent_pages.curled(WHITE, amount),
        bent_pages.lit_unevenly(WHITE, 0.4),
        bent_pages.shadowed(WHITE),
    ):
        assert flattened(bent_pages.by_camera(page)) is None
