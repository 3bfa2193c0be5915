"""Joins the window with matters: documents that are moved into one, and the one that the window is in."""

from __future__ import annotations

from collections.abc import Sequence

from app.matters.handing import Source
from app.matters.matters import Matters
from app.security.keys import PassphraseCost
from app.types import Notice
from app.words.catalogue import say
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentState
from ui.library.panel import LibraryPanel
from ui.matters.giving import Giving
from ui.matters.moving import MoveForm, Moves
from ui.matters.passing import HandOverForm, where_to
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane


class MatterDesk(Desk):
    """Documents on their way into a matter; a matter that is open here, on its way to somebody else."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        services = given.services
        self._panel, self._banner = given.frame.view(LibraryPanel), given.frame.banner
        self._store: DocumentStore = services.store
        self._inside = services.paths.library is not None
        self._matters = Matters(services.paths, services.vault)
        self.moves = Moves(self._matters, given.tasks, services.library.remove, self)
        self.moves.began.connect(self._show)
        self.moves.progressed.connect(self._progressed)
        self.moves.moved.connect(self._banner.show_done)
        self.moves.refused.connect(self._banner.show_notice)
        self._panel.move_asked.connect(self.ask)
        self.giving = self._within()

    def entries(self) -> Sequence[Entry]:
        move = say("matters.move.entry")
        lines = [Entry(Menu.FILE, 31, move, "", self.ask, possible=self._panel.has_selection)]
        if self.giving is not None:
            lines.append(Entry(Menu.FILE, 32, say("matters.hand-over.entry"), "", self.hand_over))
        return lines

    def ask(self) -> None:
        """Ask where the documents go that are selected in the library."""
        chosen = [one for one in self._panel.selection() if one.state is DocumentState.READY]
        matters = [] if self._inside else self._matters.all()
        if self._inside or not matters or not chosen:
            why = "inside" if self._inside else "nothing" if matters else "none"
            self._banner.show_notice(
                Notice(say("matters.move.title"), say(f"matters.move.refused.{why}"), "")
            )
            return

        def asked(answers: int) -> None:
            self._choose(chosen, answers)

        self.given.tasks.run(Lane.LIBRARY, lambda: self._store.answers_on(chosen), asked)

    def hand_over(self) -> None:
        """Ask for whom the matter that the window is in is written into a file, and where."""
        place, giving = self.given.place, self.giving
        if place is None or giving is None or giving.is_busy:
            return
        form = HandOverForm(self.given.window, place.matter)
        if form.exec() and (path := where_to(self.given.window, place.matter)) is not None:
            giving.give(form.to(path))
        form.deleteLater()

    # --- inside --------------------------------------------------------------------------------------------

    def _within(self) -> Giving | None:
        """What hands over the matter that the window is in, where it is in one."""
        services, place = self.given.services, self.given.place
        if place is None:
            return None
        home = services.paths.home
        source = Source(services.vault, home, home.name, place.matter, services.audit)
        giving = Giving(source, self.given.tasks, PassphraseCost(), self)
        giving.began.connect(self._show_giving)
        giving.progressed.connect(self._progressed_giving)
        giving.ended.connect(self._banner.show_done)
        giving.refused.connect(self._banner.show_notice)
        return giving

    def _show_giving(self, words: str) -> None:
        if self.giving is not None:
            self._banner.show_advice(Notice(words, "", ""), say("matters.list.stop"), self.giving.stop)

    def _progressed_giving(self, words: str) -> None:
        if self.giving is not None and self._banner.offers(self.giving.stop):
            self._show_giving(words)

    def _show(self, words: str) -> None:
        self._banner.show_notice(Notice(words, "", ""), say("matters.list.stop"), self.moves.stop)

    def _progressed(self, words: str) -> None:
        """Where the person has not put it away."""
        if self._banner.offers(self.moves.stop):
            self._show(words)

    def _choose(self, documents: Sequence[Document], answers: int) -> None:
        form = MoveForm(self.given.window, documents, answers, self._matters.all())
        if form.exec():
            self.moves.move(documents, form.matter, form.passphrase)
        form.deleteLater()
