"""Opens the dialog of drafts from the menu, over the documents that are selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject

from app.events import Event, LibraryChanged
from app.words.catalogue import say
from rag.types import DocumentState
from ui.drafting.dialog import DraftDialog
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.runs.desk import RunDesk


class DraftDesk(Desk):
    """Letters and texts from templates. Its dialog stays open beside the page that a citation opens."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette
        self.dialog: DraftDialog | None = None
        given.window.installEventFilter(self)

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.WORK, 30, say("drafting.window.menu"), "Ctrl+Shift+D", self.show),)

    def take(self, event: Event) -> None:
        if isinstance(event, LibraryChanged) and event.document.state is DocumentState.READY and self.dialog:
            self._load()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        if self.dialog is not None:
            self.dialog.retint(palette)

    def show(self) -> None:
        """The dialog, which lets the window be used beside it."""
        if self.dialog is None:
            chosen = self.given.frame.at_hand()
            self.dialog = DraftDialog(
                self.given.window, self.given.services, self.given.tasks, self._palette, chosen
            )
            self.dialog.cited.connect(self.given.frame.cite)
            self.dialog.made.connect(self.given.frame.desk(RunDesk).line.reload)
            self.dialog.finished.connect(self._closed)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._load()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that locks itself hides: what stands beside it goes with it."""
        hidden = event.type() is QEvent.Type.Hide and not event.spontaneous()
        if watched is self.given.window and hidden and self.dialog is not None:
            self.dialog.close()
        return super().eventFilter(watched, event)

    def _load(self) -> None:
        services = self.given.services

        def offer(found: object) -> None:
            if self.dialog is not None:
                self.dialog.offer(*found)  # type: ignore[misc]  # the two lists that the work gives

        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: (
                [one for one in services.store.list() if one.state is DocumentState.READY],
                services.drafts.templates.all(),
            ),
            offer,
        )

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
