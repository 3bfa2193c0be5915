"""Opens the dialog of forecasts from the menu."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.catalogue import say
from ui.forecasting.dialog import ForecastDialog
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.theme import Palette


class ForecastDesk(Desk):
    """What the columns of a table are likely to go on with."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._palette = given.palette

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.WORK, 33, say("forecasting.window.menu"), "", self.show),)

    def retint(self, palette: Palette) -> None:
        self._palette = palette

    def show(self) -> None:
        """The dialog, which is modal."""
        ForecastDialog(self.given.window, self.given.services.reader, self.given.tasks, self._palette).exec()
