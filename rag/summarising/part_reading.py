"""Reading parts of a document with the model: some together, every sentence held against its own part.

A sentence with a number, date or name that its part does not hold, or that nothing there says, is asked for
again once, and marked if it fails again. A part that does not fit the model's context is halved.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.errors import ContextFull, OnlyThoughts
from engine.protocols import Embedder, TextGenerator
from engine.types import Message, Sampling, Speaker
from rag.grounding.grounder import Grounder
from rag.language.likeness import alike
from rag.language.words import letters, plain
from rag.prompting.prompts import fill, template
from rag.prompting.writing import Writing, written, written_together
from rag.runs.kinds import Kind
from rag.runs.parts import SUMMIT
from rag.runs.types import PartState, Point, Result
from rag.storing.documents import DocumentStore
from rag.summarising.statements import grounded, statements, table_rows
from rag.types import Hit, Support

# Parts read at once: three fit a context of 8192 tokens with what is written of them, and a processor of two
# cores gains little from a fourth.
TOGETHER = 3

_LEAST_WORDS = 30  # of a part
_TOKENS_A_WORD = 1.6
_ROW_TOKENS = 400  # of a part's table
_ROOM = 24  # tokens, for the model to end its sentence
_AGAIN = 0.5  # temperature


def planned_groups(results: Sequence[Result], size: int = TOGETHER) -> list[list[Result]]:
    """The parts of a plan that are read together: neighbours, whatever is done of them already, so that a
    summary which goes on after an interruption asks what it would have asked.
    """
    readable = [one for one in results if one.state is not PartState.SKIPPED]
    return [readable[start : start + size] for start in range(0, len(readable), size)]


@dataclass(frozen=True, slots=True)
class Text:
    """A part to be read: its passages, and about how many words to write of it."""

    hits: Sequence[Hit]
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model gave of a part; tokens are those it read anew and wrote."""

    points: tuple[Point, ...]
    prompt_tokens: int
    generated_tokens: int
    seconds: float


