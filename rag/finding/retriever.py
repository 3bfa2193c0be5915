"""Finding passages for a question: words and meaning, fused, and the best of them compared word by word."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder, Reranker
from engine.types import QuestionVectors
from rag.finding.calling import with_called
from rag.finding.crossing import (
    CROSSED,
    Crossing,
    by_words,
    documents_meant,
    expression,
    in_english,
    is_of_its_own,
    possible_names,
)
from rag.finding.fusion import Scores, fuse, normalised
from rag.finding.late_interaction import best_matches, word_weights
from rag.finding.naming import Naming, find_named
from rag.finding.paging import PAGE_WEIGHT, pages_named
from rag.finding.queries import Holding, affordable, analyse, match_expression
from rag.finding.spelling import respelled
from rag.finding.thesaurus import Thesaurus
from rag.indexing.lexical import LexicalIndex, Span, joined
from rag.indexing.vectors import Ids, VectorIndex
from rag.language.concepts import spoken, units
from rag.language.languages import english, languages
from rag.storing.documents import DocumentStore
from rag.types import Hit, IndexedDocument, SearchScope

CANDIDATES = 100  # of each kind; the union is fused
# Passages whose score by words is known, for candidates found by meaning alone. Beyond them it is too low to
# matter, and asking the index for the scores of single passages takes ten times as long as the search itself.
SCORED = 1000
# Passages a search by words may visit. All 100,000 of a large library take 0.1 s; a budget of as many as the
# library has changed nothing over 13,000 (recall@10 / MAP@10 0.813 / 0.694), of half as many 0.809 / 0.692.
VISITED = 40_000
COMPARED = 64  # of the fused, word by word
COMPARISON_WEIGHT = 0.8  # beside the fused score, 1

# A page is looked for in so many documents: in a large library every other one has a page 4.
PAGED_DOCUMENTS = 50
NAMED_WEIGHT = 0.4  # of a document named in full
FOLLOWED = 3  # of the best passages' cross-references
LINKS = 6  # of each
_NAMED_AT_ONCE = 100  # documents of an earlier version, whose names are looked for; they take 2 ms each
RERANKED = 24  # of the best, by a model that reads them with the question, where there is one
LINK_SHARE = 0.6  # of a passage's score for what it is linked to

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is searched for."""

    text: str
    expression: str  # FTS5
    vectors: QuestionVectors | None  # None: by words alone
    holding: Holding  # asks the index for each word once


