"""Opens the dialog of forecasts from the menu."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.carrying.register import Done, carry_out
from app.words.catalogue import say
from app.words.messages import notice_of
from rag.carrying.wishes import Tool
from rag.types import Wish
from ui.forecasting.dialog import ForecastDialog
from ui.parts.desk import Begin, Desk, Entry, Given, Menu
from ui.parts.tasks import Lane
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

    def begins(self, begin: Begin) -> bool:
        """Open the dialog with the table and the column that a wish names."""
        if not begin.calls(Tool.FORECAST) or begin.errand is None:
            return False
        services, arguments = self.given.services, begin.errand.arguments
        wish = Wish(begin.documents, plain=True, errand=begin.errand)

        def told(done: Done) -> None:
            if done.table is not None:
                self.show(done.table, str(arguments.get("value", "")), int(arguments.get("horizon", 0)))

        def refuse(error: Exception) -> None:
            self.given.frame.banner.show_notice(notice_of(error))

        self.given.tasks.run(Lane.LIBRARY, lambda: carry_out(services, wish), told, refuse)
        return True

    def show(self, table: Path | None = None, value: str = "", horizon: int = 0) -> None:
        """The dialog, which is modal; with a table, its column that is called `value`, and how far ahead."""
        services, tasks = self.given.services, self.given.tasks
        dialog = ForecastDialog(
            self.given.window, services.reader, tasks, self._palette, activity=services.activity
        )
        if table is not None:
            dialog.open(table, value, horizon)
        dialog.exec()
