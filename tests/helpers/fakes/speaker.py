"""A loudspeaker that is none: it keeps what it was given, and takes as long as it is told."""

from __future__ import annotations

import threading

from engine.cancel import CancelToken
from engine.errors import NoSoundDevice
from engine.types import Sound


class FakeSpeaker:
    """`held`: each sound lasts until `let` is called or it is stopped; `absent`: there is none."""

    def __init__(self, *, held: bool = False, absent: bool = False) -> None:
        self.played: list[Sound] = []
        self.stopped = 0
        self._held, self._absent = held, absent
        self._turns = threading.Semaphore(0)

    def play(self, sound: Sound, cancel: CancelToken) -> None:
        cancel.raise_if_cancelled()
        if self._absent:
            raise NoSoundDevice(kind="speaker")
        self.played.append(sound)
        withdraw = cancel.on_cancel(self._turns.release)
        try:
            if self._held:
                self._turns.acquire()
        finally:
            withdraw()
        self.stopped += cancel.cancelled
        cancel.raise_if_cancelled()

    def let(self) -> None:
        """The sound that is heard comes to its end, or the next will."""
        self._turns.release()
