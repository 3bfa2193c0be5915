"""Joins shared collections with the window: their dialog, what the status bar says of them, their faults."""

from __future__ import annotations

from collections.abc import Sequence

from app.events import Event, SharedChanged
from app.sharing.publishing import Publishing
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.sharing import state_words
from engine.errors import Fault
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.sharing.dialog import SharedDialog
from ui.sharing.viewmodel import SharedViewModel


class SharingDesk(Desk):
    """Collections of others."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._told = False  # that they cannot be asked
        if given.services.sharing is not None:
            self._show_state(given.services.sharing.away)

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.FILE, 21, say("sharing.window.menu"), "", self.show, opens="shared"),)

    def take(self, event: Event) -> None:
        if isinstance(event, SharedChanged):
            self._show_state(event.away)
            told_before, self._told = self._told, event.away is not None
            if event.away is not None and not told_before:
                told = notice_of(event.away)
                here = say("sharing.away", host=event.host)
                self.given.frame.banner.show_notice(
                    Notice(told.title, f"{told.sentence} {here}", told.remedy)
                )

    def show(self) -> None:
        """The dialog; without a server, how one is allowed."""
        services = self.given.services
        if services.sharing is None:
            title, words = say("sharing.window.title"), say("sharing.window.not-allowed")
            self.given.frame.banner.show_notice(Notice(title, words, say("sharing.window.how")))
            return
        collections = sorted({one.collection for one in services.store.list()})
        publishing = Publishing(services.sharing, services.store, services.vault)
        model = SharedViewModel(services.sharing, publishing, self.given.tasks, services.activity)
        dialog = SharedDialog(self.given.window, model, collections)
        dialog.exec()
        dialog.deleteLater()

    def _show_state(self, away: Fault | None) -> None:
        sharing = self.given.services.sharing
        if sharing is not None:
            words = state_words(sharing.host, away, len(sharing.chosen))
            self.given.frame.status.show_shared(words, sharing.host, away=away is not None)
