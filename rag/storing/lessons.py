"""What corrections taught about values in documents, kept in the vault.

A lesson belongs to the document that it was learnt in and goes with it; while that is in the
bin, it is not told.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from rag.storing.names import REMOVED
from rag.storing.vault import Vault


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """`lesson` as it was encoded by who learnt it; `created` in seconds since the epoch."""

    id: int
    document: str  # file name
    column: str
    lesson: str
    created: float


class LessonStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def all(self) -> list[KeptLesson]:
        """The newest first."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT l.id, d.name, l.field, l.lesson, l.created FROM lessons l"
                " JOIN documents d ON d.id = l.document_id WHERE d.state <> ?"
                " ORDER BY l.created DESC, l.id DESC",
                (REMOVED,),
            ).fetchall()
        return [KeptLesson(*row) for row in rows]

    def keep(self, document_id: int, column: str, lesson: str) -> None:
        """In place of what the same document taught about the column before."""
        with self._vault.write() as db:
            db.execute(
                "INSERT INTO lessons (document_id, field, lesson, created) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (document_id, field) DO UPDATE SET lesson = excluded.lesson,"
                " created = excluded.created",
                (document_id, column, lesson, self._clock()),
            )

    def drop(self, document_id: int, column: str) -> None:
        """What a document taught about a column, where it did."""
        with self._vault.write() as db:
            db.execute("DELETE FROM lessons WHERE document_id = ? AND field = ?", (document_id, column))

    def forget(self, lesson_id: int | None = None) -> int:
        """One lesson, or all; how many went, and no trace of them is left."""
        with self._vault.write() as db:
            gone = db.execute("DELETE FROM lessons WHERE ?1 IS NULL OR id = ?1", (lesson_id,)).rowcount
        self._vault.forget_deleted()
        return int(gone)
