"""Which rows of the library are shown: what a filter leaves, and what unfolded mailboxes hold."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QSortFilterProxyModel

from rag.storing.names import tag_key
from rag.types import Document
from ui.library.viewmodel import LibraryRows
from ui.parts.rows import Index


class ShownRows(QSortFilterProxyModel):
    """A mailbox of thousands of messages is one row until it is unfolded; a filter looks into all of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._tag = ""
        self._collection = ""
        self._unfolded: set[str] = set()  # paths, which stay when a mailbox is read anew

    def narrow(self, text: str) -> None:
        """Show the documents whose names, or whose mailboxes' names, hold a text."""
        self.beginFilterChange()
        self._text = text.casefold()
        self.endFilterChange()

    def narrow_to_tag(self, name: str | None) -> None:
        """Show the documents with a tag alone, and what tagged mailboxes hold; all for None."""
        self.beginFilterChange()
        self._tag = "" if name is None else tag_key(name)
        self.endFilterChange()

    def narrow_to_collection(self, name: str) -> None:
        """Show the documents of a collection alone, and messages of it that lie in mailboxes elsewhere; all
        for "".
        """
        self.beginFilterChange()
        self._collection = name
        self.endFilterChange()

    def fold(self, mailbox: Document) -> None:
        """Show what a mailbox holds, or no longer."""
        self.beginFilterChange()
        self._unfolded ^= {mailbox.path}
        self.endFilterChange()

    def is_unfolded(self, mailbox: Document) -> bool:
        return mailbox.path in self._unfolded

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: ARG002 - Qt's signature
        document = cast("LibraryRows", self.sourceModel()).document(row)
        if self._tag and not self._has_tag(document):
            return False
        if self._collection and document.collection != self._collection:
            return False
        own = (self._tag and self._is_tagged(document)) or (self._collection and self._is_apart(document))
        if not self._text:
            return bool(own) or document.container is None or document.container_path in self._unfolded
        said = (document.name, document.container_path.rpartition("/")[2])
        return any(self._text in one.casefold() for one in said)

    def _has_tag(self, document: Document) -> bool:
        """Whether it has the tag itself, or is in a mailbox that has it."""
        rows = cast("LibraryRows", self.sourceModel())
        mailbox = None if document.container is None else rows.find(document.container)
        return self._is_tagged(document) or (mailbox is not None and self._is_tagged(mailbox))

    def _is_apart(self, document: Document) -> bool:
        """Whether it lies in the collection, and its mailbox does not."""
        rows = cast("LibraryRows", self.sourceModel())
        mailbox = None if document.container is None else rows.find(document.container)
        return mailbox is not None and mailbox.collection != self._collection

    def _is_tagged(self, document: Document) -> bool:
        return any(tag_key(tag.name) == self._tag for tag in document.tags)