class Retriever:
    """Searches READY documents. Without an embedder that works, by words alone."""

    def __init__(
        self,
        store: DocumentStore,
        lexical: LexicalIndex,
        vectors: VectorIndex,
        embedder: Embedder,
        thesaurus: Thesaurus | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        """`thesaurus` takes the place of the one that comes with the program."""
        self._reranker = reranker
        self._store = store
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._thesaurus = thesaurus or Thesaurus.load()

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
        documents = self._lexical.documents(scope or SearchScope())
        if k <= 0 or not documents:
            return []
        everywhere = None if self._lexical.holds_only(documents) else joined(documents)
        naming = self._naming(question, documents)
        asked = self._ask(question, naming, cancel)
        depth = max(CANDIDATES, 2 * k)
        worded, ids = self._candidates(asked, depth, everywhere)
        if 0 < len(naming.weights) < len(documents):
            # The best of the library may hold little of the documents the question is about.
            named = sorted(naming.weights, key=lambda document: document.first)
            more, others = self._candidates(asked, depth, joined(named))
            worded, ids = {**worded, **more}, np.union1d(ids, others)
        paged = self._on_pages(question, list(naming.weights) or documents)
        ids = np.union1d(ids, paged)
        cancel.raise_if_cancelled()
        fused, favour = self._fused(ids, worded, asked), _favour(ids, naming, paged)
        order = _ranking(ids, fused + favour)[: max(COMPARED, k)]
        ids, fused, favour = ids[order], fused[order], favour[order]
        scores = (self._compared(asked, ids, fused) + favour) / (
            1 + NAMED_WEIGHT + (PAGE_WEIGHT if paged.size else 0)
        )
        ids, scores = self._followed(ids, scores)
        scores = self._reranked(question, ids, scores, cancel)
        best = _ranking(ids, scores)[:k]
        return self._store.hits(zip(ids[best].tolist(), scores[best].tolist(), strict=True))

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]:
        """The ids of the documents that a question names, the most fully named first."""
        documents = self._lexical.documents(scope or SearchScope())
        weights = self._naming(question, documents).weights
        return tuple(one.id for one in sorted(weights, key=lambda one: (-weights[one], one.first)))

    def respelled(self, question: str) -> str:
        """A question with its mistyped words as the library has them."""
        return respelled(question, self._lexical.holding, self._lexical.terms)

    def _naming(self, question: str, documents: Sequence[IndexedDocument]) -> Naming:
        """What a question names: by the names of files, and by what the documents are called."""
        called = self._store.called
        for document_id in called.lacking(_NAMED_AT_ONCE):
            called.keep(document_id)
        named = find_named(question, documents, self._lexical.share)
        return with_called(question, named, documents, called.find, self._lexical.share)

    def across(
        self,
        question: str,
        k: int,
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
    ) -> Crossing | None:
        """The k passages that best fit of documents in other languages than the question's; None where there
        are none of these, or the question names one of its own language. Raises as `search` does.
        """
        cancel = cancel or CancelToken()
        language = spoken(question)
        documents = self._lexical.documents(scope or SearchScope())
        written = self._store.languages.of(documents)
        others = [one for one in documents if one.id in written and language.code not in written[one.id]]
        if k <= 0 or not others:
            return None
        own = [one for one in documents if one not in others]
        if is_of_its_own(question, language, own, others, self._lexical.documents_with):
            return None
        names = possible_names(question, language)
        meant = documents_meant(names, own, others, self._lexical.documents_with)
        if not meant.documents:
            return None
        asked = [unit for unit in units(question, language) if unit.word not in meant.told]
        codes = frozenset[str]().union(*(written[one.id] for one in meant.documents))
        into = [one for one in languages() if one.code in codes]
        vectors = self._embed(in_english(question, language), cancel) if english() in into else None
        text = in_english(question, language)
        sought = _Asked(
            text,
            expression(asked, into, self._lexical.containing),
            vectors,
            _remembered(self._lexical.holding),
        )
        worded, ids = self._candidates(sought, max(CANDIDATES, 2 * k), joined(meant.documents))
        scores = self._compared(sought, ids, self._fused(ids, worded, sought))
        best = _ranking(ids, scores)[: max(CROSSED, k)]
        cancel.raise_if_cancelled()
        hits = self._store.hits(zip(ids[best].tolist(), scores[best].tolist(), strict=True))
        return Crossing(tuple(by_words(asked, hits)[:k]), meant.told, not own)

    def _ask(self, question: str, naming: Naming, cancel: CancelToken) -> _Asked:
        related = self._thesaurus.related(question)
        text = naming.rest if not related else f"{naming.rest} {'; '.join(related)}"
        holding = _remembered(self._lexical.holding)
        query = affordable(analyse(naming.rest), holding, VISITED)
        return _Asked(text, match_expression(query, related), self._embed(text, cancel), holding)

    def _on_pages(self, question: str, documents: Sequence[IndexedDocument]) -> Ids:
        """The passages on the pages that a question names, by their printed labels or numbers."""
        named = pages_named(question)
        if not named or len(documents) > PAGED_DOCUMENTS:
            return np.empty(0, np.int64)
        return np.array(self._store.on_pages([one.id for one in documents], named), np.int64)

    def _candidates(
        self, asked: _Asked, depth: int, spans: Sequence[Span] | None
    ) -> tuple[dict[int, float], Ids]:
        """Scores by words, and the ids of the best by words and by meaning."""
        worded = self._lexical.search(asked.expression, max(SCORED, depth), spans)
        ids = np.array([id_ for id_, _ in worded[:depth]], np.int64)
        if asked.vectors is not None:
            near, _ = self._vectors.search(asked.vectors.vector, depth, spans)
            ids = np.union1d(ids, near)
        return dict(worded), ids

    def _fused(self, ids: Ids, worded: dict[int, float], asked: _Asked) -> Scores:
        # A passage with none of the words scores 0; so, nearly, does one beyond the SCORED.
        lexical = np.array([worded.get(int(id_), 0.0) for id_ in ids])
        if asked.vectors is None:
            return fuse(lexical, np.full(ids.size, np.nan), dense_weight=0.0)
        return fuse(lexical, self._vectors.scores(asked.vectors.vector, ids).astype(np.float64))

    def _compared(self, asked: _Asked, ids: Ids, fused: Scores) -> Scores:
        """Fused scores, 0–1, with those of the comparison word by word."""
        if asked.vectors is None:
            return fused
        weights = word_weights(asked.text, asked.vectors.places, asked.holding, len(self._vectors))
        codes = self._store.embeddings.token_codes(ids.tolist(), self._embedder.name)
        matches = best_matches(asked.vectors, weights, codes)
        if np.isnan(matches).all():
            return fused
        return (normalised(fused) + COMPARISON_WEIGHT * normalised(matches)) / (1 + COMPARISON_WEIGHT)

    def _followed(self, ids: Ids, scores: Scores) -> tuple[Ids, Scores]:
        """With what the best passages refer to, and what refers to them, at a share of their scores."""
        found = dict(zip(ids.tolist(), scores.tolist(), strict=True))
        for place in _ranking(ids, scores)[:FOLLOWED]:
            share = LINK_SHARE * float(scores[place])
            for linked in self._store.linked(int(ids[place]))[:LINKS]:
                found[linked] = max(found.get(linked, 0.0), share)
        return np.array(list(found), np.int64), np.array(list(found.values()))

    def _reranked(self, question: str, ids: Ids, scores: Scores, cancel: CancelToken) -> Scores:
        """Scores by which the best stand as much in the order of a model that reads them with the question as
        in their own. They keep the scores that they have together, by which others are told from them.
        """
        first = _ranking(ids, scores)[:RERANKED]
        if self._reranker is None or first.size < 2:
            return scores
        texts = {
            hit.passage_id: hit.text for hit in self._store.hits((one, 0.0) for one in ids[first].tolist())
        }
        first = np.array([place for place in first if int(ids[place]) in texts], np.intp)
        said = self._reranker.scores(question, [texts[int(ids[place])] for place in first], cancel)
        if said is None:
            return scores
        mixed = normalised(scores[first]) + normalised(said.astype(np.float64))
        ordered = scores.copy()
        ordered[first[_ranking(ids[first], mixed)]] = np.sort(scores[first])[::-1]
        return ordered

    def _embed(self, question: str, cancel: CancelToken) -> QuestionVectors | None:
        """The question's vectors; None when there is nothing to compare it with or the embedder fails."""
        if not len(self._vectors) or not question.strip():
            return None
        try:
            return self._embedder.embed_question(question, cancel)
        except EngineError as fault:
            _log.warning("searching by words alone: %s", fault.code)
            return None


def _remembered(holding: Holding) -> Holding:
    known: dict[str, int] = {}

    def counts(words: Iterable[str]) -> dict[str, int]:
        wanted = set(words)
        known.update(holding(wanted - known.keys()))
        return {word: known[word] for word in wanted}

    return counts


def _favour(ids: Ids, naming: Naming, paged: Ids) -> Scores:
    """What passages of named documents have ahead, and those on named pages."""
    favour: Scores = np.where(np.isin(ids, paged), PAGE_WEIGHT, 0.0)
    for document, weight in naming.weights.items():
        favour[(ids >= document.first) & (ids <= document.last)] += NAMED_WEIGHT * weight
    return favour


def _ranking(ids: Ids, scores: Scores) -> NDArray[np.intp]:
    """Places, best first. Ties go to the earlier passage, so that the same question always gives the same
    order.
    """
    return np.lexsort((ids, -scores))
