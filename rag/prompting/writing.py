"""Asking a model and taking all it says: the one place that follows a generation to its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from engine.cancel import CancelToken
from engine.errors import Cancelled, OnlyThoughts
from engine.protocols import TextGenerator
from engine.types import (
    GenerationDone,
    GenerationEvent,
    Message,
    Sampling,
    StopReason,
    TextDelta,
    TextWithdrawn,
    Thinking,
)

Ask = Callable[[CancelToken], Iterable[GenerationEvent]]
"""Begins a generation that ends when the token says so."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What a generation gave; tokens are those the model read anew and wrote."""

    text: str
    whole: bool  # it came to its own end, or to where its reader had enough; not to the most it may write
    prompt_tokens: int
    generated_tokens: int


class Telling:
    """A generation under way, a context: however it is left, the model ends its turn.

    `turn` ends with the asker's token, and with `enough`, which is not the asker's wish.
    """

    def __init__(self, ask: Ask, cancel: CancelToken) -> None:
        self.turn = CancelToken()
        self.done = GenerationDone(StopReason.CANCELLED, 0, 0, 0, 0.0, 0.0)  # until the model's own comes
        self._ask = ask
        self._withdraw = cancel.on_cancel(self.turn.cancel)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._withdraw()
        self.turn.cancel()

    def events(self) -> Iterator[TextDelta | Thinking | TextWithdrawn]:
        """What comes before the end. Raises `ModelError`s and `WorkerError`s."""
        for event in self._ask(self.turn):
            if isinstance(event, GenerationDone):
                self.done = event
            else:
                yield event

    def enough(self) -> None:
        """Let the model end its turn."""
        self.turn.cancel()


def taken(ask: Ask, cancel: CancelToken, until: Callable[[str], bool] = lambda _: False) -> Writing:
    """Everything a model says, or all before the text so far is `until` enough.

    Raises `Cancelled`, `ModelError`s, of which `OnlyThoughts` where it says nothing, and `WorkerError`s.
    """
    text = ""
    with Telling(ask, cancel) as telling:
        for event in telling.events():
            if isinstance(event, TextWithdrawn):
                text = ""
            elif isinstance(event, TextDelta):
                text += event.text
            if until(text):
                cancel.raise_if_cancelled()
                return Writing(text, True, 0, 0)  # the model had no time to count
    return _writing(text, telling.done, cancel)


def written(
    generator: TextGenerator,
    messages: Sequence[Message],
    sampling: Sampling,
    cancel: CancelToken,
    until: Callable[[str], bool] = lambda _: False,
) -> Writing:
    """What a language model says to messages; otherwise as `taken`."""
    return taken(lambda turn: generator.generate(messages, sampling, turn), cancel, until)


def written_together(
    generator: TextGenerator,
    prompts: Sequence[Sequence[Message]],
    samplings: Sequence[Sampling],
    cancel: CancelToken,
) -> list[Writing]:
    """What the model says to each, asked at once. Raises as `taken` does."""
    found = generator.generate_together(prompts, samplings, cancel)
    return [_writing(one.text, one.done, cancel) for one in found]


def _writing(text: str, done: GenerationDone, cancel: CancelToken) -> Writing:
    if cancel.cancelled or done.stop_reason is StopReason.CANCELLED:
        raise Cancelled
    if done.stop_reason is StopReason.THOUGHT:
        raise OnlyThoughts
    return Writing(
        text,
        done.stop_reason is not StopReason.LENGTH,
        done.prompt_tokens - done.cached_tokens,
        done.generated_tokens,
    )
