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
from rag.errors import DocumentUnknown
from rag.storing.called import CalledNames
from rag.storing.collections import CollectionStore
from rag.storing.content import DocumentContent
from rag.storing.document_rows import DOCUMENT_COLUMNS, document_of
from rag.storing.embeddings import Embeddings
from rag.storing.forgetting import Forgotten, count_answers, forget_said
from rag.storing.hiding import Gone, forget_hidden
from rag.storing.laid import LaidStore
from rag.storing.members import Members, drop_unfinished, move_members, take_out
from rag.storing.names import REMOVED, kept_path, moved, name_of, namesakes, tell_apart
from rag.storing.note_places import move_notes, settle_notes
from rag.storing.notes import NoteStore
from rag.storing.page_counts import PageCounts, page_counts
from rag.storing.reading import ReadingPlaces
from rag.storing.recordings import RecordingStore
from rag.storing.removed import Removed, gone_of
from rag.storing.tags import TagStore, move_tags
from rag.storing.vault import Vault
from rag.storing.writing import (
    delete,
    drop_structure,
    empty,
    open_again,
    packed_pages,
    put_pages,
    put_passages,
    put_structure,
    require,
)
from rag.types import Aside, Document, DocumentInfo, DocumentState, Page, PageUnit, Structure

if TYPE_CHECKING:
    from sqlite3 import Connection

_PASSAGES_A_WRITE = 2000
_OPEN_STATES = (DocumentState.QUEUED, DocumentState.READING, DocumentState.EMBEDDING)

Documents = list[Document]
Rows = list[tuple[Any, ...]]


