"""A generator whose model is still being loaded: nothing can be asked of it before it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from fakes.generator import FakeGenerator, Reply

from engine.cancel import CancelToken
from engine.types import GenerationEvent, Message, ModelInfo, ModelStamp, Sampling


class LoadingGenerator(FakeGenerator):
    """Every call waits until `loaded` is set, for `patience` seconds at most; then the test has failed.

    `wanted` is set once somebody waits.
    """

    def __init__(self, reply: Reply, *, patience: float, context_length: int = 4096) -> None:
        super().__init__(reply, context_length=context_length)
        self.loaded = threading.Event()
        self.wanted = threading.Event()
        self._patience = patience

    def info(self) -> ModelInfo:
        self._wait()
        return super().info()

    def stamp(self) -> ModelStamp:
        self._wait()
        return super().stamp()

    def count_tokens(self, text: str) -> int:
        self._wait()
        return super().count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self._wait()
        yield from super().generate(messages, sampling, cancel)

    def _wait(self) -> None:
        self.wanted.set()
        if not self.loaded.wait(self._patience):
            raise AssertionError("waited for a model that is still being loaded")
