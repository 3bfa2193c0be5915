"""What stands on a picture, cut out and drawn out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rag.scanning.clearing import Colours, cleared


def spot(ink: tuple[int, int, int], paper: tuple[int, int, int]) -> Colours:
    picture = np.full((400, 600, 3), paper, np.uint8)
    picture[200:220, 300:360] = ink
    return picture


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ((0, 0, 0), (255, 255, 255)),
        ((255, 255, 255), (0, 0, 0)),
        ((230, 230, 230), (245, 245, 245)),
        ((255, 0, 0), (0, 130, 0)),
    ],
)
def test_ink_becomes_black_on_white_whatever_its_colour(
    ink: tuple[int, int, int], paper: tuple[int, int, int]
) -> None:
    clear = cleared(spot(ink, paper))
    assert clear is not None
    assert clear.picture.shape == (68, 108, 3)
    assert clear.picture[24:44, 24:84].max() < 10
    assert clear.picture[:20].min() > 245
    assert clear.on_picture((24 / 108, 24 / 68, 84 / 108, 44 / 68)) == pytest.approx(
        (300 / 600, 200 / 400, 360 / 600, 220 / 400)
    )


def test_a_blank_or_grainy_picture_has_nothing() -> None:
    assert cleared(np.full((50, 80, 3), 200, np.uint8)) is None
    grain = np.random.default_rng(1).normal(200, 3, (300, 300, 3))
    assert cleared(grain.clip(0, 255).astype(np.uint8)) is None


@given(arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3))))
def test_any_picture_is_borne(picture: Colours) -> None:
    clear = cleared(picture)
    if clear is not None:
        x0, y0, x1, y1 = clear.box
        assert 0 <= x0 < x1 <= 1
        assert 0 <= y0 < y1 <= 1
