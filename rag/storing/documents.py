"""The documents of the vault, from the queue to READY, and the rows of the library.

A document becomes READY in its last transaction (`finish`) and is searched only from then on. Its passages
carry consecutive ids, `first_passage` onwards, which are never used again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from engine.errors import Fault
from rag.codec import pack_page
from rag.errors import DocumentUnknown
from rag.storing.called import CalledNames
from rag.storing.content import DocumentContent
from rag.storing.document_rows import DOCUMENT_COLUMNS, document_of
from rag.storing.embeddings import Embeddings
from rag.storing.names import kept_path, moved, name_of, namesakes, tell_apart
from rag.storing.page_counts import PageCounts, page_counts
from rag.storing.page_quality import keep_flaws
from rag.storing.vault import Vault
from rag.types import Aside, Document, DocumentInfo, DocumentState, Page, Structure

if TYPE_CHECKING:
    from sqlite3 import Connection

_PASSAGES_A_WRITE = 2000
_OPEN_STATES = (DocumentState.QUEUED, DocumentState.READING, DocumentState.EMBEDDING)

Documents = list[Document]
Rows = list[tuple[Any, ...]]


class DocumentStore(DocumentContent):
    """The library and what it holds; see `DocumentContent` for pages and passages, `embeddings` for
    vectors."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        super().__init__(vault)
        self.embeddings = Embeddings(vault)
        self.called = CalledNames(vault, self)
        self._clock = clock

    # --- from the queue to READY ---------------------------------------------------------------------------

    def enqueue(self, path: str, name: str, size: int, collection: str) -> int:
        """A QUEUED row for a file that waits to be read; the row it has already, when it waits or is read.

        The row of a file that failed is put back into the queue.
        """
        with self._vault.write() as db:
            known = db.execute(
                "SELECT id, state FROM documents WHERE path = ? AND collection = ? AND state <> ?",
                (kept_path(path), collection, DocumentState.READY),
            ).fetchone()
            if known is None:
                return self._insert(db, path, name, size, collection)
            if known[1] == DocumentState.FAILED:
                _open_again(db, known[0], DocumentState.QUEUED)
            return int(known[0])

    def begin(self, path: str, name: str, sha256: str, size: int, collection: str, modified: int = 0) -> int:
        """The row under which a file of these bytes is to be indexed, in state READING; `modified` is the
        file's time in nanoseconds since the epoch.

        Bytes the collection holds already keep their row and its state: READY means nothing is left to do,
        READING or EMBEDDING that an earlier start was interrupted. What the file held before is then removed.
        A file that waits or failed keeps its row; a file whose bytes changed gets a new row, which takes the
        place of the old one in `finish`.
        """
        with self._vault.write() as db:
            same = db.execute(
                "SELECT id, state = ? FROM documents WHERE sha256 = ? AND collection = ?"
                " AND state IN (?, ?, ?) ORDER BY state = ? DESC, id LIMIT 1",
                (
                    DocumentState.READY,
                    sha256,
                    collection,
                    DocumentState.READY,
                    DocumentState.READING,
                    DocumentState.EMBEDDING,
                    DocumentState.READY,
                ),
            ).fetchone()
            rows = db.execute(
                "SELECT id, state FROM documents WHERE path = ? AND collection = ? ORDER BY id",
                (kept_path(path), collection),
            ).fetchall()
            waiting = [
                row[0] for row in rows if row[1] != DocumentState.READY and (not same or row[0] != same[0])
            ]
            ready = [row[0] for row in rows if row[1] == DocumentState.READY]
            outdated = [id_ for id_ in ready if same and same[1] and id_ != same[0]]
            if same:
                for spare in (*waiting, *outdated):
                    _delete(db, spare)
                db.execute(
                    "UPDATE documents SET modified = ? WHERE id = ? AND path = ?",
                    (modified, same[0], kept_path(path)),
                )
                document_id = int(same[0])
            else:
                for spare in waiting[1:]:
                    _delete(db, spare)
                document_id = waiting[0] if waiting else self._insert(db, path, name, size, collection)
                _empty(db, document_id)
                db.execute(
                    "UPDATE documents SET state = ?, sha256 = ?, size = ?, modified = ?, error_code = NULL,"
                    " error_facts = '{}', replaces = ? WHERE id = ?",
                    (DocumentState.READING, sha256, size, modified, max(ready, default=None), document_id),
                )
        if outdated:
            self._vault.forget_deleted()
        return document_id

    def restart(self, document_id: int, state: DocumentState = DocumentState.READING) -> None:
        """Drop what was read of a document to be read again: now (READING) or in its turn (QUEUED)."""
        with self._vault.write() as db:
            _require(db, document_id)
            _open_again(db, document_id, state)

    def describe(self, document_id: int, info: DocumentInfo) -> None:
        """Keep what a reader says before the first page."""
        with self._vault.write() as db:
            _require(db, document_id)
            db.execute(
                "UPDATE documents SET title = ?, author = ?, unit = ?, pages = ? WHERE id = ?",
                (info.title, info.author, info.unit, info.page_count, document_id),
            )

    def add_pages(self, document_id: int, pages: Sequence[Page]) -> None:
        """Append pages, in their order."""
        packed: Rows = [
            (
                page.number,
                len(page.text),
                page.source,
                page.confidence,
                page.width,
                page.height,
                page.key,
                page.label,
                *pack_page(page),
            )
            for page in pages
        ]
        with self._vault.write() as db:
            _require(db, document_id)
            last = db.execute(
                "SELECT start + length + 1 FROM pages WHERE document_id = ? ORDER BY number DESC LIMIT 1",
                (document_id,),
            ).fetchone()
            start = int(last[0]) if last else 0
            for row in packed:
                db.execute(
                    "INSERT INTO pages (document_id, start, number, length, source, confidence, width,"
                    " height, key, label, text, lines, words, headings)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (document_id, start, *row),
                )
                start += row[1] + 1
            db.executemany(
                "INSERT OR IGNORE INTO unread (document_id, page, reason) VALUES (?, ?, ?)",
                [(document_id, page.number, reason) for page in pages for reason in page.unread],
            )
            keep_flaws(db, document_id, pages)

    def add_structure(self, document_id: int, structure: Structure, asides: Sequence[Aside] = ()) -> None:
        """Keep sections, passages and what was set aside, and move on to EMBEDDING.

        Long documents take several transactions.
        """
        passages = structure.passages
        with self._vault.write() as db:
            _require(db, document_id)
            _drop_structure(db, document_id)
            db.executemany(
                "INSERT INTO sections (document_id, place, parent, level, label, title, page, start, end)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (document_id, s.index, s.parent, s.level, s.label, s.title, s.page, s.start, s.end)
                    for s in structure.sections
                ),
            )
            db.executemany(
                "INSERT OR IGNORE INTO cross_references (document_id, start, end, target)"
                " VALUES (?, ?, ?, ?)",
                ((document_id, one.start, one.end, one.target) for one in structure.references),
            )
            db.executemany(
                "INSERT INTO asides (document_id, place, text, page, pages) VALUES (?, ?, ?, ?, ?)",
                ((document_id, at, one.text, one.page, one.pages) for at, one in enumerate(asides)),
            )
            first = 1 + int(db.execute("SELECT value FROM counters WHERE name = 'passage'").fetchone()[0])
            db.execute("UPDATE counters SET value = value + ? WHERE name = 'passage'", (len(passages),))
            db.execute(
                "UPDATE documents SET first_passage = ?, passages = ? WHERE id = ?",
                (first, len(passages), document_id),
            )
        for at in range(0, len(passages), _PASSAGES_A_WRITE):
            with self._vault.write() as db:
                _require(db, document_id)
                db.executemany(
                    "INSERT INTO passages (id, document_id, section, start, end, page_start, page_end, body,"
                    " ancestors, key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        (
                            id_,
                            document_id,
                            p.section,
                            p.start,
                            p.end,
                            p.page_start,
                            p.page_end,
                            p.text,
                            p.headings,
                            p.key,
                        )
                        for id_, p in enumerate(passages[at : at + _PASSAGES_A_WRITE], first + at)
                    ),
                )
        with self._vault.write() as db:
            _require(db, document_id)
            db.execute(
                "UPDATE documents SET state = ?1, pages = (SELECT count(*) FROM pages WHERE document_id = ?2)"
                " WHERE id = ?2",
                (DocumentState.EMBEDDING, document_id),
            )

    def finish(self, document_id: int, seconds: float) -> int | None:
        """Make a document READY and, in the same transaction, remove the one it replaces; returns its id."""
        with self._vault.write() as db:
            row = db.execute("SELECT replaces FROM documents WHERE id = ?", (document_id,)).fetchone()
            if row is None:
                raise DocumentUnknown(document=document_id)
            db.execute(
                "UPDATE documents SET state = ?, seconds = ?, replaces = NULL, to_compare = 1 WHERE id = ?",
                (DocumentState.READY, seconds, document_id),
            )
            if row[0] is not None:
                _delete(db, row[0])
        if row[0] is not None:
            self._vault.forget_deleted()
        return None if row[0] is None else int(row[0])

    def set_whole(self, document_id: int, whole: bool) -> None:
        """Keep, by the file's content, whether its running heads belong to its text when it is read again."""
        with self._vault.write() as db:
            _require(db, document_id)
            if whole:
                db.execute(
                    "INSERT OR IGNORE INTO whole_files (sha256) SELECT sha256 FROM documents"
                    " WHERE id = ? AND sha256 IS NOT NULL",
                    (document_id,),
                )
            else:
                db.execute(
                    "DELETE FROM whole_files WHERE sha256 = (SELECT sha256 FROM documents WHERE id = ?)",
                    (document_id,),
                )

    def relocate(self, document_id: int, path: str, name: str) -> None:
        """Note that a document's file has moved or has another name. Its id, passages and vectors stay."""
        with self._vault.write() as db:
            _require(db, document_id)
            moved(db, document_id, kept_path(path), name)

    def replaced_by(self, document_id: int) -> Document | None:
        """The READY document whose place this one will take."""
        found = self._select("id = (SELECT replaces FROM documents WHERE id = ?)", (document_id,))
        return found[0] if found else None

    def fail(self, document_id: int, fault: Fault) -> None:
        """Keep why a document could not be indexed, and nothing of its content."""
        with self._vault.write() as db:
            _require(db, document_id)
            _empty(db, document_id)
            db.execute(
                "UPDATE documents SET state = ?, error_code = ?, error_facts = ? WHERE id = ?",
                (DocumentState.FAILED, fault.code, json.dumps(fault.facts), document_id),
            )

    def remove(self, document_id: int) -> None:
        """Remove a document: its pages, passages, words of the index and vectors, also from the log on disk.

        Answers that quote it keep their quotes: they are the user's conversations.
        """
        with self._vault.write() as db:
            _require(db, document_id)
            _delete(db, document_id)
        self._vault.forget_deleted()

    # --- the library ---------------------------------------------------------------------------------------

    def list(self, collection: str | None = None) -> Documents:
        """All rows, or those of one collection, oldest first."""
        return self._select("(?1 IS NULL OR collection = ?1)", (collection,))

    def get(self, document_id: int) -> Document:
        found = self._select("id = ?", (document_id,))
        if not found:
            raise DocumentUnknown(document=document_id)
        return found[0]

    def find_by_path(self, path: str, collection: str | None = None) -> Document | None:
        """The newest row of a file; a READY one is preferred."""
        found = self._select("path = ?1 AND (?2 IS NULL OR collection = ?2)", (kept_path(path), collection))
        return max(found, key=lambda d: (d.state is DocumentState.READY, d.id), default=None)

    def namesakes(self, document_id: int) -> tuple[int, ...]:
        """The other documents whose files have its name; none when it is gone."""
        with self._vault.read() as db:
            found = namesakes(db, name_of(db, document_id))
        return tuple(id_ for id_, *_ in found if id_ != document_id)

    def find_by_content(self, sha256: str, collection: str | None = None) -> Document | None:
        """The READY document with these bytes."""
        found = self._select(
            "sha256 = ?1 AND (?2 IS NULL OR collection = ?2) AND state = ?3",
            (sha256, collection, DocumentState.READY),
        )
        return found[0] if found else None

    def is_current(self, document_id: int, size: int, modified: int) -> bool:
        """Whether a file of this size and time is, as far as these can tell, the one that was read."""
        with self._vault.read() as db:
            row = db.execute("SELECT size, modified FROM documents WHERE id = ?", (document_id,)).fetchone()
        return row is not None and (int(row[0]), int(row[1])) == (size, modified)

    def unfinished(self) -> Documents:
        """Documents that wait, or whose indexing was interrupted, in the order they came."""
        return self._select("state IN (?, ?, ?)", _OPEN_STATES)

    def lacking_vectors(self, embedder: str) -> Documents:
        """READY documents some of whose passages have no vector by `embedder`: another one made theirs."""
        return self._select(
            "state = ? AND passages > (SELECT coalesce(sum(count), 0) FROM vectors"
            " WHERE document_id = documents.id AND embedder = ?)",
            (DocumentState.READY, embedder),
        )

    # --- inside --------------------------------------------------------------------------------------------

    def _insert(self, db: Connection, path: str, name: str, size: int, collection: str) -> int:
        added = db.execute(
            "INSERT INTO documents (name, path, collection, state, size, added) VALUES (?, ?, ?, ?, ?, ?)",
            (name, kept_path(path), collection, DocumentState.QUEUED, size, self._clock()),
        )
        assert added.lastrowid is not None
        tell_apart(db, name)
        return added.lastrowid

    def _select(self, condition: str, values: Sequence[object]) -> Documents:
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {condition} ORDER BY id", tuple(values)
            ).fetchall()
            pages = page_counts(db, condition, values)
            return [document_of(row, *pages.get(row[0], PageCounts())) for row in rows]


