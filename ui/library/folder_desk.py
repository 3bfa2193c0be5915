"""Joins watched folders, coverage and the reasons for a pause with the window; what the window calls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.events import Event
from app.services import Services
from rag.storing.folders import Folder
from rag.types import Document, DocumentState
from ui.library.coverage_dialog import CoverageDialog, Read
from ui.library.folders import FoldersViewModel
from ui.library.folders_dialog import FoldersDialog
from ui.library.panel import LibraryPanel
from ui.parts.overlays import Banner
from ui.parts.tasks import Lane, Tasks
from ui.window.status import Status


class FolderDesk(QObject):
    """Folders that stay current, in the window."""

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        panel: LibraryPanel,
        banner: Banner,
        status: Status,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._tasks = tasks
        self._banner = banner
        self._panel = panel
        self._window = window
        self.model = FoldersViewModel(services.folders, services.power, services.settings, tasks, self)
        self.model.changed.connect(lambda found: panel.show_folders(len(found)))
        self.model.watched.connect(self._watched)
        self.model.paused.connect(status.show_pause)
        self.model.refused.connect(banner.show_notice)
        status.go_on_asked.connect(lambda: self.model.read_on_battery(True))
        panel.watch_asked.connect(self.choose)
        panel.folders_asked.connect(self.show)
        panel.coverage_asked.connect(self.show_coverage)
        self.model.load()

    def take(self, event: Event) -> None:
        self.model.take(event)

    def offer(self, paths: Sequence[Path]) -> None:
        """A folder was added: offer, in passing, to keep it current."""
        new = [path for path in paths if path.is_dir() and not self.model.is_watched(path)]
        if len(new) == 1:
            self._banner.show_offer(
                f"The documents in “{new[0].name or new[0]}” are being added. Keep them current from now on?",
                "Keep it current",
                lambda: self.model.watch(new[0]),
            )

    def choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._window, "Watch a folder")
        if chosen:
            self.model.watch(Path(chosen))

    def show(self) -> None:
        dialog = FoldersDialog(self._window, self.model)
        dialog.add_asked.connect(self.choose)
        dialog.exec()
        dialog.deleteLater()

    def show_coverage(self, document: Document | None = None) -> None:
        """What was read: of a document, or of all."""
        library = self._services.library

        def work() -> list[Read]:
            wanted = [document] if document is not None else library.documents()
            done = (DocumentState.READY, DocumentState.FAILED)
            return [(one, library.gaps(one.id)) for one in wanted if one.state in done]

        def show(found: list[Read]) -> None:
            dialog = CoverageDialog(self._window, found)
            dialog.check_asked.connect(self._panel.check_asked)
            dialog.exec()
            dialog.deleteLater()

        self._tasks.run(Lane.LIBRARY, work, show)

    def _watched(self, folder: Folder) -> None:
        self._banner.show_done(f"“{Path(folder.path).name}” is kept current from now on.")
