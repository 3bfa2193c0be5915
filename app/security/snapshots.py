"""Encrypted copies of the vault, made by themselves: before a migration, and once a day while the program
runs.

A snapshot is a whole vault under the same key, beside the newest copy of the key file. Kept are the newest
of each of the last seven days, four weeks and six months that have one, and beside them the one of before
the last migration: a program of before that cannot read the others. What was taken out of the library stays
in snapshots of before until these go.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.security.key_file import KEY_FILE, SNAPSHOTS_FOLDER
from rag.errors import KeyLost, SnapshotUnknown, VaultCorrupt, VaultFull, VaultNewer
from rag.storing.connecting import discard
from rag.storing.lock import refusal_of
from rag.storing.page_proof import damaged_pages, proof_of
from rag.storing.vault import Vault, hold_readable

FOLDER = SNAPSHOTS_FOLDER
BEFORE_UPDATE = "before-update"  # within it, those of before a migration

_DAYS, _WEEKS, _MONTHS = 7, 4, 6
_DUE_SECONDS = 20 * 3600.0  # a day of work begins a little earlier now and then
_STAMP = "%Y%m%dT%H%M%SZ"
_LEFT_FREE = 1 << 28  # bytes that a copy must leave on the disk
_LEFT_BY_UPDATE = 1 << 24  # the same of one without which the library is not opened


@dataclass(frozen=True, slots=True)
class Snapshot:
    path: Path
    taken: float  # seconds since the epoch, as its name says
    size: int  # bytes

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def is_before_update(self) -> bool:
        """Whether it was taken before a migration."""
        return self.path.parent.name == BEFORE_UPDATE


class Snapshots:
    """Those of one home folder."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._home = home
        self._folder = home / FOLDER
        self._clock = clock

    def all(self) -> list[Snapshot]:
        """The newest first."""
        found = []
        for path in self._folder.rglob("vault-*.db"):
            with suppress(ValueError, OSError):
                taken = datetime.strptime(path.stem, f"vault-{_STAMP}").replace(tzinfo=UTC)
                found.append(Snapshot(path, taken.timestamp(), path.stat().st_size))
        return sorted(found, key=lambda one: one.taken, reverse=True)

    def named(self, name: str) -> Snapshot:
        """The snapshot of a name, the newest one for "newest". Raises `SnapshotUnknown`."""
        found = [one for one in self.all() if name in (one.name, "newest")]
        if not found:
            raise SnapshotUnknown(snapshot=name)
        return found[0]

    def readable(self, key: bytes) -> Snapshot:
        """The newest that is no later release's. Raises `SnapshotUnknown` where there is none."""
        for one in self.all():
            with suppress(VaultNewer):
                with suppress(VaultCorrupt):  # is told by whoever proves it
                    hold_readable(one.path, key)
                return one
        raise SnapshotUnknown(snapshot="newest")

    def is_due(self) -> bool:
        """Whether the last day has none. One of the future, from a clock that was wrong, does not count."""
        now = self._clock()
        return not any(0 <= now - one.taken < _DUE_SECONDS for one in self.all())

    def take(self, vault: Vault) -> Snapshot:
        """Copy an open vault while others use it, and let go those whose time is over.

        Raises `VaultFull`, `VaultUnwritable`, and `VaultCorrupt` where the copy is not whole.
        """
        return self._taken(vault.copy, vault.path)

    def take_file(self, vault: Path, *, before_update: bool = False) -> Snapshot:
        """Copy a vault that nobody has open. Raises as `take` does."""
        return self._taken(lambda to: copy_file(vault, to), vault, before_update)

    def delete(self) -> int:
        """Delete all of them; how many there were."""
        found = self.all()
        for one in found:
            discard(one.path)
        return len(found)

    def _taken(self, write: Callable[[Path], None], vault: Path, before_update: bool = False) -> Snapshot:
        folder = self._folder / BEFORE_UPDATE if before_update else self._folder
        left = _LEFT_BY_UPDATE if before_update else _LEFT_FREE
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(folder).free < vault.stat().st_size + left:
                raise VaultFull(path=str(folder))
            now = self._clock()
            path = folder / f"vault-{datetime.fromtimestamp(now, UTC):{_STAMP}}.db"
            write(path)
            with suppress(FileNotFoundError):
                copy_file(self._home / KEY_FILE, self._folder / KEY_FILE)
            self._prune()
            return Snapshot(path, now, path.stat().st_size)
        except OSError as refused:
            raise refusal_of(refused, self._folder) from refused

    def _prune(self) -> None:
        """By the days that have one, not by those that have passed: a clock that jumps costs none."""
        found, kept = self.all(), set()
        for form, most in (("%Y-%m-%d", _DAYS), ("%G-%V", _WEEKS), ("%Y-%m", _MONTHS)):
            newest: dict[str, Path] = {}
            for one in found:
                newest.setdefault(f"{datetime.fromtimestamp(one.taken, UTC):{form}}", one.path)
            kept |= set(list(newest.values())[:most])
        # What was deleted must not lie there for ever: it goes as the others do, after months of use.
        for one in [one for one in found if one.is_before_update][:1]:
            since = {
                f"{datetime.fromtimestamp(other.taken, UTC):%Y-%m}"
                for other in found
                if other.taken > one.taken
            }
            kept |= {one.path} if len(since) <= _MONTHS else set()
        for one in found:
            if one.path not in kept:
                discard(one.path)


