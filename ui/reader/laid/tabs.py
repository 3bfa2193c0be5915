"""The sheets of a workbook as tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabBar

from app.words.catalogue import say
from app.words.places import sheet_words


class SheetTabs(QTabBar):
    """Told from outside, it says nothing; `currentChanged` is what a person chose."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("reader.grid.tabs"))
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setDrawBase(False)

    def show_names(self, names: Sequence[str]) -> None:
        """Show these sheets; nothing where there is one."""
        with QSignalBlocker(self):
            while self.count():
                self.removeTab(0)
            for name in names:
                self.addTab(sheet_words(name).replace("&", "&&") or say("reader.grid.only"))
        self.setVisible(len(names) > 1)

    def choose(self, number: int) -> None:
        with QSignalBlocker(self):
            self.setCurrentIndex(number)
