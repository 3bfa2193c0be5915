"""One text while a model writes it: each token drawn, what of it may be shown, and what ended it."""

from __future__ import annotations

from typing import Any

from engine.llama.native import Library
from engine.llama.sampler import Sampler
from engine.llama.stream import TextStream
from engine.llama.vocabulary import Vocabulary
from engine.types import Sampling, StopReason


class Generation:
    """Use as a context manager: its sampler is native memory."""

    def __init__(self, lib: Library, vocabulary: Vocabulary, sampling: Sampling, limit: int) -> None:
        """`limit` is the most tokens to draw. Raises `ModelError` when the JSON schema cannot be used."""
        self._vocabulary = vocabulary
        self._sampler = Sampler(lib, vocabulary, sampling)
        self._stream = TextStream(sampling.stop)
        self._limit = limit
        self.count = 0
        self.token = -1  # the last one drawn
        self.stop_reason = StopReason.CANCELLED  # until something else ends it

    def __enter__(self) -> Generation:
        return self

    def __exit__(self, *_: object) -> None:
        self._sampler.close()

    @property
    def ended(self) -> bool:
        """Whether no further token is to be drawn."""
        return self.stop_reason is not StopReason.CANCELLED

    def draw(self, context: Any, row: int = -1) -> str:
        """Draw a token by a row of the last decode's logits; returns the text that became certain."""
        self.token = self._sampler.draw(context, row)
        self.count += 1
        if self._vocabulary.is_end(self.token):
            self.stop_reason = StopReason.END
            return ""
        text = self._stream.feed(self._vocabulary.piece(self.token))
        if self._stream.stopped:
            self.stop_reason = StopReason.STOP
        elif self.count >= self._limit:
            self.stop_reason = StopReason.LENGTH
        return text

    def finish(self) -> str:
        """What was held back as the possible start of a stop string."""
        return self._stream.finish()
