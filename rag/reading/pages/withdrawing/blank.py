"""Words that leave nothing to be seen on the page as it is drawn, whatever makes it so.

Colours and bars tell of the usual ways; this looks at the outcome, so that a veil, a picture, a clip or a
colour that is nearly the ground's hides nothing from it either. One small drawing of each page says which
words may be so; a larger one of those decides. What is drawn over by a picture of other words is not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from rag.layout.printed import RawLine
from rag.reading.pages.pdf_bitmaps import grey
from rag.reading.pages.pdf_objects import PageObjects
from rag.reading.pages.pdf_placed import hide_too_large
from rag.reading.pages.withdrawing.looking import page_scale, says_something, unseen_among
from rag.reading.pages.withdrawing.marks import Place

# Type below 4 points is called unreadable by rules on small print (e.g. Regulation (EU) 1169/2011, Art. 13:
# an x-height of 0.9 mm, about 5 points); a word's box is a little higher than its type.
_TINY = 2.5  # points of height
_SLIM = 0.6  # points of width a letter
_FEWEST = 3  # letters of a word that may be called slim: an "l" is
_SMALL = 0.75  # pixels a point
_EDGE = 30  # of 255: more than what counts as one colour once a word is looked at
_WHOLE = (0.0, 1.0)  # of a word's height: where a font's boxes lie is its own matter


def tiny_words(lines: Sequence[RawLine], size: tuple[float, float]) -> Iterator[Place]:
    """The words that are too small for any eye; `size` is the page's, in points."""
    wide, high = size
    for index, line in enumerate(lines):
        for place, word in enumerate(line.words):
            x0, y0, x1, y1 = word.box
            across, down = (x1 - x0) * wide, (y1 - y0) * high
            letters = len(word.text)
            # A word may stand upright, and an "l" is slim by itself.
            high_as = max(across, down) if letters < _FEWEST else min(across, down)
            slim = letters >= _FEWEST and max(across, down) < _SLIM * letters
            if (high_as < _TINY or slim) and says_something(word):
                yield index, place


def outside_words(lines: Sequence[RawLine]) -> Iterator[Place]:
    """The words that stand beside the page that is shown."""
    for index, line in enumerate(lines):
        for place, word in enumerate(line.words):
            x0, y0, x1, y1 = word.box
            if word.index >= 0 and not (0 <= (x0 + x1) / 2 <= 1 and 0 <= (y0 + y1) / 2 <= 1):
                yield index, place


def blank_words(lines: Sequence[RawLine], objects: PageObjects) -> list[Place]:
    """The words in whose place the page is of one colour."""
    hide_too_large(objects)
    suspects = dict.fromkeys(_plain_places(lines, objects.page))
    found = set(unseen_among(suspects, lines, objects, band=_WHOLE))
    # The ink of a single letter may lie beside the box that its font gives it.
    return [
        (line, place)
        for line, place in found
        if len(lines[line].words[place].text) > 1 or {(line, place - 1), (line, place + 1)} & found
    ]


def _plain_places(lines: Sequence[RawLine], page: Any) -> list[Place]:
    """The words with no edge in their place, as far as a small picture tells."""
    shades = grey(page, page_scale(page, _SMALL))
    high, wide = shades.shape
    edges = np.zeros((high + 1, wide + 1), np.int32)
    edges[1:-1, 1:] |= np.abs(np.diff(shades, axis=0)) > _EDGE
    edges[1:, 1:-1] |= np.abs(np.diff(shades, axis=1)) > _EDGE
    counts = edges.cumsum(axis=0).cumsum(axis=1)  # of edges above and left of each pixel
    places = [
        (index, place)
        for index, line in enumerate(lines)
        for place, word in enumerate(line.words)
        if word.index >= 0 and says_something(word)
    ]
    boxes = np.array([lines[line].words[place].box for line, place in places], np.float64).reshape(-1, 4)
    left, right = (np.clip(np.rint(boxes[:, side] * wide), 0, wide).astype(int) for side in (0, 2))
    top, bottom = (np.clip(np.rint(boxes[:, side] * high), 0, high).astype(int) for side in (1, 3))
    inside = counts[bottom, right] - counts[top, right] - counts[bottom, left] + counts[top, left]
    return [places[place] for place in np.flatnonzero(inside == 0)]
