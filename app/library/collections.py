"""Collections of the library, as the window and the command line use them: whatever changes is told and
undoable.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path

from app.events import CollectionsChanged, EventBus
from app.library.additions import Addition
from app.library.library import Library
from app.security.auditing import Audit
from engine.errors import Fault
from rag.storing.collections import CollectionChange, CollectionUse
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentState


class Collections:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, documents: DocumentStore, library: Library, bus: EventBus, audit: Audit) -> None:
        self._documents = documents
        self._store = documents.collections
        self._library = library
        self._bus = bus
        self._audit = audit

    def all(self) -> list[CollectionUse]:
        """By name, with how many documents each has."""
        return self._store.all()

    def named(self, name: str) -> CollectionUse:
        """Raises `CollectionUnknown`."""
        known = self._store.named(name)
        return next(one for one in self._store.all() if one.name == known)

    def spelt(self, name: str) -> str:
        """What a collection of this name, in whatever case, is called; the name where there is none."""
        return self._store.spelt(name)

    def make(self, name: str, tone: int | None = None) -> CollectionChange:
        """Make an empty collection. Raises `CollectionInvalid`, `CollectionExists`."""
        return self._noted(self._store.make(name, tone))

    def rename(self, name: str, new: str) -> CollectionChange:
        """Raises `CollectionUnknown`, `CollectionInvalid`, `CollectionExists`."""
        was = self._store.spelt(name)
        return self._noted(self._store.rename(name, new), was)

    def colour(self, name: str, tone: int) -> CollectionChange:
        """Raises `CollectionUnknown`."""
        return self._told(self._store.colour(name, tone))

    def move(self, document_ids: Sequence[int], name: str) -> CollectionChange:
        """Move documents into a collection, out of all where `name` is "". Those whose file it holds already
        are passed over. Raises `DocumentUnknown`, `CollectionUnknown`.
        """
        change = self._store.move(document_ids, name)
        return self._noted(change) if change.documents else self._told(change)

    def remove(self, name: str, to: str = "") -> CollectionChange:
        """Remove a collection; its documents stay, in `to` or in none. Raises `CollectionUnknown`."""
        return self._noted(self._store.remove(name, to))

    def undo(self, change: int) -> list[Document]:
        """Take back what was done; the documents that it had changed."""
        back = self._store.undo(change)
        self._audit.collection("undone", "", documents=back)
        changed = self._documents.some(back)
        self._bus.publish(CollectionsChanged(tuple(changed)))
        return changed

    def last(self) -> CollectionChange | None:
        """What was done last and can be undone."""
        return self._store.last()

    def add(self, paths: Sequence[Path], name: str, password: str | None = None) -> list[Addition]:
        """Read files into a collection, as `Library.add` does. A file that once came into it and was moved to
        another is moved back.
        """
        spelt = self.spelt(name)
        return [self._settled(one, spelt) for one in self._library.add(paths, spelt, password)]

    def drop(self, paths: Sequence[Path], name: str) -> list[Addition]:
        """Read files into a collection; those that the library has, and in no collection, are moved into it.
        Raises `CollectionUnknown`.
        """
        known = self._store.named(name)
        loose = [
            found.id
            for path in paths
            if (found := self._documents.find_by_path(str(path.absolute()), "")) is not None
            and not found.collection
            and found.state is DocumentState.READY
        ]
        if loose:
            self.move(loose, known)
        return self.add(paths, known)

    # --- inside --------------------------------------------------------------------------------------------

    def _settled(self, addition: Addition, name: str) -> Addition:
        """The same, done once its document is in the collection."""
        outcome: Future[Document] = Future()

        def done(read: Future[Document]) -> None:
            try:
                document = read.result()
                if document.collection != name:
                    self.move([document.id], name)
                    document = self._documents.get(document.id)
            except CancelledError:
                outcome.cancel()
            except Fault as fault:
                outcome.set_exception(fault)
            else:
                outcome.set_result(document)

        addition.outcome.add_done_callback(done)
        return replace(addition, outcome=outcome)

    def _told(self, change: CollectionChange) -> CollectionChange:
        self._bus.publish(CollectionsChanged(tuple(self._documents.some(change.documents))))
        return change

    def _noted(self, change: CollectionChange, was: str = "") -> CollectionChange:
        self._audit.collection(change.kind.value, change.name, was, change.documents)
        return self._told(change)
