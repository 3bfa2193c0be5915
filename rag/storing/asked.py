"""Which documents questions were put to last, kept by conversation and for the window.

It stands in the vault and not among the preferences, because the names of collections tell of documents.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.storing.names import REMOVED, tag_key
from rag.storing.vault import Vault
from rag.types import DocumentState, SearchScope

if TYPE_CHECKING:
    from sqlite3 import Connection

_NO_TAG = 0  # the id of no tag


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen, as far as it is there: by `scope.collection`, `scope.tag` and `scope.documents`, under
    the names of today. `gone`: how many of a collection, a tag or documents are not.
    """

    scope: SearchScope
    gone: int = 0


class AskedStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def keep(self, scope: SearchScope, conversation_id: int | None = None) -> None:
        """Keep what is asked in a conversation, or is chosen in the window."""
        with self._vault.write() as db:
            db.execute("DELETE FROM asked WHERE conversation_id IS ?", (conversation_id,))
            added = db.execute(
                "INSERT INTO asked (conversation_id, collection, tag_id, chosen) VALUES (?, ?, ?, ?)",
                (conversation_id, scope.collection, _tag(db, scope.tag), len(set(scope.documents))),
            )
            db.execute(
                "INSERT INTO asked_documents SELECT ?, id FROM documents"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (added.lastrowid, json.dumps(scope.documents)),
            )

    def of(self, conversation_id: int | None = None) -> Asked | None:
        """What was kept of a conversation, or of the window; None where nothing was. A tag counts as there
        where a document has it.
        """
        with self._vault.read() as db:
            row = db.execute(
                "SELECT id, collection, tag_id, chosen FROM asked WHERE conversation_id IS ?",
                (conversation_id,),
            ).fetchone()
            if row is None:
                return None
            id_, collection, tag_id, chosen = row
            named = db.execute("SELECT name FROM collections WHERE name = ?", (collection,)).fetchone()
            tag = db.execute(
                "SELECT name FROM tags t WHERE id = ? AND EXISTS (SELECT 1 FROM document_tags o"
                " JOIN documents d ON d.id = o.document_id AND d.state <> ? WHERE o.tag_id = t.id)",
                (tag_id, REMOVED),
            ).fetchone()
            documents = db.execute(
                "SELECT d.id FROM asked_documents a JOIN documents d ON d.id = a.document_id"
                " WHERE a.asked_id = ? AND d.state NOT IN (?, ?) ORDER BY d.id",
                (id_, REMOVED, DocumentState.FAILED),
            ).fetchall()
        gone = chosen - len(documents) + (collection is not None and named is None)
        return Asked(
            SearchScope(
                collection=named[0] if named else None,
                tag=tag[0] if tag else None,
                documents=tuple(one for (one,) in documents),
            ),
            gone + (tag_id is not None and tag is None),
        )


def _tag(db: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    row = db.execute("SELECT id FROM tags WHERE key = ?", (tag_key(name),)).fetchone()
    return _NO_TAG if row is None else int(row[0])
