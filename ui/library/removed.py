"""What was removed, in the window: what there is, brought back or deleted for good in the background."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.events import Brought, DeletedForGood, DocumentRemoved, Event
from app.library.removing import Removals
from rag.language.file_names import printable
from rag.storing.removed import RemovedDocument
from ui.parts.bin_model import BinModel, BinRow
from ui.parts.tasks import Tasks


class RemovedViewModel(BinModel):
    """The bin of documents, by their numbers."""

    def __init__(self, removals: Removals, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(removals.documents, removals.empty, tasks, parent)
        self._removals = removals

    def take(self, event: Event) -> None:
        """An event of the services, in the GUI thread."""
        if isinstance(event, Brought | DeletedForGood | DocumentRemoved):
            self.look()

    def row(self, one: RemovedDocument) -> BinRow:
        document = one.document
        name, path = printable(document.name), printable(document.path)
        return BinRow(document.id, name, path, one.at, self._removals.days_left(one))

    def restore(self, keys: Sequence[int]) -> None:
        self._do(lambda: self._removals.restore(keys))

    def delete(self, keys: Sequence[int]) -> None:
        self._do(lambda: self._removals.delete(keys))
