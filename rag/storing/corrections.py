"""What people correct in text that was read from a picture, kept in the vault.

A correction belongs to the file's content and to a place on its page, so that it is found again when the file
is read once more, by whatever reader.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from rag.errors import DocumentUnknown
from rag.layout.corrections import Correction, is_same_place
from rag.storing.vault import Vault
from rag.types import Box

if TYPE_CHECKING:
    from sqlite3 import Connection


class CorrectionStore:
    """Corrections in the vault. They raise `VaultError`s, and `DocumentUnknown`."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def write(self, db: Connection, document_id: int, edit: Correction) -> None:
        """Keep a correction in place of an earlier one, as part of a transaction.

        One that gives back what was read is dropped.
        """
        row = db.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None or row[0] is None:
            raise DocumentUnknown(document=document_id)
        held = db.execute(
            "SELECT id, x0, y0, x1, y1 FROM corrections WHERE sha256 = ? AND page = ?", (row[0], edit.page)
        ).fetchall()
        for id_, *box in held:
            if is_same_place(Box(*box), edit.box):
                db.execute("DELETE FROM corrections WHERE id = ?", (id_,))
        if edit.text != edit.read:
            at = edit.box
            db.execute(
                "INSERT INTO corrections (sha256, page, x0, y0, x1, y1, read, text, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (row[0], edit.page, at.x0, at.y0, at.x1, at.y1, edit.read, edit.text, self._clock()),
            )

    def of(self, sha256: str) -> tuple[Correction, ...]:
        """All corrections of a file's content, by page."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT page, x0, y0, x1, y1, read, text FROM corrections WHERE sha256 = ?"
                " ORDER BY page, y0, x0",
                (sha256,),
            ).fetchall()
        return tuple(Correction(page, Box(*box), read, text) for page, *box, read, text in rows)
