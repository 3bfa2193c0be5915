"""Which number somebody or something has in place of a name, the same in every document of a vault."""

from __future__ import annotations

from sqlite3 import Connection

from rag.storing.vault import Vault

_NAME = "name"


class PseudonymStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(self, document_id: int) -> KeptNumbers:
        """The numbers, for what stands in a document."""
        return KeptNumbers(self._vault, document_id)


class KeptNumbers:
    """Numbers as `app.redacting` asks for them, those of one document noted as met there."""

    def __init__(self, vault: Vault, document_id: int) -> None:
        self._vault = vault
        self._document_id = document_id

    def number(self, kind: str, who: str) -> int:
        """The number that is kept, else the next one, which is kept from now on. "roe" is "jane roe" where no
        other of the name is there.
        """
        with self._vault.write() as db:
            known = _known(db, kind, who)
            if known is None:
                found = db.execute(
                    "SELECT coalesce(max(number), 0) + 1 FROM pseudonyms WHERE kind = ?", (kind,)
                )
                known = who, int(found.fetchone()[0])
                db.execute("INSERT INTO pseudonyms (kind, who, number) VALUES (?, ?, ?)", (kind, *known))
            db.execute(
                "INSERT OR IGNORE INTO pseudonym_documents (document_id, kind, who) VALUES (?, ?, ?)",
                (self._document_id, kind, known[0]),
            )
        return known[1]


def _known(db: Connection, kind: str, who: str) -> tuple[str, int] | None:
    row = db.execute("SELECT who, number FROM pseudonyms WHERE kind = ? AND who = ?", (kind, who)).fetchone()
    if row is not None:
        return str(row[0]), int(row[1])
    if kind != _NAME:
        return None
    words = set(who.split())
    rows = db.execute("SELECT who, number FROM pseudonyms WHERE kind = ?", (kind,)).fetchall()
    fitting = [(str(name), int(number)) for name, number in rows if words < set(str(name).split())]
    return fitting[0] if len(fitting) == 1 else None
