"""Taking what is whole of a damaged vault into a new one.

A row is whole where every page that it lies on is: SQLCipher refuses the others, and nothing that was altered
is taken for what was written. Pages that only lead to others (inner nodes of trees) are let through: what
they lead to is proved by itself. Rows that belong to lost ones go with them, and documents that lack pages or
passages are read again where their files are there.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import KeyLost, VaultCorrupt
from rag.storing.building import TABLES, build
from rag.storing.connecting import SQLiteError, connect, discard, translated
from rag.storing.lock import refusal_of
from rag.storing.migrations import MIGRATIONS
from rag.storing.names import REMOVED, real_path
from rag.storing.page_proof import PAGE, PageProof, damaged_pages, pages, proof_of
from rag.storing.writing import open_again
from rag.types import DocumentState

if TYPE_CHECKING:
    from sqlite3 import Connection

Row = tuple[Any, ...]

_INNER = (2, 5)  # first bytes of inner nodes (https://www.sqlite.org/fileformat.html, "B-tree Pages")
_LAST_ROW = (1 << 63) - 1

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Salvage:
    """What came of it. `rows` by table; `gaps` are places where rows were lost, `orphans` rows that went
    with lost ones, `again` documents that are read again, `incomplete` those that lack something and whose
    files are gone too, `nameless` those whose name and path are lost.
    """

    damaged: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    orphans: int = 0
    again: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)


def salvage(path: Path, key: bytes, to: Path, is_there: Callable[[str], bool]) -> Salvage:
    """Write what is whole of the vault at `path` into a new one at `to`, and tell what was lost.

    `is_there` tells whether a document's file is, by its path. Nobody may have the vault open; it stays as it
    is. Raises `KeyLost`, `VaultFull`, `VaultUnwritable`, and `VaultCorrupt` where not even the list of tables
    can be read.
    """
    proof = proof_of(path, key)
    if proof is None:
        raise KeyLost(path=str(path))
    work = to.with_name(to.name + ".work")
    discard(to)
    discard(work)
    try:
        found = Salvage(damaged=_copy_with_ways_through(path, key, proof, work))
        build(to, key, MIGRATIONS)
        if not _lists_tables(work, key):
            _lend_the_list(to, work, key, proof)
        with translated(path), closing(_Damaged(work, key)) as old, closing(connect(to, key)) as new:
            new.execute("PRAGMA foreign_keys = OFF")
            new.execute("BEGIN IMMEDIATE")
            for table in _tables(old, path):
                _take(old, new, table, found)
            _name_the_nameless(new, found)
            _drop_orphans(new, found)
            _settle_removed(new)
            _settle_documents(new, found, is_there)
            new.execute("COMMIT")
            new.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except OSError as refused:
        raise refusal_of(refused, to) from refused
    finally:
        discard(work)
    _log.info("salvaged %s, with gaps in %s", found.rows, found.gaps)
    return found


class _Damaged:
    """The rows of a damaged file, which is opened anew whenever a page of it was refused: SQLCipher gives
    none any more after that.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._db = connect(path, key)

    def rows(self, sql: str, values: Row = ()) -> Iterator[Row]:
        """Raises SQLite's errors, also after the first rows."""
        try:
            yield from self._db.execute(sql, values)
        except SQLiteError:
            self._db.close()
            self._db = connect(self._path, self._key)
            raise

    def close(self) -> None:
        self._db.close()


