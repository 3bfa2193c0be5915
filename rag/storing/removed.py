"""The bin: documents that a person removed and can bring back as they were.

Nothing of them is found any more. All that was read of them stays in the vault where it is, under a state
that nothing else asks for; only their words leave the index of words, and what was said of them is hidden.
Bringing them back, like removing them, is one transaction, which reads no file. What is to go for good goes
by `DocumentStore.remove`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import DocumentUnknown
from rag.storing.document_rows import DOCUMENT_COLUMNS, document_of
from rag.storing.hiding import Gone, hide_said, show_said
from rag.storing.members import bring_in, take_out
from rag.storing.names import REMOVED, tell_apart
from rag.storing.page_counts import PageCounts, page_counts
from rag.storing.vault import Vault
from rag.types import Document, DocumentState

if TYPE_CHECKING:
    from sqlite3 import Connection

_OF_THESE = "document_id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class RemovedDocument:
    """A document in the bin, as it was, and when it went there, in seconds since the epoch."""

    document: Document
    at: float


class Removed:
    """Methods may be called from any thread. They raise `VaultError`s, and `DocumentUnknown` for what is not
    there.
    """

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock

    def put(self, document_ids: Sequence[int]) -> None:
        """Put documents that were read, or failed, into the bin, all of them or none. With a mailbox go its
        messages; a message stays out of its mailbox.
        """
        with self._vault.write() as db:
            already = gone_of(db)
            went: dict[int, str] = {}
            for root in document_ids:
                went |= self._put(db, root)
            _unindex(db, list(went))
            for name in set(went.values()):
                tell_apart(db, name)
            hide_said(db, Gone.of(list(went.items())), already)

    def restore(self, document_ids: Sequence[int]) -> list[int]:
        """Bring documents back with all that was kept of them, and those that went with them, all of them or
        none; the ids of all.
        """
        with self._vault.write() as db:
            back: dict[int, str] = {}
            for root in document_ids:
                back |= self._restore(db, root)
            _index(db, list(back))
            for name in set(back.values()):
                tell_apart(db, name)
            show_said(db, Gone.of(list(back.items())), gone_of(db))
        return list(back)

    def documents(self) -> list[RemovedDocument]:
        """What is in the bin, what went last first. Messages come with their mailbox where that is in it."""
        condition = (
            "id IN (SELECT root FROM removed) AND NOT EXISTS"
            " (SELECT 1 FROM removed r WHERE r.document_id = documents.container)"
        )
        with self._vault.read() as db:
            rows = db.execute(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {condition}").fetchall()
            pages = page_counts(db, condition, ())
            was = {
                root: (state, at, count - 1)
                for root, state, at, count in db.execute(
                    "SELECT r.root, r.state, r.at, (SELECT count(*) FROM removed m WHERE m.root = r.root)"
                    " FROM removed r WHERE r.document_id = r.root"
                )
            }
        found = []
        for row in rows:
            state, at, held = was[row[0]]
            document = document_of(
                (*row[:5], state, *row[6:-2], held, row[-1]), *pages.get(row[0], PageCounts())
            )
            found.append(RemovedDocument(document, at))
        return sorted(found, key=lambda one: (one.at, one.document.id), reverse=True)

    def count(self) -> int:
        """How many documents were put into the bin and are there still."""
        with self._vault.read() as db:
            return int(db.execute("SELECT count(DISTINCT root) FROM removed").fetchone()[0])

    def find(self, sha256: str, collection: str) -> int | None:
        """A file in the bin that was read from these bytes; the last that went there."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT d.id FROM documents d JOIN removed r ON r.document_id = d.id WHERE d.sha256 = ?"
                " AND ? IN (d.collection, d.home) AND d.container IS NULL AND r.state = ?"
                " ORDER BY r.at DESC LIMIT 1",
                (sha256, collection, DocumentState.READY),
            ).fetchone()
        return None if row is None else int(row[0])

    def due(self, before: float) -> list[int]:
        """What was put into the bin before a time, in seconds since the epoch."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT document_id FROM removed WHERE document_id = root AND at < ?"
                " ORDER BY at, document_id",
                (before,),
            ).fetchall()
        return [id_ for (id_,) in rows]

    # --- inside --------------------------------------------------------------------------------------------

    def _put(self, db: Connection, root: int) -> dict[int, str]:
        found = db.execute("SELECT state FROM documents WHERE id = ?", (root,)).fetchone()
        if found is None or found[0] not in (DocumentState.READY, DocumentState.FAILED):
            raise DocumentUnknown(document=root)
        take_out(db, root)
        db.execute("UPDATE documents SET replaces = NULL WHERE replaces = ?", (root,))
        db.execute("UPDATE documents SET moves_to = NULL WHERE container = ?", (root,))
        rows = db.execute(
            "SELECT id, name FROM documents WHERE ?1 IN (id, container) AND state <> ?2", (root, REMOVED)
        ).fetchall()
        db.execute(
            "INSERT INTO removed (document_id, root, state, at) SELECT id, ?1, state, ?3 FROM documents"
            " WHERE ?1 IN (id, container) AND state <> ?2",
            (root, REMOVED, self._clock()),
        )
        db.execute(
            "UPDATE documents SET state = ? WHERE id IN (SELECT document_id FROM removed WHERE root = ?)",
            (REMOVED, root),
        )
        return dict(rows)

    def _restore(self, db: Connection, root: int) -> dict[int, str]:
        rows = db.execute(
            "SELECT d.id, d.name FROM removed r JOIN documents d ON d.id = r.document_id WHERE r.root = ?"
            " AND NOT EXISTS (SELECT 1 FROM removed c JOIN documents m ON m.container = c.document_id"
            " WHERE m.id = ?1)",
            (root,),
        ).fetchall()
        if not rows:
            raise DocumentUnknown(document=root)
        db.execute(
            "UPDATE documents SET state = (SELECT state FROM removed WHERE document_id = documents.id)"
            " WHERE id IN (SELECT document_id FROM removed WHERE root = ?)",
            (root,),
        )
        db.execute("DELETE FROM removed WHERE root = ?", (root,))
        bring_in(db, root)
        return dict(rows)


def gone_of(db: Connection, but: Sequence[int] = ()) -> Gone:
    """What is in the bin, without some documents."""
    rows = db.execute(
        "SELECT d.id, d.name FROM removed r JOIN documents d ON d.id = r.document_id"
        " WHERE d.id NOT IN (SELECT value FROM json_each(?))",
        (json.dumps(list(but)),),
    )
    return Gone.of(rows.fetchall())


def _unindex(db: Connection, ids: Sequence[int]) -> None:
    db.execute(
        "INSERT INTO passages_fts(passages_fts, rowid, body, ancestors)"
        f" SELECT 'delete', id, body, ancestors FROM passages WHERE {_OF_THESE} ORDER BY id",
        (json.dumps(list(ids)),),
    )


def _index(db: Connection, ids: Sequence[int]) -> None:
    db.execute(
        "INSERT INTO passages_fts(rowid, body, ancestors)"
        f" SELECT id, body, ancestors FROM passages WHERE {_OF_THESE} ORDER BY id",
        (json.dumps(list(ids)),),
    )
