"""The points of the voices of a recording, a sentence each, for whoever tells its speakers apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cores import default_threads
from engine.speech import RATE
from engine.speech.speakers.voices import Voices
from rag.reading.sound.playing import samples_of

Floats = NDArray[np.float32]
Stretch = tuple[float, float]
"""From when to when somebody speaks, in seconds of a recording."""


def points_of(path: Path, folder: Path, said: Sequence[Stretch]) -> Iterator[Floats | None]:
    """Yield the point of each stretch, None where it is too short to tell. They are in the order of time.

    Raises `FileCorrupt`, `ModelInvalid`.
    """
    voices = Voices(folder, default_threads())
    pieces = samples_of(path, 0)
    held, at = np.zeros(0, np.float32), 0  # samples, and where they begin
    for begin, end in said:
        first, last = round(begin * RATE), round(end * RATE)
        while at + held.size < last and (piece := next(pieces, None)) is not None:
            kept = held[max(first - at, 0) :]
            start = piece[0] * RATE
            gap = np.zeros(max(start - at - held.size, 0), np.float32)
            held = np.concatenate([kept, gap, piece[1]])
            at = start + piece[1].size - held.size
        yield voices.point(held[max(first - at, 0) : max(last - at, 0)])
