"""Summaries in the window: the one that is open, those in line to be made, and which are kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.library.library import Library
from app.runs.summaries import Summaries
from app.settings import Settings
from app.types import Notice
from app.words.messages import notice_of
from app.words.summaries import progress_words
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, ModelError
from rag.runs.types import (
    Length,
    PartDone,
    QuickDone,
    Reducing,
    Report,
    Summary,
    SummaryEnded,
    SummaryEvent,
)
from rag.types import Document, DocumentState
from ui.parts.tasks import Lane, Tasks

_NOTHING = Notice(
    "There is nothing to summarise",
    "None of these files can be read into the library.",
    "Drop PDF, Word, web, text or table files, scans, or folders that hold some.",
)

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listing:
    """What is kept, as the list shows it."""

    summaries: tuple[Summary, ...]  # newest first
    before: dict[int, int]  # of those in line: how many are made before
    failed: frozenset[int]
    searched: bool = False


class SummariesViewModel(QObject):
    """Summaries are made one after the other, in the order they were asked for."""

    listed = Signal(object)  # Listing
    opened = Signal(object, bool)  # Report, or None when it is gone; whether it was asked for just now
    progressed = Signal(str)  # how far the open summary has come, in words; "" when it is not being made
    moved = Signal(int, int, int)  # summary, parts done, parts
    kinds = Signal(object)  # tuple[Kind, ...]
    refused = Signal(object)  # Notice

    def __init__(
        self,
        summaries: Summaries,
        library: Library,
        settings: Settings,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._summaries = summaries
        self._library = library
        self._settings = settings
        self._tasks = tasks
        self._open: Report | None = None
        self._line: list[int] = []  # to be made, in order; the first may be running
        self._running = 0
        self._cancel: CancelToken | None = None
        self._held = False  # no model can answer: the line waits until the user goes on
        self._failed: dict[int, Notice] = {}
        self._doomed: set[int] = set()  # deleted as soon as they have stopped
        self._words = ""
        self._searched = ""
        self._reading = self._stale = False

    @property
    def current(self) -> Report | None:
        return self._open

    @property
    def line(self) -> tuple[int, ...]:
        return tuple(self._line)

    @property
    def progress(self) -> str:
        """How far the open summary has come, in words."""
        return self._words if self._open is not None and self._open.summary.id == self._running else ""

    def waits(self, summary_id: int) -> int | None:
        """How many are made before this one; None when it is not in line, or the line waits for a model."""
        return self._line.index(summary_id) if summary_id in self._line and not self._held else None

    def failure(self, summary_id: int) -> Notice | None:
        """Why a summary could not be made, since the program was started."""
        return self._failed.get(summary_id)

    def load(self) -> None:
        """List what is kept, and go on with what the end of the program interrupted."""

        def pending(found: list[Summary]) -> None:
            self._queue(found)
            self._list()

        self._tasks.run(Lane.LIBRARY, lambda: tuple(self._summaries.kinds()), self.kinds.emit, self._refuse)
        self._tasks.run(Lane.LIBRARY, self._summaries.pending, pending, self._refuse)

    def reload(self) -> None:
        """Documents were removed, and their summaries with them."""

        def work() -> set[int]:
            return {one.id for one in self._summaries.summaries()}

        def learnt(there: set[int]) -> None:
            self._line = [id_ for id_ in self._line if id_ in there or id_ == self._running]
            if self._open is not None and self._open.summary.id not in there:
                self._close()
            self._list()

        self._tasks.run(Lane.LIBRARY, work, learnt, self._refuse)

    # --- what the user asks for ----------------------------------------------------------------------------

    def look(self, then: Callable[[tuple[Document, ...]], None]) -> None:
        """Learn which documents can be summarised."""

        def work() -> tuple[Document, ...]:
            return tuple(one for one in self._library.documents() if one.state is not DocumentState.FAILED)

        self._tasks.run(Lane.LIBRARY, work, then, self._refuse)

    def add(self, paths: Sequence[Path]) -> None:
        """Add files to the library and summarise each, as was chosen last."""

        def work() -> list[Summary]:
            added = self._library.add(paths)
            ids = list(dict.fromkeys(one.document_id for one in added if one.document_id is not None))
            return self._summaries.create(ids, *self._chosen()) if ids else []

        def made(found: list[Summary]) -> None:
            if found:
                self._begin(found)
            else:
                self.refused.emit(_NOTHING)

        self._tasks.run(Lane.LIBRARY, work, made, self._refuse)

    def make(self, document_ids: Sequence[int], kind: str, length: Length) -> None:
        """Summarise documents, and remember how for the next time."""
        self._settings.update(summary_kind=kind, summary_length=length)
        self._ask(lambda: self._summaries.create(document_ids, kind, length))

    def compare(self, earlier_id: int, later_id: int) -> None:
        self._ask(lambda: [self._summaries.compare(earlier_id, later_id)])

    def again(self, kind: str | None = None, length: Length | None = None) -> None:
        """Summarise the open summary's document anew."""
        if self._open is not None:
            kept = self._open.summary.id
            self._ask(lambda: [self._summaries.again(kept, kind, length)])

    def go_on(self, summary_id: int) -> None:
        """Make a summary that was paused or failed; after those in line."""
        self._held = False
        self._failed.pop(summary_id, None)
        if summary_id not in self._line:
            self._line.append(summary_id)
        self._list()
        self._show_again(summary_id)
        self._next()

    def pause(self, summary_id: int) -> None:
        """Stop making a summary, or take it out of the line; what is done is kept."""
        if summary_id == self._running:
            if self._cancel is not None:
                self._cancel.cancel()
        elif summary_id in self._line:
            self._line.remove(summary_id)
            self._change(summary_id, lambda: self._summaries.stop(summary_id))

    def pause_all(self) -> None:
        """Pause every summary in line, the running one last."""
        for summary_id in reversed(self._line):
            self.pause(summary_id)

    def open(self, summary_id: int, *, asked: bool = False) -> None:
        """Show a report; `asked`: the user wants to see it now."""
        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._summaries.report(summary_id),
            lambda report: self._show(report, asked=asked),
            self._refuse,
        )

    def delete(self, summary_id: int) -> None:
        if self._open is not None and self._open.summary.id == summary_id:
            self._close()
        if summary_id == self._running:
            self._doomed.add(summary_id)
            self.pause(summary_id)
            return
        if summary_id in self._line:
            self._line.remove(summary_id)
        self._change(summary_id, lambda: self._summaries.delete(summary_id))

    def search(self, text: str) -> None:
        """List only what holds these words; "" for all."""
        self._searched = text.strip()
        self._list()

    def written(self, work: Callable[[Report], T], done: Callable[[T], None]) -> None:
        """Turn the open report into text or paper, elsewhere; then `done`."""
        report = self._open
        if report is not None:
            self._tasks.run(Lane.LIBRARY, lambda: work(report), done, self._refuse)

    # --- the line ------------------------------------------------------------------------------------------

    def _chosen(self) -> tuple[str, Length]:
        kept = self._settings.preferences
        known = [kind.id for kind in self._summaries.kinds()]
        kind = kept.summary_kind if kept.summary_kind in known or not known else known[0]
        return kind, kept.summary_length

    def _ask(self, make: Callable[[], list[Summary]]) -> None:
        self._tasks.run(Lane.LIBRARY, make, self._begin, self._refuse)

    def _begin(self, made: Sequence[Summary]) -> None:
        self._held = False
        self._queue(made)
        if made:
            self.open(made[0].id, asked=True)
        self._list()

    def _queue(self, made: Sequence[Summary]) -> None:
        self._line += [one.id for one in made if one.id not in self._line]
        self._next()

    def _next(self) -> None:
        if self._running or self._held or not self._line:
            return
        summary_id = self._running = self._line[0]
        cancel = self._cancel = CancelToken()
        self._tell("Getting ready…")

        def work() -> Iterator[SummaryEvent]:
            return self._summaries.run(summary_id, cancel)

        self._tasks.stream(Lane.SUMMARY, work, self._take, self._over, self._fell)

    def _take(self, event: SummaryEvent) -> None:
        words = progress_words(event)
        if words:
            self._tell(words)
        match event:
            case PartDone(id_, _, done, total, _):
                self.moved.emit(id_, done, total)
                self._refresh()
            case QuickDone() | Reducing() | SummaryEnded():
                self._refresh()

    def _over(self) -> None:
        ended, self._running, self._cancel = self._running, 0, None
        if ended in self._line:
            self._line.remove(ended)
        if ended in self._doomed:
            self._doomed.discard(ended)
            self._change(ended, lambda: self._summaries.delete(ended))
        self._next()
        self._tell(self._words if self._running else "")
        self._show_again(ended)
        self._list()

    def _fell(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._failed[self._running] = notice_of(error)
            self._held = isinstance(error, ModelError)  # the next one would not fare better
            self._refuse(error)
        self._over()

    # --- what is shown -------------------------------------------------------------------------------------

    def _tell(self, words: str) -> None:
        self._words = words
        self.progressed.emit(self.progress)

    def _refresh(self) -> None:
        """Read the open report again; once more, if something happened meanwhile."""
        if self._open is None or self._open.summary.id != self._running:
            return
        if self._reading:
            self._stale = True
            return
        self._reading, summary_id = True, self._running

        def read(report: Report) -> None:
            self._reading = False
            if self._open is not None and self._open.summary.id == summary_id:
                self._show(report)
            if self._stale:
                self._stale = False
                self._refresh()

        def failed(_: Exception) -> None:
            self._reading = self._stale = False

        self._tasks.run(Lane.LIBRARY, lambda: self._summaries.report(summary_id), read, failed)

    def _show_again(self, summary_id: int) -> None:
        if self._open is not None and self._open.summary.id == summary_id:
            self.open(summary_id)

    def _show(self, report: Report, *, asked: bool = False) -> None:
        self._open = report
        self.opened.emit(report, asked)
        self.progressed.emit(self.progress)

    def _close(self) -> None:
        self._open = None
        self.opened.emit(None, False)

    def _change(self, summary_id: int, work: Callable[[], None]) -> None:
        def done(_: None) -> None:
            self._list()
            self._show_again(summary_id)

        self._tasks.run(Lane.LIBRARY, work, done, self._refuse)

    def _list(self) -> None:
        text = self._searched

        def work() -> list[Summary]:
            return self._summaries.search(text) if text else self._summaries.summaries()

        def found(kept: list[Summary]) -> None:
            if text == self._searched:
                before = {} if self._held else {id_: place for place, id_ in enumerate(self._line)}
                self.listed.emit(Listing(tuple(kept), before, frozenset(self._failed), bool(text)))

        self._tasks.run(Lane.LIBRARY, work, found, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, Fault):
            _log.error("a summary's work failed", exc_info=error)
        self.refused.emit(notice_of(error))
