"""Joins the page beside an answer with what opens it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from rag.carrying.wishes import Tool
from rag.types import Citation, Document
from ui.parts.desk import Begin, Desk, Entry, Given, Menu, Paged
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.reader.pane import ReaderPane
from ui.reader.passage import PassageDialog
from ui.reader.viewmodel import ReaderViewModel


class ReaderDesk(Desk):
    """The page in the window, beside whatever stands in the centre."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette
        self.model = ReaderViewModel(given.services.library, given.tasks, self)
        self._pane = given.frame.view(ReaderPane)
        model, pane = self.model, self._pane
        model.shown.connect(lambda shown: pane.show_page(shown, model.can_go_back))
        model.refused.connect(given.frame.banner.show_notice)
        pane.closed.connect(self.leave)
        pane.turned.connect(model.turn)
        pane.went.connect(model.go_to)
        pane.zoomed.connect(model.change_zoom)
        pane.back_asked.connect(model.back)
        pane.followed.connect(model.follow)
        pane.resized.connect(model.fit)
        model.zoomed.connect(pane.zoom)

    def entries(self) -> Sequence[Entry]:
        keys = "Ctrl+Alt+C"
        return (Entry(Menu.EDIT, 24, say("reader.copy"), keys, self.copy, possible=lambda: self._can_copy),)

    @property
    def _can_copy(self) -> bool:
        return self.is_shown and self._pane.quoted is not None

    def copy(self) -> None:
        """Put what is marked on the clipboard, with its document and page."""
        quoted = self._pane.quoted if self.is_shown else None
        banner = self.given.frame.banner
        if quoted is None:
            banner.show_notice(Notice(say("reader.copy-nothing"), say("reader.copy-how"), ""))
            return
        text = say("reader.quoted", quote=quoted[0], place=quoted[1])
        QGuiApplication.clipboard().setText(text)
        audit = self.given.services.audit
        self.given.tasks.run(Lane.LIBRARY, lambda: audit.exported("page", "clipboard", text.encode()))
        banner.show_done(say("reader.copied"))

    def cite(self, citation: Citation) -> None:
        """Open the cited page, and mark the passage; of a document that is not here, the passage."""
        if citation.shared is not None:
            PassageDialog(self.given.window, citation, citation.shared, self._palette).exec()
            return
        self._pane.show()
        self.model.cite(citation)

    def browse(self, document: Document, page: int = 1) -> None:
        """Open a document at a page."""
        self._pane.show()
        self.model.browse(document, page)

    def begins(self, begin: Begin) -> bool:
        """Open the page that a wish names."""
        if not begin.calls(Tool.OPEN_PAGE) or begin.errand is None or not begin.documents:
            return False
        library, page = self.given.services.library, int(begin.errand.arguments["page"])

        def refuse(error: Exception) -> None:
            self.given.frame.banner.show_notice(notice_of(error))

        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: library.document(begin.documents[0]),
            lambda document: self.browse(document, page),
            refuse,
        )
        return True

    def retint(self, palette: Palette) -> None:
        self._palette = palette

    @property
    def is_shown(self) -> bool:
        return self._pane.isVisible()

    @property
    def paged(self) -> Paged | None:
        return self.model if self.is_shown else None

    @property
    def at_hand(self) -> tuple[int, ...]:
        document = self.model.document
        return (document.id,) if self.is_shown and document is not None else ()

    @property
    def marked(self) -> tuple[str, int, int] | None:
        """What a person has marked on the page; see `ReaderPane.marked`."""
        return self._pane.marked if self.is_shown else None

    def leave(self) -> None:
        self._pane.hide()
        self.given.frame.focus_question()
