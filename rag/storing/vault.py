"""The vault: one SQLCipher file (https://www.zetetic.net/sqlcipher/design/) and its connections.

Every thread has a connection of its own. Reads see one consistent snapshot each; writes come one at a
time, and a write is either whole or never was.
"""

from __future__ import annotations

import os
import shutil
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import sqlcipher3.dbapi2 as sqlite

from rag.errors import (
    KeyLost,
    VaultBusy,
    VaultCorrupt,
    VaultError,
    VaultFull,
    VaultLocked,
    VaultNewer,
    VaultUnwritable,
)
from rag.storing.lock import HomeLock, refusal_of
from rag.storing.migrations import MIGRATIONS
from rag.storing.page_proof import opens_any_page

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    Connection = Any

VAULT_FILE = "vault.db"
KEY_BYTES = 32

_BUSY_MILLISECONDS = 10_000
_CLOSE_SECONDS = 10.0
_SCARCE_BYTES = 1 << 20  # less free space than this turns an I/O error into "the disk is full"

# Result codes: https://www.sqlite.org/rescode.html
_BUSY, _LOCKED = 5, 6
_NOT_ALLOWED, _READ_ONLY = 3, 8
_IO_ERROR, _CORRUPT, _FULL, _CANT_OPEN, _NOT_A_DATABASE = 10, 11, 13, 14, 26

_LONGEST_PATH = 500  # bytes; SQLite opens files on POSIX by names of up to 512, "-wal" behind them included


@dataclass(slots=True)
class _Seat:
    """A thread's connection and how deep that thread is in `read` or `write`."""

    connection: Connection
    owner: weakref.ref[threading.Thread]
    depth: int = 0
    writing: bool = False