class DocumentStore(DocumentContent):
    """The library and what it holds; see `DocumentContent` for pages and passages, `embeddings` for
    vectors, `members` for what files hold, `tags`, `collections`, `notes`, `removed` for the bin, of which
    nothing else here tells. Who brings a file into a collection finds it also where a person moved it from
    there to another.
    """

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        super().__init__(vault)
        self.embeddings = Embeddings(vault)
        self.called = CalledNames(vault, self)
        self.members = Members(vault, clock)
        self.removed = Removed(vault, clock)
        self.tags = TagStore(vault, clock)
        self.collections = CollectionStore(vault, clock)
        self.notes = NoteStore(vault, clock)
        self.laid = LaidStore(vault)
        self.recordings = RecordingStore(vault, clock)
        self.places = ReadingPlaces(vault)
        self._clock = clock

    # --- from the queue to READY ---------------------------------------------------------------------------

    def enqueue(self, path: str, name: str, size: int, collection: str) -> int:
        """A QUEUED row for a file that waits to be read; the row it has already, when it waits or is read.

        The row of a file that failed is put back into the queue.
        """
        with self._vault.write() as db:
            known = db.execute(
                "SELECT id, state FROM documents WHERE path = ?1 AND ?2 IN (collection, home)"
                " AND state NOT IN (?3, ?4) ORDER BY collection = ?2 DESC",
                (kept_path(path), collection, DocumentState.READY, REMOVED),
            ).fetchone()
            if known is None:
                return self._insert(db, path, name, size, collection)
            if known[1] == DocumentState.FAILED:
                open_again(db, known[0], DocumentState.QUEUED)
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
                "SELECT id, state = ?1 FROM documents WHERE sha256 = ?2 AND ?3 IN (collection, home)"
                " AND container IS NULL AND state IN (?1, ?4, ?5)"
                " ORDER BY state = ?1 DESC, collection = ?3 DESC, id LIMIT 1",
                (
                    DocumentState.READY,
                    sha256,
                    collection,
                    DocumentState.READING,
                    DocumentState.EMBEDDING,
                ),
            ).fetchone()
            rows = db.execute(
                "SELECT id, state FROM documents WHERE path = ? AND ? IN (collection, home) AND state <> ?"
                " ORDER BY id",
                (kept_path(path), collection, REMOVED),
            ).fetchall()
            waiting = [
                row[0] for row in rows if row[1] != DocumentState.READY and (not same or row[0] != same[0])
            ]
            ready = [row[0] for row in rows if row[1] == DocumentState.READY]
            outdated = [id_ for id_ in ready if same and same[1] and id_ != same[0]]
            if same:
                for spare in (*waiting, *outdated):
                    move_tags(db, spare, same[0])
                    move_notes(db, spare, same[0])
                    delete(db, spare)
                db.execute(
                    "UPDATE documents SET modified = ? WHERE id = ? AND path = ?",
                    (modified, same[0], kept_path(path)),
                )
                document_id = int(same[0])
            else:
                for spare in waiting[1:]:
                    delete(db, spare)
                document_id = waiting[0] if waiting else self._insert(db, path, name, size, collection)
                empty(db, document_id)
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
            require(db, document_id)
            open_again(db, document_id, state)

    def describe(self, document_id: int, info: DocumentInfo) -> None:
        """Keep what a reader says before the first page."""
        with self._vault.write() as db:
            require(db, document_id)
            db.execute(
                "UPDATE documents SET title = ?, author = ?, unit = ?, pages = ? WHERE id = ?",
                (info.title, info.author, info.unit, info.page_count, document_id),
            )

    def add_pages(self, document_id: int, pages: Sequence[Page]) -> None:
        """Append pages, in their order."""
        packed = packed_pages(pages)
        with self._vault.write() as db:
            require(db, document_id)
            put_pages(db, document_id, pages, packed)

    def add_structure(self, document_id: int, structure: Structure, asides: Sequence[Aside] = ()) -> None:
        """Keep sections, passages and what was set aside, and move on to EMBEDDING.

        Long documents take several transactions.
        """
        passages = structure.passages
        with self._vault.write() as db:
            require(db, document_id)
            drop_structure(db, document_id)
            first = put_structure(db, document_id, structure, asides)
        for at in range(0, len(passages), _PASSAGES_A_WRITE):
            with self._vault.write() as db:
                require(db, document_id)
                put_passages(db, document_id, first + at, passages[at : at + _PASSAGES_A_WRITE])
        with self._vault.write() as db:
            require(db, document_id)
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
                "UPDATE documents SET state = ?, seconds = ?, to_compare = container IS NULL AND unit <> ?"
                " WHERE id = ?",
                (DocumentState.READY, seconds, PageUnit.MESSAGE, document_id),
            )
            if row[0] is not None:
                move_tags(db, row[0], document_id)
                move_notes(db, row[0], document_id)
                delete(db, row[0])  # what goes over to the new row goes over by `replaces`
            else:
                settle_notes(db, document_id)  # it was read again
            db.execute("UPDATE documents SET replaces = NULL WHERE id = ?", (document_id,))
        if row[0] is not None:
            self._vault.forget_deleted()
        return None if row[0] is None else int(row[0])

    def set_whole(self, document_id: int, whole: bool) -> None:
        """Keep, by the file's content, whether its running heads belong to its text when it is read again."""
        with self._vault.write() as db:
            require(db, document_id)
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
            require(db, document_id)
            before = db.execute("SELECT path FROM documents WHERE id = ?", (document_id,)).fetchone()[0]
            moved(db, document_id, kept_path(path), name)
            move_members(db, document_id, before, kept_path(path))

    def replacing(self, document_id: int) -> int | None:
        """The row that will take this one's place once it is read."""
        with self._vault.read() as db:
            row = db.execute("SELECT id FROM documents WHERE replaces = ?", (document_id,)).fetchone()
        return None if row is None else int(row[0])

    def replaced_by(self, document_id: int) -> Document | None:
        """The READY document whose place this one will take."""
        found = self._select("id = (SELECT replaces FROM documents WHERE id = ?)", (document_id,))
        return found[0] if found else None

    def fail(self, document_id: int, fault: Fault) -> None:
        """Keep why a document could not be indexed, and nothing of its content."""
        with self._vault.write() as db:
            require(db, document_id)
            empty(db, document_id)
            drop_unfinished(db, document_id)
            db.execute(
                "UPDATE documents SET state = ?, error_code = ?, error_facts = ? WHERE id = ?",
                (DocumentState.FAILED, fault.code, json.dumps(fault.facts), document_id),
            )

    def remove(self, document_id: int) -> Forgotten:
        """Remove a document for good, also from the bin: its pages, passages, words of the index and vectors,
        also from the log on disk.

        With it goes what was said of it (see `forgetting`), which is counted. A message stays out of its
        mailbox.
        """
        with self._vault.write() as db:
            require(db, document_id)
            take_out(db, document_id)
            rows = db.execute(
                "SELECT id, name FROM documents WHERE ?1 IN (id, container)", (document_id,)
            ).fetchall()
            ids = [row[0] for row in rows]
            answers, runs = forget_said(db, ids, [row[1] for row in rows])
            forget_hidden(db, Gone.of(rows), gone_of(db, ids))
            delete(db, document_id)
            left = runs.intersection(row[0] for row in db.execute("SELECT id FROM runs"))
        self._vault.forget_deleted()
        return Forgotten(answers, len(left))

    def answers_on(self, documents: Sequence[Document]) -> int:
        """How many answers go where these documents go: those that rest on them, or name them."""
        ids = [held.id for one in documents for held in (one, *self.held_by(one.id))]
        with self._vault.read() as db:
            return count_answers(db, ids, [one.name for one in documents])

    # --- the library ---------------------------------------------------------------------------------------

    def list(self, collection: str | None = None, state: DocumentState | None = None) -> Documents:
        """All rows, or those of one collection or in one state, oldest first."""
        wanted = "(?1 IS NULL OR collection = ?1) AND (?2 IS NULL OR state = ?2)"
        return self._select(wanted, (collection, state))

    def get(self, document_id: int) -> Document:
        found = self._select("id = ?", (document_id,))
        if not found:
            raise DocumentUnknown(document=document_id)
        return found[0]

    def some(self, ids: Sequence[int]) -> Documents:
        """Those of these documents that are there, oldest first."""
        return self._select("id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))

    def held_by(self, document_id: int) -> Documents:
        """The documents that a file holds, in its order as far as they came together."""
        return self._select("container = ?", (document_id,))

    def find_by_path(self, path: str, collection: str | None = None) -> Document | None:
        """The newest row of a file, of those that came into a collection; what is in it still is preferred,
        and a READY one.
        """
        found = self._select(
            "path = ?1 AND (?2 IS NULL OR ?2 IN (collection, home))", (kept_path(path), collection)
        )
        here = [one for one in found if one.collection == collection]
        return max(here or found, key=lambda d: (d.state is DocumentState.READY, d.id), default=None)

    def namesakes(self, document_id: int) -> tuple[int, ...]:
        """The other documents whose files have its name; none when it is gone."""
        with self._vault.read() as db:
            found = namesakes(db, name_of(db, document_id))
        return tuple(id_ for id_, *_ in found if id_ != document_id)

    def sha256_of(self, document_id: int) -> str | None:
        """Of the file as it was read; None for one that was not read yet, or is gone."""
        with self._vault.read() as db:
            row = db.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def find_by_content(self, sha256: str, collection: str | None = None) -> Document | None:
        """The READY document with these bytes, of those that came into a collection; what is in it still is
        preferred.
        """
        found = self._select(
            "sha256 = ?1 AND (?2 IS NULL OR ?2 IN (collection, home)) AND state = ?3 AND container IS NULL",
            (sha256, collection, DocumentState.READY),
        )
        return min(found, key=lambda one: one.collection != collection, default=None)

    def is_current(self, document_id: int, size: int, modified: int) -> bool:
        """Whether a file of this size and time is, as far as these can tell, the one that was read."""
        with self._vault.read() as db:
            row = db.execute("SELECT size, modified FROM documents WHERE id = ?", (document_id,)).fetchone()
        return row is not None and (int(row[0]), int(row[1])) == (size, modified)

    def unfinished(self) -> Documents:
        """Documents that wait, or whose indexing was interrupted, in the order they came. What a file holds
        comes with that file, where it is one of them.
        """
        return self._select(
            "state IN (?1, ?2, ?3) AND (container IS NULL OR NOT EXISTS (SELECT 1 FROM documents c"
            " WHERE c.id = documents.container AND c.state IN (?1, ?2, ?3)))",
            _OPEN_STATES,
        )

    def lacking_vectors(self, embedder: str) -> Documents:
        """READY documents some of whose passages have no vector by `embedder`: another one made theirs."""
        return self._select(
            "state = ? AND passages > (SELECT coalesce(sum(count), 0) FROM vectors"
            " WHERE document_id = documents.id AND embedder = ?)",
            (DocumentState.READY, embedder),
        )

    # --- inside --------------------------------------------------------------------------------------------

    def _insert(self, db: Connection, path: str, name: str, size: int, collection: str) -> int:
        before = db.execute(  # a new edition of a file stays where a person put the one before
            "SELECT collection, home FROM documents WHERE path = ?1 AND ?2 IN (collection, home)"
            " AND container IS NULL AND state <> ?3 ORDER BY collection = ?2 DESC, id DESC LIMIT 1",
            (kept_path(path), collection, REMOVED),
        ).fetchone()
        added = db.execute(
            "INSERT INTO documents (name, path, collection, home, state, size, added)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                kept_path(path),
                *(before or (collection, None)),
                DocumentState.QUEUED,
                size,
                self._clock(),
            ),
        )
        assert added.lastrowid is not None
        tell_apart(db, name)
        return added.lastrowid

    def _select(self, condition: str, values: Sequence[object]) -> Documents:
        condition = f"({condition}) AND state <> '{REMOVED}'"
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {condition} ORDER BY id", tuple(values)
            ).fetchall()
            pages = page_counts(db, condition, values)
            return [document_of(row, *pages.get(row[0], PageCounts())) for row in rows]
