"""The sound of a recording, for whoever is to hear it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.speech.decoding import NotDecoded, Recording
from rag.errors import FileCorrupt


def samples_of(
    path: Path, start: int, held: bytes | None = None
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Yield where each piece begins, in seconds, and its samples, of a file or what is `held` in its place.

    Raises `FileCorrupt`.
    """
    try:
        for piece in Recording(path if held is None else held).pieces(start):
            yield piece.start, piece.samples
    except NotDecoded as refused:
        raise FileCorrupt(path=str(path), detail="no sound can be read from it") from refused
