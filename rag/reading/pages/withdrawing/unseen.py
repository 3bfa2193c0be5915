"""Words as white as the paper, or drawn in no colour at all.

Colours only say which words may be so; whether nothing is to be seen in their place is then told by drawing
the page. The text layer that the reading of a scan left is under a picture, and stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.layout.printed import RawLine, Rectangle
from rag.reading.inks import Colour
from rag.reading.pages.pdf_objects import Bounds, Drawn, PageObjects
from rag.reading.pages.pdf_placed import pictures_of
from rag.reading.pages.withdrawing.looking import says_something, unseen_among
from rag.reading.pages.withdrawing.marks import Place, words_in
from rag.reading.pages.withdrawing.shapes import Shape, is_pale

_MOST_PIECES = 400  # of text, of a page


def hidden_words(
    lines: Sequence[RawLine], objects: PageObjects, bars: Sequence[Shape], bounds: Bounds
) -> list[Place]:
    """The words that are as white as what is under them, or that are drawn in no way."""
    if not objects.pale and not objects.invisible:
        return []
    pictures = [one.box for one in pictures_of(objects)]
    suspects: dict[Place, Colour | None] = {}
    pieces = [*objects.pale, *objects.invisible][:_MOST_PIECES]
    for one, row in zip(pieces, bounds.of(pieces).tolist(), strict=True):
        box = (row[0], row[1], row[2], row[3])
        if any(_shares(box, picture) for picture in pictures):
            continue
        if any(_is_ground(bar, one, box) for bar in bars):
            continue
        for line, place in words_in(lines, _grown(box)):
            if says_something(lines[line].words[place]):
                suspects[line, place] = None
    return unseen_among(suspects, lines, objects)


def _is_ground(bar: Shape, text: Drawn, box: Rectangle) -> bool:
    """Whether white text is seen, since it stands on a coloured bar."""
    if bar.drawn.order > text.order or not _shares(box, bar.box):
        return False
    colour = bar.colour()
    return colour is not None and not is_pale(colour)


def _shares(first: Rectangle, second: Rectangle) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _grown(box: Rectangle) -> Rectangle:
    """A little larger: the box of what is drawn ends where its ink does."""
    by = (box[3] - box[1]) / 2
    return (box[0] - by / 2, box[1] - by, box[2] + by / 2, box[3] + by)
