"""The documents that a file holds, as rows below its own: the messages of a mailbox.

They come and become READY many at a time, since each takes so little. A row is written whole or not at all:
what is there when the program ends is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.types import PassageVectors
from rag.storing.embeddings import put_vectors
from rag.storing.names import REMOVED, kept_path, real_path, tell_apart
from rag.storing.vault import Vault
from rag.storing.writing import delete_where, packed_pages, put_pages, put_passages, put_structure
from rag.types import Aside, DocumentInfo, DocumentState, Member, MemberFailed, Page, Structure

if TYPE_CHECKING:
    from sqlite3 import Connection

_NANOSECONDS = 1_000_000_000
_MOST_SECONDS = 1 << 32  # since the epoch; what a message says beyond is no time


@dataclass(slots=True)
class ReadMember:
    """A document of a file as it was read: its content, or why there is none."""

    member: Member
    info: DocumentInfo = field(default_factory=lambda: DocumentInfo("", 0))
    pages: list[Page] = field(default_factory=list)
    structure: Structure | None = None
    asides: Sequence[Aside] = ()
    failed: MemberFailed | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document of a file whose passages have no vectors yet: its first passage's id, the texts of all."""

    id: int
    first: int
    texts: list[str]


class Members:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float]) -> None:
        self._vault = vault
        self._clock = clock

    def known(self, container: int) -> set[str]:
        """The keys of what a file holds that need not be read: what has its row, here or below the row that
        this one replaces, and what a person took out.
        """
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT sha256 FROM documents WHERE container IN (?1, (SELECT replaces FROM documents"
                " WHERE id = ?1)) AND state <> ?2 AND sha256 NOT NULL UNION SELECT sha256 FROM taken_out"
                " WHERE container IN (?1, (SELECT replaces FROM documents WHERE id = ?1))",
                (container, DocumentState.QUEUED),
            ).fetchall()
        return {key for (key,) in rows}

    def keep(self, container: int, keys: Sequence[str]) -> None:
        """Note that what the row before holds under these keys is still in the file."""
        with self._vault.write() as db:
            db.executemany(
                "UPDATE documents SET moves_to = ?1 WHERE sha256 = ?2"
                " AND container = (SELECT replaces FROM documents WHERE id = ?1)",
                ((container, key) for key in keys),
            )

    def add(self, container: int, read: Sequence[ReadMember]) -> None:
        """Write rows of what was read, EMBEDDING or FAILED, in one transaction. Nothing happens when the
        file's row is gone.
        """
        packed = [packed_pages(one.pages) for one in read]
        with self._vault.write() as db:
            row = db.execute("SELECT path, collection FROM documents WHERE id = ?", (container,)).fetchone()
            for one, pages in zip(read, packed, strict=True) if row else ():
                folder = kept_path("/".join(filter(None, (real_path(row[0]), one.member.folder))))
                id_ = self._row(db, container, folder, row[1], one)
                put_pages(db, id_, one.pages, pages)
                if one.structure is not None and one.failed is None:
                    first = put_structure(db, id_, one.structure, one.asides)
                    put_passages(db, id_, first, one.structure.passages)

    def waiting(self, container: int, passages: int) -> list[Waiting]:
        """The next documents of a file to be embedded, of about so many passages together."""
        found: list[Waiting] = []
        held = 0
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id, first_passage, passages FROM documents WHERE container = ? AND state = ?"
                " ORDER BY id LIMIT ?",
                (container, DocumentState.EMBEDDING, passages),
            ).fetchall()
            for id_, first, count in rows:
                held += count
                if found and held > passages:
                    break
                texts = db.execute("SELECT body FROM passages WHERE document_id = ? ORDER BY id", (id_,))
                found.append(Waiting(id_, first, [text for (text,) in texts]))
        return found

    def failed(self, container: int) -> list[int]:
        """The documents of a file that could not be read."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id FROM documents WHERE container = ? AND state = ? ORDER BY id",
                (container, DocumentState.FAILED),
            ).fetchall()
        return [id_ for (id_,) in rows]

    def passages(self, container: int, state: DocumentState) -> int:
        """How many passages the documents of a file have that are in a state."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT coalesce(sum(passages), 0) FROM documents WHERE container = ? AND state = ?",
                (container, state),
            ).fetchone()
        return int(row[0])

    def finish(self, waiting: Sequence[Waiting], embedded: PassageVectors | None, embedder: str) -> list[int]:
        """Make documents READY in one transaction, with the vectors of all their passages one after another,
        or with those that they have. Returns which of them are still there.
        """
        done: list[int] = []
        at = 0
        with self._vault.write() as db:
            for one in waiting:
                first, at = at, at + len(one.texts)
                row = db.execute(
                    "SELECT 1 FROM documents WHERE id = ? AND state <> ?", (one.id, REMOVED)
                ).fetchone()
                if row is None:  # taken out meanwhile
                    continue
                if embedded is not None:
                    own = PassageVectors(embedded.vectors[first:at], embedded.codes[first:at])
                    put_vectors(db, one.id, 0, own, embedder)
                db.execute("UPDATE documents SET state = ? WHERE id = ?", (DocumentState.READY, one.id))
                done.append(one.id)
        return done

    def passage_ids(self, container: int) -> NDArray[np.int64]:
        """The passages of what a file holds, without what goes over to the row that replaces it."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT first_passage, passages FROM documents WHERE container = ? AND moves_to IS NULL"
                " AND passages ORDER BY 1",
                (container,),
            ).fetchall()
        return np.concatenate(
            [np.empty(0, np.int64), *(np.arange(first, first + count) for first, count in rows)]
        )

    def key(self, document_id: int) -> str:
        """The key of a document of a file; "" when it is gone."""
        with self._vault.read() as db:
            row = db.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
        return str(row[0] or "") if row else ""

    def bring_back(self, container: int, path: str) -> int | None:
        """A QUEUED row for what a person had taken out of a file; None where nothing is known of it."""
        with self._vault.write() as db:
            gone = db.execute(
                "SELECT sha256, name, size, modified FROM taken_out WHERE container = ? AND path = ?",
                (container, kept_path(path)),
            ).fetchone()
            if gone is None:
                return None
            key, name, size, modified = gone
            db.execute("DELETE FROM taken_out WHERE container = ? AND sha256 = ?", (container, key))
            added = db.execute(
                "INSERT INTO documents (name, path, collection, state, size, sha256, modified, container,"
                " added) SELECT ?, ?, collection, ?, ?, ?, ?, id, ? FROM documents WHERE id = ?",
                (name, kept_path(path), DocumentState.QUEUED, size, key, modified, self._clock(), container),
            )
            tell_apart(db, name)
            return added.lastrowid

    # --- inside --------------------------------------------------------------------------------------------

    def _row(self, db: Connection, container: int, folder: str, collection: str, one: ReadMember) -> int:
        member = one.member
        name = _free(db, container, folder, member.name or "message")
        path = f"{folder}/{name}"
        seconds = member.dated or 0.0
        failed = one.failed
        facts = {} if failed is None else {**failed.facts, "path": real_path(path)}
        added = db.execute(
            "INSERT INTO documents (name, path, title, author, collection, state, unit, pages, size, sha256,"
            " modified, container, added, error_code, error_facts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                path,
                one.info.title,
                one.info.author,
                collection,
                DocumentState.EMBEDDING if failed is None else DocumentState.FAILED,
                one.info.unit,
                len(one.pages),
                member.size,
                member.key,
                int(seconds * _NANOSECONDS) if 0 < seconds < _MOST_SECONDS else 0,
                container,
                self._clock(),
                None if failed is None else failed.code,
                json.dumps(facts),
            ),
        )
        assert added.lastrowid is not None
        tell_apart(db, name)
        return added.lastrowid


def drop_unfinished(db: Connection, container: int) -> None:
    """Take out what a file holds that came to no end, since the file itself did not."""
    done = (DocumentState.READY, DocumentState.FAILED, REMOVED)
    delete_where(db, "container = ?1 AND state NOT IN (?2, ?3, ?4)", (container, *done))


def take_out(db: Connection, document_id: int) -> None:
    """Note that a person took a document out of the file that holds it, so that it stays out."""
    db.execute(
        "INSERT OR IGNORE INTO taken_out SELECT container, sha256, path, name, size, modified FROM documents"
        " WHERE id = ? AND container NOT NULL AND sha256 NOT NULL",
        (document_id,),
    )


def bring_in(db: Connection, document_id: int) -> None:
    """Forget that a document was taken out of the file that holds it."""
    db.execute(
        "DELETE FROM taken_out WHERE (container, sha256) IN"
        " (SELECT container, sha256 FROM documents WHERE id = ? AND container NOT NULL)",
        (document_id,),
    )


def move_members(db: Connection, container: int, before: str, path: str) -> None:
    """Note that a file is at another path, in the paths of what it holds. Both as the vault keeps them."""
    for table in ("documents", "taken_out"):
        db.execute(
            f"UPDATE {table} SET path = ? || substr(path, ?) WHERE container = ?",
            (path, len(before) + 1, container),
        )
    shared = db.execute(
        "SELECT DISTINCT d.name FROM documents d WHERE d.container = ? AND EXISTS (SELECT 1 FROM documents o"
        " WHERE o.file = d.file COLLATE NOCASE AND o.id <> d.id)",
        (container,),
    ).fetchall()
    for (name,) in shared:
        tell_apart(db, name)


def _free(db: Connection, container: int, folder: str, name: str) -> str:
    """A name that no other document of a file has in this folder."""

    def numbered(count: int) -> str:
        return name if count == 1 else f"{name} ({count})"

    def is_taken(count: int) -> bool:
        free = numbered(count)
        found = db.execute(
            "SELECT 1 FROM documents WHERE file = ?1 COLLATE NOCASE AND path = ?2"
            " AND ?3 IN (container, moves_to)",
            (free, f"{folder}/{free}", container),
        )
        return found.fetchone() is not None

    # Thousands may have one name: the number is not counted up to, but closed in on.
    low, high = 0, 1
    while is_taken(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_taken(middle) else (low, middle)
    return numbered(high)
