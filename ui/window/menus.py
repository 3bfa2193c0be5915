"""The menu bar and its shortcuts: one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.types import Appearance


@dataclass(frozen=True, slots=True)
class Entry:
    menu: str
    name: str
    keys: str
    do: Callable[[], object]


def build(
    window: QMainWindow,
    entries: Sequence[Entry],
    appearance: Appearance,
    choose_appearance: Callable[[Appearance], None],
) -> list[tuple[str, QKeySequence]]:
    """Fill the menu bar; returns every name with its keys, for the sheet of shortcuts."""
    bar, listed = window.menuBar(), []
    menus = {name: bar.addMenu(name) for name in dict.fromkeys(entry.menu for entry in entries)}
    for entry in entries:
        action = QAction(entry.name, window)
        if entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
            listed.append((entry.name.replace("&", "").rstrip("…"), action.shortcut()))
        action.triggered.connect(lambda _=False, do=entry.do: do())
        menus[entry.menu].addAction(action)
    view = menus["&View"]
    view.addSeparator()
    group = QActionGroup(window)
    names = {Appearance.SYSTEM: "Follow the system", Appearance.LIGHT: "Light", Appearance.DARK: "Dark"}
    for kind, name in names.items():
        action = QAction(name, window, checkable=True)
        action.setChecked(kind is appearance)
        action.triggered.connect(lambda _=False, kind=kind: choose_appearance(kind))
        group.addAction(action)
        view.addAction(action)
    return listed
