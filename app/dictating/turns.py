"""Notices when somebody begins to speak, and when they are done."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.protocols import Microphone
from engine.speech.voice import BEGINS, ENDS, Ear

Floats = NDArray[np.float32]

_LEAST = 0.2  # seconds of speech that are no click and no cough
_DONE = 0.8  # seconds without speech: within a sentence people pause for half a second
# Over what the program says itself: without the echo taken out, a loudspeaker nearby is speech too.
_SPEAKS_OVER, _LEAST_OVER = 0.9, 0.45
_HELD = 1.5  # seconds from before it was sure that somebody speaks


class Turns:
    """A `Microphone` over another, that tells of who speaks into it, in the thread that listens."""

    def __init__(
        self,
        microphone: Microphone,
        ended: Callable[[], object],
        before: Sequence[Floats] = (),
    ) -> None:
        """`ended` is called once, when somebody spoke and is done; `before` was heard before it is opened."""
        self._microphone = microphone
        self._ended = ended
        self._before = before

    def listen(self, cancel: CancelToken) -> Iterator[Floats]:
        """See `engine.protocols.Microphone`."""
        ear, spoken, silent, told = Ear(), 0.0, 0.0, False
        for block in self._blocks(cancel):
            yield block
            for chance in ear.hear(block):
                spoken += ear.seconds if chance >= BEGINS else 0.0
                silent = 0.0 if chance >= ENDS else silent + ear.seconds
            if not told and spoken >= _LEAST and silent >= _DONE:
                told = True
                self._ended()

    def _blocks(self, cancel: CancelToken) -> Iterator[Floats]:
        yield from self._before
        yield from self._microphone.listen(cancel)


def interrupted(microphone: Microphone, cancel: CancelToken) -> list[Floats] | None:
    """Listen while the program speaks, until somebody speaks over it: what was heard of that. None where it
    was cancelled before. Raises `NoSoundDevice`.
    """
    ear, held, spoken, sure = Ear(), deque[Floats](maxlen=round(_HELD * 10)), 0.0, False
    ended = CancelToken()
    withdraw = cancel.on_cancel(ended.cancel)
    try:
        for block in microphone.listen(ended):
            held.append(block)
            for chance in ear.hear(block):
                spoken = spoken + ear.seconds if chance >= _SPEAKS_OVER else 0.0
                sure = sure or spoken >= _LEAST_OVER
            if sure:
                ended.cancel()  # what is heard until it is closed counts
    finally:
        withdraw()
    return list(held) if sure else None
