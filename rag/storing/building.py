"""Making an empty vault, and bringing an older one up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.storing.connecting import connect, discard, statements, translated
from rag.storing.lock import refusal_of
from rag.storing.page_proof import salt_for

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    Connection = Any


TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'passages!_fts%' ESCAPE '!'"
    " AND name NOT LIKE 'turns!_fts%' ESCAPE '!' ORDER BY rowid"
)
"""The tables of a vault, but those of the indexes of words, which are made anew of passages and turns."""


def build(path: Path, key: bytes, steps: Sequence[str]) -> None:
    """Write an empty vault beside `path` and move it there, so that a half-made one is never met.

    Raises `VaultFull`, `VaultUnwritable`.
    """
    draft = path.with_name(path.name + ".new")
    discard(draft)
    with translated(path):
        try:
            try:
                draft.touch(mode=0o600)
            except OSError as refused:
                raise refusal_of(refused, path) from refused
            connection = connect(draft, key, salt=salt_for(key))
            try:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute("BEGIN IMMEDIATE")
                apply_migrations(connection, steps)
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
            draft.replace(path)
        except BaseException:
            discard(draft)
            raise


def apply_migrations(db: Connection, steps: Sequence[str]) -> None:
    """Run the steps a vault lacks, inside the caller's transaction."""
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    for step in steps[found:]:
        # executescript() would commit first; statements one by one stay in the transaction.
        for statement in statements(step):
            db.execute(statement)
    if found < len(steps):
        db.execute(f"PRAGMA user_version = {len(steps)}")
