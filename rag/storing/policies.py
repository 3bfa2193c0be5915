"""What people chose of what is logged and guarded, by collection; "" is the library as a whole.

It stands in the vault and not among the preferences, because the names of collections tell of documents.
"""

from __future__ import annotations

from rag.storing.vault import Vault


class PolicyStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def value(self, name: str, collection: str | None = None) -> str | None:
        """What was chosen for a collection, else for the library; None where nothing was."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT value FROM policies WHERE name = ?1 AND collection IN ('', coalesce(?2, ''))"
                " ORDER BY collection DESC LIMIT 1",
                (name, collection),
            ).fetchone()
        return None if row is None else str(row[0])

    def choose(self, name: str, value: str, collection: str = "") -> None:
        """Keep a choice."""
        with self._vault.write() as db:
            db.execute(
                "INSERT INTO policies (name, collection, value) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (name, collection) DO UPDATE SET value = ?3",
                (name, collection, value),
            )

    def all(self) -> dict[tuple[str, str], str]:
        """Every choice, by its name and its collection."""
        with self._vault.read() as db:
            rows = db.execute("SELECT name, collection, value FROM policies ORDER BY 1, 2").fetchall()
        return {(name, collection): value for name, collection, value in rows}
