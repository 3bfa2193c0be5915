"""Joins watched folders, coverage and the reasons for a pause with the window; what the window calls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.events import Event, IndexingPaused
from app.types import PauseReason
from app.words.catalogue import say
from app.words.messages import notice_of
from rag.language.file_names import name_of
from rag.storing.folders import Folder
from rag.types import Document, DocumentCoverage, DocumentState
from ui.library.coverage_dialog import CoverageDialog
from ui.library.folders import FoldersViewModel
from ui.library.folders_dialog import FoldersDialog
from ui.library.panel import LibraryPanel
from ui.parts.choosing import folder_name
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.overlays import DropTarget
from ui.parts.tasks import Lane

_ANSWERING = IndexingPaused(frozenset({PauseReason.ANSWERING}))


class FolderDesk(Desk):
    """Folders that stay current, in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        services, frame = given.services, given.frame
        self._panel = frame.view(LibraryPanel)
        self.model = FoldersViewModel(services.folders, services.power, services.settings, given.tasks, self)
        self.model.changed.connect(lambda found: self._panel.show_folders(len(found)))
        self.model.watched.connect(self._watched)
        self.model.paused.connect(frame.status.show_pause)
        self.model.refused.connect(frame.banner.show_notice)
        frame.status.go_on_asked.connect(lambda: self.model.read_on_battery(True))
        self._panel.watch_asked.connect(self.choose)
        self._panel.folders_asked.connect(self.show)
        self._panel.coverage_asked.connect(self.show_coverage)
        self.model.load()
        self.model.take(IndexingPaused(services.scheduler.pauses))  # begun before there was a window

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.FILE, 20, say("library.desk.watched"), "", self.show, opens="watched"),)

    def take(self, event: Event) -> None:
        if event == _ANSWERING and not self._panel.is_reading:
            event = IndexingPaused(frozenset())  # nothing waits for an answer where nothing is to be read
        self.model.take(event)

    def add(self, paths: Sequence[Path], target: DropTarget) -> None:  # noqa: ARG002 - either way
        """Offer, in passing, to keep a folder that was added current."""
        new = [path for path in paths if path.is_dir() and not self.model.is_watched(path)]
        if len(new) == 1:
            self.given.frame.banner.show_offer(
                say("library.folders.offer", name=new[0].name or new[0]),
                say("library.folders.keep"),
                lambda: self.model.watch(new[0]),
            )

    def choose(self) -> None:
        """Ask which folder is to be watched."""
        chosen = folder_name(self.given.window, say("library.folders.choose"))
        if chosen:
            self.model.watch(Path(chosen))

    def show(self) -> None:
        """The dialog with every watched folder."""
        dialog = FoldersDialog(self.given.window, self.model)
        dialog.add_asked.connect(self.choose)
        dialog.exec()
        dialog.deleteLater()

    def show_coverage(self, document: Document | None = None) -> None:
        """What was read: of a document, or of all."""
        library = self.given.services.library

        def work() -> list[DocumentCoverage]:
            wanted = [document] if document is not None else list(filter(_is_told, library.documents()))
            done = (DocumentState.READY, DocumentState.FAILED)
            return [library.coverage_of(one) for one in wanted if one.state in done]

        def show(found: list[DocumentCoverage]) -> None:
            dialog = CoverageDialog(self.given.window, found)
            dialog.check_asked.connect(self._panel.check_asked)
            dialog.whole_asked.connect(self._read_whole)
            dialog.exec()
            dialog.deleteLater()

        self.given.tasks.run(Lane.LIBRARY, work, show)

    def _read_whole(self, document: Document, whole: bool) -> None:
        library, banner = self.given.services.library, self.given.frame.banner
        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: library.read_whole(document.id, whole=whole),
            failed=lambda error: banner.show_notice(notice_of(error)),
        )

    def _watched(self, folder: Folder) -> None:
        self.given.frame.banner.show_done(say("library.folders.kept", name=name_of(Path(folder.path))))


def _is_told(document: Document) -> bool:
    """Whether there is something to tell of a document by itself: of a message where it lacks something."""
    kept, failed = document.coverage, document.state is DocumentState.FAILED
    return document.container is None or failed or bool(kept.empty + kept.failed + document.poor_pages)
