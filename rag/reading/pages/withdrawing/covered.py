"""Words under a bar: drawn over them, or in their own colour under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import RawLine
from rag.reading.inks import Colour, alike
from rag.reading.pages.pdf_calls import address_of, calls
from rag.reading.pages.pdf_objects import Boxes, PageObjects
from rag.reading.pages.withdrawing.looking import says_something, unseen_among
from rag.reading.pages.withdrawing.marks import Place
from rag.reading.pages.withdrawing.shapes import Shape, colour_of, is_dark, is_pale, over_lines

_COVERED = 0.7  # of a word's width, by one bar
_LARGEST = 0.9  # of the page: more is its ground
_MOST_BARS = 400  # of a page


def covered_words(
    lines: Sequence[RawLine], line_boxes: Boxes, objects: PageObjects, bars: Sequence[Shape], text: Any
) -> list[Place]:
    """The words that bars of one colour leave nothing to be seen of; `text` is PDFium's text of the page."""
    covers = list(_covers(objects, bars))
    if not covers:
        return []
    boxes = np.array([bar.box for bar, _ in covers], np.float64)
    places = [
        (index, place)
        for index in np.flatnonzero(over_lines(boxes, line_boxes).any(axis=0)).tolist()
        for place, word in enumerate(lines[index].words)
        if word.index >= 0 and says_something(word)
    ]
    words = np.array([lines[line].words[place].box for line, place in places], np.float64).reshape(-1, 4)
    inside = _words_inside(words, boxes)
    suspects: dict[Place, Colour | None] = {}
    letters: _Letters | None = None
    for (bar, colour), row in zip(covers, inside, strict=True):
        for place in np.flatnonzero(row):
            letters = letters or _Letters(objects, text)
            line, word = places[place]
            index = lines[line].words[word].index
            if letters.are_under(index, bar) or (is_dark(colour) and letters.are_of(index, colour)):
                suspects[line, word] = colour
            elif not is_dark(colour):
                break  # the words on a white ground are all drawn after it
    return unseen_among(suspects, lines, objects)


def _covers(objects: PageObjects, bars: Sequence[Shape]) -> Iterator[tuple[Shape, Colour]]:
    """The bars that may cover text: people take black or white; what is tinted is the ground of a row."""
    if not objects.texts:
        return
    first, count = objects.texts[0][0], 0
    for bar in bars:
        x0, y0, x1, y1 = bar.box
        if (x1 - x0) * (y1 - y0) > _LARGEST:
            continue
        colour = bar.colour()
        if colour is not None and (is_dark(colour) or (is_pale(colour) and bar.drawn.order > first)):
            yield bar, colour
            count += 1
            if count == _MOST_BARS:
                return


def _words_inside(words: Boxes, bars: Boxes) -> NDArray[np.bool_]:
    """Which words lie in which bars (a row each): their middle line, and most of their width."""
    left, top, right, bottom = (bars[:, side, None] for side in range(4))
    x0, y0, x1, y1 = words.T
    middles = (y0 + y1) / 2
    shared = np.minimum(x1, right) - np.maximum(x0, left)
    return np.asarray((middles > top) & (middles < bottom) & (shared >= _COVERED * (x1 - x0)))


class _Letters:
    """How the characters of a page's text are drawn."""

    def __init__(self, objects: PageObjects, text: Any) -> None:
        self._text = address_of(text)
        self._orders = objects.orders()

    def are_under(self, index: int, bar: Shape) -> bool:
        """Whether a bar is drawn over a character."""
        order = self._orders.get(calls().text_object(self._text, index) or 0)
        return order is not None and order < bar.drawn.order

    def are_of(self, index: int, colour: Colour) -> bool:
        own = colour_of(calls().text_fill, self._text, index)
        return own is not None and alike(own, colour)
