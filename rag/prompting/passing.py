"""A generator that another one is asked through: the base of those that note what passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cancel import CancelToken
from engine.protocols import TextGenerator
from engine.types import Generated, GenerationEvent, Message, ModelInfo, ModelStamp, Sampling


class Passing:
    """Gives everything on, see `TextGenerator`; who notes something overrides what it notes."""

    def __init__(self, generator: TextGenerator) -> None:
        self._generator = generator

    def info(self) -> ModelInfo:
        return self._generator.info()

    def stamp(self) -> ModelStamp:
        return self._generator.stamp()

    def count_tokens(self, text: str) -> int:
        return self._generator.count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        return self._generator.generate(messages, sampling, cancel)

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        return self._generator.generate_together(prompts, samplings, cancel)

    def unload(self) -> None:
        self._generator.unload()
