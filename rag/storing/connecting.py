"""Connections to SQLCipher files, and what SQLite refuses as the vault's faults."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as sqlite

from engine.wiping import wipe
from rag.errors import VaultBusy, VaultCorrupt, VaultError, VaultFull, VaultUnwritable
from rag.storing.page_proof import is_laid_out

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    Connection = Any

KEY_BYTES = 32

SQLiteError: type[Exception] = sqlite.Error

_BUSY_MILLISECONDS = 10_000
_SCARCE_BYTES = 1 << 20  # less free space than this turns an I/O error into "the disk is full"

# Result codes: https://www.sqlite.org/rescode.html
_ERROR, _BUSY, _LOCKED = 1, 5, 6
_NOT_ALLOWED, _READ_ONLY = 3, 8
_IO_ERROR, _CORRUPT, _FULL, _CANT_OPEN, _NOT_A_DATABASE = 10, 11, 13, 14, 26

_STRANGE = "unsupported file format"  # said of a header that is damaged, under the code of a wrong statement
_OVERWRITES = 4
_LONGEST_PATH = 500  # bytes; SQLite opens files on POSIX by names of up to 512, "-wal" behind them included


def connect(path: Path, key: bytes | memoryview, *, salt: bytes = b"", read_only: bool = False) -> Connection:
    """A connection to the vault at `path`, which is made where there is none.

    `salt` is that of a new file, or of one whose own is damaged. `read_only` needs nothing of the folder, and
    expects no write-ahead log. Raises SQLite's errors, and `VaultCorrupt` for what would end SQLCipher.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a vault's key has {KEY_BYTES} bytes, not {len(key)}")
    if path.exists() and path.stat().st_size and not is_laid_out(path, key):
        raise VaultCorrupt(path=str(path), detail="page size")
    # Threads end while their connections are open, so others must be allowed to close them.
    connection: Connection = sqlite.connect(
        f"{path.absolute().as_uri()}?immutable=1" if read_only else str(path),
        uri=read_only,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        # Not cipher_memory_security, which locks and wipes all that SQLite allocates: opening, adding 60
        # documents of 400 passages and 200 searches took 46, 54 and 91 s without it, 97, 115 and 174 s with
        # it, the searches 2 to 8 and 30 to 38 s. The key is locked (`engine.secret_memory`), cores are off.
        # SQLCipher would otherwise write its own account of a refused page to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # Not execute(): the statement, and the key in it, would be kept for the next time.
        digits = key.hex()
        unlocking = f"PRAGMA key = \"x'{digits}{salt.hex()}'\""
        connection.executescript(unlocking)
        # SQLite frees its copies of the statement as they are; others of their size take their places.
        for _ in range(_OVERWRITES):
            connection.executescript(f"PRAGMA user = \"x'{'0' * (len(unlocking) - 18)}'\"")
        wipe(digits, unlocking)
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        if not read_only:
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


def in_memory() -> Connection:
    """An empty database that is nowhere but in memory, to be compared with."""
    connection: Connection = sqlite.connect(":memory:", isolation_level=None)
    return connection


def discard(path: Path) -> None:
    """Delete a file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def statements(script: str) -> Iterator[str]:
    """The statements of a script, for execute(): executescript() would commit first."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite.complete_statement(pending):
            yield pending
            pending = ""


def end(connection: Connection, how: str) -> None:
    """COMMIT or ROLLBACK, unless SQLite has ended the transaction by itself, as it does on a full disk."""
    with suppress(SQLiteError):
        if connection.in_transaction:
            connection.execute(how)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into the vault's faults."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite's account of a damaged schema, or a text that is none
        raise VaultCorrupt(path=str(path), detail="not text") from error
    except SQLiteError as error:
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
    if code in (_CORRUPT, _NOT_A_DATABASE, _IO_ERROR) or (code == _ERROR and _STRANGE in str(error)):
        return VaultCorrupt(path=str(path), detail=detail)
    return None


def _free_bytes(path: Path) -> int:
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return _SCARCE_BYTES
