"""A `PictureReader` without a model: says its lines, and remembers what it was shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cancel import CancelToken
from engine.errors import ContextFull
from engine.types import (
    GenerationDone,
    GenerationEvent,
    ModelInfo,
    Picture,
    Sampling,
    StopReason,
    TextDelta,
)

PICTURE_TOKENS = 16


class FakePictureReader:
    """A word is a token. The lines are said in turn, one for each picture, and from the first again."""

    def __init__(
        self,
        lines: Sequence[str] = ("Signed at Leeds on 3 May 2019",),
        context_length: int = 2048,
        name: str = "fake-vision",
    ):
        """Without a `name` there is no model."""
        self.name = name
        self._lines = tuple(lines)
        self._context_length = context_length
        self.shown: list[tuple[Picture, str]] = []
        self.loaded = False

    def info(self) -> ModelInfo:
        self.loaded = True
        return ModelInfo("fake-vision", "fake", 1, self._context_length, "CPU", 1, 0)

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        prompt = PICTURE_TOKENS + len(instruction.split())
        if prompt + 1 > self._context_length:
            raise ContextFull(prompt_tokens=prompt, context_length=self._context_length)
        self.loaded = True
        line = self._lines[len(self.shown) % len(self._lines)]
        self.shown.append((picture, instruction))
        words, said = line.split(), 0
        reason = StopReason.END
        for word in words:
            if cancel.cancelled:
                reason = StopReason.CANCELLED
                break
            if said == sampling.max_tokens:
                reason = StopReason.LENGTH
                break
            yield TextDelta(f" {word}" if said else word)
            said += 1
        yield GenerationDone(reason, prompt, 0, said, 0.001, 0.001)

    def unload(self) -> None:
        self.loaded = False

    def close(self) -> None:
        self.unload()
