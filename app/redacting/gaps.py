"""The attack on gaps: whether one of the new page is as wide as the text that was there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.redacting.bars import Bar, ink_of
from app.redacting.pdf import Sheet
from app.redacting.relaid import Words, length_of
from app.redacting.stretches import APART
from rag.types import Box

_SAME = 0.6  # points: a gap that differs by less is the same
_LENGTH = 0.09  # of a line's height, that the length of a bar may differ
_DARK = 0.9  # of a column between the edges of a bar


def kept_gaps(before: Words, bars: Sequence[Bar], after: Words, sheet: Sheet) -> Iterator[Bar]:
    """The bars whose gap tells how wide their text was: the words beside stand as far from one another as
    `before`, and the bar is none of the lengths that all bars have. `after`: the words that another program
    finds on the new page.
    """
    ink = None
    for bar in bars:
        left, right = _beside(before, bar.box)
        if right is None:
            continue
        behind = _again(right, after)
        if behind is None:
            continue
        lead = None if left is None else _again(left, after)
        if left is not None and lead is not None:
            old, new = right[1].x0 - left[1].x1, behind.x0 - lead.x1
            edge = lead.x1
        else:  # it begins the line: only where the next word stands tells
            old, new, edge = right[1].x0, behind.x0, bar.box.x0
        if abs(old - new) * sheet.width > _SAME:
            continue
        ink = ink_of(sheet.picture) if ink is None else ink
        if not _is_usual(ink, edge, behind, length_of(bar.text)):
            yield bar


def _beside(words: Words, box: Box) -> tuple[tuple[str, Box] | None, tuple[str, Box] | None]:
    """The words before and behind in the line, unless far away."""
    near = APART * (box.y1 - box.y0)
    line = [one for one in words if _shares(one[1], box)]
    left = max((one for one in line if one[1].x1 <= box.x0 + 1e-3), key=lambda one: one[1].x1, default=None)
    right = min((one for one in line if one[1].x0 >= box.x1 - 1e-3), key=lambda one: one[1].x0, default=None)
    if left is not None and box.x0 - left[1].x1 > near:
        left = None
    return left, right if right is not None and right[1].x0 - box.x1 <= near else None


def _shares(one: Box, other: Box) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.5 * min(one.y1 - one.y0, other.y1 - other.y0)


def _again(word: tuple[str, Box], after: Words) -> Box | None:
    """Where a word stands on the new page, in the same line."""
    text, box = word
    same = [one for said, one in after if said == text and _shares(one, box)]
    return min(same, key=lambda one: abs(one.x0 - box.x0), default=None)


def _is_usual(ink: NDArray[np.bool_], edge: float, behind: Box, lengths: Sequence[float]) -> bool:
    """Whether the bar before a word is of a length that all bars have."""
    high, wide = ink.shape
    third = (behind.y1 - behind.y0) / 3
    rows = ink[int((behind.y0 + third) * high) : int((behind.y1 - third) * high) + 1]
    band = rows[:, max(0, int(edge * wide)) : int(behind.x0 * wide)]
    if not band.size:
        return False
    dark = np.flatnonzero(band.mean(axis=0) > _DARK)
    if len(dark) < 2:
        return False
    length = (dark[-1] - dark[0]) / ((behind.y1 - behind.y0) * high)
    return any(abs(length - one) < _LENGTH for one in lengths)


def words_on(data: bytes) -> list[Words]:
    """The words of a PDF's pages and their places, as PDFium finds them."""
    import pypdfium2

    from app.exporting.searchable_pdf import PDFIUM

    found: list[Words] = []
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                text = page.get_textpage()
                found.append(list(_words(text, *page.get_size())))
                text.close()
                page.close()
        finally:
            document.close()
    return found


def _words(text: object, width: float, height: float) -> Iterator[tuple[str, Box]]:
    from typing import Any, cast

    on = cast("Any", text)
    count, whole = on.count_chars(), on.get_text_range()
    if count != len(whole):
        whole = "".join(on.get_text_range(place, 1) or " " for place in range(count))
    begun = -1
    for place in range(len(whole) + 1):
        blank = place == len(whole) or whole[place].isspace()
        if not blank and begun < 0:
            begun = place
        elif blank and begun >= 0:
            first, last = on.get_charbox(begun, loose=True), on.get_charbox(place - 1, loose=True)
            sides = (first[0] / width, 1 - last[3] / height, last[2] / width, 1 - last[1] / height)
            yield whole[begun:place], Box(*sides)
            begun = -1
