"""Which pages of a document are held against their pictures: a few of a long one, from all over it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest

_FEW = 4  # pages of any document
_EACH = 40  # further pages, for one more
_MOST = 12
_MOST_LOST = 32  # where something is missing


def sample(lengths: Sequence[tuple[int, int]], losses: int) -> list[int]:
    """The numbers of the pages to compare. `lengths`: of each page that can be, its number and the characters
    of its text; `losses`: how many of those compared lack something, since then more are looked at.

    Half are spread over the document, half are those with the least text: what is lost makes pages short.
    """
    most = min(_FEW + len(lengths) // _EACH, _MOST)
    most = min(most * (1 + losses), max(most, _MOST_LOST))
    bits = max(len(lengths) - 1, 1).bit_length()
    spread = [
        lengths[place][0] for place in sorted(range(len(lengths)), key=lambda one: _mirrored(one, bits))
    ]
    shortest = [number for number, _ in sorted(lengths, key=lambda one: one[1])]
    taken = chain.from_iterable(zip_longest(spread, shortest))
    return [number for number in dict.fromkeys(taken) if number is not None][:most]


def _mirrored(number: int, bits: int) -> int:
    """With its bits in reverse: in this order numbers come from all over, the further the finer."""
    return int(f"{number:0{bits}b}"[::-1], 2)
