"""Joins the library's panel with the matters that its documents can be moved to."""

from __future__ import annotations

from collections.abc import Sequence

from app.matters.matters import Matters
from app.types import Notice
from app.words.catalogue import say
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentState
from ui.library.panel import LibraryPanel
from ui.matters.moving import MoveForm, Moves
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane


class MatterDesk(Desk):
    """Documents on their way into a matter."""

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

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(Menu.FILE, 31, say("matters.move.entry"), "", self.ask, possible=self._panel.has_selection),
        )

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