def copy_file(source: Path, to: Path) -> None:
    """Copy a file beside its place and move it there once it is on the disk. Raises `OSError`."""
    draft = to.with_name(to.name + ".new")
    try:
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with source.open("rb") as held, draft.open("wb") as copy:
            shutil.copyfileobj(held, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)


def verify(path: Path, key: bytes) -> int:
    """Prove every page of a vault that nobody has open; how many there are.

    Raises `KeyLost` where another key made it, `VaultCorrupt` with the pages that are not as they were
    written.
    """
    if proof_of(path, key) is None:
        raise KeyLost(path=str(path))
    damaged = damaged_pages(path, key)
    if damaged:
        raise VaultCorrupt(path=str(path), detail=", ".join(map(str, damaged[:8])))
    return -(-path.stat().st_size // 4096)


def restore(source: Path, vault: Path, key: bytes) -> Path | None:
    """Put a proved copy in the vault's place; returns where the vault before is now, None where there was
    none.

    Nobody may have the vault open. Raises what `verify` raises, `VaultNewer` for a later release's copy,
    `VaultFull`, `VaultUnwritable`.
    """
    verify(source, key)
    hold_readable(source, key)
    try:
        draft = vault.with_name(vault.name + ".restored")
        copy_file(source, draft)
        return put_in_place(draft, vault)
    except OSError as refused:
        raise refusal_of(refused, vault) from refused


def put_in_place(draft: Path, vault: Path) -> Path | None:
    """Let a file be the vault; returns where the vault before was put, with its log. Raises `OSError`."""
    aside = None
    if vault.exists():
        folder = vault.with_name("set-aside")
        folder.mkdir(mode=0o700, exist_ok=True)
        number = 1 + sum(1 for _ in folder.glob("vault-*.db"))
        aside = folder / f"vault-{number}.db"
        for suffix in ("-wal", "-shm", ""):
            held = vault.with_name(vault.name + suffix)
            if held.exists():
                held.replace(aside.with_name(aside.name + suffix))
    draft.replace(vault)
    return aside


def before_migrating(home: Path) -> Callable[[Path], None]:
    """What `Vault.open` calls: a snapshot of the vault as it was. Where none can be taken its faults are
    raised and nothing is migrated, for there would be no way back.
    """

    def take(vault: Path) -> None:
        Snapshots(home).take_file(vault, before_update=True)

    return take
