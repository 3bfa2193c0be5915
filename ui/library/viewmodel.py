"""What the library panel shows and asks for, kept live by the services' events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.events import (
    CollectionsChanged,
    DocumentProgress,
    DocumentRemoved,
    Event,
    LibraryChanged,
    MembersChanged,
    TagsChanged,
)
from app.types import Notice
from app.words.catalogue import count, say
from app.words.coverage import library_summary
from app.words.messages import notice_of
from rag.language.file_names import name_of
from rag.types import Document, DocumentState
from ui.library.row_words import Row
from ui.library.rows import Arranged, LibraryRows, arranged
from ui.parts.looking_again import LookingAgain
from ui.parts.tasks import Lane, Tasks

if TYPE_CHECKING:
    from app.library.additions import Addition
    from app.library.library import Library
    from app.library.removing import Removals

_DONE = (DocumentState.READY, DocumentState.FAILED)
_NAMED = 5  # of the files passed over


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: Arranged
    ready: dict[int, bool]  # by the number of the document: whether it can be asked
    summary: str  # what was read of all of them


class LibraryViewModel(QObject):
    """What the library panel shows and asks for."""

    counted = Signal(int, int)  # documents, of them ready
    summed = Signal(str)  # what was read of all of them
    removed = Signal(object)  # list[Document], so that their removal can be undone
    refused = Signal(object)  # Notice

    def __init__(
        self, library: Library, removals: Removals, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._removals = removals
        self._tasks = tasks
        self._ready: dict[int, bool] = {}
        self._sums = LookingAgain(self._sum, self)
        self.rows = LibraryRows(self)

    def load(self) -> None:
        """Ask the library for its documents."""

        def look() -> _Loaded:
            documents = self._library.documents()
            rows, ready = arranged([Row(one) for one in documents]), dict[int, bool]()
            _note(ready, documents)
            return _Loaded(rows, ready, library_summary(documents))

        self._tasks.run(Lane.LIBRARY, look, self._loaded)

    def take(self, event: Event) -> None:
        """An event of the services, in the GUI thread."""
        match event:
            case LibraryChanged(document):
                self._put([document])
            case MembersChanged(documents):
                self._put(documents)
            case TagsChanged(documents) | CollectionsChanged(documents):
                self._put([one for one in documents if self.rows.find(one.id) is not None])
            case DocumentRemoved(document_id, members):
                self.rows.drop(document_id)
                for gone in (document_id, *members):
                    self._ready.pop(gone, None)
            case DocumentProgress():
                self.rows.progress(event)
                return
            case _:
                return
        self._count()

    def add(self, paths: Sequence[Path], password: str | None = None) -> None:
        self._run(lambda: self._library.add(paths, password=password), self.tell_passed_over)

    def retry(self, document: Document, password: str | None = None) -> None:
        self._run(lambda: self._library.retry(document.id, password))

    def cancel(self, document: Document) -> None:
        self._run(lambda: self._library.cancel(document.id))

    def remove(self, documents: Sequence[Document]) -> None:
        """Put documents into the bin."""
        ids = [one.id for one in documents]
        self._run(lambda: self._removals.put(ids), lambda _: self.removed.emit(list(documents)))

    def bring_back(self, documents: Sequence[Document]) -> None:
        """Undo a removal. What had not been read, and so was not kept, is read."""

        def work() -> None:
            self._removals.restore([one.id for one in documents])
            there = {one.id for one in self._library.documents()}
            for one in documents:
                if one.id not in there and one.state not in _DONE:
                    self._library.add_again(one)

        self._run(work)

    def _run(self, work: Any, done: Any = lambda _: None) -> None:
        self._tasks.run(Lane.LIBRARY, work, done, lambda error: self.refused.emit(notice_of(error)))

    @property
    def documents(self) -> int:
        """How many there are, as the panel counts them."""
        return len(self._ready)

    def tell_passed_over(self, additions: Sequence[Addition]) -> None:
        """Say which files of a folder could not be read."""
        names = [name_of(addition.path) for addition in additions if addition.passed_over]
        if names:
            named = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
            words = count("library.passed-over.sentence", len(names), names=named)
            self.refused.emit(
                Notice(say("library.passed-over.title"), words, say("library.passed-over.remedy"))
            )

    def _loaded(self, found: _Loaded) -> None:
        self.rows.take(found.rows)
        self._ready = found.ready
        self.counted.emit(len(self._ready), sum(self._ready.values()))
        self.summed.emit(found.summary)

    def _put(self, documents: Sequence[Document]) -> None:
        self.rows.put_all(documents)
        _note(self._ready, documents)

    def _count(self) -> None:
        self.counted.emit(len(self._ready), sum(self._ready.values()))
        self._sums.soon()

    def _sum(self, over: Callable[[], None]) -> None:
        """What was read of all of them, in a lane."""
        documents = self.rows.documents()

        def summed(words: str) -> None:
            self.summed.emit(words)
            over()

        def failed(error: Exception) -> None:
            self.refused.emit(notice_of(error))
            over()

        self._tasks.run(Lane.LIBRARY, lambda: library_summary(documents), summed, failed)


def _note(ready: dict[int, bool], documents: Sequence[Document]) -> None:
    """Count documents, not the mailboxes that hold them; one without any yet stands for what comes."""
    for one in documents:
        if one.held:
            ready.pop(one.id, None)
        else:
            ready[one.id] = one.state is DocumentState.READY
