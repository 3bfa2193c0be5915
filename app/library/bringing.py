"""Letting documents be found that came into an open library from another vault, with vectors of their own."""

from __future__ import annotations

from collections.abc import Sequence

from app.events import Brought, EventBus, LibraryChanged
from engine.protocols import Embedder
from rag.indexing.taking_up import take_up
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore


def bring(
    store: DocumentStore, vectors: VectorIndex, embedder: Embedder, bus: EventBus, ids: Sequence[int]
) -> None:
    """Take up documents by their ids, and tell of them. Vectors of another embedder than this one are
    made anew when the library is opened the next time. Raises `VaultError`s.
    """
    for id_ in ids:
        held = store.held_by(id_)
        take_up(store, vectors, embedder, [id_, *(member.id for member in held)])
        bus.publish(LibraryChanged(store.get(id_)))
        for member in held:
            bus.publish(LibraryChanged(member))
    bus.publish(Brought())
