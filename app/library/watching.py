"""Hears from the operating system that something in a folder has changed (inotify, FSEvents, Windows).

It is a hint, no more: what has changed is found by looking.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from app.library.files import is_document

# Opening a file is no change: this program does it all the time.
_HEARD: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]

_log = logging.getLogger(__name__)


class FolderWatcher:
    """Calls `on_change` with a folder's number, from a thread of its own. Used by one thread."""

    def __init__(self, on_change: Callable[[int], None]) -> None:
        self._on_change = on_change
        self._observer: BaseObserver = Observer()
        self._observer.name = "folder-watcher"
        self._watches: dict[int, tuple[ObservedWatch, int]] = {}  # with the folder's inode
        self._observer.start()

    def watch(self, folder_id: int, path: Path) -> bool:
        """Hear of changes in a folder and below; False where the system cannot tell."""
        try:
            inode = path.stat().st_ino
            if folder_id in self._watches:
                if self._watches[folder_id][1] == inode:
                    return True
                self.leave(folder_id)  # another folder stands in its place
            handler = _Handler(lambda: self._on_change(folder_id))
            watch = self._observer.schedule(handler, str(path), recursive=True, event_filter=_HEARD)
        except OSError as error:  # gone, or more folders than the system watches
            _log.info("folder %d is looked at from time to time: %s", folder_id, error.strerror)
            return False
        self._watches[folder_id] = (watch, inode)
        return True

    def leave(self, folder_id: int) -> None:
        """Hear of a folder no more."""
        watch = self._watches.pop(folder_id, None)
        if watch is not None:
            try:
                self._observer.unschedule(watch[0])
            except (KeyError, OSError):  # it ended with its folder
                _log.debug("folder %d was watched no more", folder_id)

    def close(self) -> None:
        self._observer.stop()
        self._observer.join()


class _Handler(FileSystemEventHandler):
    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        names = (Path(os.fsdecode(path)).name for path in (event.src_path, event.dest_path) if path)
        if event.is_directory or any(is_document(name) for name in names):
            self._changed()
