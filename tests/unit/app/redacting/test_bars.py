"""Bars cover what they are to cover, and a little more where letters reach over their edge."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from app.redacting.bars import Bar, drawn
from rag.types import Box


def page() -> Image.Image:
    """A word whose box is too high by a third, and a rule of a table below it."""
    made = Image.new("RGB", (400, 200), "white")
    draw = ImageDraw.Draw(made)
    for left in range(100, 200, 12):
        draw.rectangle((left, 80, left + 6, 110), fill="black")
    draw.line((0, 160, 399, 160), fill="black", width=2)
    return made


def test_a_bar_grows_to_the_end_of_the_letters() -> None:
    made = np.asarray(drawn(page(), [Bar(Box(0.24, 0.35, 0.51, 0.5))]).convert("L"))

    assert (made[80:111, 100:198] == 0).all()
    assert (made[130, :] == 255).all()


def test_a_bar_that_fits_stays_as_it_is() -> None:
    made = np.asarray(drawn(page(), [Bar(Box(0.24, 0.38, 0.51, 0.58))]).convert("L"))

    assert (made[70, :] == 255).all()
    assert (made[125, :] == 255).all()
    assert made[160, 10] == 0


def test_a_pseudonym_stands_on_paper() -> None:
    made = np.asarray(drawn(page(), [Bar(Box(0.24, 0.38, 0.6, 0.58), "Person 1")]).convert("L"))

    assert made[78:114, 98:238].mean() > 150
    assert (made[78:114, 98:238] < 90).any()
