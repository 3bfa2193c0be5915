"""One row of a survey: a question put to one document, or to one part of it.

A document is asked as a conversation about it alone would be, for one short sentence, so that a table and a
conversation say the same: where the model's wording does not hold, the document's own sentence stands. A part
is read whole, and what is asked for is listed from it (see `rag.extracting.listing`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

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
from rag.answering.answerer import AnswerSettings
from rag.answering.asking import Asking
from rag.answering.assistant import Assistant
from rag.answering.crossing import CrossSearcher
from rag.answering.intents.bare import bare
from rag.answering.quoting.judging import says_yes
from rag.answering.quoting.kinds import Kind, kind_of
from rag.errors import DocumentUnknown
from rag.extracting.listing import Extractor
from rag.finding.crossing import Crossing
from rag.grounding.grounder import Grounder
from rag.language.concepts import spoken
from rag.language.marks import quoted_words
from rag.language.withdrawn import standing
from rag.language.words import plain
from rag.prompting.passing import Passing
from rag.runs.types import Part, PartState, Point, Result, Verdict
from rag.storing.documents import DocumentStore
from rag.surveying.judging import defined_terms, informs, speaks_of
from rag.surveying.questions import Put, for_one, says_otherwise
from rag.surveying.types import DISTANCE, SurveyKind
from rag.types import (
    Answer,
    Citation,
    Document,
    DocumentState,
    Hit,
    Outcome,
    SearchScope,
    Support,
)

_OPENING = 2  # passages
_OF_THE_OPENING = re.compile(
    r"\b(?:who|whom|part(?:y|ies)|between|dated?|effective|when|sign(?:ed|atory|atories)|titled?|called|names?"
    r"|author|purpose|kind|type|version|edition)\b",
    re.IGNORECASE,
)

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
        searcher: CrossSearcher,
        store: DocumentStore,
        embedder: Embedder,
        settings: AnswerSettings = BRIEF,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._meter = _Meter(generator)
        self._store = store
        self._clock = clock
        searches = _WithOpening(searcher, store)
        self._assistant = Assistant(self._meter, searches, store, embedder, settings, clock=clock)
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
        """What one document says to a question, for a cell of a table; nothing where its sentence only comes
        near: a cell without a value is filled by hand, a wrong one is believed. Raises as `ask` does.
        """
        part = Part(0, document.id, document.name)
        result = self.ask(question, part, SurveyKind.DOCUMENTS, cancel)
        return result.points if result.verdict is Verdict.FOUND else ()

    def _document(self, question: str, part: Part, cancel: CancelToken) -> _Said:
        put = for_one(question)
        answer, hits = self._answer(put.question, part, cancel)
        if answer.unsaid and not answer.found:
            raise OnlyThoughts
        if answer.outcome is Outcome.SILENT:
            return _Said(Verdict.SILENT, reason="" if self._meter.asked else DISTANCE)
        said = [one for one in answer.sentences if one.citations]
        text = " ".join(one.text.strip() for one in said if one.support is Support.SUPPORTED)
        citations = unique(citation for one in said for citation in one.citations)
        if put.sorting and not answer.found and (other := self._otherwise(put, hits)) is not None:
            return other
        if not answer.found or (not answer.model and text == plain(citations[0].quote)):
            return self._quoted(put, answer, citations)
        if answer.model and not informs(put, text, self._defined(part)):
            nearest = tuple(one.citation for one in answer.quotes) or citations
            return self._quoted(put, replace(answer, outcome=Outcome.CLOSEST), nearest)
        cited = " ".join(f"{one.section} {one.quote}" for one in citations)
        otherwise = says_otherwise(put, text, cited)
        return _Said(Verdict.OTHERWISE if otherwise else Verdict.FOUND, (Point(text, citations),))

    def _quoted(self, put: Put, answer: Answer, cited: Sequence[Citation]) -> _Said:
        """The document's own sentence where the model's wording does not hold: found, where it answers by
        itself, and a model only said yes to it where that is asked; else near.
        """
        quote = plain(cited[0].quote)
        if not answer.found and not speaks_of(put.question, f"{cited[0].section} {quote}"):
            return _Said(Verdict.SILENT)
        verdict = Verdict.NEAR
        if put.sorting and answer.outcome is Outcome.CONTRADICTED:
            verdict = Verdict.OTHERWISE
        elif answer.found and (not put.sorting or says_yes(self._meter.said)):
            verdict = Verdict.FOUND
        said = quoted_words(cited[0].quote, spoken(put.question))
        return _Said(verdict, (Point(said, (cited[0],)),))

    def _otherwise(self, put: Put, hits: Sequence[Hit]) -> _Said | None:
        """What the model said of a document that is not of the kind asked for, where the document says it."""
        said = self._meter.said.strip()
        grounding = Grounder(put.question, hits, self._store).ground(said)
        cited = " ".join(f"{one.section} {one.quote}" for one in grounding.citations)
        if grounding.support is not Support.SUPPORTED or not says_otherwise(put, said, cited):
            return None
        return _Said(Verdict.OTHERWISE, (Point(said, grounding.citations),))

    def _answer(self, question: str, part: Part, cancel: CancelToken) -> tuple[Answer, tuple[Hit, ...]]:
        """What a conversation about this document alone would answer, and the passages it was looked for in.
        Raises `Cancelled`.
        """
        asking = Asking(question, question, question, bare(question), self._clock())
        for _ in self._assistant.fact(asking, (), SearchScope(document_id=part.document_id), cancel):
            pass
        if asking.answer is None:
            raise Cancelled
        return asking.answer, asking.hits

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

    def __init__(self, searcher: CrossSearcher, store: DocumentStore) -> None:
        self._searcher = searcher
        self._store = store

    def across(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> Crossing | None:
        return self._searcher.across(question, k, scope, cancel)

    def respelled(self, question: str) -> str:
        return self._searcher.respelled(question)

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]:
        """None: the row tells which one is meant."""
        del question, scope
        return ()

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        found = self._searcher.search(question, k, scope, cancel)
        if not found or not _is_of_the_opening(question):
            return found
        first = self._store.first_passage(found[0].document_id)
        held = {hit.passage_id for hit in found[:1]}
        opening = self._store.hits((first + place, found[0].score) for place in range(_OPENING))
        added = [hit for hit in opening if hit.document_id == found[0].document_id]
        fresh = [hit for hit in added if hit.passage_id not in held]
        ids = {hit.passage_id for hit in fresh}
        return [found[0], *fresh, *(hit for hit in found[1:] if hit.passage_id not in ids)]


def _is_of_the_opening(question: str) -> bool:
    kind = kind_of(question, spoken(question))
    return kind in (Kind.PERSON, Kind.DATE) or _OF_THE_OPENING.search(question) is not None


class _Meter(Passing):
    """A generator that counts what passes through it, and keeps what the first of a row said."""

    def __init__(self, generator: TextGenerator) -> None:
        super().__init__(generator)
        self.prompt_tokens = 0
        self.generated_tokens = 0
        self.said = ""
        self.asked = False
        self._first = True

    def reset(self) -> None:
        self.prompt_tokens = self.generated_tokens = 0
        self.said, self.asked, self._first = "", False, True

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self.asked = True
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
        self.asked = True
        found = super().generate_together(prompts, samplings, cancel)
        for one in found:
            self.said += one.text if self._first else ""
            self._count(one.done)
        return found

    def _count(self, done: GenerationDone) -> None:
        self._first = False
        self.prompt_tokens += done.prompt_tokens - done.cached_tokens
        self.generated_tokens += done.generated_tokens
