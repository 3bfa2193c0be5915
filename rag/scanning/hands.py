"""How a line came onto its page: printed, typed, or written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np

from rag.layout.trust import SURE, is_handwriting
from rag.scanning.decoding import Letters
from rag.scanning.line_reading import Reading
from rag.types import LineKind

_LONG = 20  # characters of a clear line whose pitch is looked at
_FEWEST = 3  # such lines
_PITCHED = 10  # characters of any line whose pitch is looked at: faint typing is misread, but stays even
_ENOUGH = 5  # such lines
_SHORT = 4  # characters; shorter lines tell nothing of the page
# Median confidence of a page's lines: print has 0.99 and more, clear hands 0.92 to 0.98.
_CLEAR_HAND = 0.965
_LETTERHEAD = 0.98  # a line read as surely as this on a page written by hand may be printed
# A typewriter sets every character at the same distance. Root mean square of how far characters stand from
# there, in characters: 0.16 for typed letters of 1905 to 1956, faint carbons too, 0.26 and more for print and
# for hands.
_TYPED = 0.21


def kinds_of(readings: Sequence[Reading]) -> list[LineKind]:
    """The kind of each line of a page, from what the recogniser said of them at once."""
    sure = [one.plain for one in readings if len(one.text.strip()) >= _SHORT]
    clear = [one.letters for one in readings if one.plain >= SURE and len(one.text) >= _LONG]
    pitched = [one.letters for one in readings if len(one.text) >= _PITCHED]
    typed = _is_even(clear, _FEWEST) or _is_even(pitched, _ENOUGH)
    by_hand = not typed and (is_handwriting(sure) or bool(sure and median(sure) < _CLEAR_HAND))
    if not by_hand:
        return [LineKind.TYPED if typed else LineKind.PRINTED] * len(readings)
    return [LineKind.HANDWRITTEN if one.plain < _LETTERHEAD else LineKind.EITHER for one in readings]


def _is_even(lines: Sequence[Letters], fewest: int) -> bool:
    return len(lines) >= fewest and median(map(_unevenness, lines)) < _TYPED


def _unevenness(letters: Letters) -> float:
    """How far characters stand from even distances, in characters."""
    order, places = np.arange(len(letters.text)), np.array(letters.places)
    pitch, start = np.polyfit(order, places, 1)
    apart = places - (start + pitch * order)
    return float(np.sqrt(np.mean(apart**2)) / max(pitch, 1e-6))
