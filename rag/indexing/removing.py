"""Documents on their way into the bin and out of it: in the vault, and in the index in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.protocols import Embedder
from rag.indexing.naming import called
from rag.indexing.taking_up import take_up
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore
from rag.types import Document

Ids = np.ndarray[tuple[int], np.dtype[np.int64]]


def passage_ids(store: DocumentStore, document: Document) -> Ids:
    """The passages of a document, and of what it holds."""
    first = store.first_passage(document.id)
    own = np.arange(first, first + document.passages, dtype=np.int64)
    return np.concatenate([own, store.members.passage_ids(document.id)]) if document.held else own


class Bin:
    """Methods may be called from any thread. They raise `VaultError`s and `DocumentUnknown`."""

    def __init__(self, store: DocumentStore, embedder: Embedder, vectors: VectorIndex) -> None:
        self._store = store
        self._embedder = embedder
        self._vectors = vectors

    def put(self, document_ids: Sequence[int]) -> None:
        """Put documents that were read, or failed, into the bin: no search finds them from now on."""
        ids = [passage_ids(self._store, self._store.get(one)) for one in document_ids]
        self._store.removed.put(document_ids)
        self._vectors.remove(np.concatenate([np.empty(0, np.int64), *ids]))

    def bring_back(self, document_ids: Sequence[int]) -> list[int]:
        """Bring documents back as they were; all that came, those that they hold too."""
        back = self._store.removed.restore(document_ids)
        take_up(self._store, self._vectors, self._embedder, back)
        return back

    def take_out(self, path: Path, sha256: str, collection: str) -> tuple[int, ...]:
        """Bring back what was read of a file's bytes before it was removed, as the document of this file,
        where the collection does not hold them again; the file itself comes first.
        """
        found = self._store.removed.find(sha256, collection)
        if found is None or self._store.find_by_content(sha256, collection) is not None:
            return ()
        back = self.bring_back([found])
        if self._store.get(found).path != str(path):
            self._store.relocate(found, str(path), called(path))
        return tuple(sorted(back, key=lambda one: one != found))