class Vault:
    """Open with `create`, `open` or `open_or_create`; close from any thread."""

    def __init__(self, path: Path, key: bytes, lock: HomeLock) -> None:
        self._path = path
        self._key = bytearray(key)  # a copy: whoever gave it wipes it
        self._lock = lock
        self._seats = threading.local()
        self._all: list[_Seat] = []
        self._state = threading.Condition()
        self._active = 0
        self._closed = False
        self._writer = threading.Lock()

    @property
    def path(self) -> Path:
        return self._path

    @classmethod
    def create(cls, path: Path, key: bytes) -> Self:
        """Make a new vault for the 32-byte `key`.

        It is built beside its place and moved there whole. Raises `VaultBusy`, `VaultFull`; FileExistsError
        when there is a vault already.
        """
        lock = HomeLock.acquire(path.parent)
        try:
            if path.exists():
                raise FileExistsError(path)
            _build(path, key)
            vault = cls(path, key, lock)
            vault._check()
        except BaseException:
            lock.release()
            raise
        return vault

    @classmethod
    def open(cls, path: Path, key: bytes) -> Self:
        """Open the vault at `path` with its 32-byte `key` and bring its schema up to date.

        Raises `VaultBusy` (another process has it), `KeyLost` (no page of the file opens with this key),
        `VaultCorrupt`, `VaultNewer`, `VaultFull`, `VaultUnwritable`; FileNotFoundError when there is none.
        """
        if not path.exists():
            raise FileNotFoundError(path)
        lock = HomeLock.acquire(path.parent)
        try:
            vault = cls(path, key, lock)
            vault._check()
            vault._migrate()
        except BaseException:
            lock.release()
            raise
        return vault

    @classmethod
    def open_or_create(cls, path: Path, key: bytes) -> Self:
        """`open` where a vault is, `create` where none is. Raises as they do."""
        return cls.open(path, key) if path.exists() else cls.create(path, key)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view: what others write meanwhile is not seen. May be nested, also inside `write`."""
        seat = self._enter()
        try:
            with _translated(self._path):
                if seat.depth == 0:
                    seat.connection.execute("BEGIN")
                seat.depth += 1
                try:
                    yield seat.connection
                finally:
                    seat.depth -= 1
                    if seat.depth == 0:
                        _end(seat.connection, "COMMIT")
        finally:
            self._leave()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, the only one writing; committed at the end, undone when anything is raised.

        Nested calls of one thread join the outermost. Raises `VaultFull` with the vault as it was.
        """
        seat = self._enter()
        try:
            if seat.writing:
                yield seat.connection
                return
            if seat.depth:
                raise RuntimeError("a read cannot become a write")
            with self._writer, _translated(self._path):
                seat.connection.execute("BEGIN IMMEDIATE")
                seat.depth, seat.writing = 1, True
                try:
                    yield seat.connection
                    seat.connection.execute("COMMIT")
                except BaseException:
                    _end(seat.connection, "ROLLBACK")
                    raise
                finally:
                    seat.depth, seat.writing = 0, False
        finally:
            self._leave()

    def forget_deleted(self) -> None:
        """Empty the write-ahead log, so that no earlier state of a page stays on the disk."""
        seat = self._enter()
        try:
            with self._writer, _translated(self._path):
                seat.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self._leave()

    def damage(self) -> list[str]:
        """What is wrong with the file, page by page; empty when every page is as it was written."""
        with self.read() as db:
            found = [str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check")]
            if not found:
                found = [str(row[0]) for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
        return found

    def close(self) -> None:
        """Wait for running reads and writes, then close every connection. Calling it again does nothing."""
        with self._state:
            if self._closed:
                return
            self._closed = True
            if not self._state.wait_for(lambda: self._active == 0, _CLOSE_SECONDS):
                for seat in self._all:
                    seat.connection.interrupt()
                self._state.wait_for(lambda: self._active == 0, _CLOSE_SECONDS)
            for seat in self._all:
                seat.connection.close()
            self._all.clear()
        self._lock.release()

    def _enter(self) -> _Seat:
        with self._state:
            seat: _Seat | None = getattr(self._seats, "mine", None)
            # A closing vault lets work that has begun come to its end.
            if self._closed and (seat is None or seat.depth == 0):
                raise VaultLocked
            self._active += 1
        try:
            return seat or self._sit()
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        with self._state:
            self._active -= 1
            self._state.notify_all()

    def _sit(self) -> _Seat:
        with _translated(self._path):
            connection = _connect(self._path, self._key)
        seat = _Seat(connection, weakref.ref(threading.current_thread()))
        self._seats.mine = seat
        with self._state:
            gone = [other for other in self._all if (owner := other.owner()) is None or not owner.is_alive()]
            self._all = [other for other in self._all if other not in gone]
            self._all.append(seat)
        for other in gone:
            other.connection.close()
        return seat

    def _check(self) -> None:
        """Read the first page, which proves the key. Closes what it opened when it fails."""
        try:
            with self.read() as db:
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
                found = int(db.execute("PRAGMA user_version").fetchone()[0])
        except VaultCorrupt as fault:
            self._drop()
            if not opens_any_page(self._path, bytes(self._key)):
                raise KeyLost(path=str(self._path)) from fault
            raise
        except BaseException:
            self._drop()
            raise
        if found > len(MIGRATIONS):
            self._drop()
            raise VaultNewer(path=str(self._path), found=found, known=len(MIGRATIONS))
        if found == 0:
            self._drop()
            raise VaultCorrupt(path=str(self._path), detail="no schema")

    def _migrate(self) -> None:
        try:
            with self.write() as db:
                _apply_migrations(db)
        except BaseException:
            self._drop()
            raise

    def _drop(self) -> None:
        for seat in self._all:
            seat.connection.close()
        self._all.clear()


def _connect(path: Path, key: bytes | bytearray) -> Connection:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a vault's key has {KEY_BYTES} bytes, not {len(key)}")
    # Threads end while their connections are open, so others must be allowed to close them.
    connection: Connection = sqlite.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        # SQLCipher would otherwise write its own account of a refused page to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        for setting in (
            "synchronous = FULL",
            "temp_store = MEMORY",
            "secure_delete = ON",
            "foreign_keys = ON",
            "cache_size = -16000",
        ):
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _build(path: Path, key: bytes) -> None:
    """Write an empty vault beside `path` and move it there, so that a half-made one is never met."""
    draft = path.with_name(path.name + ".new")
    _discard(draft)
    with _translated(path):
        try:
            try:
                draft.touch(mode=0o600)
            except OSError as refused:
                raise refusal_of(refused, path) from refused
            connection = _connect(draft, key)
            try:
                connection.execute("BEGIN IMMEDIATE")
                _apply_migrations(connection)
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
            draft.replace(path)
        except BaseException:
            _discard(draft)
            raise


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def _apply_migrations(db: Connection) -> None:
    """Run the steps a vault lacks, inside the caller's transaction."""
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    for step in MIGRATIONS[found:]:
        # executescript() would commit first; statements one by one stay in the transaction.
        for statement in _statements(step):
            db.execute(statement)
    if found < len(MIGRATIONS):
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite.complete_statement(pending):
            yield pending
            pending = ""


def _end(connection: Connection, how: str) -> None:
    """COMMIT or ROLLBACK, unless SQLite has ended the transaction by itself, as it does on a full disk."""
    with suppress(sqlite.Error):
        if connection.in_transaction:
            connection.execute(how)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the vault's faults."""
    try:
        yield
    except sqlite.Error as error:
        fault = _fault(path, error)
        if fault is None:
            raise
        raise fault from error


def _fault(path: Path, error: Exception) -> VaultError | None:
    code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
    detail = str(getattr(error, "sqlite_errorname", "") or error)
    if code == _FULL or (code in (_IO_ERROR, _CANT_OPEN) and _free_bytes(path) < _SCARCE_BYTES):
        return VaultFull(path=str(path))
    if code in (_BUSY, _LOCKED):
        return VaultBusy(path=str(path))
    if code in (_NOT_ALLOWED, _READ_ONLY, _CANT_OPEN):
        too_long = len(os.fsencode(path)) > _LONGEST_PATH
        return VaultUnwritable(path=str(path), detail="its name is too long" if too_long else detail)
    if code in (_CORRUPT, _NOT_A_DATABASE, _IO_ERROR):
        return VaultCorrupt(path=str(path), detail=detail)
    return None


def _free_bytes(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return _SCARCE_BYTES
