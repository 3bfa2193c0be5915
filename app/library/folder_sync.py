"""Brings the library in line with one folder: what is new, changed, moved or gone since it was last seen.

A look at a folder compares stamps (size and time); only where these differ is a file's content compared. A
look never waits: it says when the next one is due.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.library.additions import Addition
from app.library.files import Listing, Stamp, list_folder
from app.library.library import Library
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, UnknownFault
from rag.errors import DocumentUnknown, FileMissing, FileUnreadable, ReadError
from rag.indexing.digest import FileDigest, digest
from rag.storing.documents import DocumentStore
from rag.storing.folders import Folder, FolderStore, Mount, Seen
from rag.types import Document, DocumentState

# Faults that stay while the file stays as it is; others may pass.
_LASTING = frozenset(kind.code for kind in ReadError.__subclasses__()) - {FileUnreadable.code}

_log = logging.getLogger(__name__)


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """What happened to a file of a folder and was followed. `document` is None once it is removed."""

    folder: Folder
    path: Path
    change: Change
    document: Document | None


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds."""

    settle: float = 2.0  # a file that stays as it is so long is written
    settled_age: float = 30.0  # one that was last written so long ago is, without waiting
    grace: float = 5.0  # a file that is gone so long is deleted, not just being saved
    refused: float = 60.0  # until a file that could not be opened is tried again


@dataclass(slots=True)
class _Waiting:
    seen: Seen
    change: Change
    addition: Addition


