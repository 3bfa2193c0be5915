"""Summarising a document part by part, every sentence held against the passages it was written from.

The document is read whole, in parts that fit the model's context. What the model writes is kept sentence by
sentence with its place (`rag.summarising.part_reading`). Part by part before the whole: J. Wu et al.:
Recursively Summarizing Books with Human Feedback (arXiv:2109.10862).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import OnlyThoughts
from engine.protocols import Embedder, TextGenerator
from rag.extracting.rules import FINDERS, ORDERS
from rag.grounding.citations import Quote, sentence_cited
from rag.language.likeness import alike_among
from rag.language.sentences import sentences
from rag.language.words import plain
from rag.prompting.prompts import fill
from rag.runs.boilerplate import boilerplate
from rag.runs.kinds import Kind
from rag.runs.parts import document_hits, grouped, shared_heading
from rag.runs.types import Block, Part, PartState, Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.summarising.choosing import Candidate, choose
from rag.summarising.folding import folded
from rag.summarising.part_reading import PartReader, Text
from rag.summarising.statements import grounded, statements
from rag.summarising.types import Length, SummaryScope
from rag.types import Document, Hit, Support

PART_CHARACTERS = 5000  # about 1,200 tokens
_TINY = 3000  # characters: such sections are read with what follows them, for every prompt has its price
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
        self._reader = PartReader(generator, store, embedder, clock)

    def parts(self, document: Document) -> list[Result]:
        """The document cut into parts, none lost: WAITING, or SKIPPED with the reason."""
        found = []
        for place, part in enumerate(grouped(self._store.passages(document.id), PART_CHARACTERS, _TINY)):
            heading = shared_heading(part)
            reason = boilerplate(heading, "\n".join(passage.text for passage in part))
            state = PartState.SKIPPED if reason else PartState.WAITING
            cut = Part(
                place,
                document.id,
                document.name,
                heading,
                part[0].page_start,
                part[-1].page_end,
                part[0].start,
                part[-1].end,
            )
            found.append(Result(cut, state, reason=reason))
        return found

    def quick(self, document: Document, seed: int, cancel: CancelToken) -> Iterator[tuple[Point, ...]]:
        """First the document's most central sentences as they stand, then what the model makes of them.

        Raises `Cancelled`, `ModelError`s and `WorkerError`s; the sentences come without the model.
        """
        hits = self._central(document)
        # What a document says on every page is said once.
        found = list({plain(_quoted(quote)): quote for hit in hits for quote in quotes(hit)}.values())
        if not found:
            return
        vectors, alike = self._embedded([plain(_quoted(quote)) for quote in found], cancel)
        chosen = choose(_candidates(found), vectors, _QUICK_WORDS, alike=alike)
        best = [found[place] for place in chosen]
        points = tuple(self._verbatim(quote) for quote in best[:_QUICK_SENTENCES])
        yield points
        prompt = fill("summary_quick", document=document.name, text="\n".join(point.text for point in points))
        try:
            writing = self._reader.written(prompt, _QUICK_TOKENS, seed, 0.0, cancel)
        except OnlyThoughts:
            return
        grounder = self._reader.grounder(hits, cancel)
        told = [grounded(grounder, text) for text in statements(writing)]
        supported = tuple(point for point in told if point and point.support is Support.SUPPORTED)
        if supported:
            yield supported

    def read(
        self, run: Run, kind: Kind, parts: Sequence[tuple[Part, int]], cancel: CancelToken
    ) -> list[Result]:
        """What parts give to a summary: the rows that rules find, or what the model writes of them together,
        each in about as many words as stand beside it. Raises as `PartReader.read` does.
        """
        everything = self._document_hits(run)
        if kind.find:
            return [self._found(kind, everything, part) for part, _ in parts]
        texts = [Text(_within(everything, part), words) for part, words in parts]
        return [
            Result(
                part,
                PartState.DONE,
                reading.points,
                seconds=reading.seconds,
                prompt_tokens=reading.prompt_tokens,
                generated_tokens=reading.generated_tokens,
            )
            for (part, _), reading in zip(
                parts, self._reader.read(kind, texts, SummaryScope.of(run).seed, cancel), strict=True
            )
        ]

    def whole(
        self, run: Run, kind: Kind, results: Sequence[Result], cancel: CancelToken
    ) -> tuple[Block, ...]:
        """The summary made of all parts, in the length asked for."""
        scope = SummaryScope.of(run)
        detailed = scope.length is Length.DETAILED  # nothing competes: all is kept
        opening = () if kind.columns or detailed else self._opening(run, results)
        return folded(
            results,
            opening,
            scope,
            kind.columns,
            lambda texts: self._embedded(texts, cancel),
            self._middle(_document_of(run)),
            ORDERS.get(kind.find or ""),
        )

    def _embedded(
        self, texts: Sequence[str], cancel: CancelToken
    ) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        vectors = self._embedder.embed(texts, cancel)
        return vectors, alike_among(self._embedder, texts, vectors)

    def model(self) -> str:
        """The model that will be asked. Raises `ModelError`s."""
        return self._generator.info().name

    def _found(self, kind: Kind, everything: Sequence[Hit], part: Part) -> Result:
        """The rows that rules find in a part."""
        started = self._clock()
        hits = _within(everything, part)
        before = _before(everything, hits)
        rows = [row for row in FINDERS[kind.find]([*before, *hits]) if row.hit.start >= part.start]
        points = tuple(self._verbatim(Quote(row.hit, row.start, row.end), row.cells) for row in rows)
        return Result(part, PartState.DONE, points, seconds=self._clock() - started)

    def _middle(self, document_id: int) -> NDArray[np.float32] | None:
        """The mean of the document's passages; None while they have no vectors of this embedder."""
        _, vectors = self._store.embeddings.of(document_id, self._embedder.name)
        return vectors.mean(axis=0) if len(vectors) else None

    def _opening(self, run: Run, results: Sequence[Result]) -> list[Point]:
        """The document's first sentences as they stand, as many as the summary is long."""
        points: list[Point] = []
        words = 0
        everything, most = self._document_hits(run), SummaryScope.of(run).words
        for result in results:
            if result.state is not PartState.DONE:
                continue
            for quote in (found for hit in _within(everything, result.part) for found in quotes(hit)):
                points.append(self._verbatim(quote))
                words += len(points[-1].text.split())
                if words >= most:
                    return points
        return points

    def _document_hits(self, run: Run) -> list[Hit]:
        return document_hits(self._store, _document_of(run), run.document)

    # --- at first glance -----------------------------------------------------------------------------------

    def _central(self, document: Document) -> list[Hit]:
        """The passages nearest to the document's middle, and its first, in reading order."""
        everything = document_hits(self._store, document.id, document.name)
        hits = [hit for hit in everything if not boilerplate(hit.section, hit.text)]
        ids, vectors = self._store.embeddings.of(document.id, self._embedder.name)
        if not ids.size or len(hits) <= _QUICK_PASSAGES:
            return hits[:_QUICK_PASSAGES]
        nearness = dict(zip(ids.tolist(), (vectors @ vectors.mean(axis=0)).tolist(), strict=True))
        opening, rest = hits[:_QUICK_SENTENCES], hits[_QUICK_SENTENCES:]
        rest.sort(key=lambda hit: -nearness.get(hit.passage_id, 0.0))
        kept = opening + rest[: _QUICK_PASSAGES - len(opening)]
        return sorted(kept, key=lambda hit: hit.start)

    def _verbatim(self, quote: Quote, cells: tuple[str, ...] = ()) -> Point:
        citation = sentence_cited(self._store, quote)
        return Point(plain(citation.quote), (citation,), Support.SUPPORTED, cells)


def _document_of(run: Run) -> int:
    assert run.document_id is not None  # a summary is of one document
    return run.document_id


def _within(hits: Sequence[Hit], part: Part) -> list[Hit]:
    end = part.start + part.length
    return [hit for hit in hits if part.start <= hit.start and hit.end <= end]


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
