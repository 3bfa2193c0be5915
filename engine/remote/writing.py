"""One text while the engine writes it: what of its stream is said, what is thought, and what ended it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from engine.errors import ContextFull, RemoteCut, RemoteFailed, RemoteNonsense
from engine.llama.stream import TextStream
from engine.llama.thoughts import Thoughts
from engine.remote.dialects import whole
from engine.remote.events import Events, EventTooLong
from engine.types import (
    GenerationDone,
    GenerationEvent,
    Sampling,
    StopReason,
    TextDelta,
    TextWithdrawn,
    Thinking,
)

_LAST = "[DONE]"
_THOUGHT = ("reasoning_content", "reasoning")  # llama-server and vLLM; vLLM from 0.11, Ollama
# Servers take thoughts out of the text where they know a model's marks. Of those that do not, these are most.
_MARKS = Thoughts("<think></think>[THINK][/THINK]")
_FULL = ("context_length", "context length", "context size", "context window", "exceed_context")


class Writing:
    """Fed with the bytes of a stream, gives the events of a generation."""

    def __init__(self, sampling: Sampling, host: str) -> None:
        self._host = host
        self._most = sampling.max_tokens
        self._filter = _MARKS.begun("")
        self._stream = TextStream(sampling.stop, self._filter)
        self._events = Events()
        self._reason: StopReason | None = None
        self._usage: dict[str, Any] = {}
        self._timings: dict[str, Any] = {}
        self._said = False
        self._last = False  # the server said that nothing follows
        self._count = 0  # pieces, which are tokens unless the server puts some together
        self._thoughts = 0  # of them
        self._began = time.monotonic()
        self._first = 0.0

    @property
    def enough(self) -> bool:
        """Whether nothing that follows counts."""
        return self._last or self._reason in (StopReason.STOP, StopReason.CANCELLED)

    @property
    def only_thought(self) -> bool:
        """Whether it had no room left for anything but thoughts."""
        return self._reason is StopReason.LENGTH and self._thoughts > 0 and not self._said

    def feed(self, piece: bytes) -> Iterator[GenerationEvent]:
        """What became certain. Raises `RemoteNonsense`, and `RemoteFailed` or `ContextFull` where the stream
        says so.
        """
        try:
            told = self._events.feed(piece)
        except EventTooLong:
            raise RemoteNonsense(host=self._host, detail="too-long") from None
        for data in told:
            yield from self._take(data)

    def finish(self) -> Iterator[GenerationEvent]:
        """What was held back, at the end of the stream. Raises `RemoteCut` where it came too early."""
        if not self.enough:
            for data in self._events.finish():
                try:
                    yield from self._take(data)
                except RemoteNonsense:  # half an event
                    raise RemoteCut(host=self._host, detail="ended") from None
        if self._reason is None:
            raise RemoteCut(host=self._host, detail="ended")
        if self._reason is not StopReason.STOP and (rest := self._stream.finish()):
            self._said = self._said or bool(rest.strip())
            yield TextDelta(rest)

    def cancelled(self) -> None:
        """Somebody had enough of it."""
        self._reason = StopReason.CANCELLED

    def done(self, prompt_tokens: int) -> GenerationDone:
        """The last event. `prompt_tokens` are those counted here, for servers that do not say."""
        now = time.monotonic()
        first = self._first or now
        reason = self._reason or StopReason.CANCELLED
        if reason in (StopReason.END, StopReason.LENGTH) and self._thoughts and not self._said:
            reason = StopReason.THOUGHT
        usage = self._usage
        cached = self._timings.get("cache_n") or _in(usage, "prompt_tokens_details", "cached_tokens")
        prompt = whole(usage.get("prompt_tokens")) or prompt_tokens
        generated = whole(usage.get("completion_tokens")) or self._count
        thought = whole(_in(usage, "completion_tokens_details", "reasoning_tokens")) or self._thoughts
        return GenerationDone(
            stop_reason=reason,
            prompt_tokens=prompt,
            cached_tokens=max(0, min(whole(cached), prompt - 1)),
            generated_tokens=generated,
            prefill_seconds=first - self._began,
            generate_seconds=max(now - first, 1e-6),
            thought_tokens=min(thought, generated),
        )

    def _take(self, data: str) -> Iterator[GenerationEvent]:
        if self.enough:
            return
        if data.strip() == _LAST:
            self._last = True
            return
        try:
            chunk = json.loads(data)
        except (ValueError, RecursionError):
            chunk = None
        if not isinstance(chunk, dict):
            raise RemoteNonsense(host=self._host, detail="json")
        if chunk.get("error"):
            raise fault_in(chunk, 500, self._host)
        self._usage = _dict(chunk.get("usage")) or self._usage
        self._timings = _dict(chunk.get("timings")) or self._timings
        choices = chunk.get("choices")
        if isinstance(choices, list) and choices:
            yield from self._choice(_dict(choices[0]))

    def _choice(self, choice: dict[str, Any]) -> Iterator[GenerationEvent]:
        delta = _dict(choice.get("delta"))
        if any(isinstance(delta.get(name), str) and delta[name] for name in _THOUGHT):
            self._counted()
            self._thoughts += 1
            yield Thinking(self._thoughts)
        content = delta.get("content")
        if content is not None and not isinstance(content, str):
            raise RemoteNonsense(host=self._host, detail="content")
        if content and self._reason is None:
            yield from self._content(content)
        elif content and self._reason is StopReason.LENGTH:
            self._last = True  # it was given room for thoughts, and goes on saying
        if (ended := choice.get("finish_reason")) and self._reason is None:
            self._reason = StopReason.LENGTH if ended == "length" else StopReason.END

    def _content(self, content: str) -> Iterator[GenerationEvent]:
        self._counted()
        thought, withdrawals = self._filter.thinking, self._filter.withdrawals
        text = self._stream.feed(content.encode("utf-8", "replace"))
        withdrawn = self._filter.withdrawals > withdrawals
        if withdrawn:
            self._thoughts = self._count
            if self._said:
                yield TextWithdrawn()
            self._said = False
        elif thought or self._filter.thinking:
            self._thoughts += 1
        if text:
            self._said = self._said or bool(text.strip())
            yield TextDelta(text)
        elif self._filter.thinking:
            yield Thinking(self._thoughts)
        if self._stream.stopped:
            self._reason = StopReason.STOP
        elif self._count - self._thoughts >= self._most:
            self._reason = StopReason.LENGTH

    def _counted(self) -> None:
        self._count += 1
        self._first = self._first or time.monotonic()


def fault_in(reply: Any, status: int, host: str) -> RemoteFailed | ContextFull:
    """What an error of a server means. Its own words are not passed on: anything may stand there."""
    error = _dict(_dict(reply).get("error")) or _dict(reply)
    words = f"{error.get('message', '')} {error.get('type', '')} {error.get('code', '')}".lower()
    if any(one in words for one in _FULL):
        return ContextFull(
            prompt_tokens=whole(error.get("n_prompt_tokens")), context_length=whole(error.get("n_ctx"))
        )
    code = error.get("code")
    return RemoteFailed(host=host, status=code if isinstance(code, int) else status)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _in(outer: dict[str, Any], name: str, inner: str) -> object:
    return _dict(outer.get(name)).get(inner)
