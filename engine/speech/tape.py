"""A recording as one sound of which stretches are taken, whatever pieces it comes in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.speech import RATE

Floats = NDArray[np.float32]


class Tape:
    """Over pieces: the second at which each begins, and its samples. It holds no more of them than the
    stretch that is asked for, and the rest of the last.
    """

    def __init__(self, pieces: Iterator[tuple[int, Floats]]) -> None:
        self._pieces = pieces
        self._held = np.zeros(0, np.float32)
        self._begins = 0  # the sample at which that begins

    def stretch(self, first: int, last: int) -> Floats:
        """The samples from `first` to `last`, counted from the recording's beginning; fewer where it ends.

        `first` never goes back. A piece may have a few hundredths of a second less than the time to the next:
        the next is put where it belongs.
        """
        while self._begins + self._held.size < last and (piece := next(self._pieces, None)) is not None:
            start, samples = piece[0] * RATE, piece[1]
            kept = self._held[max(first - self._begins, 0) :]
            if kept.size:
                missing = np.zeros(max(start - self._begins - self._held.size, 0), np.float32)
                samples = np.concatenate([kept, missing, samples])
            self._held, self._begins = samples, start + piece[1].size - samples.size
        return self._held[max(first - self._begins, 0) : max(last - self._begins, 0)]
