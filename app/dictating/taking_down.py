"""What was said so far: sentences that are settled, and the sound of what may still be heard otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.speech import RATE
from engine.types import UNSPACED, Heard

Floats = NDArray[np.float32]

_PAUSE = 1.0  # seconds behind a sentence after which it is settled
_LONGEST = 15.0  # seconds that are heard again, where nobody pauses
_HELD = 4.0  # seconds at its end that stay open then
_SILENCE = 2.0  # seconds kept of a sound in which nobody spoke: a word may begin at its end
_SLICE = RATE // 20
_ENDS = tuple(".?!…。！？؟")


class Taken:
    """The sound since the last pause, and the text before it."""

    def __init__(self) -> None:
        self._settled: list[str] = []
        self._heard: tuple[str, ...] = ()  # in what is open
        self._blocks: list[Floats] = []
        self.language = ""  # of what is settled

    @property
    def open(self) -> Floats:
        """The sound that is to be heard, again."""
        if len(self._blocks) != 1:
            self._blocks = [np.concatenate(self._blocks or [np.zeros(0, np.float32)])]
        return self._blocks[0]

    @property
    def text(self) -> str:
        return ("" if self.language in UNSPACED else " ").join((*self._settled, *self._heard))

    def add(self, block: Floats) -> None:
        """More of the sound."""
        self._blocks.append(block)

    def take(self, heard: Sequence[Heard]) -> None:
        """What was heard in `open`; what is settled of it is not heard again."""
        sound = self.open
        if not heard:
            self._heard = ()
            self._blocks = [sound[-round(_SILENCE * RATE) :]]
            return
        seconds = sound.size / RATE
        begins = [one.start for one in heard[1:]] + [seconds]
        settled, cut = 0, 0
        for place, (one, after) in enumerate(zip(heard, begins, strict=True), 1):
            if after - one.end >= _PAUSE and one.text.endswith(_ENDS):
                settled, cut = place, _quietest(sound, one.end, after)
        if not settled and seconds > _LONGEST:
            settled, cut = _forced(sound, heard, begins)
        if settled:
            self.language = heard[0].language
            self._settled += [one.text for one in heard[:settled]]
            self._blocks = [sound[cut:]]
        self._heard = tuple(one.text for one in heard[settled:])


def _forced(sound: Floats, heard: Sequence[Heard], begins: Sequence[float]) -> tuple[int, int]:
    """How many are settled of a sound that is too long, and where it is cut: at the widest gap."""
    latest = sound.size / RATE - _HELD
    ended = [place for place, one in enumerate(heard) if one.end <= latest]
    if not ended:
        return 0, 0
    place = max(ended, key=lambda one: (heard[one].text.endswith(_ENDS), begins[one] - heard[one].end, one))
    return place + 1, _quietest(sound, heard[place].end, begins[place])


def _quietest(sound: Floats, start: float, end: float) -> int:
    """The sample in the middle of the quietest moment between two times; times of words are not exact."""
    first, last = round(start * RATE), min(round(end * RATE), sound.size)
    slices = range(first, last - _SLICE, _SLICE)
    if not slices:
        return (first + last) // 2
    # Of moments that are equally quiet the last but half: neither word is cut short.
    loudness = [float(np.mean(np.square(sound[at : at + _SLICE]))) for at in slices]
    floor = 2 * min(loudness) + 1e-8
    quiet = [at for at, one in zip(slices, loudness, strict=True) if one <= floor]
    return quiet[len(quiet) // 2] + _SLICE // 2
