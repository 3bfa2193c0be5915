"""Lets those who speak in the recording that is open be named: in a menu, or by a click on who speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from app.events import Event, LibraryChanged
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from rag.types import Document, PageUnit, clock
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
from ui.playing.naming import NamingDialog, Voice
from ui.reader.kinds import Opened
from ui.reader.pane import ReaderPane

_SAID = 90  # characters of how somebody first speaks


class NamingDesk(Desk):
    """Names count for citations and questions at once, and can be taken back."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._store = given.services.store
        self._pane = given.frame.view(ReaderPane)
        self._document: Document | None = None
        self._pane.opened.connect(self._opened)
        self._pane.speaker_asked.connect(self.ask)

    def entries(self) -> Sequence[Entry]:
        words = say("speakers.menu")
        return (Entry(Menu.EDIT, 45, words, "", partial(self.ask, 0), possible=self._can_be_named),)

    def take(self, event: Event) -> None:
        document = self._document
        if isinstance(event, LibraryChanged) and document is not None and event.document.id == document.id:
            self._pane.renew()  # its speakers may be known now

    def ask(self, speaker: int) -> None:
        """Ask what they are called, this one first."""
        document = self._document
        if document is None:
            return
        nobody = Notice(say("speakers.none"), say("speakers.none-why"), say("speakers.none-remedy"))

        def show(voices: list[Voice]) -> None:
            if document is not self._document:
                return
            if voices:
                self._ask(document, voices, speaker)
            else:
                self.given.frame.banner.show_notice(nobody)

        self.given.tasks.run(Lane.LIBRARY, lambda: self._voices(document), show, self._refuse)

    # --- inside --------------------------------------------------------------------------------------------

    def _opened(self, opened: Opened) -> None:
        self._document = opened.document if opened.document.unit is PageUnit.MINUTE else None

    def _can_be_named(self) -> bool:
        return self._document is not None and self._pane.isVisible()

    def _voices(self, document: Document) -> list[Voice]:
        turns = self._store.speakers.turns(document.id)
        found = []
        for number, name in self._store.speakers.names(document.id).items():
            turn = next((one for one in turns if number == one.speaker or (name and name == one.name)), None)
            if turn is not None:
                said = self._store.text(document.id, turn.start, min(turn.end, turn.start + _SAID))
                cut = "…" if turn.end - turn.start > _SAID else ""
                found.append(Voice(number, name, clock(turn.seconds), " ".join(said.split()) + cut))
        return found

    def _ask(self, document: Document, voices: Sequence[Voice], speaker: int) -> None:
        dialog = NamingDialog(self.given.window, document.name, voices, speaker)
        if dialog.exec() and dialog.names:
            self._name(document, dialog.names, told=True)
        dialog.deleteLater()

    def _name(self, document: Document, names: Mapping[int, str], *, told: bool) -> None:
        def work() -> dict[int, str]:
            return {one: self._store.speakers.name(document.id, one, name) for one, name in names.items()}

        def done(before: dict[int, str]) -> None:
            self._pane.renew()
            if told:
                words = say("speakers.done", document=document.name)
                self.given.frame.note_undo(words, lambda: self._name(document, before, told=False))

        self.given.tasks.run(Lane.LIBRARY, work, done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.given.frame.banner.show_notice(notice_of(error))
