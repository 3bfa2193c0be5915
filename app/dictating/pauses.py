"""Whether anybody has spoken since it was last heard what they say, and whether they pause."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.speech.voice import ENDS, PAUSE, Ear


class Pauses:
    """Fed with the sound as it comes in."""

    def __init__(self) -> None:
        self._ear = Ear()
        self._silent = 0.0  # seconds since somebody spoke
        self.spoken = False  # since `heard`

    @property
    def begun(self) -> bool:
        """Whether somebody spoke and pauses: all of it can be heard now."""
        return self.spoken and self._silent >= PAUSE

    def add(self, block: NDArray[np.float32]) -> None:
        """More of the sound."""
        for chance in self._ear.hear(block):
            speaks = chance >= ENDS
            self.spoken |= speaks
            self._silent = 0.0 if speaks else self._silent + self._ear.seconds

    def heard(self) -> None:
        """What came in till now is being heard."""
        self.spoken = False
