"""Search by words: BM25 of FTS5 over passages and their ancestors' headings, in READY documents only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rag.language.file_names import is_called, same_name
from rag.language.index_stems import WORD, stem
from rag.storing.names import REMOVED, real_path, tag_key
from rag.storing.vault import Vault
from rag.types import DocumentState, IndexedDocument, SearchScope

Span = tuple[int, int]
"""Passage ids from the first to the last, both included."""

BODY_WEIGHT = 1.0
ANCESTORS_WEIGHT = 0.4

_LOOKED_THROUGH = 1000  # passages with a word; what more have is no document's name

_RANK = f"bm25({BODY_WEIGHT}, {ANCESTORS_WEIGHT})"


class LexicalIndex:
    """Reads the vault's FTS5 table; safe from any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def documents(self, scope: SearchScope) -> list[IndexedDocument]:
        """The READY documents with passages within `scope`, by passage id."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT d.id, d.name, d.first_passage, d.first_passage + d.passages - 1, c.id,"
                " d.path, c.name, c.path FROM documents d LEFT JOIN documents c ON c.id = d.container"
                " WHERE d.state = ?1 AND d.passages > 0"
                " AND (?2 IS NULL OR d.collection = ?2) AND (?3 IS NULL OR ?3 IN (d.id, c.id))"
                " AND (?4 IS NULL OR substr(coalesce(c.name, d.name), -length(?4)) = ?4 COLLATE NOCASE)"
                " AND (?5 IS NULL OR d.modified >= ?5) AND (?6 IS NULL OR EXISTS (SELECT 1"
                " FROM tags t JOIN document_tags o ON o.tag_id = t.id AND o.document_id IN (d.id, c.id)"
                " WHERE t.key = ?6)) AND d.id IS NOT ?7"
                " ORDER BY d.first_passage",
                (
                    DocumentState.READY,
                    scope.collection,
                    scope.document_id,
                    scope.suffix,
                    None if scope.since is None else int(scope.since * 1_000_000_000),
                    None if scope.tag is None else tag_key(scope.tag),
                    scope.without,
                ),
            ).fetchall()
        return [
            IndexedDocument(id_, name, first, last, mailbox is not None)
            for id_, name, first, last, mailbox, path, container, container_path in rows
            if (not scope.documents or id_ in scope.documents or mailbox in scope.documents)
            and (
                scope.document is None
                or _is_meant(name, path, scope.document)
                or (mailbox is not None and _is_meant(container, container_path, scope.document))
            )
        ]

    def holds_only(self, documents: Sequence[IndexedDocument]) -> bool:
        """Whether there are no passages but those of `documents`."""
        with self._vault.read() as db:
            count = db.execute(
                "SELECT coalesce(sum(passages), 0) FROM documents WHERE state <> ?", (REMOVED,)
            ).fetchone()[0]
        return bool(count == sum(document.last - document.first + 1 for document in documents))

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

    def share(self, phrase: str, outside: Sequence[IndexedDocument]) -> float:
        """In which share of the passages outside some documents a phrase stands."""
        words = " ".join(WORD.findall(phrase))
        within = " OR ".join(["rowid BETWEEN ? AND ?"] * len(outside)) or "0"
        bounds = [bound for one in outside for bound in (one.first, one.last)]
        ids = ", ".join("?" * len(outside))
        with self._vault.read() as db:
            found, held = (
                db.execute(
                    f"SELECT count(*) FROM passages_fts WHERE passages_fts MATCH ? AND NOT ({within})",
                    (f'"{words}"', *bounds),
                ).fetchone()[0],
                db.execute(
                    "SELECT coalesce(sum(passages), 0) FROM documents"
                    f" WHERE state <> ? AND id NOT IN ({ids})",
                    [REMOVED, *(one.id for one in outside)],
                ).fetchone()[0],
            )
        return found / held if held else 0.0

    def holding(self, words: Iterable[str]) -> dict[str, int]:
        """How many passages hold each word, in any of its forms; words are lower case."""
        counts: dict[str, int] = {}
        with self._vault.read() as db:
            for word in words:
                row = db.execute("SELECT doc FROM passages_terms WHERE term = ?", (stem(word),)).fetchone()
                counts[word] = row[0] if row else 0
        return counts

    def terms(self, least: int, most: int) -> list[str]:
        """The index's terms of so many letters, those of the most passages first."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT term FROM passages_terms WHERE length(term) BETWEEN ? AND ? ORDER BY doc DESC",
                (least, most),
            ).fetchall()
        return [row[0] for row in rows]

    def containing(self, parts: Iterable[str], most: int) -> list[str]:
        """Terms of the index in which one of `parts`, lower case without accents, stands behind others:
        "liegegebuhr" of "gebuhr". At most so many, those of the most passages first.
        """
        wanted = [f"_%{part}%" for part in parts]
        if not wanted:
            return []
        like = " OR ".join(["term LIKE ?"] * len(wanted))
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT term FROM passages_terms WHERE {like} ORDER BY doc DESC LIMIT ?", (*wanted, most)
            ).fetchall()
        return [row[0] for row in rows]

    def documents_with(self, word: str, documents: Sequence[IndexedDocument]) -> list[IndexedDocument]:
        """Those of `documents`, by passage id, whose passages or headings hold a word."""
        found = self.search(f'"{word}"', _LOOKED_THROUGH, joined(documents))
        firsts = [document.first for document in documents]
        places = {bisect_right(firsts, passage) - 1 for passage, _ in found}
        return [documents[place] for place in sorted(places)]


def _is_meant(name: str, path: str, said: str) -> bool:
    return same_name(name, said) or is_called(real_path(path), said)


def joined(documents: Iterable[IndexedDocument]) -> list[Span]:
    """The passages of documents, in ascending order, as few spans as they make."""
    spans: list[Span] = []
    for document in documents:
        if spans and spans[-1][1] + 1 == document.first:
            spans[-1] = (spans[-1][0], document.last)
        else:
            spans.append((document.first, document.last))
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
