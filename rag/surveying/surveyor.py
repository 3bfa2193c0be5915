"""One row of a survey: a question put to one document, or to one part of it.

A document is asked along the way every answer takes, over its own passages alone, for one short sentence. A
part is read whole, and what is asked for is listed from it (see `rag.extracting.listing`). Only what the text
supports is kept, so a row either has an answer with its places or says that the document is silent.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.errors import Cancelled, OnlyThoughts
from engine.protocols import Embedder, TextGenerator
from engine.types import (
    Generated,
    GenerationDone,
    GenerationEvent,
    Message,
    Sampling,
    TextDelta,
    TextWithdrawn,
)
from rag.answering.answerer import Answerer, AnswerSettings, Searcher
from rag.errors import DocumentUnknown
from rag.extracting.listing import Extractor
from rag.grounding.citations import citation_of
from rag.language.withdrawn import standing
from rag.language.words import plain
from rag.prompting.passing import Passing
from rag.runs.types import Part, PartState, Point, Result, Verdict
from rag.storing.documents import DocumentStore
from rag.surveying.judging import defined_terms, informs, nearest
from rag.surveying.questions import Put, for_one, says_otherwise
from rag.surveying.types import DISTANCE, SurveyKind
from rag.types import (
    Answer,
    AnswerDone,
    Citation,
    Document,
    DocumentState,
    Hit,
    SearchScope,
    SourcesFound,
    Support,
)

_OPENING = 2  # passages
_OF_THE_OPENING = re.compile(
    r"\b(?:who|whom|part(?:y|ies)|between|dated?|effective|when|sign(?:ed|atory|atories)|titled?|called|names?"
    r"|author|purpose|kind|type|version|edition)\b",
    re.IGNORECASE,
)
_YES = re.compile(r"\W*yes\b", re.IGNORECASE)

BRIEF = AnswerSettings(
    retrieved=12, sources=4, source_tokens=600, answer_tokens=80, sentences=2, rules="brief"
)


@dataclass(frozen=True, slots=True)
class _Said:
    verdict: Verdict
    points: tuple[Point, ...] = ()
    reason: str = ""


class Surveyor:
    """Fills one row at a time."""

    def __init__(
        self,
        generator: TextGenerator,
        searcher: Searcher,
        store: DocumentStore,
        embedder: Embedder,
        settings: AnswerSettings = BRIEF,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._meter = _Meter(generator)
        self._store = store
        self._clock = clock
        self._answerer = Answerer(self._meter, _WithOpening(searcher, store), store, embedder, settings)
        self._extractor = Extractor(self._meter, store)

    def ask(self, question: str, part: Part, kind: SurveyKind, cancel: CancelToken) -> Result:
        """What a document, or a part of one, says to the question.

        Raises `DocumentUnknown` when it is gone, `WorkerError`s, `ContextFull` and `OnlyThoughts`, which
        concern this row;
        `ModelError`s and `VaultError`s, which concern every row; `Cancelled` when `cancel` is set.
        """
        started = self._clock()
        self._meter.reset()
        if self._store.get(part.document_id).state is not DocumentState.READY:
            raise DocumentUnknown(document=part.document)
        if kind is SurveyKind.SECTIONS:
            said = self._part(question, part, cancel)
        else:
            said = self._document(question, part, cancel)
        cancel.raise_if_cancelled()
        return Result(
            part,
            PartState.DONE,
            said.points,
            said.verdict,
            said.reason,
            self._clock() - started,
            self._meter.prompt_tokens,
            self._meter.generated_tokens,
        )

    def one_answer(self, question: str, document: Document, cancel: CancelToken) -> tuple[Point, ...]:
        """What one document says to a question, for a cell of a table. Raises as `ask` does."""
        part = Part(0, document.id, document.name)
        return self.ask(question, part, SurveyKind.DOCUMENTS, cancel).points

    def _document(self, question: str, part: Part, cancel: CancelToken) -> _Said:
        put = for_one(question)
        answer, read = self._answer(put.question, part, cancel)
        if answer.unsaid:
            raise OnlyThoughts
        if not answer.model and not answer.found:
            return _Said(Verdict.SILENT, reason=DISTANCE)
        said = [one for one in answer.sentences if one.support is Support.SUPPORTED] if answer.found else []
        text = " ".join(one.text.strip() for one in said)
        if not said or not informs(put, text, self._defined(part)):
            return self._quoted(put, read)
        citations = unique(citation for one in said for citation in one.citations)
        cited = " ".join(f"{one.section} {one.quote}" for one in citations)
        otherwise = says_otherwise(put, text, cited)
        return _Said(Verdict.OTHERWISE if otherwise else Verdict.FOUND, (Point(text, citations),))

    def _quoted(self, put: Put, read: Sequence[Hit]) -> _Said:
        """A sentence that comes near where the model gave no answer; found, where it only said yes to it."""
        quote = nearest(put, read)
        if quote is None:
            return _Said(Verdict.SILENT)
        citation = citation_of(self._store, quote)
        affirmed = put.sorting and bool(_YES.match(self._meter.said))
        verdict = Verdict.FOUND if affirmed else Verdict.NEAR
        return _Said(verdict, (Point(f"“{plain(citation.quote)}”", (citation,)),))

    def _answer(self, question: str, part: Part, cancel: CancelToken) -> tuple[Answer, tuple[Hit, ...]]:
        """The answer, and the passages it was looked for in."""
        read: tuple[Hit, ...] = ()
        scope = SearchScope(document_id=part.document_id)
        for event in self._answerer.answer(question, (), scope, cancel):
            if isinstance(event, SourcesFound):
                read = event.hits
            elif isinstance(event, AnswerDone):
                return event.answer, read
        raise Cancelled

    def _defined(self, part: Part) -> frozenset[str]:
        return defined_terms(standing(self._store.text(part.document_id)))

    def _part(self, question: str, part: Part, cancel: CancelToken) -> _Said:
        items = self._extractor.items(question, part, cancel)
        kinds = [item.verdict for item in items]
        return _Said(
            Verdict.FOUND if Verdict.FOUND in kinds else Verdict.NEAR if kinds else Verdict.SILENT, items
        )


def unique(citations: Iterator[Citation] | Sequence[Citation]) -> tuple[Citation, ...]:
    """Each place once, in order."""
    return tuple({(one.document_id, one.start, one.end): one for one in citations}.values())


class _WithOpening:
    """A search that adds the document's opening where a question is for what stands there: parties, dates."""

    def __init__(self, searcher: Searcher, store: DocumentStore) -> None:
        self._searcher = searcher
        self._store = store

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        found = self._searcher.search(question, k, scope, cancel)
        if not found or not _OF_THE_OPENING.search(question):
            return found
        first = self._store.first_passage(found[0].document_id)
        held = {hit.passage_id for hit in found[:1]}
        opening = self._store.hits((first + place, found[0].score) for place in range(_OPENING))
        added = [hit for hit in opening if hit.document_id == found[0].document_id]
        fresh = [hit for hit in added if hit.passage_id not in held]
        ids = {hit.passage_id for hit in fresh}
        return [found[0], *fresh, *(hit for hit in found[1:] if hit.passage_id not in ids)]


class _Meter(Passing):
    """A generator that counts what passes through it, and keeps what the first of a row said."""

    def __init__(self, generator: TextGenerator) -> None:
        super().__init__(generator)
        self.prompt_tokens = 0
        self.generated_tokens = 0
        self.said = ""
        self._first = True

    def reset(self) -> None:
        self.prompt_tokens = self.generated_tokens = 0
        self.said, self._first = "", True

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        for event in super().generate(messages, sampling, cancel):
            if self._first and isinstance(event, TextDelta):
                self.said += event.text
            elif self._first and isinstance(event, TextWithdrawn):
                self.said = ""
            elif isinstance(event, GenerationDone):
                self._count(event)
            yield event

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        found = super().generate_together(prompts, samplings, cancel)
        for one in found:
            self.said += one.text if self._first else ""
            self._count(one.done)
        return found

    def _count(self, done: GenerationDone) -> None:
        self._first = False
        self.prompt_tokens += done.prompt_tokens - done.cached_tokens
        self.generated_tokens += done.generated_tokens
