"""What is to be written into a copy of a PDF: see `pages.noting`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.types import Box


@dataclass(frozen=True, slots=True)
class PdfMark:
    """What is to be written: over `boxes` of a page, or as a note at its edge where there are none. `colour`
    are red, green and blue, 0-1; times are seconds since the epoch.
    """

    page: int
    boxes: tuple[Box, ...]
    colour: tuple[float, float, float]
    text: str
    name: str  # by which viewers tell it from others
    created: float
    updated: float


def mark_of(row: Sequence[Any]) -> PdfMark:
    """A mark from its fields as JSON gives them (`dataclasses.astuple`)."""
    page, boxes, colour, *rest = row
    red, green, blue = colour
    return PdfMark(page, tuple(Box(*box) for box in boxes), (red, green, blue), *rest)
