"""Folders that are kept current: which they are, and what was last seen of each file in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rag.errors import FolderUnknown
from rag.storing.names import kept_path, real_path
from rag.storing.vault import Vault
from rag.types import DocumentState

_FOLDER = "id, path, collection, mounted, added"


class Mount(StrEnum):
    """Whether a folder was the root of a drive or share when it was last read. Such a folder stays behind,
    empty, when the drive is gone.
    """

    PART = "part"
    ROOT = "root"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to be kept current; its files come into `collection`."""

    id: int
    path: str
    collection: str
    mount: Mount
    added: float  # seconds since the epoch


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it last went through: indexed, failed, or passed over as the user wished."""

    size: int  # bytes
    modified: int  # nanoseconds since the epoch
    sha256: str


class FolderStore:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        self._vault = vault
        self._clock = clock

    def add(self, path: str, collection: str, mount: Mount) -> Folder:
        """Keep a folder; the one that is kept already when it is."""
        with self._vault.write() as db:
            db.execute(
                "INSERT OR IGNORE INTO folders (path, collection, mounted, added) VALUES (?, ?, ?, ?)",
                (kept_path(path), collection, mount is Mount.ROOT, self._clock()),
            )
            row = db.execute(
                f"SELECT {_FOLDER} FROM folders WHERE path = ? AND collection = ?",
                (kept_path(path), collection),
            ).fetchone()
        return _folder(row)

    def all(self) -> list[Folder]:
        """Every folder, oldest first."""
        with self._vault.read() as db:
            return [_folder(row) for row in db.execute(f"SELECT {_FOLDER} FROM folders ORDER BY id")]

    def remove(self, folder_id: int) -> None:
        """Keep a folder current no longer. Its documents stay. Raises `FolderUnknown`."""
        with self._vault.write() as db:
            if not db.execute("DELETE FROM folders WHERE id = ?", (folder_id,)).rowcount:
                raise FolderUnknown(folder=folder_id)
        self._vault.forget_deleted()

    def note_mount(self, folder_id: int, mount: Mount) -> None:
        with self._vault.write() as db:
            db.execute("UPDATE folders SET mounted = ? WHERE id = ?", (mount is Mount.ROOT, folder_id))

    def files(self, folder_id: int) -> dict[str, Seen]:
        """What was last seen of a folder, by names relative to it with "/" between their parts."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT name, size, modified, sha256 FROM folder_files WHERE folder_id = ?", (folder_id,)
            ).fetchall()
        return {real_path(name): Seen(size, modified, sha256) for name, size, modified, sha256 in rows}

    def keep(self, folder_id: int, name: str, seen: Seen) -> None:
        """Note what was seen of a file. Nothing happens when the folder is kept no longer."""
        with self._vault.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO folder_files (folder_id, name, size, modified, sha256)"
                " SELECT id, ?, ?, ?, ? FROM folders WHERE id = ?",
                (kept_path(name), seen.size, seen.modified, seen.sha256, folder_id),
            )

    def forget(self, folder_id: int, names: Iterable[str]) -> None:
        with self._vault.write() as db:
            db.executemany(
                "DELETE FROM folder_files WHERE folder_id = ? AND name = ?",
                ((folder_id, kept_path(name)) for name in names),
            )

    def holding(self, sha256: str, collection: str) -> dict[Path, Seen]:
        """Where files with this content were last seen in the folders of a collection."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT folders.path, name, size, modified FROM folder_files"
                " JOIN folders ON folders.id = folder_id WHERE sha256 = ? AND collection = ?"
                " ORDER BY folders.id, name",
                (sha256, collection),
            ).fetchall()
        return {
            Path(real_path(path), real_path(name)): Seen(size, modified, sha256)
            for path, name, size, modified in rows
        }

    def count(self, folder_id: int) -> int:
        """Documents that lie in a folder and are READY."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT count(*) FROM folder_files JOIN folders ON folders.id = folder_id"
                " WHERE folder_id = ? AND EXISTS (SELECT 1 FROM documents WHERE"
                " documents.sha256 = folder_files.sha256"
                " AND folders.collection IN (documents.collection, documents.home)"
                " AND state = ?)",
                (folder_id, DocumentState.READY),
            ).fetchone()
        return int(row[0])


def _folder(row: tuple[int, str, str, int, float]) -> Folder:
    id_, path, collection, mounted, added = row
    return Folder(id_, real_path(path), collection, Mount.ROOT if mounted else Mount.PART, added)
