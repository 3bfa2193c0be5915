"""Summarising a document part by part, every sentence held against the passages it was written from.

The document is read whole, in parts that fit the model's context; a part that does not is halved. What the
model writes is kept sentence by sentence with its place. A sentence with a number, date or name that its part
does not hold, or that nothing there says, is asked for again once, and marked if it fails again. Part by part
before the whole: J. Wu et al.: Recursively Summarizing Books with Human Feedback (arXiv:2109.10862).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import ContextFull
from engine.protocols import Embedder, TextGenerator
from engine.types import Message, Sampling, Speaker
from rag.boilerplate import boilerplate
from rag.documents import DocumentStore
from rag.extraction import citation_of
from rag.finders import FINDERS
from rag.grounding import Grounder
from rag.grounding_words import letters, plain
from rag.kinds import Kind
from rag.parts import SUMMIT, document_hits, grouped, shared_heading
from rag.prompts import fill, template
from rag.sentences import sentences
from rag.summary_choice import Candidate, choose
from rag.summary_fold import folded
from rag.summary_text import Writing, grounded, statements, table_rows, written
from rag.summary_types import Block, Length, Part, PartResult, PartState, Point, Summary
from rag.survey_judging import Quote
from rag.types import Document, Hit, Support

PART_CHARACTERS = 5000  # about 1,200 tokens
_TINY = 3000  # characters: such sections are read with what follows them, for every prompt has its price
_LEAST_WORDS = 30  # of a part
_MORE = 1.2  # words written, to words wanted: what is repeated goes
_TOKENS_A_WORD = 1.6
_ROW_TOKENS = 400  # of a part's table
_ROOM = 24  # tokens, for the model to end its sentence
_AGAIN = 0.5  # temperature
_FEWEST_WORDS, _MOST_WORDS = 8, 80  # of a sentence taken as it stands
_QUICK_SENTENCES = 8
_QUICK_WORDS = 220
_QUICK_TOKENS = 130
_QUICK_PASSAGES = 30  # whose sentences are looked at


class Summariser:
    """Works on one part at a time; the generator lets others wait."""

    def __init__(
        self,
        generator: TextGenerator,
        store: DocumentStore,
        embedder: Embedder,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._generator = generator
        self._store = store
        self._embedder = embedder
        self._clock = clock

    def parts(self, document: Document) -> list[PartResult]:
        """The document cut into parts, none lost: WAITING, or SKIPPED with the reason."""
        found = []
        for place, part in enumerate(grouped(self._store.passages(document.id), PART_CHARACTERS, _TINY)):
            heading = shared_heading(part)
            reason = boilerplate(heading, "\n".join(passage.text for passage in part))
            state = PartState.SKIPPED if reason else PartState.WAITING
            cut = Part(place, heading, part[0].page_start, part[-1].page_end, part[0].start, part[-1].end)
            found.append(PartResult(cut, state, reason=reason))
        return found

    def quick(self, document: Document, seed: int, cancel: CancelToken) -> Iterator[tuple[Point, ...]]:
        """First the document's most central sentences as they stand, then what the model makes of them.

        Raises `Cancelled`, `ModelError`s and `WorkerError`s; the sentences come without the model.
        """
        hits = self._central(document)
        found = [quote for hit in hits for quote in quotes(hit)]
        if not found:
            return
        vectors = self._embedder.embed([plain(_quoted(quote)) for quote in found], cancel)
        best = [found[place] for place in choose(_candidates(found), vectors, _QUICK_WORDS)]
        points = tuple(self._verbatim(quote) for quote in best[:_QUICK_SENTENCES])
        yield points
        prompt = fill("summary_quick", document=document.name, text="\n".join(point.text for point in points))
        writing = self._written(prompt, _QUICK_TOKENS, seed, 0.0, cancel)
        grounder = self._grounder(hits, cancel)
        told = [grounded(grounder, text) for text in statements(writing)]
        supported = tuple(point for point in told if point and point.support is Support.SUPPORTED)
        if supported:
            yield supported

    def read(self, summary: Summary, kind: Kind, part: Part, words: int, cancel: CancelToken) -> PartResult:
        """What a part gives to a summary: the rows that rules find, or what the model writes in about `words`
        words. Raises `Cancelled`, `ModelError`s and `WorkerError`s.
        """
        started = self._clock()
        everything = self._document_hits(summary)
        hits = _within(everything, part)
        if kind.find:
            before = _before(everything, hits)
            rows = [row for row in FINDERS[kind.find]([*before, *hits]) if row.hit.start >= part.start]
            points = tuple(self._verbatim(Quote(row.hit, row.start, row.end), row.cells) for row in rows)
            return PartResult(part, PartState.DONE, points, seconds=self._clock() - started)
        points, read, wrote = self._summarised(summary, kind, hits, words, cancel)
        return PartResult(
            part,
            PartState.DONE,
            points,
            seconds=self._clock() - started,
            prompt_tokens=read,
            generated_tokens=wrote,
        )

    def whole(
        self, summary: Summary, kind: Kind, results: Sequence[PartResult], cancel: CancelToken
    ) -> tuple[Block, ...]:
        """The summary made of all parts, in the length asked for."""
        detailed = summary.scope.length is Length.DETAILED  # nothing competes: all is kept
        opening = () if kind.columns or detailed else self._opening(summary, results)
        return folded(
            results,
            opening,
            summary.scope,
            kind.columns,
            lambda texts: self._embedder.embed(texts, cancel),
            self._middle(summary.scope.document_id),
        )

    def model(self) -> str:
        """The model that will be asked. Raises `ModelError`s."""
        return self._generator.info().name

    def _middle(self, document_id: int) -> NDArray[np.float32] | None:
        """The mean of the document's passages; None while they have no vectors of this embedder."""
        _, vectors = self._store.vectors(document_id, self._embedder.name)
        return vectors.mean(axis=0) if len(vectors) else None

    def _opening(self, summary: Summary, results: Sequence[PartResult]) -> list[Point]:
        """The document's first sentences as they stand, as many as the summary is long."""
        points: list[Point] = []
        words = 0
        everything = self._document_hits(summary)
        for result in results:
            if result.state is not PartState.DONE:
                continue
            for quote in (found for hit in _within(everything, result.part) for found in quotes(hit)):
                points.append(self._verbatim(quote))
                words += len(points[-1].text.split())
                if words >= summary.scope.words:
                    return points
        return points

    # --- a part --------------------------------------------------------------------------------------------

    def _summarised(
        self, summary: Summary, kind: Kind, hits: Sequence[Hit], words: int, cancel: CancelToken
    ) -> tuple[tuple[Point, ...], int, int]:
        """Points, and the tokens read and written."""
        try:
            asked = _Asked(kind, _text(hits), max(words, _LEAST_WORDS))
            first = self._written(asked.prompt(), asked.tokens, summary.seed, 0.0, cancel)
        except ContextFull:
            if len(hits) < 2:
                raise
            middle = len(hits) // 2
            halves = [
                self._summarised(summary, kind, half, words // 2, cancel)
                for half in (hits[:middle], hits[middle:])
            ]
            return (
                tuple(point for points, _, _ in halves for point in points),
                sum(read for _, read, _ in halves),
                sum(wrote for _, _, wrote in halves),
            )
        grounder = self._grounder(hits, cancel)
        points = _points(grounder, kind, first)
        read, wrote = first.prompt_tokens, first.generated_tokens
        failed = [point for point in points if point.support is Support.UNSUPPORTED]
        if failed:
            second = self._written(asked.prompt(again=True), asked.tokens, summary.seed + 1, _AGAIN, cancel)
            points = _mended(points, _points(grounder, kind, second))
            read, wrote = read + second.prompt_tokens, wrote + second.generated_tokens
        return tuple(points), read, wrote

    def _written(
        self, prompt: str, tokens: int, seed: int, temperature: float, cancel: CancelToken
    ) -> Writing:
        messages = [Message(Speaker.SYSTEM, template("summary_rules")), Message(Speaker.USER, prompt)]
        sampling = Sampling(temperature=temperature, seed=seed, max_tokens=tokens)
        return written(self._generator, messages, sampling, cancel)

    def _grounder(self, hits: Sequence[Hit], cancel: CancelToken) -> Grounder:
        return Grounder(
            "",
            hits,
            self._store.boxes,
            lambda texts: self._embedder.embed(texts, cancel),
            self._store.page_at,
        )

    def _document_hits(self, summary: Summary) -> list[Hit]:
        return document_hits(self._store, summary.scope.document_id, summary.document)

    # --- at first glance -----------------------------------------------------------------------------------

    def _central(self, document: Document) -> list[Hit]:
        """The passages nearest to the document's middle, and its first, in reading order."""
        everything = document_hits(self._store, document.id, document.name)
        hits = [hit for hit in everything if not boilerplate(hit.section, hit.text)]
        ids, vectors = self._store.vectors(document.id, self._embedder.name)
        if not ids.size or len(hits) <= _QUICK_PASSAGES:
            return hits[:_QUICK_PASSAGES]
        nearness = dict(zip(ids.tolist(), (vectors @ vectors.mean(axis=0)).tolist(), strict=True))
        opening, rest = hits[:_QUICK_SENTENCES], hits[_QUICK_SENTENCES:]
        rest.sort(key=lambda hit: -nearness.get(hit.passage_id, 0.0))
        kept = opening + rest[: _QUICK_PASSAGES - len(opening)]
        return sorted(kept, key=lambda hit: hit.start)

    def _verbatim(self, quote: Quote, cells: tuple[str, ...] = ()) -> Point:
        citation = citation_of(self._store, quote)
        return Point(plain(citation.quote), (citation,), Support.SUPPORTED, cells)


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


def _within(hits: Sequence[Hit], part: Part) -> list[Hit]:
    return [hit for hit in hits if part.start <= hit.start and hit.end <= part.end]


def _before(hits: Sequence[Hit], part: Sequence[Hit]) -> list[Hit]:
    """What stands before a part in its section: a list may go on whose subject stands there."""
    return [
        hit for hit in hits for begun in part[:1] if hit.section == begun.section and hit.start < begun.start
    ]


def quotes(hit: Hit) -> list[Quote]:
    """The sentences of a passage that can stand by themselves."""
    return [
        Quote(hit, span.start, span.end)
        for span in sentences(hit.text)
        if _FEWEST_WORDS <= len(hit.text[span.start : span.end].split()) <= _MOST_WORDS
        and hit.text[span.start : span.end].rstrip("\"'”’)")[-1:] in ".!?"
    ]


def _quoted(quote: Quote) -> str:
    return quote.hit.text[quote.start : quote.end]


def _candidates(found: Sequence[Quote]) -> list[Candidate]:
    candidates, before = [], 0
    for quote in found:
        words = len(_quoted(quote).split())
        candidates.append(Candidate(words, before, quote.start == 0, False, True))
        before += words
    return candidates


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
