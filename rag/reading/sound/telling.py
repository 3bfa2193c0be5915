"""The points of the voices of a recording, a sentence each, for whoever tells its speakers apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cores import default_threads
from engine.speech import RATE
from engine.speech.speakers.voices import Voices
from engine.speech.tape import Tape
from rag.reading.sound.playing import samples_of

Floats = NDArray[np.float32]
Stretch = tuple[float, float]
"""From when to when somebody speaks, in seconds of a recording."""


def points_of(
    path: Path, model: Path, said: Sequence[Stretch], held: bytes | None = None
) -> Iterator[Floats | None]:
    """Yield the point of each stretch, None where it is too short to tell. They are in the order of time.

    Raises `FileCorrupt`, `ModelInvalid`.
    """
    voices, tape = Voices(model, default_threads()), Tape(samples_of(path, 0, held))
    for begin, end in said:
        yield voices.point(tape.stretch(round(begin * RATE), round(end * RATE)))
