"""Joins the page beside an answer with what opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.library.reading import Reading
from app.types import Notice
from app.words.catalogue import alone, row, say
from app.words.messages import notice_of
from rag.carrying.wishes import Tool
from rag.errors import FileMissing
from rag.types import Citation, Document
from ui.parts.claim import KeyboardClaim
from ui.parts.desk import Begin, Desk, Entry, Given, Menu, Paged
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.reader.finding import Finding
from ui.reader.keeping import PlaceKeeping
from ui.reader.kinds import Span
from ui.reader.outside import may_leave
from ui.reader.pane import ReaderPane
from ui.reader.passage import PassageDialog
from ui.reader.viewmodel import ReaderViewModel, Showing


class ReaderDesk(Desk):
    """The page in the window, beside whatever stands in the centre."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette
        self._keyboard = KeyboardClaim(self)
        self._cited = KeyboardClaim(self)  # for finding in a cited page, which leaves the keyboard
        self._reading = Reading(given.services.store, given.services.library)
        self.model = ReaderViewModel(self._reading, given.tasks, self)
        self._pane = given.frame.view(ReaderPane)
        model, pane = self.model, self._pane
        pane.attach(given, self._reading)
        self._finding = Finding(self._reading, given.tasks, lambda: pane.kind.place, self)
        model.opened.connect(self._show)
        model.read.connect(pane.show_page)
        model.refused.connect(given.frame.banner.show_notice)
        pane.closed.connect(self.leave)
        pane.went.connect(model.go_to)
        pane.back_asked.connect(model.back)
        pane.forward_asked.connect(model.forward)
        pane.followed.connect(model.follow)
        pane.moved.connect(model.move)
        self._places = PlaceKeeping(
            self._reading, given.tasks, lambda: (pane.kind.place, pane.kind.zoom), self
        )
        for kind in pane.kinds:
            kind.moved.connect(self._places.moved)
            kind.zoomed.connect(self._places.moved)
        pane.copy_asked.connect(self.copy_plain)
        pane.section_asked.connect(model.open_section)
        pane.page_asked.connect(model.go)
        pane.outside_asked.connect(self.open_outside)
        model.outlined.connect(lambda sections: pane.strip.show_sections(sections, model.section))
        model.moved_on.connect(pane.strip.outline.show_read)
        pane.sought.connect(self._seek)
        pane.stepped.connect(self._finding.step)
        self._finding.hits.connect(pane.show_hits)
        self._finding.told.connect(lambda words, found: pane.finder.tell(words, found=found))
        self._finding.failed.connect(lambda error: given.frame.banner.show_notice(notice_of(error)))

    def entries(self) -> Sequence[Entry]:
        shown = lambda: self.is_shown  # noqa: E731
        find, forward = self._pane.begin_finding, self.model.forward
        return (
            Entry(
                Menu.EDIT,
                24,
                say("reader.copy"),
                "Ctrl+Alt+C",
                self.copy,
                possible=lambda: self._can_copy,
            ),
            Entry(Menu.EDIT, 29, say("reader.find.menu"), "Ctrl+Shift+F", find, possible=shown),
            Entry(Menu.VIEW, 7, say("reader.strip.menu"), "F8", self._pane.toggle_strip, possible=shown),
            Entry(Menu.VIEW, 13, say("reader.forward-menu"), "Alt+Right", forward, possible=shown),
        )

    @property
    def _can_copy(self) -> bool:
        return self.is_shown and self._pane.quoted is not None

    def copy(self) -> None:
        """Put what is selected, or cited, on the clipboard, with its document and page."""
        quoted, document = self._pane.quoted if self.is_shown else None, self.model.document
        banner = self.given.frame.banner
        if quoted is None or document is None:
            banner.show_notice(Notice(say("reader.copy-nothing"), say("reader.copy-how"), ""))
            return
        span, where = quoted
        section = self.model.section_of(span.start).rpartition(" › ")[2]
        place = row(map(alone, filter(None, (*where, section))))
        self._take_along(
            span,
            lambda text: say("reader.quoted", quote=" ".join(text.split()), place=place),
            say("reader.copied"),
        )

    def copy_plain(self) -> None:
        """Put what is selected on the clipboard."""
        span = self._pane.kind.selection if self.is_shown else None
        if span is not None:
            self._take_along(span, lambda text: text, say("reader.copied-plain"))

    def open_outside(self) -> None:
        """Open the file in the program that the system has for it, once a person has agreed."""
        document = self.model.document
        if document is None:
            return
        path, audit, banner = Path(document.file), self.given.services.audit, self.given.frame.banner
        if not path.exists():
            banner.show_notice(notice_of(FileMissing(path=str(path))))
            return
        if not may_leave(self.given.window, self.given.services.settings, document.name):
            return

        def go(_: None) -> None:
            if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                banner.show_done(say("reader.outside.done", name=document.name))
            else:
                banner.show_notice(Notice(say("reader.outside.failed"), say("reader.outside.failed-how"), ""))

        # What leaves is noted before it does.
        self.given.tasks.run(Lane.LIBRARY, lambda: audit.opened_outside(path), go)

    def _take_along(self, span: Span, worded: Callable[[str], str], done: str) -> None:
        document, audit = self.model.document, self.given.services.audit
        assert document is not None

        def fetch() -> str:
            text = worded(self._reading.copied(document.id, *span))
            audit.exported("page", "clipboard", text.encode())
            return text

        def put(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.given.frame.banner.show_done(done)

        self.given.tasks.run(Lane.LIBRARY, fetch, put)

    def _show(self, showing: Showing) -> None:
        self._places.opened(showing.opened.document.id, showing.place, cited=showing.reveal)
        self._pane.show_ways(self.model.can_go_back, self.model.can_go_on)
        self._pane.show_document(showing)
        if self._keyboard.take():  # somebody came to read it, and still waits for it
            self._pane.focus_document()
        self._finding.open(showing.opened.document.id)

    def _seek(self, words: str) -> None:
        if words.strip() or self._pane.finder.isVisible():
            self._finding.seek(words)
        else:
            self._finding.stop()

    def cite(self, citation: Citation) -> None:
        """Open the cited page, and mark the passage; of a document that is not here, the passage."""
        if citation.shared is not None:
            PassageDialog(self.given.window, citation, citation.shared, self._palette).exec()
            return
        self._pane.show()
        self._keyboard.take()
        self._cited.make()
        self.model.cite(citation)

    def browse(self, document: Document, page: int | None = None, *, keyboard: bool = True) -> None:
        """Open a document at a page, or where it was read last; with the `keyboard`, unless somebody goes on
        elsewhere meanwhile.
        """
        self._pane.show()
        self._keyboard.take()
        if keyboard:
            self._keyboard.make()
        self.model.browse(document, page)

    def finds(self) -> bool:
        """In the cited page, which a person looks at while the keyboard is still where it was opened from."""
        found = self._cited.take() and self.is_shown and self._pane.shown is not None
        if found:
            self._pane.begin_finding()
        return found

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
        return self if self.is_shown else None

    def turn(self, steps: int) -> None:
        """See `Paged`."""
        self._pane.turn(steps)

    def change_zoom(self, steps: int) -> None:
        """See `Paged`."""
        self._pane.change_zoom(steps)

    def back(self) -> None:
        """See `Paged`."""
        self.model.back()

    @property
    def at_hand(self) -> tuple[int, ...]:
        document = self.model.document
        return (document.id,) if self.is_shown and document is not None else ()

    @property
    def marked(self) -> tuple[str, int, int] | None:
        """What a person has marked on the page; see `ReaderPane.marked`."""
        return self._pane.marked if self.is_shown else None

    def escape(self) -> bool:
        return self._pane.end_first() or super().escape()

    def may_close(self) -> bool:
        self._places.flush(now=True)
        return True

    def may_leave(self, again: Callable[[], object]) -> bool:  # noqa: ARG002 - it never asks
        return self.may_close()

    def leave(self) -> None:
        self._places.flush()
        self._pane.hide()
        self.given.frame.focus_question()
