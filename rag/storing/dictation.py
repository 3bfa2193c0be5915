"""Words that a person has put down for dictation, in a library or matter."""

from __future__ import annotations

from collections.abc import Iterable

from rag.storing.listed import key_of
from rag.storing.vault import Vault


class DictationStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def words(self) -> list[str]:
        """As they are written, the latest first."""
        with self._vault.read() as db:
            rows = db.execute("SELECT text FROM dictation_words ORDER BY id DESC").fetchall()
        return [str(text) for (text,) in rows]

    def put(self, words: Iterable[str]) -> None:
        """Keep words; one that is there already is written as it is now, and is the latest."""
        with self._vault.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO dictation_words (key, text) VALUES (?, ?)",
                [(key_of(one), one) for one in words],
            )

    def take(self, word: str) -> str | None:
        """Take a word off; how it was written, None where it was not there."""
        with self._vault.write() as db:
            row = db.execute(
                "DELETE FROM dictation_words WHERE key = ? RETURNING text", (key_of(word),)
            ).fetchone()
        return None if row is None else str(row[0])
