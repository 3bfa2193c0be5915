"""Which rows of the library are shown: what a filter leaves, and what unfolded mailboxes hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt

from rag.storing.names import tag_key
from rag.types import Document
from ui.library.rows import LibraryRows
from ui.parts.rows import Index


class ShownRows(QAbstractListModel):
    """A mailbox of thousands of messages is one row until it is unfolded; a filter looks into all of them.

    Not Qt's own proxy, which asks Python for each row by itself and tells of each gap by itself: with ten
    thousand documents the window was away for 30 ms at each key of a filter, and for 300 while documents were
    read behind it.
    """

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._source = LibraryRows(self)  # until there is a library
        self._shown: list[int] = []  # rows of the source, ascending
        self._text = ""
        self._tag = ""
        self._collection = ""
        self._unfolded: set[str] = set()  # paths, which stay when a mailbox is read anew
        self._placed: list[int] = []  # documents that are shown, while rows change their places

    def follow(self, source: LibraryRows) -> None:
        """Show rows of this library from now on."""
        self._source = source
        source.modelAboutToBeReset.connect(self.beginResetModel)
        source.modelReset.connect(self._reset)
        source.rowsInserted.connect(self._inserted)
        source.rowsAboutToBeRemoved.connect(self._leaving)
        source.rowsRemoved.connect(self._left)
        source.dataChanged.connect(self._changed)
        source.layoutAboutToBeChanged.connect(self._moving)
        source.layoutChanged.connect(self._moved)
        self.beginResetModel()
        self._reset()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        return self._source.data(self._source.index(self._shown[index.row()]), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def supportedDragActions(self) -> Qt.DropAction:
        return self._source.supportedDragActions()

    def mimeTypes(self) -> list[str]:
        return self._source.mimeTypes()

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self._source.mimeData([self._source.index(self._shown[one.row()]) for one in indexes])

    def some(self, rows: Iterable[int]) -> list[Document]:
        """The documents of rows that are shown, in their order."""
        return self._source.some([self._shown[row] for row in rows])

    def documents(self) -> list[Document]:
        """All of the library, whichever are shown."""
        return self._source.documents()

    @property
    def is_filled(self) -> bool:
        """Whether there are documents, whichever are shown."""
        return self._source.rowCount() > 0

    def narrow(self, text: str) -> None:
        """Show the documents whose names, or whose mailboxes' names, hold a text."""
        self._text = text.casefold()
        self._show()

    def narrow_to_tag(self, name: str | None) -> None:
        """Show the documents with a tag alone, and what tagged mailboxes hold; all for None."""
        self._tag = "" if name is None else tag_key(name)
        self._show()

    def narrow_to_collection(self, name: str) -> None:
        """Show the documents of a collection alone, and messages of it that lie in mailboxes elsewhere; all
        for "".
        """
        self._collection = name
        self._show()

    def fold(self, mailbox: Document) -> None:
        """Show what a mailbox holds, or no longer."""
        self._unfolded ^= {mailbox.path}
        self._show()

    def is_unfolded(self, mailbox: Document) -> bool:
        return mailbox.path in self._unfolded

    # --- which are shown -----------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show what is to be shown now; what is selected stays so where it is shown."""
        shown = self._accepted(range(self._source.rowCount()))
        if shown == self._shown:
            return
        # One change of places for all of it. Rows that go are told at the end, those that come before.
        before, there = self._shown, set(shown)
        gone = [row for row in before if row not in there]
        if gone:
            kept = [row for row in before if row in there]
            self._rearrange([*kept, *gone])
            self.beginRemoveRows(QModelIndex(), len(kept), len(before) - 1)
            self._shown = kept
            self.endRemoveRows()
        if len(shown) > len(self._shown):
            held = set(self._shown)
            new = [row for row in shown if row not in held]
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._shown = [*self._shown, *new]
            self.endInsertRows()
            self._rearrange(shown)

    def _rearrange(self, shown: list[int]) -> None:
        """The same rows in another order."""
        if shown == self._shown:
            return
        self.layoutAboutToBeChanged.emit()
        place = {row: at for at, row in enumerate(shown)}
        kept = self.persistentIndexList()
        self.changePersistentIndexList(kept, [self.index(place[self._shown[one.row()]]) for one in kept])
        self._shown = shown
        self.layoutChanged.emit()

    def _accepted(self, rows: range) -> list[int]:
        # Ten thousand of them at each key: what was folded once is looked through, and no row asked for more.
        found = self._source.holding(self._text, rows) if self._text else rows
        if not self._tag and not self._collection:
            return list(found) if self._text else self._source.standing(self._unfolded, rows)
        return [row for row in found if self._is_of_choice(self._source.document(row))]

    def _is_of_choice(self, document: Document) -> bool:
        """Whether it is of the tag and the collection that are chosen; without a text, and is not folded."""
        if self._tag and not self._has_tag(document):
            return False
        if self._collection and document.collection != self._collection:
            return False
        if self._text:
            return True
        own = (self._tag and self._is_tagged(document)) or (self._collection and self._is_apart(document))
        return bool(own) or document.container is None or document.container_path in self._unfolded

    def _has_tag(self, document: Document) -> bool:
        """Whether it has the tag itself, or is in a mailbox that has it."""
        mailbox = None if document.container is None else self._source.find(document.container)
        return self._is_tagged(document) or (mailbox is not None and self._is_tagged(mailbox))

    def _is_apart(self, document: Document) -> bool:
        """Whether it lies in the collection, and its mailbox does not."""
        mailbox = None if document.container is None else self._source.find(document.container)
        return mailbox is not None and mailbox.collection != self._collection

    def _is_tagged(self, document: Document) -> bool:
        return any(tag_key(tag.name) == self._tag for tag in document.tags)

    # --- what becomes of the library -----------------------------------------------------------------------

    def _reset(self) -> None:
        self._shown = self._accepted(range(self._source.rowCount()))
        self.endResetModel()

    def _inserted(self, _: Index, first: int, last: int) -> None:
        count, at = last - first + 1, bisect_left(self._shown, first)
        self._shown[at:] = [row + count for row in self._shown[at:]]
        self._add(at, self._accepted(range(first, last + 1)))

    def _add(self, at: int, new: list[int]) -> None:
        if new:
            self.beginInsertRows(QModelIndex(), at, at + len(new) - 1)
            self._shown[at:at] = new
            self.endInsertRows()

    def _leaving(self, _: Index, first: int, last: int) -> None:
        self._take(bisect_left(self._shown, first), bisect_left(self._shown, last + 1))

    def _take(self, begin: int, end: int) -> None:
        if begin < end:
            self.beginRemoveRows(QModelIndex(), begin, end - 1)
            del self._shown[begin:end]
            self.endRemoveRows()

    def _left(self, _: Index, first: int, last: int) -> None:
        count, at = last - first + 1, bisect_left(self._shown, first)
        self._shown[at:] = [row - count for row in self._shown[at:]]

    def _changed(self, top: Index, bottom: Index) -> None:
        for row in range(top.row(), bottom.row() + 1):
            at = bisect_left(self._shown, row)
            is_shown = at < len(self._shown) and self._shown[at] == row
            if not self._accepted(range(row, row + 1)):
                self._take(at, at + is_shown)
            elif is_shown:
                self.dataChanged.emit(self.index(at), self.index(at))
            else:
                self._add(at, [row])

    def _moving(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self._placed = [one.id for one in self._source.some(self._shown)]

    def _moved(self) -> None:
        """Rows of the library have other places; those of a mailbox's messages may be shown no longer."""
        placed, there = self._placed, set(self._placed)
        rows = range(self._source.rowCount())
        self._shown = [row for row in rows if self._source.document(row).id in there]
        place = {one.id: row for row, one in enumerate(self._source.some(self._shown))}
        kept = self.persistentIndexList()
        self.changePersistentIndexList(kept, [self.index(place[placed[one.row()]]) for one in kept])
        self.layoutChanged.emit()
        self._show()
