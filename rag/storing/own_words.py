"""Whether the model may answer general questions by itself, a choice kept for each collection.

It stands in the vault and not among the preferences, because the names of collections tell of documents.
"""

from __future__ import annotations

from rag.storing.vault import Vault
from rag.types import SearchScope


class OwnWordsStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def allowed(self, scope: SearchScope | None = None) -> bool:
        """Whether it may, about what is asked in a scope.

        A collection without a choice of its own follows the library. In the library as a whole one collection
        that forbids it is enough: nobody can tell which of them a question is meant for.
        """
        kept = self._kept()
        general = kept.get("", True)
        collection = scope.collection if scope else None
        if collection:
            return kept.get(collection, general)
        return general and all(kept.values())

    def choice(self, collection: str = "") -> bool:
        """What was chosen for a collection alone; "" is the library."""
        kept = self._kept()
        return kept.get(collection, kept.get("", True))

    def allow(self, allowed: bool, collection: str = "") -> None:
        """Keep a choice; "" is the library."""
        with self._vault.write() as db:
            db.execute(
                "INSERT INTO own_words (collection, allowed) VALUES (?1, ?2)"
                " ON CONFLICT (collection) DO UPDATE SET allowed = ?2",
                (collection, int(allowed)),
            )

    def _kept(self) -> dict[str, bool]:
        with self._vault.read() as db:
            rows = db.execute("SELECT collection, allowed FROM own_words").fetchall()
        return {name: bool(value) for name, value in rows}
