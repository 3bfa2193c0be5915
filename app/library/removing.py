"""Removing documents so that they can be brought back: what a person does in the window.

What was removed waits in the bin, which nothing looks into. After `KEPT_DAYS` it is deleted for good, as it
is at once where a person says so.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from app.events import (
    Brought,
    DeletedForGood,
    DocumentRemoved,
    EventBus,
    LibraryChanged,
    MembersChanged,
    TakenOut,
)
from app.library.library import Library
from engine.errors import Fault
from rag.errors import DocumentUnknown
from rag.indexing.removing import Bin
from rag.storing.documents import DocumentStore
from rag.storing.removed import RemovedDocument
from rag.types import Document, DocumentState

KEPT_DAYS = 30
_DAY = 86_400.0
_READ = (DocumentState.READY, DocumentState.FAILED)

_log = logging.getLogger(__name__)


class Removals:
    """Answers in the caller's thread."""

    def __init__(
        self,
        store: DocumentStore,
        bin_: Bin,
        library: Library,
        bus: EventBus,
        compact: Callable[[], object],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`compact` gives room back to the disk once much was deleted; `clock` is in seconds since 1970."""
        self._store = store
        self._bin = bin_
        self._library = library
        self._bus = bus
        self._compact = compact
        self._clock = clock

    def documents(self) -> list[RemovedDocument]:
        """What is in the bin, what went last first."""
        return self._store.removed.documents()

    def days_left(self, removed: RemovedDocument) -> int:
        """In how many days a document in the bin is deleted for good; a day begun counts."""
        return max(0, math.ceil((removed.at - self._clock()) / _DAY + KEPT_DAYS))

    def put(self, document_ids: Sequence[int]) -> None:
        """Remove documents, so that `restore` brings them back as they are; those that were not read yet are
        gone for good. No matter when one is gone already.
        """
        wanted = [one for id_ in dict.fromkeys(document_ids) if (one := self._stopped(id_)) is not None]
        whole = {one.id for one in wanted}
        # What goes with its mailbox comes back with it.
        wanted = [one for one in wanted if one.container not in whole]
        put = [one for one in wanted if one.state in _READ]
        for one in wanted:
            if one not in put:
                self._library.remove(one.id)
        if not put:
            return
        gone = [TakenOut(one.name, self._store.sha256_of(one.id), one.collection) for one in put]
        held = [tuple(member.id for member in self._store.held_by(one.id)) for one in put]
        others = {other for one in put for other in self._store.namesakes(one.id)}
        self._bin.put([one.id for one in put])
        for one, members, what in zip(put, held, gone, strict=True):
            self._bus.publish(DocumentRemoved(one.id, members, what))
        self._tell(others.difference(one.id for one in put))

    def restore(self, document_ids: Sequence[int]) -> None:
        """Bring documents back from the bin with all that was kept of them, and read no file. Those that are
        not there any more are passed over.
        """
        there = {one.document.id for one in self.documents()}
        wanted = [one for one in document_ids if one in there]
        if wanted:
            self._bin.bring_back(wanted)
            self.came_back(wanted)

    def came_back(self, document_ids: Sequence[int]) -> None:
        """Tell of documents that are out of the bin again."""
        back = self._store.some(document_ids)
        for one in back:
            self._bus.publish(LibraryChanged(one))
            if one.held:
                self._bus.publish(MembersChanged(tuple(self._store.held_by(one.id))))
        self._tell({other for one in back for other in self._store.namesakes(one.id)})
        known = [TakenOut(one.name, self._store.sha256_of(one.id), one.collection) for one in back]
        self._bus.publish(Brought(tuple(known)))

    def delete(self, document_ids: Sequence[int]) -> None:
        """Delete documents in the bin for good, with every trace in the vault."""
        there = {one.document.id: one.document for one in self.documents()}
        self._delete([there[one] for one in document_ids if one in there])

    def empty(self) -> None:
        """Delete all that is in the bin for good."""
        self._delete([one.document for one in self.documents()])

    def expire(self) -> int:
        """Delete for good what has been in the bin for longer than `KEPT_DAYS`; how many that were."""
        due = set(self._store.removed.due(self._clock() - KEPT_DAYS * _DAY))
        gone = [one.document for one in self.documents() if one.document.id in due]
        self._delete(gone)
        return len(gone)

    # --- inside --------------------------------------------------------------------------------------------

    def _stopped(self, document_id: int) -> Document | None:
        """A document that nobody is reading any more; None where it is gone."""
        with suppress(DocumentUnknown):
            self._library.cancel(document_id)
            again = self._store.replacing(document_id)
            if again is not None:
                self._library.cancel(again)
            return self._store.get(document_id)
        return None

    def _delete(self, documents: Sequence[Document]) -> None:
        for one in documents:
            gone = TakenOut(one.name, self._store.sha256_of(one.id), one.collection)
            with suppress(DocumentUnknown):
                self._store.remove(one.id)
                self._bus.publish(DeletedForGood(gone))
        if documents:
            try:
                self._compact()
            except Fault as fault:  # what was deleted is gone; the room is given back another time
                _log.warning("not made smaller: %s", fault.code)

    def _tell(self, document_ids: set[int]) -> None:
        """Of documents that may be called otherwise now."""
        for one in self._store.some(sorted(document_ids)):
            self._bus.publish(LibraryChanged(one))
