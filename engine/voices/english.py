"""The English voice that comes along: hibari-tts on ONNX Runtime, on one thread."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.types import Sound
from engine.voices.wording import worded

_SEED = 7  # of the breath in it: the same words sound the same each time


class EnglishVoice:
    """In this process. Not thread-safe."""

    def __init__(self) -> None:
        from hibari import SAMPLE_RATE, Hibari

        self._rate = int(SAMPLE_RATE)
        self._voice = Hibari(threads=1)
        self._voice.phonemize("Loaded.")  # its lexicon is read with the first words

    def speak(self, text: str) -> Iterator[Sound]:
        """A sound for each sentence, or for each part of a long one; none where there is nothing to say."""
        for phonemes in self._voice.phonemize(worded(text)):
            samples = np.asarray(self._voice.from_phonemes(phonemes, seed=_SEED), np.float32)
            if samples.size:
                yield Sound(self._rate, np.clip(samples, -1.0, 1.0))
