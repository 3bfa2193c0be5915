"""The menu bar and its shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.types import Appearance
from app.words.catalogue import say
from ui.parts.desk import Entry, Menu


class Menus:
    """Every menu is there from the start; lines come when there is somebody to follow them."""

    def __init__(
        self, window: QMainWindow, appearance: Appearance, choose_appearance: Callable[[Appearance], None]
    ) -> None:
        self._window = window
        self._menus = {menu: window.menuBar().addMenu(say(f"window.menu.{menu.value}")) for menu in Menu}
        self._placed: dict[Menu, list[tuple[int, QAction]]] = {menu: [] for menu in Menu}
        self._end = self._menus[Menu.VIEW].addSeparator()
        group = QActionGroup(window)
        for kind in Appearance:
            action = QAction(say(f"window.appearance.{kind.value}"), window, checkable=True)
            action.setChecked(kind is appearance)
            action.triggered.connect(lambda _=False, kind=kind: choose_appearance(kind))
            group.addAction(action)
            self._menus[Menu.VIEW].addAction(action)

    def add(self, entries: Sequence[Entry]) -> None:
        """Put each where it belongs in its menu."""
        for entry in entries:
            action = QAction(entry.name, self._window)
            if entry.keys:
                action.setShortcut(QKeySequence(entry.keys))
            if entry.checked is not None:
                action.setCheckable(True)
                action.setChecked(entry.checked)
            action.triggered.connect(lambda _=False, do=entry.do: do())
            placed = self._placed[entry.menu]
            below = next((one for place, one in placed if place > entry.place), None)
            if below is None and entry.menu is Menu.VIEW:
                below = self._end
            if below is None:
                self._menus[entry.menu].addAction(action)
            else:
                self._menus[entry.menu].insertAction(below, action)
            placed.append((entry.place, action))
            placed.sort(key=lambda one: one[0])

    def shortcuts(self) -> list[tuple[str, QKeySequence]]:
        """Every name that has keys with them, from the first menu to the last."""
        actions = [action for placed in self._placed.values() for _, action in placed]
        return [
            (action.text().replace("&", "").rstrip("…"), action.shortcut())
            for action in actions
            if not action.shortcut().isEmpty()
        ]
