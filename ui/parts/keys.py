"""Keys as they are told: in a menu, in a list of them, behind a command."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem

from app.words.catalogue import spoken
from app.words.directions import leftward

_TAB = "\t"  # between what a line of a menu says and its keys
# What Qt spells out, as keyboards and everything else that is said have it.
_SHORT = {
    "es": {
        "Control": "Ctrl", "Mayúsculas": "Mayús", "Suprimir": "Supr",  # not for people: as Qt has them
        "Escape": "Esc", "Retorno": "Intro",  # not for people
    },
}  # fmt: skip


def key_words(keys: QKeySequence) -> str:
    """Keys as this desktop calls them, in their order also where one reads from right to left."""
    return _in_order(keys.toString(QKeySequence.SequenceFormat.NativeText))


class KeyedMenu(QMenu):
    """Shows the keys of its lines in their order: from right to left Qt turns “Ctrl++” round."""

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        super().initStyleOption(option, action)
        words, tab, keys = option.text.partition(_TAB)
        if tab:
            option.text = f"{words}{_TAB}{_in_order(keys)}"


def _in_order(keys: str) -> str:
    short = _SHORT.get(spoken(), {})
    keys = re.sub(r"\w+", lambda found: short.get(found.group(), found.group()), keys)
    backwards = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return leftward(keys) if backwards else keys
