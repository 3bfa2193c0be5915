"""The samples of a recording by pieces, so that hours take no more memory than a minute: of a file of sound,
or of the first sound of a film.

FFmpeg decodes, inside codecpod, from the place that is asked for. What it gives of a compressed file may
begin up to 0.07 s beside that place (measured with AAC and MP3 at 0, 10, 25 and 30 minutes). How long a film
is it often does not say, and a header may say anything: a recording ends where nothing more is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.speech import RATE
from engine.speech.part import check_part

PIECE_SECONDS = 60
_MOST_A_SECOND = 768_000  # samples of any sound there is; a header with more is none
_NO_SOUND = "no audio stream"  # what codecpod says of a film without sound


class NotDecoded(ValueError):
    """What cannot be decoded: no sound, damaged, or of a kind nobody knows."""


class Silent(NotDecoded):
    """A file of moving pictures, or of nothing, that has no sound."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`samples` at `RATE`, one channel, from `start`, seconds of the recording."""

    start: int
    samples: NDArray[np.float32]


class Recording:
    """A file of sound, or a film, or the bytes of one. `seconds`: how long it says that it is, 0.0 where it
    does not say.
    """

    def __init__(self, source: Path | bytes) -> None:
        """Raises `NotDecoded`, `PartMissing`."""
        check_part()
        import codecpod

        self._source = source if isinstance(source, bytes) else str(source)
        self._fault = codecpod.CodecpodError
        try:
            known = codecpod.info(self._source)
        except self._fault as refused:
            kind = Silent if _NO_SOUND in str(refused) else NotDecoded
            raise kind(str(refused)) from refused
        if not 0 < known.sample_rate <= _MOST_A_SECOND:
            raise NotDecoded(f"{known.sample_rate} samples a second")
        self._rate: int = known.sample_rate
        self.seconds = (known.frames or 0) / self._rate

    def pieces(self, start: int = 0) -> Iterator[Piece]:
        """What is heard from `start` (whole seconds) on, a minute at a time. Raises `NotDecoded` where it is
        damaged from there on; what came before is whole.
        """
        import codecpod

        while True:
            try:
                given = codecpod.load(
                    self._source,
                    sample_rate=RATE,
                    mono=True,
                    frame_offset=start * self._rate,
                    num_frames=PIECE_SECONDS * self._rate,
                )
            except self._fault as refused:
                raise NotDecoded(str(refused)) from refused
            samples = np.asarray(cast("tuple[Any, int]", given)[0], np.float32)
            if not samples.size:
                return
            yield Piece(start, samples[: PIECE_SECONDS * RATE])
            start += PIECE_SECONDS