def _require(db: Connection, document_id: int) -> None:
    if db.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is None:
        raise DocumentUnknown(document=document_id)


def _drop_structure(db: Connection, document_id: int) -> None:
    for table in ("vectors", "passages", "sections", "cross_references", "asides", "called"):
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    db.execute("UPDATE documents SET first_passage = 0, passages = 0 WHERE id = ?", (document_id,))


def _empty(db: Connection, document_id: int) -> None:
    _drop_structure(db, document_id)
    db.execute("DELETE FROM pages WHERE document_id = ?", (document_id,))


def _open_again(db: Connection, document_id: int, state: DocumentState) -> None:
    _empty(db, document_id)
    db.execute(
        "UPDATE documents SET state = ?, error_code = NULL, error_facts = '{}' WHERE id = ?",
        (state, document_id),
    )


def _delete(db: Connection, document_id: int) -> None:
    _empty(db, document_id)
    for table in ("corrections", "whole_files", "record_passages"):  # kept by the file's content
        db.execute(
            f"DELETE FROM {table} WHERE sha256 = (SELECT sha256 FROM documents WHERE id = ?1) AND NOT EXISTS"
            f" (SELECT 1 FROM documents d WHERE d.sha256 = {table}.sha256 AND d.id <> ?1)",
            (document_id,),
        )
    name = name_of(db, document_id)
    db.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    tell_apart(db, name)
