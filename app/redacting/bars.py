"""Bars on a page's picture, black or with a pseudonym, and where ink reaches over what they are to cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.exporting.faces import written
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


def ink_of(picture: Image) -> NDArray[np.bool_]:
    """Where something is drawn: dots darker than what is around them mostly is."""
    grey = np.asarray(picture.convert("L")).astype(np.int16)
    return np.asarray(grey < np.median(grey) - _DARKER)


def grown(ink: NDArray[np.bool_], left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
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


def write_on(draw: object, text: str, left: int, top: int, right: int, bottom: int) -> None:
    """A bar: black without a text, else of paper with the text on it."""
    from typing import Any, cast

    on = cast("Any", draw)
    if not text:
        on.rectangle((left, top, right, bottom), fill=_INK)
        return
    on.rectangle((left, top, right, bottom), fill=_PAPER, outline=_INK)
    size = max(6, int(0.72 * (bottom - top)))
    while size > 6:
        shown, font = written(text, size)
        if on.textlength(shown, font=font) <= right - left - 4:
            break
        size -= 1
    shown, font = written(text, size)
    on.text(((left + right) / 2, (top + bottom) / 2), shown, fill=_INK, font=font, anchor="mm")
