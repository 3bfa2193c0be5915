"""Letting documents be found by the vectors that they have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelMissing
from engine.protocols import Embedder
from rag.indexing.vectors import VectorIndex
from rag.storing.documents import DocumentStore


def take_up(
    store: DocumentStore, vectors: VectorIndex, embedder: Embedder, document_ids: Sequence[int]
) -> NDArray[np.int64]:
    """Add the vectors of READY documents to the index; returns the passages that have one.

    Where no embedder is installed there are none to compare a question with: documents are found by their
    words until `Indexer.renew_vectors` gives them vectors. Raises `VaultError`s.
    """
    try:
        name = embedder.name
    except ModelMissing:
        return np.empty(0, np.int64)
    ids, found = store.embeddings.of_some(document_ids, name)
    vectors.add(ids, found)
    return ids
