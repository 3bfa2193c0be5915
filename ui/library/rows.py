"""The documents of the library as rows of a list, in their order."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from app.events import DocumentProgress
from app.words.catalogue import say
from rag.types import Document, DocumentState
from ui.library.row_words import Row, fraction, status, tooltip
from ui.parts.inert import inert
from ui.parts.rows import DOCUMENT_IDS, FailedRole, FractionRole, IconRole, Index, StatusRole, TagsRole

DocumentRole = Qt.ItemDataRole.UserRole + 1

_Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Arranged:
    """Rows in their order, with where each stands."""

    rows: list[Row]
    keys: list[_Key]  # of the rows, ascending
    known: dict[int, _Key]  # by the document's id


def arranged(rows: Sequence[Row]) -> Arranged:
    """Put rows into their order; in any thread."""
    ordered = sorted(rows, key=lambda row: _key(row.document))
    keys = [_key(row.document) for row in ordered]
    return Arranged(ordered, keys, {row.document.id: key for row, key in zip(ordered, keys, strict=True)})


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
                return inert(tooltip(row))
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
        self.take(arranged([Row(document) for document in documents]))

    def take(self, found: Arranged) -> None:
        """The same, put into their order already: of ten thousand that takes a while."""
        self.beginResetModel()
        self._hold(found)
        self.endResetModel()

    def documents(self) -> list[Document]:
        return [row.document for row in self._rows]

    def find(self, document_id: int) -> Document | None:
        """The document with this number, where it has a row."""
        place = self._place(document_id)
        return None if place is None else self._rows[place].document

    def holding(self, text: str, rows: range) -> list[int]:
        """Of these rows, those in which a filter finds the text, which is case folded."""
        return [row for row in rows if text in self._rows[row].sought]

    def standing(self, unfolded: Container[str], rows: range) -> list[int]:
        """Of these rows, those of no mailbox, and what one holds whose path is among the unfolded."""
        return [
            row
            for row in rows
            if (one := self._rows[row].document).container is None or one.container_path in unfolded
        ]

    def document(self, place: int) -> Document:
        """The document of a row."""
        return self._rows[place].document

    def some(self, places: Sequence[int]) -> list[Document]:
        """The documents of rows, in their order; of ten thousand in fewer steps than row by row."""
        return [self._rows[place].document for place in places]

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
        self._hold(
            arranged([replace(row, document=now.get(row.document.id, row.document)) for row in self._rows])
        )
        self.changePersistentIndexList(before, [self.index(self._place(id_) or 0) for id_ in ids])
        self.layoutChanged.emit()

    def _hold(self, found: Arranged) -> None:
        self._rows, self._keys, self._known = found.rows, found.keys, found.known

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
