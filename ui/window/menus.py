"""The menu bar and its shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.types import Appearance
from app.words.catalogue import say
from ui.parts.desk import Entry, Menu
from ui.parts.keys import KeyedMenu

_APPEARANCES = 90  # the place of the first, in the view
_GROUP = 10  # places of one


Shortcuts = tuple[str, list[tuple[str, QKeySequence]]]  # of one menu


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a menu, with what it was made of."""

    entry: Entry
    action: QAction

    @property
    def name(self) -> str:
        """Without its letter, and without the dots that say that more is asked."""
        return self.entry.name.replace("&", "").rstrip("…")

    @property
    def applies(self) -> bool:
        return self.entry.possible is None or self.entry.possible()


class Menus:
    """Every menu is there from the start; lines come when there is somebody to follow them."""

    def __init__(
        self,
        window: QMainWindow,
        appearance: Callable[[], Appearance],
        choose_appearance: Callable[[Appearance], None],
    ) -> None:
        """`appearance` tells the one that was chosen."""
        self._window = window
        bar = window.menuBar()
        self._menus = {menu: KeyedMenu(say(f"window.menu.{menu.value}"), bar) for menu in Menu}
        for shown in self._menus.values():
            bar.addMenu(shown)
        self._lines: dict[Menu, list[Line]] = {menu: [] for menu in Menu}
        for menu, shown in self._menus.items():
            shown.aboutToShow.connect(partial(self._judge, menu))
            # Keys go through lines: one that does not apply now says why when it is reached by them.
            shown.aboutToHide.connect(partial(self._allow, menu))
        self.add(
            [
                Entry(
                    Menu.VIEW,
                    _APPEARANCES + place,
                    say(f"window.appearance.{kind.value}"),
                    "",
                    partial(choose_appearance, kind),
                    checked=partial(_is_now, appearance, kind),
                )
                for place, kind in enumerate(Appearance)
            ]
        )
        group = QActionGroup(window)
        for line in self._lines[Menu.VIEW]:
            group.addAction(line.action)

    def add(self, entries: Sequence[Entry]) -> None:
        """Put each where it belongs in its menu."""
        for entry in entries:
            lines = self._lines[entry.menu]
            lines.append(Line(entry, self._action(entry)))
            lines.sort(key=lambda line: line.entry.place)
        for menu in {entry.menu for entry in entries}:
            self._lay(menu)

    @property
    def lines(self) -> list[tuple[str, Line]]:
        """Every line with the name of its menu, from the first menu to the last."""
        return [
            (say(f"window.menu.{menu.value}").replace("&", ""), line)
            for menu, lines in self._lines.items()
            for line in lines
        ]

    def shortcuts(self) -> list[Shortcuts]:
        """Every name that has keys with them, by menu, from the first to the last."""
        keyed = ((menu, line) for menu, line in self.lines if line.entry.keys)
        return [
            (menu, [(line.name, line.action.shortcut()) for _, line in some])
            for menu, some in groupby(keyed, key=itemgetter(0))
        ]

    def opening(self, option_id: str) -> Callable[[], object] | None:
        """What opens the dialog of a setting; None where no line does, or it does not apply now."""
        line = next((line for _, line in self.lines if line.entry.opens == option_id), None)
        return line.action.trigger if line is not None and line.applies else None

    def _action(self, entry: Entry) -> QAction:
        action = QAction(entry.name, self._window)
        if entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
        if entry.elsewhere:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if entry.checked is not None:
            action.setCheckable(True)
            action.setChecked(entry.checked())
        action.triggered.connect(lambda _=False: entry.do())
        return action

    def _lay(self, menu: Menu) -> None:
        """Put the lines of a menu in their order, with a rule between groups."""
        shown, before = self._menus[menu], -1
        shown.clear()  # the lines are the window's, and stay
        for line in self._lines[menu]:
            group = line.entry.place // _GROUP
            if before not in (-1, group):
                shown.addSeparator()
            before = group
            shown.addAction(line.action)

    def _judge(self, menu: Menu) -> None:
        for line in self._lines[menu]:
            line.action.setEnabled(line.applies)
            if line.entry.checked is not None:  # it may have been chosen elsewhere
                line.action.setChecked(line.entry.checked())

    def _allow(self, menu: Menu) -> None:
        for line in self._lines[menu]:
            line.action.setEnabled(True)


def _is_now(appearance: Callable[[], Appearance], kind: Appearance) -> bool:
    return appearance() is kind
