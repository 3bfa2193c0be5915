"""Copying a whole vault into a new one under another key, row by row, into tables that are made anew.

So nothing of another's file but its rows comes along: neither tables, views and triggers of its own, nor
pages of what was deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.storing.building import TABLES, apply_migrations, build
from rag.storing.connecting import connect, discard, in_memory, translated
from rag.storing.migrations import MIGRATIONS
from rag.storing.names import REMOVED
from rag.storing.removed_talks import drop_removed
from rag.storing.vault import Vault
from rag.storing.writing import delete_where
from rag.types import DocumentState

if TYPE_CHECKING:
    from sqlite3 import Connection

# Of the place, not of what is in it: watched folders, the library's own matters, the bin, who is behind which
# pseudonym, who is always or never redacted, a person's words for dictation, and what can be undone of
# collections.
_STAYS = (
    "folders", "folder_files", "matters", "held_secrets", "moves",
    "pseudonyms", "pseudonym_documents", "redaction_list", "redaction_found", "dictation_words",
    "collection_changes", "collection_change_items",
    "removed", "hidden_answers", "hidden_runs", "hidden_outcomes", "hidden_parts",
)  # fmt: skip
_ROWS_A_STEP = 256


def copy_under(
    source: Vault, to: Path, key: bytes, step: Callable[[float], None] = lambda _: None
) -> list[str]:
    """Write what an open vault holds into a new one at `to`; the names of documents that were not read to
    their end, which are not in it. `step` is told which part is done, 0-1, and may end it with a fault.

    Raises `VaultError`s and, for rows that no vault of ours can have, SQLite's errors; nothing is left then.
    """
    discard(to)
    build(to, key, MIGRATIONS)
    try:
        with source.read() as old, translated(to), closing(connect(to, key)) as new:
            new.execute("PRAGMA foreign_keys = OFF")
            new.execute("BEGIN IMMEDIATE")
            tables = [str(table) for (table,) in new.execute(TABLES) if table not in _STAYS]
            counted = (old.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
            watch = _Watch(step, sum(counted))
            for table in tables:
                _copy(old, new, table, watch)
            new.execute("COMMIT")
            new.execute("PRAGMA foreign_keys = ON")
            new.execute("BEGIN IMMEDIATE")
            left = _drop_unfinished(new)
            drop_removed(new)
            new.execute("COMMIT")
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except BaseException:
        discard(to)
        raise
    return left


def is_ours(path: Path, key: bytes) -> bool:
    """Whether a vault that nobody has open has the very tables, indexes and triggers that a vault of its
    version has; one of a later version counts as ours, and is refused where it is opened.
    """
    with translated(path), closing(connect(path, key)) as found:
        version = int(found.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            return True
        if version < 1:
            return False
        with closing(in_memory()) as made:
            apply_migrations(made, MIGRATIONS[:version])
            return _schema(found) == _schema(made)


def _schema(db: Connection) -> set[tuple[str, ...]]:
    return {tuple(map(str, row)) for row in db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")}


class _Watch:
    """Tells of rows that go by, now and then."""

    def __init__(self, step: Callable[[float], None], total: int) -> None:
        self._step, self._total, self._done = step, total, 0

    def over(self, rows: Iterator[Any]) -> Iterator[Any]:
        for row in rows:
            if self._done % _ROWS_A_STEP == 0:
                self._step(min(1.0, self._done / max(1, self._total)))
            self._done += 1
            yield row


def _copy(old: Connection, new: Connection, table: str, watch: _Watch) -> None:
    columns = ", ".join(str(row[1]) for row in new.execute(f"PRAGMA table_info({table})"))
    marks = ", ".join("?" for _ in columns.split(", "))
    rows = old.execute(f"SELECT {columns} FROM {table} WHERE {_kept(table, columns.split(', '))}")
    new.executemany(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", watch.over(rows))


def _kept(table: str, columns: Sequence[str]) -> str:
    """Which rows are not of documents in the bin, which the person who gets the copy is not to have."""
    binned = f"FROM documents WHERE state = '{REMOVED}'"
    if table == "policies":
        return "name NOT IN ('engine', 'shared', 'shared-library')"  # servers of this network, and their keys
    if table == "documents":
        return f"state <> '{REMOVED}'"
    if table in ("recordings", "recording_pieces"):  # not those that nobody has said to keep either
        done = f"state IN ('{DocumentState.READY}', '{DocumentState.FAILED}')"
        return f"token IN (SELECT token FROM recordings, documents WHERE instr(path, token) AND {done})"
    if table == "token_codes":
        return f"passage_id NOT IN (SELECT id FROM passages WHERE document_id IN (SELECT id {binned}))"
    if "document_id" in columns:
        return f"document_id IS NULL OR document_id NOT IN (SELECT id {binned})"
    if "sha256" in columns and "container" not in columns:  # kept by the file's content
        live = f"SELECT sha256 FROM documents WHERE state <> '{REMOVED}' AND sha256 NOT NULL"
        return f"sha256 NOT IN (SELECT sha256 {binned} AND sha256 NOT NULL) OR sha256 IN ({live})"
    return "1"


def _drop_unfinished(new: Connection) -> list[str]:
    done = (DocumentState.READY, DocumentState.FAILED)
    left = new.execute(
        "SELECT id, name FROM documents WHERE container IS NULL AND state NOT IN (?, ?) ORDER BY name", done
    ).fetchall()
    for id_, _ in left:
        delete_where(new, "?1 IN (id, container)", (id_,))
    return [str(name) for _, name in left]
