"""The collections of the library as rows of a list; the first row is all documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from app.words.catalogue import count, say
from rag.storing.collections import CollectionUse
from ui.parts.inert import inert
from ui.parts.rows import Index

NameRole = Qt.ItemDataRole.UserRole + 1  # of a collection, "" for all documents
CountRole = Qt.ItemDataRole.UserRole + 2
ToneRole = Qt.ItemDataRole.UserRole + 3  # None for all documents


class CollectionRows(QAbstractListModel):
    """`draft`: a last row without a name yet, for a collection that is being made."""

    made = Signal(str)
    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[CollectionUse, ...] = ()
        self._documents = 0
        self._draft = False

    @property
    def found(self) -> tuple[CollectionUse, ...]:
        return self._found

    def fill(self, found: Sequence[CollectionUse], documents: int) -> None:
        """Show these, and how many documents there are of all."""
        if (tuple(found), documents) == (self._found, self._documents):
            return
        same = [one.id for one in found] == [one.id for one in self._found]
        if not same:
            self.beginResetModel()
        self._found, self._documents = tuple(found), documents
        if not same:
            self._draft = False
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._found), 0))

    def draft(self) -> Index:
        """A row for a new collection, to be named."""
        if not self._draft:
            at = len(self._found) + 1
            self.beginInsertRows(QModelIndex(), at, at)
            self._draft = True
            self.endInsertRows()
        return self.index(len(self._found) + 1, 0)

    def drop_draft(self) -> None:
        if self._draft:
            at = len(self._found) + 1
            self.beginRemoveRows(QModelIndex(), at, at)
            self._draft = False
            self.endRemoveRows()

    def place(self, name: str) -> Index:
        """The row of a collection; that of all documents where there is none of this name."""
        rows = (at for at, one in enumerate(self._found, 1) if one.name == name)
        return self.index(next(rows, 0), 0)

    def use(self, index: Index) -> CollectionUse | None:
        """The collection of a row; None for all documents."""
        at = index.row() - 1
        return self._found[at] if index.isValid() and 0 <= at < len(self._found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 1 + len(self._found) + self._draft

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        return flags if index.row() == 0 else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self.use(index)
        is_all = index.row() == 0
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return say("collections.side.all") if is_all else one.name if one else ""
            case Qt.ItemDataRole.ToolTipRole if one is not None:
                return inert(one.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                if one is None:
                    return count("collections.side.all-told", self._documents) if is_all else ""
                colour = say(f"collections.colours.{one.colour}")
                return count("collections.side.told", one.documents, name=one.name, colour=colour)
            case _ if role == NameRole:
                return one.name if one else ""
            case _ if role == CountRole:
                return self._documents if is_all else one.documents if one else None
            case _ if role == ToneRole:
                return one.tone if one else None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A name was written: of a new collection, or another one."""
        name = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or not name:
            return False
        one = self.use(index)
        if one is None:
            self.made.emit(name)
        elif name != one.name:
            self.renamed.emit(one.name, name)
        return True
