"""Keys as they are told: in a menu, in a list of them, behind a command."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem

from app.words.directions import leftward

_TAB = "\t"  # between what a line of a menu says and its keys


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
    backwards = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return leftward(keys) if backwards else keys