def _copy_with_ways_through(path: Path, key: bytes, proof: PageProof, work: Path) -> int:
    """Copy the vault with what waits in its log, damaged inner nodes sealed anew; how many are damaged."""
    work.touch(mode=0o600)
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(path.with_name(path.name + suffix), work.with_name(work.name + suffix))
    with work.open("r+b") as file:
        file.write(proof.salt)  # its own may be what is damaged
    with suppress(SQLiteError), closing(connect(work, key)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    damaged = damaged_pages(work, key)
    with work.open("r+b") as file:
        for number in damaged:
            file.seek((number - 1) * PAGE)
            page = file.read(PAGE)
            if len(page) == PAGE and (number == 1 or proof.first_bytes(number, page)[0] in _INNER):
                file.seek((number - 1) * PAGE)
                file.write(proof.sealed(number, page))
    return len(damaged)


def _lists_tables(work: Path, key: bytes) -> bool:
    try:
        with closing(connect(work, key)) as db:
            db.execute(TABLES).fetchall()
    except SQLiteError:
        return False
    return True


def _lend_the_list(new: Path, work: Path, key: bytes, proof: PageProof) -> None:
    """Put damaged pages of the list of tables into a vault from a new one, which has the same at the same
    places where both were made by the same steps. Only pages that the first page leads to, and only where all
    others of the list are the same in both: a vault that was made by an earlier version grew otherwise.
    """
    with closing(connect(new, key)) as db:
        (count,) = db.execute("PRAGMA page_count").fetchone()
        roots = {row[0] for row in db.execute("SELECT rootpage FROM sqlite_master")}
    listing = [number for number in range(2, count + 1) if number not in roots]
    ours, theirs = dict(pages(work, [1, *listing])), dict(pages(new, listing))
    lost = [number for number in listing if not proof.holds(number, ours.get(number, b""))]
    whole = [number for number in listing if number not in lost]
    first = proof.in_clear(1, ours[1])
    if not whole or any(number.to_bytes(4, "big") not in first for number in lost):
        return
    if any(proof.in_clear(one, ours[one]) != proof.in_clear(one, theirs[one]) for one in whole):
        return
    with work.open("r+b") as file:
        for number in lost:
            file.seek((number - 1) * PAGE)
            file.write(proof.sealed(number, theirs[number]))


def _tables(old: _Damaged, path: Path) -> list[str]:
    try:
        found = list(old.rows(TABLES))
    except SQLiteError as error:
        raise VaultCorrupt(path=str(path), detail="its list of tables") from error
    return [str(name) for (name,) in found]


def _take(old: _Damaged, new: Connection, table: str, found: Salvage) -> None:
    """Take the whole rows of a table over."""
    try:
        fields = list(old.rows(f"PRAGMA table_info({table})"))
    except SQLiteError:
        found.gaps[table] = 1
        return
    known = {str(row[1]) for row in new.execute(f"PRAGMA table_info({table})")}
    columns = [str(row[1]) for row in fields if str(row[1]) in known]
    keys = [str(row[1]) for row in sorted(fields, key=lambda row: row[5]) if row[5]]
    if not columns:
        return
    has_rowid = True
    try:
        list(old.rows(f"SELECT rowid FROM {table} LIMIT 0"))
    except SQLiteError:
        has_rowid = False
    gaps: list[int] = []
    rows = _by_rowid(old, table, columns, gaps) if has_rowid else _by_key(old, table, columns, keys, gaps)
    marks = ", ".join("?" for _ in columns)
    insert = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    taken = 0
    for row in rows:
        with suppress(SQLiteError):  # of an inner node that leads into another table
            new.execute(insert, row)
            taken += 1
    found.rows[table] = taken
    if gaps:
        found.gaps[table] = len(gaps)


def _by_rowid(old: _Damaged, table: str, columns: list[str], gaps: list[int]) -> Iterator[Row]:
    """Rows in their order; behind a damaged page it goes on at the first row that can be read."""
    select = f"SELECT rowid, {', '.join(columns)} FROM {table} WHERE rowid > ? ORDER BY rowid"
    last: int | None = 0
    while last is not None:
        try:
            for rowid, *row in old.rows(select, (last,)):
                last = int(rowid)
                yield tuple(row)
        except SQLiteError:
            gaps.append(last)
            last = _first_readable(old, table, last)
        else:
            return


def _first_readable(old: _Damaged, table: str, last: int) -> int | None:
    """About the least number behind `last` after which rows can be read; None where there is none."""

    def fails(after: int) -> bool:
        try:
            next(
                old.rows(f"SELECT rowid FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1", (after,)), None
            )
        except SQLiteError:
            return True
        return False

    step = 1
    while fails(min(last + step, _LAST_ROW)):
        if last + step >= _LAST_ROW:
            return None
        step *= 2
    low, high = last + step // 2, last + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fails(middle) else (low, middle)
    return high


def _by_key(old: _Damaged, table: str, columns: list[str], keys: list[str], gaps: list[int]) -> Iterator[Row]:
    """Rows of a table without row ids: from both ends of each value of its key's first column."""
    listed, first, order = ", ".join(columns), keys[0], ", ".join(keys)
    backwards = ", ".join(f"{key} DESC" for key in keys)

    def some(where: str, values: Row) -> tuple[list[Row], bool]:
        """Rows up to the first that cannot be read, and those from the end on; whether all could."""
        rows: dict[Row, None] = {}
        for ordered in (order, backwards):
            try:
                for row in old.rows(f"SELECT {listed} FROM {table}{where} ORDER BY {ordered}", values):
                    rows[tuple(row)] = None
            except SQLiteError:
                continue
            return list(rows), True
        return list(rows), False

    rows, whole = some("", ())
    yield from rows
    if whole:
        return
    gaps.append(0)
    if not all(isinstance(row[columns.index(first)], int) for row in rows):
        return
    for value in range(1, _highest(old, rows, columns.index(first)) + 1):
        yield from some(f" WHERE {first} = ?", (value,))[0]


def _highest(old: _Damaged, rows: list[Row], column: int) -> int:
    """The highest number that a row of another table may refer to."""
    highest = max((int(row[column]) for row in rows), default=0)
    with suppress(SQLiteError):
        highest = max(highest, *(int(row[0]) for row in old.rows("SELECT seq FROM sqlite_sequence")))
    return highest


def _name_the_nameless(new: Connection, found: Salvage) -> None:
    """Give documents and conversations that lost their own row another: what they hold is worth more."""
    held = new.execute(
        "SELECT p.document_id, count(*) FROM pages p"
        " WHERE p.document_id NOT IN (SELECT id FROM documents) GROUP BY p.document_id"
    ).fetchall()
    for document_id, count in held:
        first, passages = new.execute(
            "SELECT coalesce(min(id), 0), count(*) FROM passages WHERE document_id = ?", (document_id,)
        ).fetchone()
        name = f"salvaged-{document_id}"
        new.execute(
            "INSERT INTO documents (id, name, path, collection, state, pages, first_passage, passages, size,"
            " added) VALUES (?, ?, ?, '', ?, ?, ?, ?, 0, 0.0)",
            (document_id, name, name, DocumentState.READY, count, first, passages),
        )
        found.nameless.append(name)
    new.execute(
        "INSERT INTO conversations (id, title, created, updated) SELECT conversation_id, '', min(created),"
        " max(created) FROM turns WHERE conversation_id NOT IN (SELECT id FROM conversations)"
        " GROUP BY conversation_id"
    )


def _drop_orphans(new: Connection, found: Salvage) -> None:
    """Take out rows that refer to lost ones, and what referred to these."""
    while True:
        orphans = new.execute("PRAGMA foreign_key_check").fetchall()
        if not orphans:
            return
        for table, rowid, parent, number in orphans:
            links = [row for row in new.execute(f"PRAGMA foreign_key_list({table})") if row[0] == number]
            column = links[0][3]
            both = " AND ".join(f"p.{link[4] or 'id'} = {table}.{link[3]}" for link in links)
            where = "rowid = ?"
            values: Row = (rowid,)
            if rowid is None:  # a table without row ids
                where = f"{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {both})"
                values = ()
            if links[0][6] == "SET NULL":
                new.execute(f"UPDATE {table} SET {column} = NULL WHERE {where}", values)
            else:
                found.orphans += new.execute(f"DELETE FROM {table} WHERE {where}", values).rowcount


def _settle_removed(new: Connection) -> None:
    """Leave in the bin what was in it, whichever of its rows was lost."""
    new.execute(
        "INSERT INTO passages_fts(passages_fts, rowid, body, ancestors) SELECT 'delete', id, body, ancestors"
        " FROM passages WHERE document_id IN (SELECT id FROM documents WHERE state <> ?1 AND id IN"
        " (SELECT document_id FROM removed))",
        (REMOVED,),
    )
    new.execute("UPDATE documents SET state = ? WHERE id IN (SELECT document_id FROM removed)", (REMOVED,))
    new.execute(
        "INSERT INTO removed (document_id, root, state, at) SELECT id, coalesce(container, id), ?, ?"
        " FROM documents WHERE state = ? AND id NOT IN (SELECT document_id FROM removed)",
        (DocumentState.READY, time.time(), REMOVED),
    )


def _settle_documents(new: Connection, found: Salvage, is_there: Callable[[str], bool]) -> None:
    """Set the counter behind all passages, and have documents read again that lack something."""
    new.execute(
        "INSERT OR REPLACE INTO counters SELECT 'passage', max(coalesce((SELECT max(id) FROM passages), 0),"
        " coalesce((SELECT max(first_passage + passages) FROM documents), 0),"
        " coalesce((SELECT value FROM counters WHERE name = 'passage'), 0))"
    )
    lacking = new.execute(
        "SELECT id, name, path FROM documents d WHERE state = ? AND container IS NULL AND ("
        " pages > (SELECT count(*) FROM pages WHERE document_id = d.id)"
        " OR passages > (SELECT count(*) FROM passages WHERE document_id = d.id)"
        " OR passages > (SELECT coalesce(sum(count), 0) FROM vectors WHERE document_id = d.id))"
        " AND NOT EXISTS (SELECT 1 FROM documents m WHERE m.container = d.id)",
        (DocumentState.READY,),
    ).fetchall()
    for document_id, name, path in lacking:
        if is_there(real_path(path)):
            open_again(new, document_id, DocumentState.QUEUED)
            found.again.append(name)
        else:
            found.incomplete.append(name)
