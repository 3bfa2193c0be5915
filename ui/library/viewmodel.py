"""The library as rows of a list, kept live by the services' events."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt, QTimer, Signal

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
from app.words.amounts import counted
from app.words.catalogue import count, say
from app.words.coverage import coverage_lines, library_summary
from app.words.messages import notice_for, notice_of
from rag.language.file_names import name_of, printable
from rag.types import Document, DocumentState
from ui.parts.inert import inert
from ui.parts.rows import DOCUMENT_IDS, FailedRole, FractionRole, IconRole, Index, StatusRole, TagsRole
from ui.parts.tasks import Lane, Tasks

if TYPE_CHECKING:
    from app.library.additions import Addition
    from app.library.library import Library
    from app.library.removing import Removals

DocumentRole = Qt.ItemDataRole.UserRole + 1

_Key = tuple[int, int]
_DONE = (DocumentState.READY, DocumentState.FAILED)
_NAMED = 5  # of the files passed over
_SUM_MS = 200  # at most that often it is summed up what was read; a folder comes in hundreds of changes
_WAITS_FOR_PASSWORD = ("password-needed", "password-wrong")


@dataclass(frozen=True, slots=True)
class Row:
    document: Document
    progress: DocumentProgress | None = None


class LibraryRows(QAbstractListModel):
    """One row a document, newest first; what a file holds stands below it, in its order.

    Thousands come and go at once with a mailbox: places are looked up, not searched for.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._keys: list[_Key] = []  # of the rows, ascending
        self._known: dict[int, _Key] = {}  # by the document's id

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.document.name
            case Qt.ItemDataRole.ToolTipRole:
                return inert(tooltip(row.document))
            case Qt.ItemDataRole.AccessibleTextRole:
                told = say("library.row.accessible", name=row.document.name, status=status(row))
                tags = ", ".join(tag.name for tag in row.document.tags)
                return say("tagging.row.accessible", row=told, tags=tags) if tags else told
            case _ if role == DocumentRole:
                return row.document
            case _ if role == StatusRole:
                return status(row)
            case _ if role == TagsRole:
                return row.document.tags
            case _ if role == FractionRole:
                return fraction(row)
            case _ if role == FailedRole:
                return row.document.state is DocumentState.FAILED
            case _ if role == IconRole:
                return "folder" if row.document.is_container else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [DOCUMENT_IDS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The numbers of the documents that are dragged, from the top."""
        data = QMimeData()
        ids = [self._rows[row].document.id for row in sorted({index.row() for index in indexes})]
        data.setData(DOCUMENT_IDS, json.dumps(ids).encode())
        return data

    def fill(self, documents: Sequence[Document]) -> None:
        """Show these documents and no others."""
        self.beginResetModel()
        self._arrange([Row(document) for document in documents])
        self.endResetModel()

    def documents(self) -> list[Document]:
        return [row.document for row in self._rows]

    def find(self, document_id: int) -> Document | None:
        """The document with this number, where it has a row."""
        place = self._place(document_id)
        return None if place is None else self._rows[place].document

    def document(self, place: int) -> Document:
        """The document of a row."""
        return self._rows[place].document

    def put(self, document: Document) -> None:
        """Add a document, or show what became of one that is there."""
        self.put_all([document])

    def put_all(self, documents: Sequence[Document]) -> None:
        """Add documents, or show what became of those that are there."""
        if any(self._known.get(one.id, _key(one)) != _key(one) for one in documents):
            self._move(documents)
        new = []
        for one in documents:
            place = self._place(one.id)
            if place is None:
                new.append(Row(one))
            else:
                self._set(place, Row(one))
        new.sort(key=lambda row: _key(row.document))
        while new:
            new = self._insert(new)

    def progress(self, event: DocumentProgress) -> None:
        """Show how far a document has come."""
        place = self._place(event.document_id)
        if place is not None:
            self._set(place, Row(self._rows[place].document, event))

    def drop(self, document_id: int) -> None:
        """Take a document away, and what stands below it; one that is not there is none."""
        place = self._place(document_id)
        if place is not None:
            end = place + 1
            while end < len(self._rows) and self._rows[end].document.container == document_id:
                end += 1
            self.beginRemoveRows(QModelIndex(), place, end - 1)
            for row in self._rows[place:end]:
                del self._known[row.document.id]
            del self._rows[place:end], self._keys[place:end]
            self.endRemoveRows()

    def _insert(self, new: list[Row]) -> list[Row]:
        """Insert those that come to stand beside the first; returns the others."""
        keys = [_key(row.document) for row in new]
        place = bisect_left(self._keys, keys[0])
        count = len(new) if place == len(self._keys) else bisect_left(keys, self._keys[place])
        self.beginInsertRows(QModelIndex(), place, place + count - 1)
        self._rows[place:place] = new[:count]
        self._keys[place:place] = keys[:count]
        self._known |= {row.document.id: key for row, key in zip(new[:count], keys, strict=False)}
        self.endInsertRows()
        return new[count:]

    def _move(self, documents: Sequence[Document]) -> None:
        """Rows of documents that stand elsewhere from now on: below the new row of their file."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].document.id for index in before]
        now = {one.id: one for one in documents}
        self._arrange([replace(row, document=now.get(row.document.id, row.document)) for row in self._rows])
        self.changePersistentIndexList(before, [self.index(self._place(id_) or 0) for id_ in ids])
        self.layoutChanged.emit()

    def _arrange(self, rows: list[Row]) -> None:
        self._rows = sorted(rows, key=lambda row: _key(row.document))
        self._keys = [_key(row.document) for row in self._rows]
        self._known = {row.document.id: key for row, key in zip(self._rows, self._keys, strict=True)}

    def _place(self, document_id: int) -> int | None:
        key = self._known.get(document_id)
        return None if key is None else bisect_left(self._keys, key)

    def _set(self, place: int, row: Row) -> None:
        self._rows[place] = row
        index = self.index(place)
        self.dataChanged.emit(index, index)


def _key(document: Document) -> _Key:
    """Where a document stands: files from the newest, each before what it holds."""
    if document.container is None:
        return -document.id, 0
    return -document.container, document.id


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
        self._changed_since = False  # since it was summed up
        self._sums = QTimer(self)
        self._sums.setSingleShot(True)
        self._sums.setInterval(_SUM_MS)
        self._sums.timeout.connect(self._sum)
        self.rows = LibraryRows(self)

    def load(self) -> None:
        """Ask the library for its documents."""
        self._tasks.run(Lane.LIBRARY, self._library.documents, self._loaded)

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

    def _loaded(self, documents: list[Document]) -> None:
        self.rows.fill(documents)
        self._ready.clear()
        self._note(documents)
        self._count()

    def _put(self, documents: Sequence[Document]) -> None:
        self.rows.put_all(documents)
        self._note(documents)

    def _note(self, documents: Sequence[Document]) -> None:
        """Count documents, not the mailboxes that hold them; one without any yet stands for what comes."""
        for one in documents:
            if one.held:
                self._ready.pop(one.id, None)
            else:
                self._ready[one.id] = one.state is DocumentState.READY

    def _count(self) -> None:
        self.counted.emit(len(self._ready), sum(self._ready.values()))
        self._changed_since = True
        if not self._sums.isActive():
            self._sum()

    def _sum(self) -> None:
        """At once after the first change, and once more after those that came meanwhile."""
        if not self._changed_since:
            return
        self._changed_since = False
        self._sums.start()
        self.summed.emit(library_summary(self.rows.documents()))


def failure(document: Document) -> Notice:
    """Why a document failed, in words."""
    return notice_for(document.error_code or "unknown", document.error_facts)


def needs_password(document: Document) -> bool:
    """Whether a document failed for want of its password."""
    return document.error_code in _WAITS_FOR_PASSWORD


def fraction(row: Row) -> float | None:
    """How much is done, 0–1, while work goes on; reading counts for a third, embedding for the rest."""
    event = row.progress
    if event is None or not event.total or row.document.state in (DocumentState.READY, DocumentState.FAILED):
        return None
    done = event.done / event.total
    return done / 3 if event.state is DocumentState.READING else 1 / 3 + done * 2 / 3


def status(row: Row) -> str:
    """The row's second line."""
    document, event = row.document, row.progress
    match document.state:
        case DocumentState.READY if document.is_container:
            return counted(document.held, document.unit.value)
        case DocumentState.READY:
            about = say(
                "library.row.ready",
                pages=counted(document.pages, document.unit.value),
                passages=counted(document.passages, "passage"),
            )
            if document.container is None:
                return about
            mailbox = name_of(PurePath(document.container_path))
            return say("library.row.member", mailbox=mailbox, about=about)
        case DocumentState.FAILED:
            return failure(document).title
        case DocumentState.QUEUED:
            return say("library.row.waiting")
    if event is None or not event.total:
        return say("library.row.starting")
    if event.state is DocumentState.READING:
        words = say(f"library.reading.{document.unit.value}", done=event.done, total=event.total)
    else:
        words = say("library.row.learning", percent=100 * event.done // event.total)
    if event.seconds_left is None:
        return words
    return say("library.row.with-time", words=words, time=_seconds(event.seconds_left))


def tooltip(document: Document) -> str:
    """Coverage: where every page's text came from; or why there is none."""
    if document.state is DocumentState.FAILED:
        words = failure(document)
        return f"{printable(document.path)}\n\n{words.sentence}\n{words.remedy}"
    parts = coverage_lines(document)
    tags = ", ".join(tag.name for tag in document.tags)
    told = [say("tagging.row.tags", tags=tags)] if tags else []
    head = [document.title or document.name, printable(document.path), *told]
    return "\n".join([*head, "", *parts]).strip()


def _seconds(seconds: float) -> str:
    if seconds < 90:
        return say("library.row.seconds", n=seconds)
    return say("library.row.minutes", n=seconds / 60)
