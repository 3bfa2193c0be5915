"""Bars are black or bear a pseudonym, and grow where letters reach over what they are to cover."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from app.redacting.bars import grown, ink_of, write_on


def page() -> Image.Image:
    """A word, and a rule of a table below it."""
    made = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(made)
    for left in range(100, 200, 12):
        draw.rectangle((left, 80, left + 6, 110), fill="black")
    draw.line((0, 160, 399, 160), fill="black", width=2)
    return made


def test_a_box_that_is_too_high_grows_to_the_end_of_the_letters() -> None:
    left, top, right, bottom = grown(ink_of(page()), 96, 70, 204, 100)

    assert (left, top, right) == (96, 70, 204)
    assert bottom == 111


def test_a_box_that_fits_stays_as_it_is() -> None:
    assert grown(ink_of(page()), 96, 76, 204, 116) == (96, 76, 204, 116)


def test_a_bar_is_black_and_a_pseudonym_stands_on_paper() -> None:
    made = page()
    write_on(ImageDraw.Draw(made), "", 96, 76, 204, 116)
    assert (np.asarray(made.convert("L"))[76:117, 96:205] == 0).all()

    write_on(ImageDraw.Draw(made), "Person 1", 96, 76, 240, 116)
    dots = np.asarray(made.convert("L"))[78:114, 98:238]
    assert dots.mean() > 150
    assert (dots < 90).any()
