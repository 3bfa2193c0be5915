"""What comes of holding a page against its picture, and what of it tells against the page.

Light: the program itself loads it, not only the process that compares.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Flaw, FlawKind, Page

_DOTS_A_POINT = 200 / 72
_NARROWEST, _WIDEST = 900, 2500  # dots across a page
_FEWEST_LACKING = 5  # words: fewer may be a signature or a mark
_FEWEST_INVISIBLE = 5
_KEPT_WORDS = 12  # of those that are missing, to tell which


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it."""

    words: tuple[str, ...]  # read surely on the picture
    lacking: tuple[str, ...] = ()  # of these, what the page's text has nowhere, as read
    invisible: tuple[str, ...] = ()  # words of the text where its picture is blank


def dots_across(page: Page) -> int:
    """How wide a page is drawn to be compared."""
    return round(min(max(page.width * _DOTS_A_POINT, _NARROWEST), _WIDEST))


def flaws_of(found: Compared) -> tuple[Flaw, ...]:
    """What a comparison tells against a page."""
    return tuple(
        Flaw(kind, len(words), words[:_KEPT_WORDS])
        for kind, words, fewest in (
            (FlawKind.LACKING, found.lacking, _FEWEST_LACKING),
            (FlawKind.INVISIBLE, found.invisible, _FEWEST_INVISIBLE),
        )
        if len(words) >= fewest
    )
