"""A question before something leaves this computer, or is deleted elsewhere."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class AskDialog(Dialog):
    """What it is about, and whether to do it; leaving it is what Return and Escape do."""

    def __init__(self, parent: QWidget | None, title: str, words: str, do: str, leave: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(520, 340)
        self.words = label(words.replace("\n", "\n\n"), wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(title)
        self.do = button(do)
        self.do.clicked.connect(self.accept)
        self.leave = button(leave, primary=True)
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.do)
        row.addStretch()
        row.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(title, "title", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addLayout(row)
        self.leave.setFocus()


def ask(parent: QWidget, title: str, words: str, do: str, leave: str) -> bool:
    """Whether the person wants it done."""
    dialog = AskDialog(parent, title, words, do, leave)
    wanted = bool(dialog.exec())
    dialog.deleteLater()
    return wanted
