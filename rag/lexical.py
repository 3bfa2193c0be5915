"""Search by words: BM25 of FTS5 over passages and their ancestors' headings, in READY documents only."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import snowballstemmer

from rag.types import DocumentState, SearchScope
from rag.vault import Vault

if TYPE_CHECKING:
    from sqlite3 import Connection

Span = tuple[int, int]
"""Passage ids from the first to the last, both included."""

BODY_WEIGHT = 1.0
ANCESTORS_WEIGHT = 0.4

_RANK = f"bm25({BODY_WEIGHT}, {ANCESTORS_WEIGHT})"


class LexicalIndex:
    """Reads the vault's FTS5 table; safe from any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def spans(self, scope: SearchScope) -> list[Span] | None:
        """Passage ids a search within `scope` may give, ascending; None when that is every passage."""
        with self._vault.read() as db:
            if scope == SearchScope() and not _unready(db):
                return None
            rows = db.execute(
                "SELECT first_passage, first_passage + passages - 1 FROM documents"
                " WHERE state = ?1 AND passages > 0 AND (?2 IS NULL OR name = ?2 COLLATE NOCASE)"
                " AND (?3 IS NULL OR collection = ?3) AND (?4 IS NULL OR id = ?4) ORDER BY first_passage",
                (DocumentState.READY, scope.document, scope.collection, scope.document_id),
            ).fetchall()
        return _joined(rows)

    def search(self, expression: str, k: int, spans: Sequence[Span] | None = None) -> list[tuple[int, float]]:
        """The k best (passage id, BM25 score, higher is better) for an FTS5 expression, best first."""
        if not expression or spans == []:
            return []
        query = "SELECT rowid, -rank FROM passages_fts WHERE passages_fts MATCH ? AND rank MATCH ?"
        values: tuple[object, ...] = (expression, _RANK)
        if spans is not None:
            query += " AND rowid BETWEEN ? AND ?"
            values += (spans[0][0], spans[-1][1])
        several = spans is not None and len(spans) > 1
        with self._vault.read() as db:
            found = db.execute(query + " ORDER BY rank" + ("" if several else f" LIMIT {int(k)}"), values)
            return _first_within(found, k, spans) if several and spans is not None else found.fetchall()

    def holding(self, words: Iterable[str]) -> dict[str, int]:
        """How many passages hold each word, in any of its forms; words are lower case."""
        stems = {word: _stem(word) for word in words}
        with self._vault.read() as db:
            counts = {
                stem: db.execute("SELECT doc FROM passages_terms WHERE term = ?", (stem,)).fetchone()
                for stem in set(stems.values())
            }
        return {word: counts[stem][0] if counts[stem] else 0 for word, stem in stems.items()}


def _stem(word: str) -> str:
    """As the index does: without accents, then M. F. Porter's algorithm of 1980."""
    plain = "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))
    return str(_porter().stemWord(plain))


@cache
def _porter() -> Any:
    return snowballstemmer.stemmer("porter")


def _unready(db: Connection) -> bool:
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM documents WHERE state <> ? AND passages > 0)", (DocumentState.READY,)
    ).fetchone()
    return bool(row[0])


def _joined(rows: Iterable[Span]) -> list[Span]:
    spans: list[Span] = []
    for first, last in rows:
        if spans and spans[-1][1] + 1 == first:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def _first_within(
    found: Iterable[tuple[int, float]], k: int, spans: Sequence[Span]
) -> list[tuple[int, float]]:
    starts = [first for first, _ in spans]
    kept: list[tuple[int, float]] = []
    for id_, score in found:
        place = bisect_right(starts, id_) - 1
        if place >= 0 and id_ <= spans[place][1]:
            kept.append((id_, score))
            if len(kept) == k:
                break
    return kept
