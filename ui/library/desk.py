"""Joins the library, the panel that lists it, and what is said when a document cannot be opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.events import Event
from app.words.catalogue import say
from rag.types import Document, DocumentState
from ui.chat.welcome import Welcome
from ui.library.panel import LibraryPanel
from ui.library.password_dialog import PasswordDialog
from ui.library.removals import Removals
from ui.library.removed import RemovedViewModel
from ui.library.removed_dialog import RemovedDialog
from ui.library.row_words import failure, needs_password
from ui.library.viewmodel import LibraryViewModel
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.overlays import DropTarget


class LibraryDesk(Desk):
    """The documents in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        services = given.services
        self.model = LibraryViewModel(services.library, services.removals, given.tasks, self)
        self._bin = RemovedViewModel(services.removals, given.tasks, self)
        self._frame = given.frame
        self._panel = given.frame.view(LibraryPanel)
        self._welcome = given.frame.view(Welcome)
        self._removals = Removals(self.model, given.frame.banner)
        self.note_undo = self._removals.note
        model, panel = self.model, self._panel
        panel.set_rows(model.rows)
        model.counted.connect(self._counted)
        model.summed.connect(panel.show_summary)
        model.refused.connect(given.frame.banner.show_notice)
        panel.opened.connect(self.open)
        panel.cancelled.connect(model.cancel)
        panel.removed.connect(model.remove)
        panel.bin_asked.connect(self.show_removed)
        panel.retried.connect(model.retry)
        panel.password_asked.connect(self._ask_password)
        model.load()

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(
                Menu.EDIT,
                10,
                say("library.desk.undo"),
                "Ctrl+Z",
                self._removals.undo,
                possible=self._removals.can_undo,
            ),
            Entry(Menu.EDIT, 41, say("library.desk.removed"), "", self.show_removed, opens="removed"),
            Entry(Menu.VIEW, 5, say("library.desk.go"), "Ctrl+B", self.go),
        )

    def take(self, event: Event) -> None:
        self.model.take(event)
        self._bin.take(event)

    def add(self, paths: Sequence[Path], target: DropTarget) -> None:
        if target is DropTarget.ADD:
            self.model.add(paths)

    @property
    def at_hand(self) -> tuple[int, ...]:
        return tuple(one.id for one in self._panel.selection() if one.state is DocumentState.READY)

    def open(self, document: Document) -> None:
        """Show a document, or what keeps it from being shown."""
        if document.state is DocumentState.READY and document.is_container:
            self._panel.fold(document)
        elif document.state is DocumentState.READY:
            self._frame.browse(document)
        elif needs_password(document):
            self._ask_password(document)
        elif document.state is DocumentState.FAILED:
            self._frame.banner.show_notice(
                failure(document), say("library.menu.again"), lambda: self.model.retry(document)
            )

    def go(self) -> None:
        """Let the keys move in the list of documents."""
        self._frame.show_library()
        self._panel.list.setFocus()

    def show_removed(self) -> None:
        """The dialog with what was removed."""
        dialog = RemovedDialog(self.given.window, self._bin)
        dialog.exec()
        dialog.deleteLater()

    def _counted(self, documents: int, ready: int) -> None:
        self._panel.set_count(documents, ready)
        self._welcome.show_documents(documents)

    def _ask_password(self, document: Document) -> None:
        wrong = document.error_code == "password-wrong"
        dialog = PasswordDialog(self.given.window, document.name, wrong=wrong)
        if dialog.exec():
            self.model.retry(document, dialog.field.text())
