"""Finding passages for a question: words and meaning, fused, and the best of them compared word by word."""

from __future__ import annotations

import logging

import numpy as np

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder
from engine.types import QuestionVectors
from rag.documents import DocumentStore
from rag.fusion import Scores, fuse, normalised
from rag.late_interaction import best_matches, word_weights
from rag.lexical import LexicalIndex
from rag.queries import analyse, match_expression
from rag.types import Hit, SearchScope
from rag.vectors import Ids, VectorIndex

CANDIDATES = 100  # of each kind; the union is fused
# Passages whose score by words is known, for candidates found by meaning alone. Beyond them it is too low to
# matter, and asking the index for the scores of single passages takes ten times as long as the search itself.
SCORED = 1000
COMPARED = 64  # of the fused, word by word
COMPARISON_WEIGHT = 0.8  # beside the fused score, 1

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
        asked = self._embed(question, cancel)
        ids = np.array([id_ for id_, _ in worded[:depth]], np.int64)
        if asked is not None:
            near, _ = self._vectors.search(asked.vector, depth, spans)
            ids = np.union1d(ids, near)
        scores = self._fused(ids, dict(worded), asked)
        ids, scores = _ranked(ids, scores, max(COMPARED, k))
        if asked is not None:
            ids, scores = _ranked(ids, self._compared(question, asked, ids, scores), k)
        return self._store.hits(zip(ids[:k].tolist(), scores[:k].tolist(), strict=True))

    def _fused(self, ids: Ids, worded: dict[int, float], asked: QuestionVectors | None) -> Scores:
        # A passage with none of the words scores 0; so, nearly, does one beyond the SCORED.
        lexical = np.array([worded.get(int(id_), 0.0) for id_ in ids])
        if asked is None:
            return fuse(lexical, np.full(ids.size, np.nan), dense_weight=0.0)
        return fuse(lexical, self._vectors.scores(asked.vector, ids).astype(np.float64))

    def _compared(self, question: str, asked: QuestionVectors, ids: Ids, fused: Scores) -> Scores:
        weights = word_weights(question, asked.places, self._lexical.holding, len(self._vectors))
        matches = best_matches(asked, weights, self._store.token_codes(ids.tolist(), self._embedder.name))
        if np.isnan(matches).all():
            return fused
        return (normalised(fused) + COMPARISON_WEIGHT * normalised(matches)) / (1 + COMPARISON_WEIGHT)

    def _embed(self, question: str, cancel: CancelToken) -> QuestionVectors | None:
        """The question's vectors; None when there is nothing to compare it with or the embedder fails."""
        if not len(self._vectors) or not question.strip():
            return None
        try:
            return self._embedder.embed_question(question, cancel)
        except EngineError as fault:
            _log.warning("searching by words alone: %s", fault.code)
            return None


def _ranked(ids: Ids, scores: Scores, k: int) -> tuple[Ids, Scores]:
    """The k best, best first. Ties go to the earlier passage, so that the same question always gives the
    same order.
    """
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]