class PartReader:
    """Works on a few parts at a time; the generator lets others wait."""

    def __init__(
        self,
        generator: TextGenerator,
        store: DocumentStore,
        embedder: Embedder,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._generator = generator
        self._store = store
        self._embedder = embedder
        self._clock = clock

    def read(self, kind: Kind, texts: Sequence[Text], seed: int, cancel: CancelToken) -> list[Reading]:
        """What the model writes of each, all asked at once.

        Raises `Cancelled`, `ModelError`s and `WorkerError`s, and `ContextFull` when one of several does not
        fit by itself, or a single one cannot be halved any further.
        """
        started = self._clock()
        asked = [_Asked(kind, _text(one.hits), max(one.words, _LEAST_WORDS)) for one in texts]
        try:
            first = written_together(
                self._generator,
                [_messages(one.prompt()) for one in asked],
                [Sampling(temperature=0.0, seed=seed, max_tokens=one.tokens) for one in asked],
                cancel,
            )
        except ContextFull:
            if len(texts) > 1 or len(texts[0].hits) < 2:
                raise
            return [self._halved(kind, texts[0], seed, cancel)]
        shared = self._clock() - started
        whole = max(1, sum(len(one.text) for one in asked))
        return [
            self._held(kind, one, question, writing, seed, cancel, shared * len(question.text) / whole)
            for one, question, writing in zip(texts, asked, first, strict=True)
        ]

    def written(
        self, prompt: str, tokens: int, seed: int, temperature: float, cancel: CancelToken
    ) -> Writing:
        """What the model answers by the rules of summaries. Raises as `writing.written` does."""
        sampling = Sampling(temperature=temperature, seed=seed, max_tokens=tokens)
        return written(self._generator, _messages(prompt), sampling, cancel)

    def grounder(self, hits: Sequence[Hit], cancel: CancelToken) -> Grounder:
        """What holds sentences against these passages."""
        return Grounder("", hits, self._store, lambda one, others: alike(self._embedder, one, others, cancel))

    def _halved(self, kind: Kind, text: Text, seed: int, cancel: CancelToken) -> Reading:
        middle = len(text.hits) // 2
        halves = [
            self.read(kind, [Text(hits, text.words // 2)], seed, cancel)[0]
            for hits in (text.hits[:middle], text.hits[middle:])
        ]
        return Reading(
            tuple(point for half in halves for point in half.points),
            sum(half.prompt_tokens for half in halves),
            sum(half.generated_tokens for half in halves),
            sum(half.seconds for half in halves),
        )

    def _held(
        self,
        kind: Kind,
        text: Text,
        asked: _Asked,
        first: Writing,
        seed: int,
        cancel: CancelToken,
        spent: float,
    ) -> Reading:
        """What of a writing stands in its part; what fails is asked for again. `spent` are the seconds of the
        first attempt.
        """
        started = self._clock()
        grounder = self.grounder(text.hits, cancel)
        points = _points(grounder, kind, first)
        read, wrote = first.prompt_tokens, first.generated_tokens
        if any(point.support is Support.UNSUPPORTED for point in points):
            try:
                second = self.written(asked.prompt(again=True), asked.tokens, seed + 1, _AGAIN, cancel)
            except (ContextFull, OnlyThoughts):  # what failed stays marked
                return Reading(tuple(points), read, wrote, spent + self._clock() - started)
            points = _mended(points, _points(grounder, kind, second))
            read, wrote = read + second.prompt_tokens, wrote + second.generated_tokens
        return Reading(tuple(points), read, wrote, spent + self._clock() - started)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the model about a part."""

    kind: Kind
    text: str
    words: int

    @property
    def tokens(self) -> int:
        return _ROW_TOKENS if self.kind.columns else int(self.words * _TOKENS_A_WORD) + _ROOM

    def prompt(self, *, again: bool = False) -> str:
        # Not str.format: a template that people edit may hold braces of its own.
        instruction = self.kind.instruction.replace("{words}", str(self.words))
        if again:
            instruction = fill("summary_again", instruction=instruction)
        return fill("summary_part", text=self.text, instruction=instruction)


def _messages(prompt: str) -> list[Message]:
    return [Message(Speaker.SYSTEM, template("summary_rules")), Message(Speaker.USER, prompt)]


def _text(hits: Sequence[Hit]) -> str:
    """A part as it is put to the model: passages under their headings."""
    lines: list[str] = []
    heading = ""
    for hit in hits:
        if hit.section and hit.section != heading:
            lines.append(f"# {hit.section.split(SUMMIT)[-1]}")
        heading = hit.section
        lines.append(plain(hit.text) if hit.key is None else f"{hit.key}: {plain(hit.text)}")
    return "\n".join(lines)


def _points(grounder: Grounder, kind: Kind, writing: Writing) -> list[Point]:
    if kind.columns:
        rows = table_rows(writing, len(kind.columns))
        found = [grounded(grounder, " ".join(filter(None, cells)), cells) for cells in rows]
    else:
        found = [grounded(grounder, text) for text in statements(writing)]
    return [point for point in found if point is not None]


def _mended(points: Sequence[Point], others: Sequence[Point]) -> list[Point]:
    """`points` with those that failed replaced, in order, by supported ones that say something new."""
    kept = {letters(point.text) for point in points if point.support is Support.SUPPORTED}
    places = {
        (one.start, one.end)
        for point in points
        if point.support is Support.SUPPORTED
        for one in point.citations
    }
    fresh = iter(
        [
            other
            for other in others
            if other.support is Support.SUPPORTED
            and letters(other.text) not in kept
            and not any((one.start, one.end) in places for one in other.citations)
        ]
    )
    return [point if point.support is Support.SUPPORTED else next(fresh, point) for point in points]
