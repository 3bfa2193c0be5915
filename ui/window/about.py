"""What Confidant is, and what keeps its promise."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.parts.controls import button, label
from ui.parts.theme import Space

_WORDS = (
    "Confidant reads your documents on this computer and never goes online. Documents, vectors and "
    "conversations lie in one encrypted file; the language model runs in a process of its own beside it.\n\n"
    "Every sentence of an answer is compared with the passages it was made from. What nothing supports is "
    "marked. Read the cited page before you rely on an answer: language models make mistakes.\n\n"
    "Apache License 2.0. Libraries and models are listed in THIRD_PARTY.md."
)


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Confidant")
        self.setMinimumWidth(460)
        close = button("Close", primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label("Confidant", "title"))
        layout.addWidget(label(_WORDS, wrap=True))
        layout.addWidget(close)
