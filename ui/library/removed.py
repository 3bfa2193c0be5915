"""What was removed, in the window: what there is, brought back or deleted for good in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.events import Brought, DeletedForGood, DocumentRemoved, Event
from app.library.removing import Removals
from app.words.messages import notice_of
from rag.language.file_names import printable
from rag.storing.removed import RemovedDocument
from ui.parts.bin_dialog import BinRow
from ui.parts.tasks import Lane, Tasks


class RemovedViewModel(QObject):
    """Tells what is in the bin only while somebody looks into it."""

    changed = Signal(object)  # list[RemovedDocument], what went last first
    refused = Signal(object)  # Notice
    busy = Signal(bool)

    def __init__(self, removals: Removals, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._removals = removals
        self._tasks = tasks
        self.is_watched = False

    def watch(self, watched: bool) -> None:
        """Tell what is in the bin, from now on or no longer."""
        self.is_watched = watched
        if watched:
            self._load()

    def take(self, event: Event) -> None:
        """An event of the services, in the GUI thread."""
        if self.is_watched and isinstance(event, Brought | DeletedForGood | DocumentRemoved):
            self._load()

    def days_left(self, removed: RemovedDocument) -> int:
        """Until it is deleted for good."""
        return self._removals.days_left(removed)

    def row(self, one: RemovedDocument) -> BinRow:
        """What the dialog shows of it."""
        document = one.document
        name, path = printable(document.name), printable(document.path)
        return BinRow(document.id, name, path, one.at, self.days_left(one))

    def restore(self, ids: Sequence[int]) -> None:
        self._do(lambda: self._removals.restore(ids))

    def delete(self, ids: Sequence[int]) -> None:
        """For good."""
        self._do(lambda: self._removals.delete(ids))

    def empty(self) -> None:
        """Delete all of it for good."""
        self._do(self._removals.empty)

    def _do(self, work: Callable[[], object]) -> None:
        def done(_: object = None) -> None:
            self.busy.emit(False)
            self._load()

        def failed(error: Exception) -> None:
            done()
            self.refused.emit(notice_of(error))

        self.busy.emit(True)
        self._tasks.run(Lane.LIBRARY, work, done, failed)

    def _load(self) -> None:
        def failed(error: Any) -> None:
            self.refused.emit(notice_of(error))

        self._tasks.run(Lane.LIBRARY, self._removals.documents, self.changed.emit, failed)
