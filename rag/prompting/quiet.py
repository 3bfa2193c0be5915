"""A writer for where none is installed, or what there is says nothing: the documents then speak alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    ModelInfo,
    ModelStamp,
    Sampling,
    StopReason,
)
from rag.prompting.budget import about_tokens
from rag.prompting.passing import Passing

_CONTEXT = 4096
NOBODY = ModelInfo("", "", 0, _CONTEXT, "", 0, 0)


class OrQuiet(Passing):
    """Passes everything on while a model is installed; else it says nothing, which no rule takes for an
    answer. A model that was named and is not there is told all the same.
    """

    @property
    def is_there(self) -> bool:
        """Whether a model writes. Raises `WorkerError`s, and `ModelError`s other than that none is there."""
        return bool(self.info().name)

    def info(self) -> ModelInfo:
        try:
            return super().info()
        except ModelMissing as fault:
            if fault.facts.get("named"):
                raise
            return NOBODY

    def count_tokens(self, text: str) -> int:
        return super().count_tokens(text) if self.is_there else about_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        if self.is_there:
            yield from super().generate(messages, sampling, cancel)
        else:
            yield _nothing()

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        if self.is_there:
            return super().generate_together(prompts, samplings, cancel)
        return tuple(Generated("", _nothing()) for _ in prompts)


def _nothing() -> GenerationDone:
    return GenerationDone(StopReason.END, 0, 0, 0, 0.0, 0.0)


class Nobody:
    """Stands for a model where none is to be asked: see `OrQuiet`, which then says nothing."""

    def info(self) -> ModelInfo:
        raise ModelMissing(model="")

    def stamp(self) -> ModelStamp:
        raise ModelMissing(model="")

    def count_tokens(self, text: str) -> int:
        return about_tokens(text)

    def generate(
        self, _messages: Sequence[Message], _sampling: Sampling, _cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        raise ModelMissing(model="")

    def generate_together(
        self, _prompts: Sequence[Sequence[Message]], _samplings: Sequence[Sampling], _cancel: CancelToken
    ) -> tuple[Generated, ...]:
        raise ModelMissing(model="")

    def unload(self) -> None:
        """There is nothing."""
