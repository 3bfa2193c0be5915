"""Opens the dialog of redacted copies from the menu, for the document that is open or selected."""

from __future__ import annotations

from collections.abc import Sequence

from app.types import Notice
from app.words.catalogue import say
from rag.types import Document
from ui.library.panel import LibraryPanel
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.theme import Palette
from ui.reader.pane import ReaderPane
from ui.redacting.dialog import RedactDialog


class RedactDesk(Desk):
    """A copy of one document, without what is personal in it."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette
        self._library = given.frame.view(LibraryPanel)
        self._reader = given.frame.view(ReaderPane)

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.WORK, 32, say("redacting.window.menu"), "", self.show),)

    def retint(self, palette: Palette) -> None:
        self._palette = palette

    def show(self) -> None:
        """The dialog, which is modal."""
        document = self._document()
        if document is None:
            words = (say(f"redacting.window.choose.{part}") for part in ("title", "sentence", "remedy"))
            self.given.frame.banner.show_notice(Notice(*words))
            return
        services = self.given.services
        dialog = RedactDialog(
            self.given.window,
            services.redacting,
            services.reader,
            self.given.tasks,
            self._palette,
            services.audit,
            services.activity,
        )
        dialog.begin(document.path, document.name, document.id)
        dialog.exec()

    def _document(self) -> Document | None:
        """What the page beside shows, else what is selected in the list."""
        shown = self._reader.shown
        if shown is not None and self._reader.isVisible():
            return shown.document
        return self._library.selected()