class FolderSync:
    """Follows one folder. Used by one thread at a time."""

    def __init__(
        self,
        folder: Folder,
        folders: FolderStore,
        store: DocumentStore,
        library: Library,
        timing: Timing,
        on_change: Callable[[FileChange], None] = lambda _: None,
        on_outcome: Callable[[], None] = lambda: None,
    ) -> None:
        """`on_outcome` is called, from any thread, when a file has been read: another look is worthwhile."""
        self.folder = folder
        self._root = Path(folder.path)
        self._folders = folders
        self._store = store
        self._library = library
        self._timing = timing
        self._on_change = on_change
        self._on_outcome = on_outcome
        self._mount = folder.mount
        self._unsettled: dict[str, tuple[Stamp, float]] = {}  # since when a file is as it is
        self._missing: dict[str, float] = {}  # since when
        self._refused: dict[str, tuple[Stamp, float]] = {}  # what to try again, and when
        self._waiting: dict[str, _Waiting] = {}
        self.reachable = True

    @property
    def waiting(self) -> int:
        """Files that are being read, or wait for it."""
        return len(self._waiting)

    @property
    def has_outcome(self) -> bool:
        """Whether a file has been read since the last look."""
        return any(waiting.addition.outcome.done() for waiting in self._waiting.values())

    @property
    def expects(self) -> bool:
        """Whether there are files still being written, or gone for a moment only."""
        return bool(self._missing) or any(stamp.size for stamp, _ in self._unsettled.values())

    def look(self, cancel: CancelToken) -> float | None:
        """Follow what has changed; returns in how many seconds to look again, None when nothing is awaited.

        Raises `VaultError`s and `Cancelled`.
        """
        self._take_outcomes()
        listing = self._list()
        self.reachable = listing is not None
        if listing is None:
            self._missing.clear()
            return None
        known = self._folders.files(self.folder.id)
        now = time.monotonic()
        fresh = [name for name, stamp in listing.files.items() if not _same(known.get(name), stamp)]
        for kept in (self._unsettled, self._refused):
            for name in kept.keys() - set(fresh):
                del kept[name]
        for name in fresh:
            cancel.raise_if_cancelled()
            if name not in self._waiting and self._is_settled(name, listing.files[name], now):
                self._follow(name, listing.files[name], known.get(name), cancel)
        self._follow_missing(known, listing, now)
        return self._next_look(now)

    # --- looking -------------------------------------------------------------------------------------------

    def _list(self) -> Listing | None:
        """The folder's documents; None when it is out of reach as a whole."""
        try:
            listing = list_folder(self._root)
            mount = Mount.ROOT if os.path.ismount(self._root) else Mount.PART
        except OSError:
            return None
        if mount is not self._mount:
            if self._mount is Mount.ROOT:
                return None  # the empty place of a drive that is not connected
            self._folders.note_mount(self.folder.id, mount)
            self._mount = mount
        return listing

    def _is_settled(self, name: str, stamp: Stamp, now: float) -> bool:
        """Whether a file is written to its end, as far as can be seen."""
        refused = self._refused.get(name)
        if refused is not None and refused[0] == stamp and now < refused[1]:
            return False
        before = self._unsettled.get(name)
        if before is None or before[0] != stamp:
            self._unsettled[name] = before = (stamp, now)
        if stamp.size == 0:
            return False  # a name that something is yet to be written under
        age = time.time() - stamp.modified / 1e9
        if age < self._timing.settled_age and now - before[1] < self._timing.settle:
            return False
        del self._unsettled[name]
        return True

    def _next_look(self, now: float) -> float | None:
        due = [at for _, at in self._refused.values()]
        due += [at + self._timing.settle for stamp, at in self._unsettled.values() if stamp.size]
        due += [at + self._timing.grace for at in self._missing.values()]
        return max(0.0, min(due) - now) if due else None

    # --- a file that is there ------------------------------------------------------------------------------

    def _follow(self, name: str, stamp: Stamp, before: Seen | None, cancel: CancelToken) -> None:
        path = self._root / name
        try:
            content = digest(path, cancel)
        except FileMissing:
            return
        except ReadError:
            self._refuse(name, stamp, before)
            return
        if (content.size, content.modified) != (stamp.size, stamp.modified):
            self._unsettled[name] = (Stamp(content.size, content.modified), time.monotonic())
            return
        seen = Seen(content.size, content.modified, content.sha256)
        touched = before is not None and before.sha256 == content.sha256
        if not (
            touched
            or self._is_known(path, content, before)
            or self._was_taken_out(path, content, before)
            or self._has_failed(path, seen)
        ):
            self._read(name, seen, before)
            return
        self._folders.keep(self.folder.id, name, seen)

    def _refuse(self, name: str, stamp: Stamp, before: Seen | None) -> None:
        """A file that cannot be opened: one that was read keeps its document, a new one is shown to fail."""
        if before is None and name not in self._refused:
            self._read(name, Seen(stamp.size, stamp.modified, ""), None)
        self._try_later(name, Seen(stamp.size, stamp.modified, ""))

    def _is_known(self, path: Path, content: FileDigest, before: Seen | None) -> bool:
        """Whether the library holds this content. Where its file is gone, it has moved here."""
        collection = self.folder.collection
        found = self._store.find_by_content(content.sha256, collection)
        if found is None:
            return False
        old = self._store.find_by_path(str(path), collection)
        if old is not None and old.id != found.id and not self._hand_over(old, path, before):
            self._library.remove(old.id)
        if Path(found.path) != path and not _exists(Path(found.path)):
            self._library.relocate(found.id, path)
            self._tell(path, Change.MOVED, self._store.get(found.id))
        return True

    def _has_failed(self, path: Path, seen: Seen) -> bool:
        """Whether the file as it is has been read before, to no avail."""
        found = self._store.find_by_path(str(path), self.folder.collection)
        return (
            found is not None
            and found.error_code in _LASTING
            and self._store.is_current(found.id, seen.size, seen.modified)
        )

    def _was_taken_out(self, path: Path, content: FileDigest, before: Seen | None) -> bool:
        """Whether this is a file under a new name whose document the user took out of the library."""
        if before is not None:
            return False
        collection = self.folder.collection
        gone = [
            old
            for old in self._folders.holding(content.sha256, collection)
            if old != path and not _exists(old)
        ]
        if not gone:
            return False
        failed = self._store.find_by_path(str(gone[0]), collection)
        if failed is not None:
            self._library.remove(failed.id)  # read at its new place
        return failed is None

    def _hand_over(self, document: Document, path: Path, before: Seen | None) -> bool:
        """Give the document of a file that changed or went to a copy of what the file held, where one is."""
        if before is None or not before.sha256 or document.state is not DocumentState.READY:
            return False
        for copy, seen in self._folders.holding(before.sha256, self.folder.collection).items():
            if copy != path and _is_still(copy, seen):
                self._library.relocate(document.id, copy)
                self._tell(copy, Change.MOVED, self._store.get(document.id))
                return True
        return False

    def _read(self, name: str, seen: Seen, before: Seen | None) -> None:
        path = self._root / name
        old = self._store.find_by_path(str(path), self.folder.collection)
        ready = old is not None and old.state is DocumentState.READY
        if old is not None and self._hand_over(old, path, before):
            ready = False
        for addition in self._library.add([path], self.folder.collection):
            self._waiting[name] = _Waiting(seen, Change.CHANGED if ready else Change.ADDED, addition)
            addition.outcome.add_done_callback(lambda _: self._on_outcome())

    # --- what became of it ---------------------------------------------------------------------------------

    def _take_outcomes(self) -> None:
        for name, waiting in list(self._waiting.items()):
            if waiting.addition.outcome.done():
                del self._waiting[name]
                self._take(name, waiting)

    def _take(self, name: str, waiting: _Waiting) -> None:
        path = self._root / name
        try:
            document = waiting.addition.outcome.result()
        except CancelledError:  # the program ends
            return
        except (Cancelled, DocumentUnknown, UnknownFault):  # not wanted, or the fault of a reader
            self._folders.keep(self.folder.id, name, waiting.seen)
            return
        except Fault as fault:
            _log.warning("a file of folder %d: %s", self.folder.id, fault.code)
            self._try_later(name, waiting.seen)
            return
        if document.state is DocumentState.FAILED:
            self._failed(name, path, waiting, document)
            return
        if Path(document.path) != path and not _exists(Path(document.path)):
            self._library.relocate(document.id, path)  # moved while it was being read
        self._folders.keep(self.folder.id, name, waiting.seen)
        self._tell(path, waiting.change, document)

    def _failed(self, name: str, path: Path, waiting: _Waiting, document: Document) -> None:
        if document.error_code == FileMissing.code and not _exists(path):
            self._library.remove(document.id)
            return
        if document.error_code in _LASTING:
            self._folders.keep(self.folder.id, name, waiting.seen)
        else:
            self._try_later(name, waiting.seen)
        self._tell(path, Change.FAILED, document)

    def _try_later(self, name: str, seen: Seen) -> None:
        stamp = Stamp(seen.size, seen.modified)
        self._refused[name] = (stamp, time.monotonic() + self._timing.refused)

    # --- a file that is gone -------------------------------------------------------------------------------

    def _follow_missing(self, known: dict[str, Seen], listing: Listing, now: float) -> None:
        missing = {name for name in known.keys() - listing.files.keys() if not _below(name, listing.closed)}
        for name in self._missing.keys() - missing:
            del self._missing[name]
        for name in sorted(missing):
            if now - self._missing.setdefault(name, now) >= self._timing.grace:
                del self._missing[name]
                self._leave(name, known[name])

    def _leave(self, name: str, seen: Seen) -> None:
        path, collection = self._root / name, self.folder.collection
        while (document := self._store.find_by_path(str(path), collection)) is not None:
            if not self._hand_over(document, path, seen):
                with suppress(DocumentUnknown):
                    self._library.remove(document.id)
                self._tell(path, Change.REMOVED, None)
        self._folders.forget(self.folder.id, [name])  # last: cut short, it is done again

    def _tell(self, path: Path, change: Change, document: Document | None) -> None:
        self._on_change(FileChange(self.folder, path, change, document))


def _same(seen: Seen | None, stamp: Stamp) -> bool:
    return seen is not None and (seen.size, seen.modified) == (stamp.size, stamp.modified)


def _below(name: str, folders: tuple[str, ...]) -> bool:
    return any(folder == "." or name == folder or name.startswith(folder + "/") for folder in folders)


def _is_still(path: Path, seen: Seen) -> bool:
    """Whether a file is there as it was last seen."""
    try:
        found = path.stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (seen.size, seen.modified)


def _exists(path: Path) -> bool:
    """Whether a file is there, or might be: a path that cannot be looked at counts as there."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True
