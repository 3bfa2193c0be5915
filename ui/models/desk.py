"""Joins the models of this machine with the status bar, the field for questions, and their dialog."""

from __future__ import annotations

from collections.abc import Sequence

from app.events import Event, ModelChanged
from app.types import ModelState, ModelStatus
from app.words.catalogue import say
from ui.chat.composer import Composer
from ui.chat.welcome import Welcome
from ui.models.dialog import ModelsDialog
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane


class ModelDesk(Desk):
    """Which model answers, and getting another."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._frame = given.frame
        self._composer = given.frame.view(Composer)
        self._welcome = given.frame.view(Welcome)
        self._welcome.models_asked.connect(self.show)

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.FILE, 70, say("models.menu"), "Ctrl+M", self.show),)

    def take(self, event: Event) -> None:
        if isinstance(event, ModelChanged):
            self._frame.status.show_model(event.status)

    def show(self) -> None:
        """The dialog with every model."""
        dialog = ModelsDialog(self.given.window, self.given.services.models, self.given.tasks)
        dialog.changed.connect(self._frame.tell_models_changed)
        dialog.exec()

    def models_changed(self) -> None:
        """Ask which model answers now; looking through the models folder takes a moment."""
        self.given.tasks.run(Lane.LIBRARY, self.given.services.models.status, self._known)

    def _known(self, status: ModelStatus) -> None:
        self._frame.status.show_model(status)
        absent = status.state is ModelState.ABSENT
        self._composer.set_reason(say("chat.composer.needs-model") if absent else "")
        self._welcome.show_model(not absent)
