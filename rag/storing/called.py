"""What documents may be called, kept by the ways to write it, so that a question finds them by an index."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rag.errors import DocumentUnknown
from rag.storing.content import DocumentContent
from rag.storing.vault import Vault
from rag.structuring.called import OPENING, CalledBy, called
from rag.types import DocumentState

_MANY = 1000  # documents of one key; of 10,000 leases the search for "our lease" took 0.27 s
_DONE = ""  # the key that says that a document's names were looked for


class CalledNames:
    """Methods may be called from any thread. They raise `VaultError`s, and `DocumentUnknown`."""

    def __init__(self, vault: Vault, content: DocumentContent) -> None:
        self._vault = vault
        self._content = content

    def keep(self, document_id: int) -> None:
        """Look for the names of a document that was read, and keep them."""
        opening = self._content.text(document_id, 0, OPENING)
        with self._vault.write() as db:
            row = db.execute("SELECT name, title FROM documents WHERE id = ?", (document_id,)).fetchone()
            if row is None:
                raise DocumentUnknown(document=document_id)
            found = {(_DONE, _DONE), *called(row[0], row[1], opening)}
            db.execute("DELETE FROM called WHERE document_id = ?", (document_id,))
            db.executemany(
                "INSERT INTO called (document_id, key, called_by) VALUES (?, ?, ?)",
                [(document_id, key, by) for key, by in found],
            )

    def lacking(self, most: int) -> list[int]:
        """READY documents, at most so many, that an earlier version read: their names were not looked for.

        Messages of mailboxes are none of them: their subjects are words that every question has.
        """
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT id FROM documents WHERE state = ? AND container IS NULL AND id NOT IN"
                " (SELECT document_id FROM called WHERE key = ?) ORDER BY id DESC LIMIT ?",
                (DocumentState.READY, _DONE, most),
            ).fetchall()
        return [int(row[0]) for row in rows]

    def find(self, keys: Iterable[str]) -> list[tuple[int, str, CalledBy]]:
        """The documents that may be called by some keys: id, key, and by what. Keys of very many, which name
        none of them, are left out.
        """
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT c.document_id, c.key, c.called_by FROM (SELECT value AS key FROM json_each(?1) WHERE"
                " (SELECT count(*) FROM (SELECT 1 FROM called WHERE key = value LIMIT ?2)) < ?2) wanted"
                " CROSS JOIN called c ON c.key = wanted.key ORDER BY c.document_id, c.key, c.called_by",
                (json.dumps([key for key in keys if key]), _MANY),
            ).fetchall()
        return [(int(id_), key, CalledBy(by)) for id_, key, by in rows]
