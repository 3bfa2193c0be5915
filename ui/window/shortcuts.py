"""Every shortcut on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui.parts.controls import button, label
from ui.parts.theme import Space

_ELSEWHERE = (
    ("Ask", "Enter"),
    ("New line in the question", "Shift+Enter"),
    ("Move between citations of an answer", "Tab, then Enter opens"),
    ("Remove the chosen document or conversation", "Delete"),
    ("Rename the chosen conversation", "F2"),
)


class ShortcutsDialog(QDialog):
    def __init__(self, parent: QWidget | None, actions: Sequence[tuple[str, QKeySequence]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XXL)
        grid.setVerticalSpacing(Space.S)
        listed = [(name, keys.toString(QKeySequence.SequenceFormat.NativeText)) for name, keys in actions]
        for place, (name, keys) in enumerate([*listed, *_ELSEWHERE]):
            grid.addWidget(label(name), place, 0)
            grid.addWidget(label(keys, "quiet"), place, 1)
        close = button("Close", primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label("Keyboard", "title"))
        layout.addLayout(grid)
        layout.addWidget(close)
