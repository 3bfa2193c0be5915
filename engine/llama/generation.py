"""One text while a model writes it: each token drawn, what of it is said, and what ended it.

Thoughts have tokens of their own. When these are used up, or the model would end within them, the mark that
ends its thoughts is put in the place of what it would have drawn, and it goes on with the answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.llama.native import Library
from engine.llama.sampler import Sampler
from engine.llama.stream import TextStream
from engine.llama.template import ChatTemplate, Piece
from engine.llama.thoughts import ThoughtFilter
from engine.llama.vocabulary import Vocabulary
from engine.types import GenerationEvent, Sampling, StopReason, TextDelta, TextWithdrawn, Thinking

_UNASKED = 32  # tokens of thoughts, of a model that was asked not to think
_ENDING_TOKENS = 16  # at most, of what ends thoughts: that of gpt-oss has six
_ENDINGS = 3  # how often thoughts are ended; a model that begins again after that says nothing else


@dataclass(frozen=True, slots=True)
class Room:
    """The most tokens: `said` of the answer, `thought` of thoughts, `whole` of both together."""

    said: int
    thought: int
    whole: int

    @classmethod
    def within(cls, tokens: int, sampling: Sampling, thoughts: int) -> Room:
        """Of so many `tokens` in all; the answer comes first."""
        said = min(sampling.max_tokens, tokens)
        return cls(said, min(thoughts, tokens - said), tokens)


class Generations:
    """Begins the texts of one model."""

    def __init__(
        self, lib: Library, vocabulary: Vocabulary, template: ChatTemplate, stops: Sequence[str] = ()
    ) -> None:
        """`stops` end every text, besides those that a sampling names."""
        self._stops = tuple(stops)
        self._lib = lib
        self._vocabulary = vocabulary
        self._thoughts = template.thoughts
        self._quiet = template.switch.quiet
        self._spelled = {
            token: vocabulary.special(token)
            for mark in self._thoughts.marks
            for token in vocabulary.continued((Piece(mark, trusted=True),))
            if not vocabulary.piece(token)
        }

    def tokens(self, sampling: Sampling, end: str) -> int:
        """How many a text is likely to take; `end` is how its prompt ends, as the template wrote it."""
        thinks = self._thoughts.is_open(end) or (self._thoughts.likely and not self._quiet)
        return sampling.max_tokens + (sampling.max_thoughts + _ENDING_TOKENS if thinks else 0)

    def begin(self, sampling: Sampling, tokens: int, end: str) -> Generation:
        """A text of at most so many `tokens`, thoughts included. Raises as `Generation` does."""
        thoughts = self._thoughts.begun(end)
        most = _UNASKED if self._quiet and not thoughts.thinking else sampling.max_thoughts
        room = Room.within(tokens, sampling, most)
        sampling = replace(sampling, stop=(*sampling.stop, *self._stops)) if self._stops else sampling
        return Generation(self._lib, self._vocabulary, sampling, room, thoughts, self._spelled)


class Generation:
    """Use as a context manager: its sampler is native memory."""

    def __init__(
        self,
        lib: Library,
        vocabulary: Vocabulary,
        sampling: Sampling,
        room: Room,
        thoughts: ThoughtFilter,
        spelled: Mapping[int, str],
    ) -> None:
        """`spelled` are the marks of thoughts that are control tokens, by token.

        Raises `ModelError` when the JSON schema cannot be used.
        """
        self._vocabulary = vocabulary
        self._sampler = Sampler(lib, vocabulary, sampling)
        self._filter = thoughts
        self._stream = TextStream(sampling.stop, thoughts)
        self._spelled = spelled
        self._room = room
        self._put: deque[int] = deque()  # tokens that end thoughts, to come next
        self._endings = 0
        self._reason = StopReason.CANCELLED  # until something else ends it
        self._said = False
        self.count = 0
        self.thoughts = 0  # of `count`
        self.token = -1  # the last one

    def __enter__(self) -> Generation:
        return self

    def __exit__(self, *_: object) -> None:
        self._sampler.close()

    @property
    def ended(self) -> bool:
        """Whether no further token is to be drawn."""
        return self._reason is not StopReason.CANCELLED

    @property
    def stop_reason(self) -> StopReason:
        """What ended it; certain once it is finished."""
        by_itself = self._reason in (StopReason.END, StopReason.LENGTH)
        return StopReason.THOUGHT if by_itself and self.thoughts and not self._said else self._reason

    def draw(self, context: Any, row: int = -1) -> list[GenerationEvent]:
        """Draw a token by a row of the last decode's logits; returns what became certain."""
        thought = self._filter.thinking
        if thought and self.thoughts >= self._room.thought:
            self._end_thoughts()
        self.token = self._put.popleft() if self._put else self._drawn(context, row, thought)
        self.count += 1
        if self._is_end(self.token):
            self._reason = StopReason.END
            return []
        withdrawals = self._filter.withdrawals
        text = self._stream.feed(self._bytes(self.token))
        withdrawn = self._filter.withdrawals > withdrawals and self._said
        self._said = bool(text.strip()) or (self._said and not withdrawn)
        if (self._filter.thinking and not self._said) or self._filter.withdrawals > withdrawals:
            self.thoughts = self.count
        elif thought or self._filter.thinking:
            self.thoughts += 1
        if self._stream.stopped:
            self._reason = StopReason.STOP
        elif self.count - self.thoughts >= self._room.said or self.count >= self._room.whole:
            self._reason = StopReason.LENGTH
        elif self._endings > _ENDINGS:
            self._reason = StopReason.END
        return self._events(text, withdrawn)

    def finish(self) -> list[GenerationEvent]:
        """What was held back as the possible start of a stop string or a mark."""
        text = self._stream.finish()
        self._said = self._said or bool(text.strip())
        return [TextDelta(text)] if text else []

    def _events(self, text: str, withdrawn: bool) -> list[GenerationEvent]:
        found: list[GenerationEvent] = [TextWithdrawn()] if withdrawn else []
        if text:
            found.append(TextDelta(text))
        elif self._filter.thinking:
            found.append(Thinking(self.thoughts))
        return found

    def _drawn(self, context: Any, row: int, thought: bool) -> int:
        token = self._sampler.draw(context, row, free=thought)
        if thought and self._is_end(token):
            self._end_thoughts()
        return self._put.popleft() if self._put else token

    def _end_thoughts(self) -> None:
        """Let what ends thoughts come next, where it can."""
        if not self._put and (ending := self._filter.ending) and self._endings <= _ENDINGS:
            self._put.extend(self._vocabulary.continued((Piece(ending, trusted=True),)))
            self._endings += 1

    def _is_end(self, token: int) -> bool:
        """Some vocabularies count the end of a message on any channel."""
        return self._vocabulary.is_end(token) and not (self._filter.thinking and token in self._spelled)

    def _bytes(self, token: int) -> bytes:
        mark = self._spelled.get(token)
        return self._vocabulary.piece(token) if mark is None else mark.encode()
