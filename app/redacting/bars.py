"""Bars over a page's picture: solid, of widths that do not tell what they hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.types import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_DARKER = 70  # of 255
_FURTHER = 0.6  # of its height that a bar may grow on each side
_RULE = 0.8  # of an edge: so much ink is a line that is drawn along it
_INK, _PAPER = (0, 0, 0), (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Bar:
    """A box of a page, and what is written on it; "" for a black one."""

    box: Box
    text: str = ""


def drawn(picture: Image, bars: Sequence[Bar]) -> Image:
    """A copy of the picture with its bars."""
    from PIL import ImageDraw

    made = picture.convert("RGB")
    ink = _ink(made)
    draw = ImageDraw.Draw(made)
    for bar in bars:
        box = bar.box
        left, top = int(box.x0 * made.width), int(box.y0 * made.height)
        right, bottom = int(box.x1 * made.width) + 1, int(box.y1 * made.height) + 1
        left, top, right, bottom = _grown(ink, left, top, right, bottom)
        if not bar.text:
            draw.rectangle((left, top, right, bottom), fill=_INK)
            continue
        draw.rectangle((left, top, right, bottom), fill=_PAPER, outline=_INK)
        _write(draw, bar.text, left, top, right, bottom)
    return made


def _ink(picture: Image) -> NDArray[np.bool_]:
    """Where something is drawn: dots darker than what is around them mostly is."""
    grey = np.asarray(picture.convert("L")).astype(np.int16)
    return np.asarray(grey < np.median(grey) - _DARKER)


def _grown(ink: NDArray[np.bool_], left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    """The bar up to where no letter reaches over its edge, within limits: a field of a form says only roughly
    where its words are. A rule of a table, which runs on, is let be.
    """
    high, wide = ink.shape
    most = max(2, round(_FURTHER * (bottom - top)))
    top_least, bottom_most = max(0, top - most), min(high, bottom + most)
    while top > top_least and _reaches(ink[top - 1, left:right], ink[top_least, left:right]):
        top -= 1
    while bottom < bottom_most and _reaches(ink[bottom, left:right], ink[bottom_most - 1, left:right]):
        bottom += 1
    aside = max(2, most // 2)
    left_least, right_most = max(0, left - aside), min(wide, right + aside)
    while left > left_least and _reaches(ink[top:bottom, left - 1], ink[top:bottom, left_least]):
        left -= 1
    while right < right_most and _reaches(ink[top:bottom, right], ink[top:bottom, right_most - 1]):
        right += 1
    return left, top, right, bottom


def _reaches(edge: NDArray[np.bool_], beyond: NDArray[np.bool_]) -> bool:
    """Whether there is ink at the edge that is not there further out, too."""
    return bool((edge & ~beyond).any()) and float(edge.mean()) < _RULE


def _write(draw: object, text: str, left: int, top: int, right: int, bottom: int) -> None:
    from typing import Any, cast

    from PIL import ImageFont

    on = cast("Any", draw)
    size = max(6, int(0.72 * (bottom - top)))
    while size > 6:
        font = ImageFont.load_default(size)
        if on.textlength(text, font=font) <= right - left - 4:
            break
        size -= 1
    font = ImageFont.load_default(size)
    on.text(((left + right) / 2, (top + bottom) / 2), text, fill=_INK, font=font, anchor="mm")
