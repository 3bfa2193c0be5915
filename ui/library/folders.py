"""Watched folders in the window, and why reading waits."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.events import Event, FoldersChanged, IndexingPaused
from app.library.folders import Folders
from app.library.power import PowerWatch
from app.settings import Settings
from app.types import BatteryUse, FolderState, FolderStatus, PauseReason
from app.words.amounts import counted
from app.words.catalogue import count, say
from app.words.messages import notice_of
from rag.storing.folders import Folder
from ui.parts.tasks import Lane, Tasks


class FoldersViewModel(QObject):
    changed = Signal(object)  # tuple[FolderStatus, ...]
    watched = Signal(object)  # Folder that is new
    paused = Signal(str, bool)  # why reading waits, "" when it does not; whether the user may let it go on
    refused = Signal(object)  # Notice

    def __init__(
        self,
        folders: Folders,
        power: PowerWatch,
        settings: Settings,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._power = power
        self._settings = settings
        self._tasks = tasks
        self.statuses: tuple[FolderStatus, ...] = ()

    def load(self) -> None:
        """Ask which folders are watched."""

        self._tasks.run(Lane.LIBRARY, self._folders.list, self._show)

    def take(self, event: Event) -> None:
        """An event of the services, in the GUI thread."""
        match event:
            case FoldersChanged(found):
                self._show(found)
            case IndexingPaused(reasons):
                self.paused.emit(pause_words(reasons), PauseReason.BATTERY in reasons)

    def watch(self, path: Path, collection: str = "") -> None:
        """Keep a folder current from now on."""
        self._tasks.run(Lane.LIBRARY, lambda: self._folders.add(path, collection), self._added, self._refuse)

    def leave(self, folder: Folder) -> None:
        """Keep it current no longer; its documents stay."""
        self._tasks.run(
            Lane.LIBRARY, lambda: self._folders.remove(folder.id), lambda _: self.load(), self._refuse
        )

    def look(self, folder: Folder) -> None:
        """Look at it now."""
        self._folders.look(folder.id)

    def read_on_battery(self, wanted: bool) -> None:
        """The user's wish: let work go on while the computer runs on its battery, or wait."""
        self._settings.update(battery=BatteryUse.GO_ON if wanted else BatteryUse.PAUSE)
        self._tasks.run(Lane.LIBRARY, self._power.check)

    def is_watched(self, path: Path) -> bool:
        return any(Path(status.folder.path) == path.absolute() for status in self.statuses)

    def _added(self, folder: Folder) -> None:
        self.watched.emit(folder)
        self.load()

    def _show(self, found: tuple[FolderStatus, ...]) -> None:
        self.statuses = found
        self.changed.emit(found)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(notice_of(error))


def pause_words(reasons: frozenset[PauseReason]) -> str:
    """The reason that counts most: what the user did, then what the user can change."""
    return next((say(f"library.pause.{reason}") for reason in PauseReason if reason in reasons), "")


def folder_words(status: FolderStatus) -> str:
    """ "35 documents, up to date"."""
    documents = counted(status.documents, "document")
    match status.state:
        case FolderState.UNREACHABLE if status.documents:
            return count("library.folder.unreachable-with", status.documents, documents=documents)
        case FolderState.UNREACHABLE:
            return say("library.folder.unreachable")
        case FolderState.READING:
            return say("library.folder.reading", documents=documents, files=counted(status.waiting, "file"))
    return say("library.folder.current", documents=documents)
