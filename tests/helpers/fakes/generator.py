"""A text generator without a model: fast, deterministic, and held to the suite the real one passes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    ModelInfo,
    ModelStamp,
    Sampling,
    StopReason,
    TextDelta,
    TextWithdrawn,
)

Reply = str | Callable[[Sequence[Message]], str]

_TOKEN = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
_ROOM_FOR_ANSWER = 16
_LETTERS = "etaoinshrdlcumwfgypbvkjxqz"  # from the most frequent in English to the least


@dataclass(frozen=True, slots=True)
class Call:
    """What a generation was asked with."""

    messages: tuple[Message, ...]
    sampling: Sampling


@dataclass(frozen=True, slots=True)
class _Step:
    text: str
    reason: StopReason  # should this step be the last
    count: int


class FakeGenerator:
    """Answers with `reply`, a text or a function of the messages; a token is a word or a sign.

    `gate`, when given, is waited on before every token, so that a test decides how far a
    generation comes; `calls` records what was asked.
    """

    def __init__(
        self,
        reply: Reply = "The capital of France is Paris. It lies on the Seine, and has two million people.",
        *,
        context_length: int = 4096,
        gate: threading.Semaphore | None = None,
        parameters: int = 0,
    ) -> None:
        self.calls: list[Call] = []
        self.together: list[int] = []
        self.scored: list[tuple[str, tuple[str, ...]]] = []
        self._reply = reply
        self._context_length = context_length
        self._gate = gate
        self._parameters = parameters
        self._turn = threading.Lock()
        self._held: list[str] = []

    def info(self) -> ModelInfo:
        return ModelInfo(
            name="fake",
            architecture="fake",
            parameters=self._parameters,
            context_length=self._context_length,
            backend="CPU",
            threads=1,
            memory_bytes=0,
        )

    def stamp(self) -> ModelStamp:
        return ModelStamp("fake", "f" * 64, "fake 1", "CPU")

    def count_tokens(self, text: str) -> int:
        return len(_TOKEN.findall(text))

    def count_tokens_many(self, texts: Sequence[str]) -> list[int]:
        return [self.count_tokens(text) for text in texts]

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        with self._turn:
            self.calls.append(Call(tuple(messages), sampling))
            prompt = self._prompt(messages)
            room = self._room(prompt, sampling)
            cached = self._reuse(prompt)
            reply = self._reply if isinstance(self._reply, str) else self._reply(messages)
            step = _Step("", StopReason.CANCELLED, 0)
            for step in self._steps(reply, sampling, min(room, sampling.max_tokens), cancel):
                if step.text:
                    yield TextDelta(step.text)
            yield GenerationDone(step.reason, len(prompt), cached, step.count, 0.001, 0.001 * step.count)

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        """One by one, which no caller can tell; `together` records how many were asked at once."""
        asked = list(zip(prompts, samplings, strict=True))
        for messages, sampling in asked:
            self._room(self._prompt(messages), sampling)
        self.together.append(len(asked))
        found = []
        for messages, sampling in asked:
            *events, done = self.generate(messages, sampling, cancel)
            assert isinstance(done, GenerationDone)
            text = ""
            for event in events:
                text = "" if isinstance(event, TextWithdrawn) else text
                text += event.text if isinstance(event, TextDelta) else ""
            found.append(Generated(text, done))
        return tuple(found)

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        """The rarer its letters, the less likely a text, whatever is before; `scored` records the calls."""
        if not texts:
            return ()
        with self._turn:
            self.scored.append((before, tuple(texts)))
            if cancel.cancelled:
                raise Cancelled
            longest = max(map(self.count_tokens, texts))
            if longest > self._context_length:
                raise ContextFull(prompt_tokens=longest, context_length=self._context_length)
            return tuple(-sum(map(_rarity, text), start=0.0) for text in texts)

    def unload(self) -> None:
        self._held = []

    def close(self) -> None:
        self.unload()

    def _steps(self, reply: str, sampling: Sampling, limit: int, cancel: CancelToken) -> Iterator[_Step]:
        stops = [at for at in (reply.find(stop) for stop in sampling.stop if stop) if at >= 0]
        kept = reply[: min(stops)] if stops else reply
        count = 0
        for token in self._split(kept):
            if self._gate is not None:
                self._gate.acquire()
            if cancel.cancelled:
                yield _Step("", StopReason.CANCELLED, count)
                return
            count += 1
            yield _Step(token, StopReason.LENGTH, count)
            if count >= limit:
                return
        ended = StopReason.STOP if stops else StopReason.END
        yield _Step("", StopReason.CANCELLED if cancel.cancelled else ended, count)

    def _prompt(self, messages: Sequence[Message]) -> list[str]:
        return [token for message in messages for token in (message.speaker, *self._split(message.text))]

    def _room(self, prompt: Sequence[str], sampling: Sampling) -> int:
        room = self._context_length - len(prompt)
        if room < min(_ROOM_FOR_ANSWER, sampling.max_tokens):
            raise ContextFull(prompt_tokens=len(prompt), context_length=self._context_length)
        return room

    def _split(self, text: str) -> list[str]:
        return _TOKEN.findall(text)

    def _reuse(self, prompt: list[str]) -> int:
        shared = 0
        for held, wanted in zip(self._held, prompt, strict=False):
            if held != wanted:
                break
            shared += 1
        self._held = prompt
        return min(shared, len(prompt) - 1)


class SteppedGenerator(FakeGenerator):
    """What is asked together, as parts of a document are, waits until the test lets it; once cancelled it
    ends at once, as the model's process does. While there is a `fault`, no model can be loaded.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self.fault: Exception | None = None
        self._let = threading.Semaphore(0)

    def let(self, steps: int = 1_000) -> None:
        """Let so many groups of parts be read."""
        self._let.release(steps)

    def info(self) -> ModelInfo:
        if self.fault is not None:
            raise self.fault
        return super().info()

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        withdraw = cancel.on_cancel(self._let.release)
        self._let.acquire()
        withdraw()
        return super().generate_together(prompts, samplings, cancel)


def _rarity(sign: str) -> float:
    place = _LETTERS.find(sign.lower())
    return 1.0 + 0.2 * (place if place >= 0 else 0 if sign.isspace() else len(_LETTERS))
