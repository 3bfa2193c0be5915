"""Whether something is to be seen where words stand: told by drawing the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.layout.printed import RawLine, RawWord
from rag.reading.inks import ALIKE, Colour
from rag.reading.pages.pdf_bitmaps import drawn
from rag.reading.pages.pdf_objects import PageObjects
from rag.reading.pages.pdf_placed import hide_too_large
from rag.reading.pages.withdrawing.marks import Place

_SCALE = 2.0  # pixels a point
_MOST_PIXELS = 8_000_000
_FEWEST_PIXELS = 2  # of a side of what is looked at of a word
_BAND = (0.30, 0.72)  # of a word's height: where every letter and digit has ink
_INSET = 0.04  # of a word's width, at either end


def says_something(word: RawWord) -> bool:
    """Whether it has a letter or a digit: other marks leave most of their place blank."""
    return any(map(str.isalnum, word.text))


def unseen_among(
    suspects: Mapping[Place, Colour | None],
    lines: Sequence[RawLine],
    objects: PageObjects,
    band: tuple[float, float] = _BAND,
) -> list[Place]:
    """Those of the words in whose place the drawn page has this colour (None: any) and nothing else. `band`:
    of their height that is looked at.
    """
    if not suspects:
        return []
    boxes = {place: lines[place[0]].words[place[1]].box for place in suspects}
    left, top = (max(min(box[side] for box in boxes.values()), 0.0) for side in (0, 1))
    right, bottom = (min(max(box[side] for box in boxes.values()), 1.0) for side in (2, 3))
    wide, high = objects.page.get_size()
    # Less than that has no place of its own in a picture.
    if (right - left) * wide < _FEWEST_PIXELS or (bottom - top) * high < _FEWEST_PIXELS:
        return []
    hide_too_large(objects)
    picture = drawn(objects.page, (left, top, right, bottom), page_scale(objects.page, _SCALE))
    high, wide = picture.shape[:2]
    found = []
    for place, (x0, y0, x1, y1) in boxes.items():
        inset, tall = _INSET * (x1 - x0), y1 - y0
        columns = [round((x - left) / (right - left) * wide) for x in (x0 + inset, x1 - inset)]
        rows = [round((y0 + part * tall - top) / (bottom - top) * high) for part in band]
        seen = picture[max(rows[0], 0) : rows[1], max(columns[0], 0) : columns[1]]
        if min(seen.shape[:2]) >= _FEWEST_PIXELS and _is_plain(seen, suspects[place]):
            found.append(place)
    return found


def page_scale(page: Any, wanted: float) -> float:
    """Pixels a point: as wanted, less where a page is huge."""
    wide, high = page.get_size()
    return float(min(wanted, (_MOST_PIXELS / max(wide * high, 1.0)) ** 0.5))


def _is_plain(seen: NDArray[np.uint8], colour: Colour | None) -> bool:
    """Whether it is all of one colour, whichever it is where none is given."""
    dots = seen.reshape(-1, 3).astype(np.int16)
    apart = np.abs(dots - (dots[0] if colour is None else np.array(colour, np.int16)))
    return bool(apart.max() <= ALIKE)
