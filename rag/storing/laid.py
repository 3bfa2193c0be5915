"""How workbooks are laid out, as it was noted while they were read, so that opening one reads no file again.

What is kept are offsets of the document's text and never words; it goes with its document.
"""

from __future__ import annotations

import hashlib
import logging

from rag.errors import VaultError
from rag.storing.vault import Vault

_log = logging.getLogger(__name__)


class LaidStore:
    """Methods may be called from any thread. They raise `VaultError`s where nothing else is said."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep(self, document_id: int, text: str, view: bytes) -> None:
        """Keep how a document is laid out whose text is `text`; nothing where the document is gone, and where
        the vault takes nothing in: the file can be read again for it.
        """
        try:
            with self._vault.write() as db:
                db.execute(
                    "INSERT OR REPLACE INTO laid (document_id, text, view)"
                    " SELECT id, ?, ? FROM documents WHERE id = ?",
                    (_digest(text), view, document_id),
                )
        except VaultError as error:
            _log.info("how document %d is laid out was not kept: %s", document_id, type(error).__name__)

    def of(self, document_id: int, text: str) -> bytes | None:
        """What was kept for this text of a document."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT view FROM laid WHERE document_id = ? AND text = ?", (document_id, _digest(text))
            ).fetchone()
        return None if row is None else bytes(row[0])


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
