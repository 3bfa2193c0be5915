"""Writes down what is said, while it is said: what is open is heard again as more of it comes."""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.dictating.pauses import Pauses
from app.dictating.taking_down import Taken
from engine.cancel import CancelToken, next_of
from engine.protocols import Hearer, Microphone
from engine.sound.devices import LocalMicrophone
from engine.speech import RATE
from engine.types import Heard

Floats = NDArray[np.float32]

_EACH = 1.5  # seconds of new sound between two hearings
_WORD = re.compile(r"\w+")
_QUIET_DB = -60.0  # of full scale: what a level of 0 stands for


@dataclass(frozen=True, slots=True)
class Sounding:
    """How loud it is now, 0–1, and how many seconds have been listened to."""

    level: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Dictated:
    """All that was said up to now. It may still change, except where it is `final`."""

    text: str
    final: bool = False


_Caught = Floats | Exception | None


class Dictation:
    """One person at a time is listened to. Nothing of the sound is kept.

    `ready`: raises what stands against hearing, before the microphone is opened.
    """

    def __init__(
        self,
        hearer: Hearer,
        microphone: Microphone | None = None,
        ready: Callable[[], object] = lambda: None,
    ) -> None:
        """`microphone`: None for that of this machine."""
        self._hearer = hearer
        self.microphone: Microphone = microphone or LocalMicrophone()
        self._ready = ready

    def take_down(
        self,
        end: CancelToken,
        cancel: CancelToken,
        sounding: Callable[[Sounding], None] = lambda _: None,
        names: Callable[[], Sequence[str]] = tuple,
    ) -> Iterator[Dictated]:
        """Listen until `end`, and yield what was said; the last is final. `cancel` drops all of it.

        `sounding` is told, in a thread of its own, about ten times a second. `names`: words that are likely
        to be said and hard to spell. Raises `ModelMissing`, `NoSoundDevice`, `ModelError`, `WorkerError`,
        `Cancelled`; where the microphone goes while it is used, after what was heard.
        """
        self._ready()
        closed = CancelToken()
        withdraw = (end.on_cancel(closed.cancel), cancel.on_cancel(closed.cancel))
        caught: queue.SimpleQueue[_Caught] = queue.SimpleQueue()
        listener = threading.Thread(
            target=self._listen, args=(closed, caught, sounding), name="microphone", daemon=True
        )
        listener.start()
        try:
            yield from self._hear(caught, cancel, names())
        finally:
            for one in withdraw:
                one()
            closed.cancel()
            listener.join()

    def _hear(
        self, caught: queue.SimpleQueue[_Caught], cancel: CancelToken, names: Sequence[str]
    ) -> Iterator[Dictated]:
        taken, pauses, told, fresh, heard = Taken(), Pauses(), "", 0, False
        last: _Caught = np.zeros(0, np.float32)
        while isinstance(last, np.ndarray):
            last = next_of(caught, cancel)
            if isinstance(last, np.ndarray):
                taken.add(last)
                pauses.add(last)
                fresh += last.size
                # Whoever pauses may be done: what they said is known then by the time that it is asked for.
                if not caught.empty() or not (pauses.begun or fresh >= _EACH * RATE):
                    continue
            elif heard and not pauses.spoken:
                break  # nothing but silence has come since it was heard
            pauses.heard()
            taken.take(self._heard(taken, cancel, names))
            fresh, heard = 0, True
            if isinstance(last, np.ndarray) and taken.text != told:
                told = taken.text
                yield Dictated(told)
        cancel.raise_if_cancelled()
        yield Dictated(taken.text, final=True)
        if isinstance(last, Exception):
            raise last

    def _heard(self, taken: Taken, cancel: CancelToken, names: Sequence[str]) -> list[Heard]:
        """What is said in what is open. A small model that is told names writes them down where it hears
        little ("Lease, Lease"): what is made of them alone is heard once more without.
        """
        hear = partial(self._hearer.hear, taken.open, cancel, language=taken.language)
        heard = list(hear(names=names))
        told = set(_WORD.findall(" ".join(names).lower()))
        if told and heard and told.issuperset(_WORD.findall(" ".join(one.text for one in heard).lower())):
            return list(hear())
        return heard

    def _listen(
        self,
        closed: CancelToken,
        caught: queue.SimpleQueue[_Caught],
        sounding: Callable[[Sounding], None],
    ) -> None:
        samples = 0
        try:
            for block in self.microphone.listen(closed):
                samples += block.size
                caught.put(block)
                sounding(Sounding(level_of(block), samples / RATE))
            caught.put(None)
        except Exception as fault:  # told by whoever hears, in its thread
            caught.put(fault)


def level_of(block: Floats) -> float:
    """Loudness as an ear takes it: by its logarithm, 0–1."""
    power = float(np.mean(np.square(block))) if block.size else 0.0
    decibel = 10 * np.log10(max(power, 1e-12))
    return float(np.clip(1 - decibel / _QUIET_DB, 0.0, 1.0))
