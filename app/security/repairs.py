"""Ways back from a damaged vault that nobody has open: what is whole, or a snapshot, takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.security.snapshots import Snapshots, put_in_place, restore
from rag.storing.lock import HomeLock, refusal_of
from rag.storing.salvaging import Salvage, salvage
from rag.storing.vault import VAULT_FILE


@dataclass(frozen=True, slots=True)
class Repaired:
    """What came of it; the vault of before lies at `aside`. `source` names the copy that took its place."""

    aside: Path | None
    salvaged: Salvage | None = None
    source: str = ""


def salvage_in_place(home: Path, key: bytes) -> Repaired:
    """Let what is whole of the vault take its place. Raises `VaultBusy`, and what `salvage` raises."""
    path = home / VAULT_FILE
    with HomeLock.acquire(home):
        draft = path.with_name(path.name + ".salvaged")
        found = salvage(path, key, draft, lambda name: Path(name).is_file())
        try:
            return Repaired(put_in_place(draft, path), found)
        except OSError as refused:
            raise refusal_of(refused, path) from refused


def go_back(home: Path, key: bytes) -> Repaired:
    """Let the newest snapshot that this release reads take its place: that of before the update, where a
    newer release had the library since. Raises `SnapshotUnknown`, and what `restore_in_place` raises.
    """
    return restore_in_place(home, key, Snapshots(home).readable(key).path)


def restore_in_place(home: Path, key: bytes, source: Path) -> Repaired:
    """Let a snapshot or a backup take its place. Raises `VaultBusy`, and what `restore` raises."""
    with HomeLock.acquire(home):
        return Repaired(restore(source, home / VAULT_FILE, key), source=source.name)
