"""Bars over a page's picture: solid, of widths that do not tell what they hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.types import Box

if TYPE_CHECKING:
    from PIL.Image import Image

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
    draw = ImageDraw.Draw(made)
    for bar in bars:
        box = bar.box
        left, top = int(box.x0 * made.width), int(box.y0 * made.height)
        right, bottom = int(box.x1 * made.width) + 1, int(box.y1 * made.height) + 1
        if not bar.text:
            draw.rectangle((left, top, right, bottom), fill=_INK)
            continue
        draw.rectangle((left, top, right, bottom), fill=_PAPER, outline=_INK)
        _write(draw, bar.text, left, top, right, bottom)
    return made


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
