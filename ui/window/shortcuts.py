"""Every shortcut on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.words.catalogue import names, say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class ShortcutsDialog(Dialog):
    def __init__(self, parent: QWidget | None, actions: Sequence[tuple[str, QKeySequence]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("window.shortcuts.title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XXL)
        grid.setVerticalSpacing(Space.S)
        listed = [(name, keys.toString(QKeySequence.SequenceFormat.NativeText)) for name, keys in actions]
        keys_of = names("window.shortcuts.keys")
        listed += [(name, keys_of[key]) for key, name in names("window.shortcuts.elsewhere").items()]
        for place, (name, keys) in enumerate(listed):
            grid.addWidget(label(name), place, 0)
            grid.addWidget(label(keys, "quiet"), place, 1)
        close = button(say("window.shortcuts.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label(say("window.shortcuts.title"), "title"))
        layout.addLayout(grid)
        layout.addWidget(close)
