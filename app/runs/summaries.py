"""Summaries: made part by part, kept, gone on with after a pause or the end of the program."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from app.runs.pace import Pace
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled, ContextFull, Fault, WorkerError, fault_from
from rag.comparing.editions import compare
from rag.runs.kinds import COMPARISON, Kind, Kinds
from rag.runs.store import SummaryStore
from rag.runs.types import (
    Block,
    Covered,
    Length,
    Part,
    PartBegun,
    PartDone,
    PartResult,
    PartState,
    QuickDone,
    Reducing,
    Report,
    Summary,
    SummaryEnded,
    SummaryEvent,
    SummaryScope,
    SummaryState,
)
from rag.storing.documents import DocumentStore
from rag.summarising.folding import allotted, under_headings
from rag.summarising.part_reading import TOGETHER, planned_groups
from rag.summarising.summariser import Summariser
from rag.types import Document, DocumentState

WORDS = {Length.BRIEF: 150, Length.PAGE: 450, Length.DETAILED: 1200}

_LEAST_WORDS, _MOST_WORDS = 30, 160  # the model writes of one part
_ALL = 1.2  # of the words wanted, by all parts together: what is said twice goes
_A_WORD = 6.2  # characters
_DETAIL = 0.08  # of the document's words, in a detailed summary of a long one
_WAIT_SECONDS = 0.25
_DEATHS = 2  # one after the other end the run: the next part will not fare better

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Run:
    """A summary being made."""

    summary: Summary
    kind: Kind
    document: Document
    cancel: CancelToken


class Summaries:
    """Made in the caller's thread, one after the other; a question to the chat goes first."""

    def __init__(
        self,
        store: SummaryStore,
        documents: DocumentStore,
        summariser: Summariser,
        kinds: Kinds,
        scheduler: Scheduler,
    ) -> None:
        self._store = store
        self._documents = documents
        self._summariser = summariser
        self._kinds = kinds
        self._scheduler = scheduler
        self._ending = CancelToken()

    # --- what is kept --------------------------------------------------------------------------------------

    def kinds(self) -> tuple[Kind, ...]:
        """What a document can be summarised to, in the order to offer it."""
        return self._kinds.all()

    def summaries(self, document_id: int | None = None) -> list[Summary]:
        """All that are kept, or those of one document, the newest first."""
        return self._store.summaries(document_id)

    def get(self, summary_id: int) -> Summary:
        """Raises `SummaryUnknown`, as do the calls below."""
        return self._store.get(summary_id)

    def report(self, summary_id: int) -> Report:
        """The summary as far as it is made."""
        summary = self._store.get(summary_id)
        results = self._store.parts(summary_id)
        return Report(
            summary,
            self._store.quick(summary_id),
            self._store.blocks(summary_id) or _as_they_came(results, summary),
            self._covered(summary, results),
            sum(one.seconds for one in results),
            sum(one.prompt_tokens for one in results),
            sum(one.generated_tokens for one in results),
        )

    def search(self, text: str) -> list[Summary]:
        """Those whose text, document or kind holds every word of `text`."""
        return self._store.search(text)

    def delete(self, summary_id: int) -> None:
        self._store.delete(summary_id)

    def pending(self) -> list[Summary]:
        """Those to be made, in order: RUNNING ones, which the end of the program interrupted, then QUEUED."""
        kept = sorted(self._store.summaries(), key=lambda one: one.id)
        return [one for state in _PENDING for one in kept if one.state is state]

    def stop(self, summary_id: int) -> None:
        """Leave a summary that waits or was interrupted as it is; it does not go on by itself."""
        self._store.set_state(summary_id, SummaryState.STOPPED)

    def close(self) -> None:
        """The program ends: the parts being read are dropped; its summary goes on at the next start."""
        self._ending.cancel()

    # --- making them ---------------------------------------------------------------------------------------

    def create(
        self,
        document_ids: Sequence[int],
        kind: str,
        length: Length = Length.PAGE,
        *,
        words: int | None = None,
        seed: int = 0,
    ) -> list[Summary]:
        """Keep a QUEUED summary for each document; `run` makes it. A document may still be on its way to
        READY: its turn waits for it. `words` is the target where none of the lengths will do.

        Raises `DocumentUnknown`, `KindUnknown`.
        """
        wanted = self._kinds.get(kind)
        for document_id in document_ids:
            self._documents.get(document_id)
        return [
            self._store.create(
                SummaryScope(document_id, kind, length, words or WORDS[length]),
                title=wanted.title,
                columns=wanted.columns,
                model="",
                seed=seed,
            )
            for document_id in document_ids
        ]

    def compare(self, earlier_id: int, later_id: int) -> Summary:
        """Keep a QUEUED comparison of two documents or editions. Raises `DocumentUnknown`."""
        kind = self._kinds.get(COMPARISON)
        for document_id in (earlier_id, later_id):
            self._documents.get(document_id)
        scope = SummaryScope(earlier_id, COMPARISON, Length.DETAILED, 0, later_id)
        return self._store.create(scope, title=kind.title, columns=kind.columns, model="", seed=0)

    def again(self, summary_id: int, kind: str | None = None, length: Length | None = None) -> Summary:
        """A new summary of the same document, perhaps of another kind or length, with today's model."""
        kept = self._store.get(summary_id)
        if kept.scope.other_id is not None:
            return self.compare(kept.scope.document_id, kept.scope.other_id)
        words = kept.scope.words if length in (None, kept.scope.length) else None
        return self.create(
            [kept.scope.document_id],
            kind or kept.scope.kind,
            length or kept.scope.length,
            words=words,
            seed=kept.seed,
        )[0]

    def run(self, summary_id: int, cancel: CancelToken) -> Iterator[SummaryEvent]:
        """Make a summary, or go on with it, and yield what happens; the last event is `SummaryEnded`.

        A part that fails by itself is kept as FAILED; faults that concern all of it (`ModelError`s, and why
        the document could not be read) are raised and leave the summary STOPPED, as cancelling does: calling
        `run` again goes on. When the consumer turns away, as at the end of the program, it stays RUNNING.
        """
        self._store.set_state(summary_id, SummaryState.RUNNING)
        either = CancelToken()
        withdraw = [cancel.on_cancel(either.cancel), self._ending.on_cancel(either.cancel)]
        try:
            yield from self._made(summary_id, either)
        except Cancelled:
            if self._ending.cancelled:
                return
            self._store.set_state(summary_id, SummaryState.STOPPED)
        except Fault:
            self._store.set_state(summary_id, SummaryState.STOPPED)
            raise
        finally:
            for call in withdraw:
                call()
        yield SummaryEnded(self._store.get(summary_id))

    # --- inside --------------------------------------------------------------------------------------------

    def _made(self, summary_id: int, cancel: CancelToken) -> Iterator[SummaryEvent]:
        summary = self._store.get(summary_id)
        document = self._ready(summary.scope.document_id, cancel)
        if summary.scope.other_id is not None:
            self._ready(summary.scope.other_id, cancel)
            points = compare(self._documents, summary.scope.document_id, summary.scope.other_id, cancel)
            self._store.keep_blocks(summary_id, [Block("", 1, points)] if points else [])
            self._store.set_state(summary_id, SummaryState.DONE)
            return
        kind = self._kinds.get(summary.scope.kind)
        if not kind.find:
            summary = self._with_model(summary)
        run = _Run(summary, kind, document, cancel)
        results = self._store.parts(summary_id)
        if not results:
            results = self._summariser.parts(document)
            self._store.plan(summary_id, results)
        if not kind.columns and not self._store.quick(summary_id):
            yield from self._glance(run)
        yield from self._read(run, results)
        yield Reducing(summary_id, 0, 1)
        results = self._store.parts(summary_id)
        self._store.keep_blocks(summary_id, self._summariser.whole(summary, kind, results, cancel))
        unread = any(one.state in _TO_READ for one in results)
        self._store.set_state(summary_id, SummaryState.STOPPED if unread else SummaryState.DONE)

    def _ready(self, document_id: int, cancel: CancelToken) -> Document:
        """The document once it can be read. Raises why it cannot be."""
        while True:
            document = self._documents.get(document_id)
            if document.state is DocumentState.READY:
                return document
            if document.state is DocumentState.FAILED:
                raise fault_from(document.error_code or "", json.loads(document.error_facts))
            if cancel.wait(_WAIT_SECONDS):
                raise Cancelled

    def _with_model(self, summary: Summary) -> Summary:
        """What is done stays the work of the model that did it, told by the last of them."""
        model = self._summariser.model()
        if model != summary.model:
            self._store.set_model(summary.id, model)
        return self._store.get(summary.id)

    def _glance(self, run: _Run) -> Iterator[SummaryEvent]:
        """The first lines; a question that comes between ends them, the full text follows anyway."""
        with ExitStack() as stack:
            try:
                turn = stack.enter_context(self._scheduler.giving_way(run.cancel))
                for points in self._summariser.quick(run.document, run.summary.seed, turn):
                    self._store.keep_quick(run.summary.id, points)
                    yield QuickDone(run.summary.id, points)
            except Cancelled:
                run.cancel.raise_if_cancelled()

    def _read(self, run: _Run, results: Sequence[PartResult]) -> Iterator[SummaryEvent]:
        groups = planned_groups(results, 1 if run.kind.find else TOGETHER)
        words = allotted(
            [one.part for group in groups for one in group], self._words(run), _LEAST_WORDS, _MOST_WORDS
        )
        waiting = [[one for one in group if one.state in _TO_READ] for group in groups]
        pace = Pace(sum(_weight(one) for group in waiting for one in group))
        done, deaths = len(results) - sum(map(len, waiting)), 0
        for group in filter(None, waiting):
            yield PartBegun(run.summary.id, group[0].part, done, len(results), pace.seconds_left)
            for filled in self._results(run, [(one.part, words[one.part.place]) for one in group]):
                self._store.fill(run.summary.id, filled)
                for result in filled:
                    deaths = deaths + 1 if result.error_code == "worker-died" else 0
                    done += 1
                    pace.take(_weight(result), result.seconds)
                    yield PartDone(run.summary.id, result, done, len(results), pace.seconds_left)
                if deaths >= _DEATHS:
                    return

    def _words(self, run: _Run) -> int:
        scope = run.summary.scope
        if scope.length is not Length.DETAILED:
            return round(_ALL * scope.words)
        length = len(self._documents.text(run.document.id)) / _A_WORD
        return round(max(scope.words, _DETAIL * length))

    def _results(self, run: _Run, group: Sequence[tuple[Part, int]]) -> Iterator[list[PartResult]]:
        """What parts give, read together; if that fails, what each gives by itself, or why it does not."""
        try:
            found = self._together(run, group)
        except (WorkerError, ContextFull) as fault:
            run.cancel.raise_if_cancelled()
            if len(group) > 1:
                for one in group:
                    yield from self._results(run, [one])
                return
            facts = json.dumps(fault.facts, ensure_ascii=False)
            found = [PartResult(group[0][0], PartState.FAILED, error_code=fault.code, error_facts=facts)]
        yield found

    def _together(self, run: _Run, group: Sequence[tuple[Part, int]]) -> list[PartResult]:
        """Parts read together; begun again as often as a question to the chat comes between."""
        while True:
            run.cancel.raise_if_cancelled()
            try:
                with self._scheduler.giving_way(run.cancel) as turn:
                    return self._summariser.read(run.summary, run.kind, group, turn)
            except Cancelled:
                run.cancel.raise_if_cancelled()
                _log.info("summary %d gives way to a question", run.summary.id)

    def _covered(self, summary: Summary, results: Sequence[PartResult]) -> Covered:
        """What the summary rests on: pages count as read where a part that was read begins, ends or lies."""
        document = self._documents.get(summary.scope.document_id)
        read = {
            page
            for one in results
            if one.state is PartState.DONE
            for page in range(one.part.page, one.part.page_end + 1)
        }
        if summary.scope.other_id is not None and summary.state is SummaryState.DONE:
            read = set(range(1, document.pages + 1))
        gaps = self._documents.gaps(document.id)
        read -= {gap.page for gap in gaps}
        return Covered(
            document.pages,
            len(read),
            len(results),
            sum(one.state is PartState.DONE for one in results),
            tuple(one for one in results if one.state is PartState.SKIPPED),
            tuple(one for one in results if one.state is PartState.FAILED),
            gaps,
        )


_PENDING = (SummaryState.RUNNING, SummaryState.QUEUED)
_TO_READ = (PartState.WAITING, PartState.FAILED)  # what failed once is tried again when a summary goes on


def _as_they_came(results: Sequence[PartResult], summary: Summary) -> tuple[Block, ...]:
    """What the parts gave so far, until it is brought to the length asked for."""
    found = [one for one in results if one.points]
    if summary.columns and found:
        return (Block("", found[0].part.page, tuple(point for one in found for point in one.points)),)
    return under_headings([(one.part, point) for one in found for point in one.points], Length.DETAILED)


def _weight(result: PartResult) -> float:
    return float(max(1, result.part.end - result.part.start))
