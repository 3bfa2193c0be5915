"""Surveys: one question put to every document, or listed from every part of one; kept, and gone on with."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.runs.pace import Pace
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.protocols import TextGenerator
from rag.errors import DocumentUnknown
from rag.extracting.listing import parts
from rag.storing.documents import DocumentStore
from rag.surveying.surveyor import Surveyor
from rag.surveys import (
    Finding,
    RowState,
    Survey,
    SurveyKind,
    SurveyRow,
    SurveyScope,
    SurveyState,
    SurveyStore,
    Target,
)
from rag.types import Document, DocumentState

_DEATHS = 2  # one after the other end the survey: the next document will not fare better
_WHOLE = 1.0
_TO_ASK = (RowState.WAITING, RowState.FAILED)  # what failed once is asked again when a survey goes on

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RowBegun:
    """A row is being worked on; `seconds_left` is for all that wait, None until it can be told."""

    row: SurveyRow
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class RowDone:
    row: SurveyRow
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class SurveyEnded:
    """No row waits any more, or the survey was stopped; what is done is kept."""

    survey: Survey


SurveyEvent = RowBegun | RowDone | SurveyEnded


class Surveys:
    """Rows are asked in the caller's thread, one after the other; a question to the chat goes first."""

    def __init__(
        self,
        store: SurveyStore,
        documents: DocumentStore,
        surveyor: Surveyor,
        generator: TextGenerator,
        scheduler: Scheduler,
    ) -> None:
        self._store = store
        self._documents = documents
        self._surveyor = surveyor
        self._generator = generator
        self._scheduler = scheduler
        self._ending = CancelToken()

    def close(self) -> None:
        """The program ends: the row being asked is dropped; its survey goes on at the next start."""
        self._ending.cancel()

    # --- what is kept --------------------------------------------------------------------------------------

    def surveys(self) -> list[Survey]:
        """All that are kept, the newest first."""
        return self._store.surveys()

    def get(self, survey_id: int) -> Survey:
        """Raises `SurveyUnknown`, as do the calls below."""
        return self._store.get(survey_id)

    def rows(self, survey_id: int) -> list[SurveyRow]:
        return self._store.rows(survey_id)

    def delete(self, survey_id: int) -> None:
        self._store.delete(survey_id)

    def interrupted(self) -> Survey | None:
        """The newest survey that the end of the program interrupted."""
        return next((one for one in self._store.surveys() if one.state is SurveyState.RUNNING), None)

    def unfinished(self, question: str, scope: SurveyScope) -> Survey | None:
        """The newest survey of the same question and scope that has rows waiting."""
        for one in self._store.surveys():
            same = one.question == question.strip() and one.scope == scope
            if same and one.done < one.total:
                return one
        return None

    # --- asking --------------------------------------------------------------------------------------------

    def create(self, question: str, scope: SurveyScope | None = None) -> Survey:
        """Keep a new survey with its rows; `run` fills them. Loads the model if need be.

        Raises `ModelError`s when none can answer, `DocumentUnknown` when a document of the scope is gone.
        """
        scope = scope or SurveyScope()
        chosen = self._chosen(scope)
        ready = [one for one in chosen if one.state is DocumentState.READY]
        if scope.kind is SurveyKind.SECTIONS:
            targets = [part for one in ready for part in self._parts(one)]
        else:
            targets = [Target(one.id, one.name) for one in ready]
        model = self._generator.info().name
        unread = len(chosen) - len(ready)
        return self._store.create(question.strip(), scope, targets, model=model, unread=unread)

    def again(self, survey_id: int) -> Survey:
        """A new survey of the same question, over what its scope holds now."""
        kept = self._store.get(survey_id)
        there = {one.id for one in self._documents.list()}
        documents = tuple(id_ for id_ in kept.scope.documents if id_ in there)
        if kept.scope.documents and not documents:
            raise DocumentUnknown(document=kept.scope.documents[0])
        return self.create(kept.question, SurveyScope(kept.scope.kind, kept.scope.collection, documents))

    def run(self, survey_id: int, cancel: CancelToken) -> Iterator[SurveyEvent]:
        """Fill the rows that wait and yield what happens; the last event is `SurveyEnded`.

        A row that fails by itself is kept as FAILED; faults that concern every row are raised and leave the
        survey STOPPED, as cancelling does: calling `run` again goes on. When the consumer turns away, as at
        the end of the program, the survey stays RUNNING.
        """
        waiting = [row for row in self._store.rows(survey_id) if row.state in _TO_ASK]
        self._store.set_state(survey_id, SurveyState.RUNNING)
        total = self._store.get(survey_id).total
        either = CancelToken()
        withdraw = [cancel.on_cancel(either.cancel), self._ending.on_cancel(either.cancel)]
        pace, deaths = Pace(sum(_weight(row) for row in waiting)), 0
        try:
            for place, row in enumerate(waiting):
                done = total - len(waiting) + place
                yield RowBegun(row, done, total, pace.seconds_left)
                finding = self._asked(survey_id, row, either)
                deaths = deaths + 1 if finding.error_code == "worker-died" else 0
                self._store.fill(survey_id, row.place, finding)
                pace.take(_weight(row), finding.seconds)
                filled = SurveyRow(row.place, row.target, finding.state, finding)
                yield RowDone(filled, done + 1, total, pace.seconds_left)
                if deaths == _DEATHS:
                    break
        except Cancelled:
            if self._ending.cancelled:
                return
            self._store.set_state(survey_id, SurveyState.STOPPED)
        except Fault:
            self._store.set_state(survey_id, SurveyState.STOPPED)
            raise
        else:
            whole = all(row.state is not RowState.WAITING for row in self._store.rows(survey_id))
            self._store.set_state(survey_id, SurveyState.DONE if whole else SurveyState.STOPPED)
        finally:
            for call in withdraw:
                call()
        yield SurveyEnded(self._store.get(survey_id))

    def stop(self, survey_id: int) -> None:
        """Leave an interrupted survey as it is; it does not go on by itself."""
        self._store.set_state(survey_id, SurveyState.STOPPED)

    # --- inside --------------------------------------------------------------------------------------------

    def _asked(self, survey_id: int, row: SurveyRow, cancel: CancelToken) -> Finding:
        """A row's finding; begun again as often as a question to the chat comes between."""
        survey = self._store.get(survey_id)
        while True:
            cancel.raise_if_cancelled()
            try:
                with self._scheduler.giving_way(cancel) as turn:
                    return self._surveyor.ask(survey.question, row.target, survey.scope.kind, turn)
            except Cancelled:
                cancel.raise_if_cancelled()
                _log.info("survey %d gives way to a question", survey_id)

    def _chosen(self, scope: SurveyScope) -> Sequence[Document]:
        if scope.documents:
            return [self._documents.get(id_) for id_ in scope.documents]
        return self._documents.list(scope.collection)

    def _parts(self, document: Document) -> list[Target]:
        return parts(document.id, document.name, self._documents.passages(document.id))


def _weight(row: SurveyRow) -> float:
    end = row.target.end
    return _WHOLE if end is None else float(max(1, end - row.target.start))
