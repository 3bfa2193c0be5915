"""Surveys in the window: the table that is open, the one being filled, and which are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from rag.surveys import Survey, SurveyKind, SurveyRow, SurveyScope

from app.exporting.surveys import Line, TableFormat, lines, save
from app.library.library import Library
from app.runs.surveys import RowBegun, RowDone, SurveyEnded, SurveyEvent, Surveys
from app.types import Notice
from app.words.amounts import duration
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.types import Document, DocumentState
from ui.parts.tasks import Lane, Tasks
from ui.runs.survey_rows import SurveyTable

_BUSY = Notice(
    "One table at a time",
    "A table is still being filled.",
    "Stop it, or ask again when it is done. Ordinary questions are answered meanwhile.",
)
_NOTHING = Notice(
    "There is nothing to ask",
    "No document of this choice is ready.",
    "Add documents, or wait until they have been read.",
)


class SurveyViewModel(QObject):
    listed = Signal(object)  # tuple[Survey, ...], newest first
    opened = Signal(object)  # Survey now shown, or None
    progressed = Signal(str)  # how far the open survey has come, in words; "" when it is not being filled
    share = Signal(int, int)  # rows done, rows
    documents = Signal(object)  # tuple[Document, ...] that can be asked
    refused = Signal(object)  # Notice
    saved = Signal(str)  # path

    def __init__(
        self, surveys: Surveys, library: Library, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._surveys = surveys
        self._library = library
        self._tasks = tasks
        self._open: Survey | None = None
        self._running = 0
        self._cancel: CancelToken | None = None
        self.table = SurveyTable(self)

    @property
    def current(self) -> Survey | None:
        return self._open

    @property
    def is_running(self) -> bool:
        """Whether the survey in view is being filled."""
        return self._open is not None and self._open.id == self._running

    def load(self) -> None:
        """List what is kept, and go on with what the end of the program interrupted."""
        self._list()

        def resume(found: Survey | None) -> None:
            if found is not None and self._cancel is None:
                self._run(found)

        self._tasks.run(Lane.LIBRARY, self._surveys.interrupted, resume)

    def look(self) -> None:
        """Learn which documents can be asked."""
        self._tasks.run(Lane.LIBRARY, lambda: _ready(self._library.documents()), self.documents.emit)

    def ask(self, question: str, scope: SurveyScope) -> bool:
        """Begin a survey; False when another is being filled."""
        if self._cancel is not None:
            self.refused.emit(_BUSY)
            return False
        self._begin(lambda: self._surveys.create(question, scope))
        return True

    def again(self) -> None:
        """Ask the question of the open survey anew."""
        kept = self._open
        if kept is not None and self._cancel is None:
            self._begin(lambda: self._surveys.again(kept.id))

    def go_on(self) -> None:
        """Fill the rows of the open survey that wait."""
        if self._open is not None and self._cancel is None:
            self._run(self._open)

    def stop(self) -> None:
        """Stop filling; what is done is kept."""
        if self._cancel is not None:
            self._cancel.cancel()

    def open(self, survey_id: int) -> None:
        def work() -> tuple[Survey, list[Line]]:
            survey = self._surveys.get(survey_id)
            return survey, lines(survey, self._surveys.rows(survey_id))

        self._tasks.run(Lane.LIBRARY, work, lambda found: self._show(*found), self._refuse)

    def delete(self, survey_id: int) -> None:
        if survey_id == self._running:
            self.stop()
            return
        if self._open is not None and self._open.id == survey_id:
            self._open = None
            self.table.fill(SurveyKind.DOCUMENTS, ())
            self.opened.emit(None)
        self._tasks.run(
            Lane.LIBRARY, lambda: self._surveys.delete(survey_id), lambda _: self._list(), self._refuse
        )

    def export(self, path: Path, shown: Sequence[Line]) -> None:
        """Save lines as CSV."""
        self._tasks.run(
            Lane.LIBRARY,
            lambda: save(path, shown, TableFormat.CSV),
            lambda _: self.saved.emit(str(path)),
            self._refuse,
        )

    # --- inside --------------------------------------------------------------------------------------------

    def _begin(self, make: Any) -> None:
        self._cancel = CancelToken()  # nothing else begins meanwhile
        self.progressed.emit("Getting ready…")

        def made(survey: Survey) -> None:
            self._cancel = None
            if not survey.total:
                self._tasks.run(Lane.LIBRARY, lambda: self._surveys.delete(survey.id))
                self.progressed.emit("")
                self.refused.emit(_NOTHING)
                return
            self._run(survey)

        def failed(error: Exception) -> None:
            self._cancel = None
            self.progressed.emit("")
            self._refuse(error)

        self._tasks.run(Lane.SURVEY, make, made, failed)

    def _run(self, survey: Survey) -> None:
        cancel = self._cancel = CancelToken()
        self._running = survey.id
        if self._open is None or self._open.id != survey.id:
            self.open(survey.id)
        else:
            self.opened.emit(self._open)
        self._list()

        def work() -> Iterator[SurveyEvent]:
            return self._surveys.run(survey.id, cancel)

        self._tasks.stream(Lane.SURVEY, work, self._take, self._over, self._failed)

    def _take(self, event: SurveyEvent) -> None:
        if self._open is None or self._open.id != self._running:
            return
        match event:
            case RowBegun(row, done, total, left):
                self.progressed.emit(progress_words(row, done, total, left))
                self.share.emit(done, total)
            case RowDone(row, done, total, _):
                self.table.take(row)
                self.share.emit(done, total)
            case SurveyEnded(survey):
                self._open = survey

    def _over(self) -> None:
        self._cancel, ended, self._running = None, self._running, 0
        self.progressed.emit("")
        if self._open is not None and self._open.id == ended:
            self.opened.emit(self._open)
        self._list()

    def _failed(self, error: Exception) -> None:
        ended = self._running
        self._over()
        if self._open is not None and self._open.id == ended:
            self.open(ended)  # learn its state
        if not isinstance(error, Cancelled):
            self._refuse(error)

    def _show(self, survey: Survey, found: Sequence[Line]) -> None:
        self._open = survey
        self.table.fill(survey.scope.kind, found)
        self.opened.emit(survey)
        self.share.emit(survey.done, survey.total)

    def _list(self) -> None:
        self._tasks.run(Lane.LIBRARY, self._surveys.surveys, lambda found: self.listed.emit(tuple(found)))

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(notice_of(error))


def progress_words(row: SurveyRow, done: int, total: int, left: float | None) -> str:
    """ "Asking 12 of 35: lease.pdf · about 3 min left"."""
    name = row.target.section.split(" › ")[-1] or row.target.document
    ending = "" if left is None else f" · about {duration(left)} left"
    return f"Asking {done + 1} of {total}: {name}{ending}"


def summary_words(survey: Survey) -> str:
    """What came of a survey, in words."""
    unit = "parts" if survey.scope.kind is SurveyKind.SECTIONS else "documents"
    said = f"{survey.found} of {survey.total} {unit} have an answer"
    if survey.done < survey.total:
        said = f"Stopped after {survey.done} of {survey.total} {unit}; {survey.found} have an answer"
    if survey.unread:
        said += f" · {survey.unread} not read yet and left out"
    return f"{said} · {survey.model}" if survey.model else said


def _ready(found: Sequence[Document]) -> tuple[Document, ...]:
    return tuple(one for one in found if one.state is DocumentState.READY)
