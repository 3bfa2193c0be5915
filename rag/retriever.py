"""Finding passages for a question: words and meaning, fused."""

from __future__ import annotations

import logging

import numpy as np

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder
from rag.documents import DocumentStore
from rag.fusion import fuse
from rag.lexical import LexicalIndex
from rag.queries import analyse, match_expression
from rag.types import Hit, SearchScope
from rag.vectors import Ids, Matrix, VectorIndex

CANDIDATES = 100  # of each kind; the union is fused
# Passages whose score by words is known, for candidates found by meaning alone. Beyond them it is too low to
# matter, and asking the index for the scores of single passages takes ten times as long as the search itself.
SCORED = 1000

_log = logging.getLogger(__name__)


class Retriever:
    """Searches READY documents. Without an embedder that works, by words alone."""

    def __init__(
        self, store: DocumentStore, lexical: LexicalIndex, vectors: VectorIndex, embedder: Embedder
    ) -> None:
        self._store = store
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder

    def search(
        self,
        question: str,
        k: int,
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
    ) -> list[Hit]:
        """The k passages that best fit the question, best first, their scores 0–1.

        Raises `VaultError`s, and `Cancelled`.
        """
        cancel = cancel or CancelToken()
        spans = self._lexical.spans(scope or SearchScope())
        if k <= 0 or spans == []:
            return []
        depth = max(CANDIDATES, 2 * k)
        expression = match_expression(analyse(question))
        worded = self._lexical.search(expression, max(SCORED, depth), spans)
        cancel.raise_if_cancelled()
        vector = self._embed(question, cancel)
        ids = np.array([id_ for id_, _ in worded[:depth]], np.int64)
        if vector is not None:
            near, _ = self._vectors.search(vector, depth, spans)
            ids = np.union1d(ids, near)
        return self._store.hits(self._ranked(ids, dict(worded), vector)[:k])

    def _ranked(self, ids: Ids, worded: dict[int, float], vector: Matrix | None) -> list[tuple[int, float]]:
        # A passage with none of the words scores 0; so, nearly, does one beyond the SCORED.
        lexical = np.array([worded.get(int(id_), 0.0) for id_ in ids])
        if vector is None:
            scores = fuse(lexical, np.full(ids.size, np.nan), dense_weight=0.0)
        else:
            scores = fuse(lexical, self._vectors.scores(vector, ids).astype(np.float64))
        # Ties go to the earlier passage, so that the same question always gives the same order.
        order = np.lexsort((ids, -scores))
        return [(int(ids[place]), float(scores[place])) for place in order]

    def _embed(self, question: str, cancel: CancelToken) -> Matrix | None:
        """The question's vector; None when there is nothing to compare it with or the embedder fails."""
        if not len(self._vectors) or not question.strip():
            return None
        try:
            vectors: Matrix = self._embedder.embed([question], cancel)
        except EngineError as fault:
            _log.warning("searching by words alone: %s", fault.code)
            return None
        return vectors.reshape(-1)
