"""What a library knows of its matters: their names, secrets that open them, documents on their way."""

from __future__ import annotations

from dataclasses import dataclass

from rag.storing.vault import Vault


@dataclass(frozen=True, slots=True)
class MatterRow:
    """`id` is also the name of its folder; `created` in seconds since the epoch."""

    id: str
    name: str
    created: float


@dataclass(frozen=True, slots=True)
class Move:
    """A document that was being moved from one matter to another ("" is the library itself)."""

    sha256: str
    source: str
    target: str
    document: str


class MatterStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    # --- matters -------------------------------------------------------------------------------------------

    def all(self) -> list[MatterRow]:
        """Those there are, by name."""
        with self._vault.read() as db:
            rows = db.execute("SELECT id, name, created FROM matters").fetchall()
        return sorted((MatterRow(*row) for row in rows), key=lambda one: (one.name.casefold(), one.id))

    def put(self, matter: MatterRow) -> None:
        """Keep a matter, or another name of one."""
        with self._vault.write() as db:
            db.execute(
                "INSERT INTO matters (id, name, created) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (id) DO UPDATE SET name = ?2",
                (matter.id, matter.name, matter.created),
            )
        self._vault.forget_deleted()

    def drop(self, matter_id: str) -> None:
        """Know a matter no more, nor what was on its way to or from it."""
        with self._vault.write() as db:
            db.execute("DELETE FROM matters WHERE id = ?", (matter_id,))
            db.execute("DELETE FROM moves WHERE ? IN (source, target)", (matter_id,))
        self._vault.forget_deleted()

    # --- secrets -------------------------------------------------------------------------------------------

    def secret(self, account: str) -> str | None:
        with self._vault.read() as db:
            row = db.execute("SELECT secret FROM held_secrets WHERE account = ?", (account,)).fetchone()
        return None if row is None else str(row[0])

    def keep_secret(self, account: str, secret: str) -> None:
        with self._vault.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO held_secrets (account, secret) VALUES (?, ?)", (account, secret)
            )

    def forget_secret(self, account: str) -> None:
        """Also from the log on the disk; snapshots of before have it still."""
        with self._vault.write() as db:
            db.execute("DELETE FROM held_secrets WHERE account = ?", (account,))
        self._vault.forget_deleted()

    # --- documents on their way ----------------------------------------------------------------------------

    def moves(self) -> list[Move]:
        """Moves that did not come to their end."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT sha256, source, target, document FROM moves ORDER BY document"
            ).fetchall()
        return [Move(*row) for row in rows]

    def begin(self, move: Move) -> None:
        with self._vault.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO moves (sha256, source, target, document) VALUES (?, ?, ?, ?)",
                (move.sha256, move.source, move.target, move.document),
            )

    def end(self, move: Move) -> None:
        with self._vault.write() as db:
            db.execute(
                "DELETE FROM moves WHERE sha256 = ? AND source = ? AND target = ?",
                (move.sha256, move.source, move.target),
            )
        self._vault.forget_deleted()
