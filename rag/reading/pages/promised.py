"""How many pages a PDF holds, where it promises more than its bytes can."""

from __future__ import annotations

import logging
from collections.abc import Callable

NOT_THERE = "the file promises more pages than it holds; the rest is not there"

_MANY = 1000  # so few are gone through in a moment, whatever there is of them
_LEAST_BYTES = 100  # of a page with writing; a tenth of what pages of printed text take, packed
_LOOKS = 64  # at pages spread over all that is promised

_log = logging.getLogger(__name__)


def pages_held(promised: int, size: int, is_there: Callable[[int], bool]) -> int:
    """How many pages to go through: all that are promised, but where these cannot be in a file of `size`
    bytes and are not, only those that are there and one to say so with.

    `is_there` tells of a page, from 1, whether it can be loaded. A page tree that says a million took two
    minutes and 118 MB (a file of 321 bytes), one empty page after the other.
    """
    if promised <= _MANY or promised * _LEAST_BYTES <= size:
        return promised
    step = promised // _LOOKS
    if any(is_there(number) for number in range(promised, step, -step)):
        return promised
    there, gone = 0, promised
    while gone - there > 1:
        middle = (there + gone) // 2
        there, gone = (middle, gone) if is_there(middle) else (there, middle)
    _log.warning("A PDF promises %d pages and holds %d", promised, there)
    return there + 1
