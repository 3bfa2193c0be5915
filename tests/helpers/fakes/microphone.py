"""A microphone that is none: somebody says what a file holds, as fast as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import NoSoundDevice
from engine.speech import RATE
from engine.speech.decoding import Recording

NOTICE = Path(__file__).resolve().parents[2] / "data" / "speech" / "notice.opus"
_BLOCK = RATE // 10

Floats = NDArray[np.float32]


def spoken(path: Path = NOTICE) -> Floats:
    """What is said in a recording."""
    return np.concatenate([piece.samples for piece in Recording(path).pieces()])


class FakeMicrophone:
    """Silence behind what is said, until it is cancelled. `absent`: there is none; `lost`: it is pulled out
    behind the last word. `speed`: how many times as fast as somebody speaks.
    """

    def __init__(
        self, said: Floats | None = None, *, absent: bool = False, lost: bool = False, speed: float = 20.0
    ) -> None:
        self._said = np.zeros(0, np.float32) if said is None else said
        self._absent, self._lost = absent, lost
        self._pause = 0.1 / speed
        self.opened = self.closed = 0
        self.all_said = threading.Event()

    def listen(self, cancel: CancelToken) -> Iterator[Floats]:
        if self._absent:
            raise NoSoundDevice(kind="microphone")
        stopped = threading.Event()
        withdraw = cancel.on_cancel(stopped.set)
        self.opened += 1
        place = 0
        try:
            while not stopped.wait(self._pause):
                block = self._said[place : place + _BLOCK]
                place += _BLOCK
                if not block.size:
                    self.all_said.set()
                    if self._lost:
                        raise NoSoundDevice(kind="microphone")
                yield np.pad(block, (0, _BLOCK - block.size))
        finally:
            withdraw()
            self.closed += 1
