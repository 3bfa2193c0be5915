"""One row of a survey: a question put to one document, or to one part of it.

A document is asked along the way every answer takes, over its own passages alone, for one short sentence. A
part is read whole, and what is asked for is listed from it (see `rag.extraction`). Only what the text
supports is kept, so a row either has an answer with its places or says that the document is silent.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence

from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull, Fault, WorkerError
from engine.protocols import Embedder, TextGenerator
from engine.types import GenerationDone, GenerationEvent, Message, ModelInfo, Sampling
from rag.answerer import Answerer, AnswerSettings, Searcher
from rag.documents import DocumentStore
from rag.errors import DocumentUnknown
from rag.extraction import Extractor
from rag.survey_questions import for_one, says_otherwise
from rag.surveys import Finding, Item, Judge, RowState, SurveyKind, Target
from rag.types import Answer, AnswerDone, Citation, DocumentState, SearchScope, Support

BRIEF = AnswerSettings(
    retrieved=12, sources=4, source_tokens=600, answer_tokens=80, sentences=2, rules="brief"
)


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
        self._answerer = Answerer(self._meter, searcher, store, embedder, settings)
        self._extractor = Extractor(self._meter, store)

    def ask(self, question: str, target: Target, kind: SurveyKind, cancel: CancelToken) -> Finding:
        """What the target says to the question.

        A document that is gone, or a part the model process died of, gives a FAILED row. Raises `Cancelled`
        when `cancel` is set, and `ModelError`s and `VaultError`s, which concern every row.
        """
        started = self._clock()
        self._meter.reset()
        try:
            if self._store.get(target.document_id).state is not DocumentState.READY:
                raise DocumentUnknown(document=target.document)
            if kind is SurveyKind.SECTIONS:
                state, items, judge = self._part(question, target, cancel)
            else:
                state, items, judge = self._document(question, target, cancel)
            cancel.raise_if_cancelled()
        except (DocumentUnknown, WorkerError, ContextFull) as fault:
            cancel.raise_if_cancelled()
            return _failed(fault, self._clock() - started)
        return Finding(
            state,
            items,
            judge,
            self._clock() - started,
            self._meter.prompt_tokens,
            self._meter.generated_tokens,
        )

    def _document(
        self, question: str, target: Target, cancel: CancelToken
    ) -> tuple[RowState, tuple[Item, ...], Judge]:
        put = for_one(question)
        answer = self._answer(put.question, target, cancel)
        said = [one for one in answer.sentences if one.support is Support.SUPPORTED]
        if not answer.found or not said:
            return RowState.SILENT, (), Judge.MODEL if answer.model else Judge.DISTANCE
        citations = unique(citation for one in said for citation in one.citations)
        text = " ".join(one.text.strip() for one in said)
        cited = " ".join(f"{one.section} {one.quote}" for one in citations)
        otherwise = says_otherwise(put, text, cited)
        state = RowState.OTHERWISE if otherwise else RowState.FOUND
        return state, (Item(text, citations),), Judge.MODEL

    def _answer(self, question: str, target: Target, cancel: CancelToken) -> Answer:
        scope = SearchScope(document_id=target.document_id)
        for event in self._answerer.answer(question, (), scope, cancel):
            if isinstance(event, AnswerDone):
                return event.answer
        raise Cancelled

    def _part(
        self, question: str, target: Target, cancel: CancelToken
    ) -> tuple[RowState, tuple[Item, ...], Judge]:
        items = self._extractor.items(question, target, cancel)
        return (RowState.FOUND if items else RowState.SILENT), items, Judge.MODEL


def unique(citations: Iterator[Citation] | Sequence[Citation]) -> tuple[Citation, ...]:
    """Each place once, in order."""
    return tuple({(one.document_id, one.start, one.end): one for one in citations}.values())


def _failed(fault: Fault, seconds: float) -> Finding:
    facts = json.dumps(fault.facts, ensure_ascii=False)
    return Finding(RowState.FAILED, seconds=seconds, error_code=fault.code, error_facts=facts)


class _Meter:
    """A generator that counts what passes through it."""

    def __init__(self, generator: TextGenerator) -> None:
        self._generator = generator
        self.prompt_tokens = 0
        self.generated_tokens = 0

    def reset(self) -> None:
        self.prompt_tokens = self.generated_tokens = 0

    def info(self) -> ModelInfo:
        return self._generator.info()

    def count_tokens(self, text: str) -> int:
        return self._generator.count_tokens(text)

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        for event in self._generator.generate(messages, sampling, cancel):
            if isinstance(event, GenerationDone):
                self.prompt_tokens += event.prompt_tokens - event.cached_tokens
                self.generated_tokens += event.generated_tokens
            yield event

    def unload(self) -> None:
        self._generator.unload()
