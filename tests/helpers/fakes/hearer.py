"""A hearer that is none: it hears words in whatever is said, as soon as it may."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.speech import RATE
from engine.types import Heard, HeardWord


class FakeHearer:
    """Hears a word for each second and a half of sound, once it may; `told` is what it was told of last."""

    def __init__(self, words: Sequence[str] = ("word0", "word1", "word2")) -> None:
        self._words = words
        self.told: Sequence[str] = ()
        self.may = threading.Event()
        self.may.set()

    def hear(
        self,
        samples: NDArray[np.float32],
        cancel: CancelToken,
        *,
        language: str = "",
        names: Sequence[str] = (),
    ) -> Iterator[Heard]:
        self.told = names
        self.may.wait(30)
        cancel.raise_if_cancelled()
        count = min(int(samples.size / RATE / 1.5), len(self._words))
        words = [HeardWord(at + 0.1, at + 0.9, self._words[at], 1.0) for at in range(count)]
        if words:
            yield Heard(tuple(words), "en")

    def unload(self) -> None:
        """Nothing is loaded."""
