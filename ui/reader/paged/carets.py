"""Points of a page and characters of its text, both ways.

Places are shares of the page (0–1), offsets characters of the page's text. A caret stands before the
character of its offset. Within a word all letters are taken to be as wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from rag.layout.boxes import span_boxes
from rag.types import Box, Word

_DOWN = 3.0  # a line above or below is farther than a word beside


def caret_at(words: Sequence[Word], text: str, across: float, down: float, shape: float = 1.4) -> int | None:
    """The place between two characters that is nearest to a point; None on a page without words. `shape`: the
    page's height over its width.
    """
    word = min(words, key=lambda one: _distance(one.box, across, down, shape), default=None)
    if word is None:
        return None
    wide = word.box.x1 - word.box.x0
    share = min(max((across - word.box.x0) / wide, 0.0), 1.0) if wide > 0 else 0.0
    if _runs_left(text, word):
        share = 1.0 - share
    return word.start + round(share * (word.end - word.start))


def word_at(words: Sequence[Word], across: float, down: float) -> Word | None:
    """The word at a point."""
    return next((one for one in words if _holds(one.box, across, down)), None)


def boxes_of(words: Sequence[Word], text: str, start: int, end: int) -> tuple[Box, ...]:
    """Where characters `start` to `end` stand, one box for each printed line."""
    parts = [_part(one, text, start, end) for one in words if one.start < end and one.end > start]
    return span_boxes(parts, (), start, end)


def caret_box(words: Sequence[Word], text: str, offset: int) -> Box | None:
    """The line, of no width, at which a caret stands."""
    word = next((one for one in words if one.start <= offset <= one.end), None)
    if word is None:
        before = [one for one in words if one.end <= offset]
        word = before[-1] if before else (words[0] if words else None)
    if word is None:
        return None
    share = (min(max(offset, word.start), word.end) - word.start) / max(1, word.end - word.start)
    if _runs_left(text, word):
        share = 1.0 - share
    at = word.box.x0 + share * (word.box.x1 - word.box.x0)
    return Box(at, word.box.y0, at, word.box.y1)


def inside(words: Sequence[Word], frame: Box) -> tuple[int, int] | None:
    """From the first to the last of the words whose middles lie in a frame."""
    found = [
        one
        for one in words
        if frame.x0 <= (one.box.x0 + one.box.x1) / 2 <= frame.x1
        and frame.y0 <= (one.box.y0 + one.box.y1) / 2 <= frame.y1
    ]
    return (min(one.start for one in found), max(one.end for one in found)) if found else None


def _distance(box: Box, across: float, down: float, shape: float) -> float:
    beside = max(box.x0 - across, across - box.x1, 0.0)
    off = max(box.y0 - down, down - box.y1, 0.0) * shape * _DOWN
    return beside * beside + off * off


def _holds(box: Box, across: float, down: float) -> bool:
    return box.x0 <= across <= box.x1 and box.y0 <= down <= box.y1


def _part(word: Word, text: str, start: int, end: int) -> Word:
    """What of a word lies between two characters."""
    if start <= word.start and word.end <= end:
        return word
    first, last = max(start, word.start), min(end, word.end)
    length, wide = max(1, word.end - word.start), word.box.x1 - word.box.x0
    from_, to = (first - word.start) / length, (last - word.start) / length
    if _runs_left(text, word):
        from_, to = 1.0 - to, 1.0 - from_
    box = Box(word.box.x0 + from_ * wide, word.box.y0, word.box.x0 + to * wide, word.box.y1)
    return Word(first, last, box)


def _runs_left(text: str, word: Word) -> bool:
    return unicodedata.bidirectional(text[word.start : word.start + 1] or " ") in ("R", "AL")
