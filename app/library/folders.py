"""Watched folders: which there are, and one thread that keeps the library in line with them.

The operating system's word that something changed, a time that is due, and a file that has been read each
lead to a look at a folder (see `app.library.folder_sync`). Network shares tell nothing, so every folder is
looked at from time to time as well.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.events import CollectionsChanged, Event, EventBus, FoldersChanged
from app.library.folder_sync import FileChange, FolderSync, Timing
from app.library.library import Library
from app.library.watching import FolderWatcher
from app.types import FolderState, FolderStatus
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from rag.errors import FileMissing, FileUnreadable, FolderUnknown
from rag.storing.documents import DocumentStore
from rag.storing.folders import Folder, FolderStore, Mount

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between looks."""

    quiet: float = 0.5  # after the last word of a change: they come in bursts
    every: float = 600.0  # at a folder the system tells about
    unheard: float = 60.0  # at one it does not, or that is out of reach
    share: float = 20.0  # at least so many times what the last look took
    patience: float = 15.0  # how long `sync` waits for files that are still being written


class Folders:
    """Calls come from any thread."""

    def __init__(
        self,
        folders: FolderStore,
        store: DocumentStore,
        library: Library,
        bus: EventBus,
        timing: Timing | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._folders = folders
        self._store = store
        self._library = library
        self._bus = bus
        self._timing = timing or Timing()
        self._pace = pace or Pace()
        self._changed = threading.Condition()
        self._syncs: dict[int, FolderSync] = {}
        self._due: dict[int, float] = {}
        self._took: dict[int, float] = {}
        self._ending = CancelToken()
        self._watcher: FolderWatcher | None = None
        self._thread: threading.Thread | None = None
        bus.subscribe(self._heard)

    def start(self) -> None:
        """Keep the folders current from now on, beginning with a look at each."""
        self._thread = threading.Thread(target=self._run, name="folders", daemon=True)
        self._thread.start()

    # --- which there are -----------------------------------------------------------------------------------

    def add(self, path: Path, collection: str = "") -> Folder:
        """Watch a folder; its files come into `collection`. Raises `FileMissing`, `FileUnreadable`."""
        place = path.expanduser().absolute()
        try:
            with os.scandir(place):
                mount = Mount.ROOT if os.path.ismount(place) else Mount.PART
        except FileNotFoundError as error:
            raise FileMissing(path=str(place)) from error
        except OSError as error:
            raise FileUnreadable(path=str(place), detail=error.strerror or "no folder") from error
        spelt = self._store.collections.spelt(collection)
        folder = self._folders.add(str(Path(os.path.normpath(place))), spelt, mount)
        self._wake(folder.id)
        return folder

    def remove(self, folder_id: int) -> None:
        """Watch a folder no longer; its documents stay. Raises `FolderUnknown`."""
        self._folders.remove(folder_id)
        self._wake(folder_id)
        self._tell()

    def list(self) -> tuple[FolderStatus, ...]:
        """Every watched folder and how it stands."""
        return tuple(self._status(folder) for folder in self._folders.all())

    def named(self, name: str) -> Folder:
        """The folder with this path, name or number. Raises `FolderUnknown`."""
        place = str(Path(os.path.normpath(Path(name).expanduser().absolute())))
        folders = self._folders.all()
        for fits in (
            lambda folder: folder.path == place,
            lambda folder: str(folder.id) == name,
            lambda folder: Path(folder.path).name == name,
        ):
            found = [folder for folder in folders if fits(folder)]
            if found:
                return found[0]
        raise FolderUnknown(folder=name)

    # --- keeping them current ------------------------------------------------------------------------------

    def sync(
        self,
        folder_ids: Sequence[int] | None = None,
        on_change: Callable[[FileChange], None] = lambda _: None,
    ) -> tuple[FolderStatus, ...]:
        """Bring the library in line with folders now, all of them by default, and wait until it is.

        For a command, in place of `start`. Files that are still being written are left for the next time.
        Raises `VaultError`s.
        """
        for folder in self._folders.all():
            if folder_ids is None or folder.id in folder_ids:
                self._settle(self._sync_of(folder, on_change))
        return tuple(status for status in self.list() if folder_ids is None or status.folder.id in folder_ids)

    def look(self, folder_id: int) -> None:
        """Look at a folder at once, as the user wishes."""
        self._wake(folder_id, at_once=True)

    def close(self) -> None:
        """Stop looking; what is being read goes on with the library."""
        self._ending.cancel()
        with self._changed:
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    # --- inside --------------------------------------------------------------------------------------------

    def _heard(self, event: Event) -> None:
        """What a folder's files come into may be called otherwise."""
        if isinstance(event, CollectionsChanged):
            with suppress(Fault):
                for folder in self._folders.all():
                    if folder.id in self._syncs:
                        self._syncs[folder.id].folder = folder
                self._tell()

    def _settle(self, sync: FolderSync) -> None:
        last = time.monotonic() + self._pace.patience
        while True:
            again = sync.look(self._ending)
            if sync.waiting:
                last = time.monotonic() + self._pace.patience
            elif not sync.expects or time.monotonic() > last:
                return
            with self._changed:
                self._changed.wait_for(lambda: sync.has_outcome, again)

    def _run(self) -> None:
        try:
            self._watcher = FolderWatcher(self._wake)
            try:
                for folder in self._folders.all():
                    self._wake(folder.id, at_once=True)
                while (folder_id := self._next()) is not None:
                    self._attend(folder_id)
            finally:
                self._watcher.close()
        except Exception:  # the thread's boundary
            _log.exception("folders are watched no more")

    def _next(self) -> int | None:
        """The folder to look at now; waits for it. None at the end."""
        with self._changed:
            while not self._ending.cancelled:
                now = time.monotonic()
                folder_id = min(self._due, key=self._due.__getitem__, default=None)
                if folder_id is not None and self._due[folder_id] <= now:
                    del self._due[folder_id]
                    return folder_id
                self._changed.wait(None if folder_id is None else self._due[folder_id] - now)
        return None

    def _attend(self, folder_id: int) -> None:
        folder = next((one for one in self._folders.all() if one.id == folder_id), None)
        assert self._watcher is not None
        if folder is None:
            self._watcher.leave(folder_id)
            self._syncs.pop(folder_id, None)
            return
        sync = self._sync_of(folder)
        # Heard before looked: a change between the two is then not missed.
        heard = self._watcher.watch(folder_id, Path(folder.path))
        began = time.monotonic()
        again: float | None = None
        try:
            again = sync.look(self._ending)
        except Cancelled:
            return
        except Fault as fault:
            _log.warning("folder %d: %s", folder_id, fault.code)
        if not sync.reachable:
            self._watcher.leave(folder_id)
            heard = False
        self._took[folder_id] = time.monotonic() - began
        usual = self._pace.every if heard else self._pace.unheard
        self._plan(folder_id, usual if again is None else min(again, usual))
        self._tell()

    def _sync_of(
        self, folder: Folder, on_change: Callable[[FileChange], None] = lambda _: None
    ) -> FolderSync:
        if folder.id not in self._syncs:
            self._syncs[folder.id] = FolderSync(
                folder,
                self._folders,
                self._store,
                self._library,
                self._timing,
                on_change,
                lambda: self._wake(folder.id),
            )
        return self._syncs[folder.id]

    def _wake(self, folder_id: int, *, at_once: bool = False) -> None:
        self._plan(folder_id, 0.0 if at_once else self._pace.quiet)

    def _plan(self, folder_id: int, seconds: float) -> None:
        """Look at a folder in so many seconds, or earlier where that is planned."""
        rest = self._pace.share * self._took.get(folder_id, 0.0)
        at = time.monotonic() + max(seconds, min(rest, self._pace.unheard))
        with self._changed:
            self._due[folder_id] = min(at, self._due.get(folder_id, at))
            self._changed.notify_all()

    def _status(self, folder: Folder) -> FolderStatus:
        sync = self._syncs.get(folder.id)
        waiting = sync.waiting if sync is not None else 0
        state = FolderState.READING if waiting else FolderState.CURRENT
        if (sync is not None and not sync.reachable) or (sync is None and not Path(folder.path).is_dir()):
            state = FolderState.UNREACHABLE
        return FolderStatus(folder, state, self._folders.count(folder.id), waiting)

    def _tell(self) -> None:
        with suppress(Fault):
            self._bus.publish(FoldersChanged(self.list()))
