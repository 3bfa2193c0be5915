"""Colours of ink and of what it stands on, as files write them, and whether an eye tells the two apart.

`None` where nothing is said of a colour, `UNKNOWN` where something is said that is not known here: what is
not known hides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

Colour = tuple[int, int, int]

PAPER: Colour = (255, 255, 255)
UNKNOWN: Colour = (-999, -999, -999)  # like no colour
TINY = 2.5  # points: smaller type is read by nobody
ALIKE = 24  # of 255, of each colour: not told apart by eye, as on the pages of a PDF


def of_hex(text: str | None) -> Colour | None:
    """The colour of six hexadecimal digits, with a "#" or without; None where these are none."""
    digits = (text or "").removeprefix("#")
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def alike(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether the eye can hardly tell two colours apart."""
    return all(abs(one - other) <= ALIKE for one, other in zip(first, second, strict=True))


def is_lost(ink: Colour | None, ground: Colour | None) -> bool:
    """Whether text of this ink is not to be seen on a ground, which is paper where nothing is said of it."""
    return ink is not None and ink != UNKNOWN and alike(ink, PAPER if ground is None else ground)
