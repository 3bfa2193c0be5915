"""How large a picture is while its lines are sought."""

from __future__ import annotations

import numpy as np
import pytest
from files import pictures

from rag.scanning.sizing import Colours, sought_at

MOST = 1_300_000 * 1.1  # sides are rounded


def blank(width: int, height: int) -> Colours:
    return np.full((height, width, 3), 255, np.uint8)


@pytest.mark.parametrize(
    ("width", "height"),
    [
        (1191, 110), (110, 1191), (20_000, 40), (32_000, 16), (3, 3), (1, 30_000), (735, 735), (900, 420),
        (3464, 3464), (32_000, 375), (2480, 3508),
    ],
)  # fmt: skip
def test_no_picture_asks_for_more_memory_than_a_page(width: int, height: int) -> None:
    wide, high = sought_at(blank(width, height))
    assert wide * high <= MOST
    assert max(wide, high) <= 32_000
    assert wide % 32 == high % 32 == 0
    assert min(wide, high) > 0


@pytest.mark.parametrize(("letters", "least", "most"), [(10, 2.0, 3.0), (24, 1.4, 2.5), (64, 1.0, 1.05)])
def test_a_small_picture_grows_as_much_as_its_letters_need(letters: int, least: float, most: float) -> None:
    picture = pictures.page(size=(600, 300), height=letters, at=(20, 20))
    wide, _ = sought_at(np.asarray(picture))
    assert least <= wide / 600 <= most


def test_a_page_is_looked_at_smaller_and_a_small_one_without_letters_as_it_is() -> None:
    assert sought_at(blank(2480, 3508)) == (960, 1344)
    assert sought_at(blank(640, 320)) == (640, 320)
