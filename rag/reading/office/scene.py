"""What a shape of a slide stands on: its own filling, what lies beneath it, or the slide.

Where something is filled with what is not known here, or lies where it is not known, the ground is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rag.reading.inks import UNKNOWN, Colour

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in any one unit."""


class Drawn(NamedTuple):
    """Something drawn. `box`: None where its place is not known; `fill`: None where it is let through."""

    box: Box | None
    fill: Colour | None


def ground_of(own: Drawn, beneath: Sequence[Drawn], page: Colour | None) -> Colour | None:
    """The ground of text in a shape; `beneath` is what was drawn before it."""
    if own.fill is not None:
        return own.fill
    if any(other.fill is not None and _meet(own.box, other.box) for other in beneath):
        return UNKNOWN
    return page


def _meet(first: Box | None, second: Box | None) -> bool:
    if first is None or second is None:
        return True
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
