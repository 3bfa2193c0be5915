"""Sound on its way into a recording: FLAC, so that nothing of what was said is lost, a few seconds at a time.

Each piece is whole frames, numbered on from those before, so that `recording_of` a head and any number of
pieces is one FLAC file (RFC 9639) that is played and sought in like any other. A frame is encoded by itself
(0.3 ms for 72 ms of sound) and its number written anew: FFmpeg, inside codecpod, numbers every frame as the
first of its file, and looks for a place by those numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.speech import RATE
from engine.speech.part import check_part

Floats = NDArray[np.float32]

FRAME = 1152  # samples; as FFmpeg cuts them at this rate

_MARK = b"fLaC"
_LAST = 0x80  # in the head of a block of metadata: no other follows
_ABOUT = 34  # bytes of the block that says what the stream is
_BITS: Final = 16
_CHECK_HEAD, _CHECK_FRAME = 0x07, 0x8005  # polynomials


class Encoder:
    """Samples in, whole frames out. Not thread-safe."""

    def __init__(self) -> None:
        """Raises `PartMissing`."""
        check_part()
        self._rest = np.zeros(0, np.float32)
        self._number = 0  # of the next frame

    def add(self, samples: Floats) -> bytes:
        """The frames that are full with these samples; the rest waits for more."""
        self._rest = np.concatenate([self._rest, samples])
        frames = []
        while self._rest.size >= FRAME:
            frames.append(self._frame(self._rest[:FRAME]))
            self._rest = self._rest[FRAME:]
        return b"".join(frames)

    def end(self) -> bytes:
        """What waits, filled up with silence: at most 72 ms."""
        return self.add(np.zeros(FRAME - self._rest.size, np.float32)) if self._rest.size else b""

    @property
    def samples(self) -> int:
        """How many samples stand in the frames that were given."""
        return self._number * FRAME

    def _frame(self, samples: Floats) -> bytes:
        import codecpod

        loudest = np.clip(samples, -1.0, 1.0)
        made = codecpod.save_bytes(loudest, RATE, codecpod.Flac(bits_per_sample=_BITS))
        frame = _numbered(made[_begins(made) :], self._number)
        self._number += 1
        return frame


def recording_of(pieces: Iterable[bytes], samples: int) -> bytes:
    """One FLAC file of pieces that an `Encoder` gave, `samples` in all."""
    return _head(samples) + b"".join(pieces)


def _head(samples: int) -> bytes:
    """How the stream begins; sizes of frames and the sum of its samples are left open, as allowed."""
    stream = RATE << 44 | (_BITS - 1) << 36 | samples  # one channel: its bits are 0
    about = FRAME.to_bytes(2, "big") * 2 + bytes(6) + stream.to_bytes(8, "big") + bytes(16)
    return _MARK + bytes([_LAST]) + _ABOUT.to_bytes(3, "big") + about


def _begins(made: bytes) -> int:
    """Where the first frame of a FLAC file begins: behind all blocks of metadata."""
    at = len(_MARK)
    while True:
        kind, size = made[at], int.from_bytes(made[at + 1 : at + 4], "big")
        at += 4 + size
        if kind & _LAST:
            return at


def _numbered(frame: bytes, number: int) -> bytes:
    """A frame whose number is 0 under another one, its two sums made anew."""
    size = frame[2] >> 4
    rate = frame[2] & 0x0F
    extra = {6: 1, 7: 2}.get(size, 0) + {12: 1, 13: 2, 14: 2}.get(rate, 0)  # bytes behind the number
    head = frame[:4] + _coded(number) + frame[5 : 5 + extra]
    checked = head + bytes([_sum(head, _HEADS, 8)])
    whole = checked + frame[5 + extra + 1 : -2]
    return whole + _sum(whole, _FRAMES, 16).to_bytes(2, "big")


def _coded(number: int) -> bytes:
    """A number as FLAC writes it: as UTF-8 would, up to 31 bits."""
    if number < 0x80:
        return bytes([number])
    tail = []
    limit = 0x40  # that what is left must be below to stand in the first byte
    while number >= limit:
        tail.append(0x80 | number & 0x3F)
        number >>= 6
        limit = 0x20 >> (len(tail) - 1)
    lead = 0xFF << (7 - len(tail)) & 0xFF
    return bytes([lead | number, *reversed(tail)])


def _table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    found = []
    for value in range(256):
        rest = value << (bits - 8)
        for _ in range(8):
            rest = (rest << 1 ^ polynomial) & mask if rest & top else rest << 1 & mask
        found.append(rest)
    return tuple(found)


_HEADS, _FRAMES = _table(_CHECK_HEAD, 8), _table(_CHECK_FRAME, 16)


def _sum(data: bytes, table: tuple[int, ...], bits: int) -> int:
    rest, mask = 0, (1 << bits) - 1
    for byte in data:
        rest = (rest << 8 & mask) ^ table[rest >> (bits - 8) ^ byte]
    return rest
