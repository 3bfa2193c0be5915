"""The vault: one SQLCipher file (https://www.zetetic.net/sqlcipher/design/) and its connections.

Every thread has a connection of its own. Reads see one consistent snapshot each; writes come one at a
time, and a write is either whole or never was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from engine.secret_memory import SecretMemory
from rag.errors import (
    KeyLost,
    VaultCorrupt,
    VaultDamaged,
    VaultError,
    VaultNewer,
    VaultUnwritable,
)
from rag.storing.building import apply_migrations, build
from rag.storing.connecting import connect, discard, end, translated
from rag.storing.lock import HomeLock, refusal_of
from rag.storing.migrations import MIGRATIONS
from rag.storing.page_proof import damaged_pages, proof_of
from rag.storing.seats import Seats

if TYPE_CHECKING:
    from sqlite3 import Connection
else:
    Connection = Any

VAULT_FILE = "vault.db"

_PAGES_AT_OPENING = 2048  # are proved whenever a vault is opened: all of 8 MB, in some 30 ms
_PAGES_A_STEP = 2000  # given back to the disk at once, while others wait to write
_WORTH_PAGES = 256  # empty ones, from which on the file is made smaller
_LARGEST_REWRITTEN = 1 << 28  # bytes: a vault of the first releases is rewritten in memory to shrink


def hold_readable(path: Path, key: bytes) -> None:
    """Raises `VaultNewer` where a vault that nobody has open, and whose pages were proved, is a later
    release's.
    """
    with translated(path):
        connection = connect(path, key, read_only=True)
        try:
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    if found > len(MIGRATIONS):
        raise _newer(path, found)


def _newer(path: Path, found: int) -> VaultNewer:
    return VaultNewer(path=str(path), found=found, known=len(MIGRATIONS))


class Vault:
    """Open with `create`, `open` or `open_or_create`; close from any thread."""

    def __init__(self, path: Path, key: bytes, lock: HomeLock | None) -> None:
        """Without a `lock`, its folder being read only, nothing can be written."""
        self._path = path
        self._key = SecretMemory(key)  # a copy: whoever gave it wipes it
        self._lock = lock
        self._seats = Seats(self._connected)
        self._writer = threading.Lock()
        self._refusal: VaultError | None = None

    @property
    def path(self) -> Path:
        return self._path

    @property
    def read_only(self) -> VaultError | None:
        """Why nothing is written: pages are damaged, the disk takes nothing, or it was handed over so. None
        where all is well.
        """
        return self._refusal

    @classmethod
    def create(cls, path: Path, key: bytes) -> Self:
        """Make a new vault for the 32-byte `key`.

        It is built beside its place and moved there whole. Raises `VaultBusy`, `VaultFull`,
        `VaultUnwritable`; FileExistsError when there is a vault already.
        """
        lock = HomeLock.acquire(path.parent)
        try:
            if path.exists():
                raise FileExistsError(path)
            build(path, key, MIGRATIONS)
            vault = cls(path, key, lock)
            vault._check()
        except BaseException:
            lock.release()
            raise
        return vault

    @classmethod
    def open(
        cls, path: Path, key: bytes, before_migrating: Callable[[Path], object] = lambda _: None
    ) -> Self:
        """Open the vault at `path` with its 32-byte `key` and bring its schema up to date.

        Where pages are damaged, or the disk is read only, it is opened to be read (`read_only`).
        `before_migrating` is called with the path of an older vault while nobody has it open. Raises
        `VaultBusy` (another process has it), `KeyLost` (no page of the file opens with this key),
        `VaultCorrupt`, `VaultNewer`, `VaultFull`, `VaultUnwritable`; FileNotFoundError when there is none.
        """
        if not path.exists():
            raise FileNotFoundError(path)
        try:
            lock = HomeLock.acquire(path.parent)
        except VaultUnwritable as refused:
            return cls._open_unwritable(path, key, refused)
        vault = cls(path, key, lock)
        try:
            is_older = vault._check()
            vault._prove()
            if is_older and vault._refusal is not None:
                raise VaultCorrupt(path=str(path), detail=str(vault._refusal.facts["detail"]))
            if is_older:
                vault._seats.drop()
                before_migrating(path)
                vault._migrate()
        except BaseException:
            vault._seats.drop()
            vault._key.release()
            lock.release()
            raise
        return vault

    @classmethod
    def _open_unwritable(cls, path: Path, key: bytes, refused: VaultUnwritable) -> Self:
        """The vault of a folder that takes nothing. Raises what `open` raises, and `refused` itself where
        something waits to be written into the file first.
        """
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise refused
        vault = cls(path, key, None)
        vault._refusal = refused
        if vault._check():
            vault._seats.drop()
            raise refused
        return vault

    @classmethod
    def open_or_create(
        cls, path: Path, key: bytes, before_migrating: Callable[[Path], object] = lambda _: None
    ) -> Self:
        """`open` where a vault is, `create` where none is. Raises as they do."""
        return cls.open(path, key, before_migrating) if path.exists() else cls.create(path, key)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view: what others write meanwhile is not seen. May be nested, also inside `write`."""
        with self._seats.taken() as seat:
            try:
                with translated(self._path):
                    if seat.depth == 0:
                        seat.connection.execute("BEGIN")
                    seat.depth += 1
                    try:
                        yield seat.connection
                    finally:
                        seat.depth -= 1
                        if seat.depth == 0:
                            end(seat.connection, "COMMIT")
            except VaultCorrupt:
                if seat.depth == 0:
                    self._seats.give_up(seat)  # SQLCipher gives no page any more once it has refused one
                raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, the only one writing; committed at the end, undone when anything is raised.

        Nested calls of one thread join the outermost. Raises `VaultFull` with the vault as it was, and what
        `read_only` is.
        """
        if self._refusal is not None:
            raise self._refusal
        with self._seats.taken() as seat:
            if seat.writing:
                yield seat.connection
                return
            if seat.depth:
                raise RuntimeError("a read cannot become a write")
            with self._writer, translated(self._path):
                seat.connection.execute("BEGIN IMMEDIATE")
                seat.depth, seat.writing = 1, True
                try:
                    yield seat.connection
                    seat.connection.execute("COMMIT")
                except BaseException:
                    end(seat.connection, "ROLLBACK")
                    raise
                finally:
                    seat.depth, seat.writing = 0, False

    def forget_deleted(self) -> None:
        """Empty the write-ahead log, so that no earlier state of a page stays on the disk."""
        self._alone(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    def compact(self, *, at_once: bool = False) -> int:
        """Give the room of what was deleted back to the disk, and return how many bytes that were; with
        `at_once` also little. Others may read and write meanwhile.
        """
        if self._refusal is not None:
            return 0
        before = self._path.stat().st_size
        with self.read() as db:
            empty, all_, mode = (
                int(db.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("freelist_count", "page_count", "auto_vacuum")
            )
        if not empty or (not at_once and empty < max(_WORTH_PAGES, all_ // 20)):
            return 0
        if mode:
            for _ in range(0, empty, _PAGES_A_STEP):
                self._alone(lambda db: db.execute(f"PRAGMA incremental_vacuum({_PAGES_A_STEP})").fetchall())
        elif before <= _LARGEST_REWRITTEN:
            self._alone(lambda db: (db.execute("PRAGMA auto_vacuum = INCREMENTAL"), db.execute("VACUUM")))
        self.forget_deleted()
        return max(0, before - self._path.stat().st_size)

    def copy(self, to: Path) -> None:
        """Write the vault as it is now into a new file, under the same key, without what was deleted.

        Others may read and write meanwhile. A copy that was begun is never left. Raises `VaultFull`,
        `VaultUnwritable`, `VaultCorrupt`.
        """
        draft = to.with_name(to.name + ".new")
        discard(draft)
        try:
            with self._seats.taken() as seat, translated(to):
                draft.touch(mode=0o600)
                seat.connection.execute("VACUUM INTO ?", (str(draft),))
            draft.replace(to)
        except OSError as refused:
            raise refusal_of(refused, to) from refused
        finally:
            discard(draft)

    def damage(self) -> list[str]:
        """What is wrong with the file, page by page; empty when every page is as it was written."""
        with self.read() as db:
            found = [str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check")]
            if not found:
                found = [str(row[0]) for row in db.execute("PRAGMA quick_check") if row[0] != "ok"]
        return found

    def close(self) -> None:
        """Wait for running reads and writes, then close every connection and overwrite the key. Calling it
        again does nothing.
        """
        if not self._seats.close():
            return
        self._key.release()
        if self._lock is not None:
            self._lock.release()

    def _alone(self, work: Callable[[Connection], object]) -> None:
        """Do what is no transaction while nobody writes."""
        if self._refusal is not None:
            return
        with self._seats.taken() as seat, self._writer, translated(self._path):
            work(seat.connection)

    def _connected(self) -> Connection:
        with translated(self._path):
            return connect(self._path, self._key.view, read_only=self._lock is None)

    def _check(self) -> bool:
        """Whether the schema is an older one. Reads the first page, which proves the key; closes what it
        opened when it fails.
        """
        try:
            with self.read() as db:
                db.execute("SELECT count(*) FROM sqlite_master").fetchone()
                found = int(db.execute("PRAGMA user_version").fetchone()[0])
        except VaultCorrupt as fault:
            self._seats.drop()
            if self._path.stat().st_size and proof_of(self._path, self._key.view) is None:
                raise KeyLost(path=str(self._path)) from fault
            raise
        except BaseException:
            self._seats.drop()
            raise
        if found > len(MIGRATIONS):
            self._seats.drop()
            raise _newer(self._path, found)
        if found == 0:
            self._seats.drop()
            raise VaultCorrupt(path=str(self._path), detail="no schema")
        return found < len(MIGRATIONS)

    def _prove(self) -> None:
        """Look at pages of the file, and open it to be read only where one is damaged."""
        log = self._path.with_name(self._path.name + "-wal")
        if log.exists() and log.stat().st_size:
            self.forget_deleted()  # newer pages than the file's may wait there
            if log.stat().st_size:
                return
        damaged = damaged_pages(self._path, self._key.view, _PAGES_AT_OPENING)
        if damaged:
            self.is_damaged(damaged)

    def is_damaged(self, what: Sequence[object]) -> VaultDamaged:
        """From now on this vault is only read: so many places of it are not as they were written."""
        shown = ", ".join(map(str, what[:8])) + (", …" if len(what) > 8 else "")
        fault = VaultDamaged(path=str(self._path), pages=len(what), detail=shown)
        self._refusal = fault
        return fault

    def only_read(self, why: VaultError) -> None:
        """From now on nothing is written, if anything was till now."""
        self._refusal = self._refusal or why

    def _migrate(self) -> None:
        try:
            with self.write() as db:
                apply_migrations(db, MIGRATIONS)
        except BaseException:
            self._seats.drop()
            raise
