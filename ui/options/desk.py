"""Joins the settings with the window: their line in the menus, and what follows from a change."""

from __future__ import annotations

from collections.abc import Sequence

from app.options.option import Where
from app.security.keys import KeySlots
from app.words.catalogue import say
from ui.options.dialog import OptionsDialog
from ui.options.keys_dialog import KeysDialog
from ui.options.keys_model import KeysViewModel
from ui.options.viewmodel import OptionsViewModel
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.theme import Palette


class OptionsDesk(Desk):
    """What can be set, in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette
        services = given.services
        where = Where(services.settings, services.paths.models, services)
        self.model = OptionsViewModel(where, given.tasks, self)
        self.model.changed.connect(given.frame.tell_option_changed)
        self._dialog: OptionsDialog | None = None

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(Menu.FILE, 41, say("window.file.locking"), "", lambda: self.show("lock-after")),
            Entry(Menu.FILE, 42, say("settings.keys.menu"), "", self.show_keys, opens="keys"),
            Entry(Menu.EDIT, 50, say("settings.menu"), "Ctrl+,", self.show),
            Entry(Menu.MODELS, 30, say("library.desk.battery"), "", lambda: self.show("battery-work")),
        )

    def show(self, option_id: str = "") -> None:
        """The window of settings, at one of them where its id is given."""
        dialog = self._dialog
        if dialog is None:
            dialog = OptionsDialog(self.given.window, self._palette, self.model, self.given.frame.opening)
            dialog.finished.connect(self._closed)
            self._dialog = dialog
        else:
            self.model.load()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        if option_id:
            dialog.show_option(option_id)

    def show_keys(self) -> None:
        """The dialog with the ways that open the library, or the matter that the window is in."""
        place = self.given.place
        ring, matter = (None, "") if place is None else (place.ring, place.matter)
        slots = KeySlots(self.given.services.paths.home, ring)
        audit = self.given.services.audit
        model = KeysViewModel(slots, self.given.tasks, lambda it: audit.way(it.kind.value, added=it.added))
        dialog = KeysDialog(self.given.window, model, matter)
        dialog.exec()
        dialog.deleteLater()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        if self._dialog is not None:
            self._dialog.retint(palette)

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
