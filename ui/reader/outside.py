"""Asks once whether files may be opened in other programs, which nothing seals."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.settings import Settings
from app.words.catalogue import say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class OutsideDialog(Dialog):
    """Modal. Escape, and the button that has the keyboard, leave the file where it is."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("reader.outside.title"))
        self.resize(480, 200)
        self.no = button(say("reader.outside.no"))
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes = button(say("reader.outside.yes"), primary=True)
        self.yes.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(label(say("reader.outside.title"), "title", wrap=True))
        column.addWidget(label(say("reader.outside.words", name=name), wrap=True))
        column.addStretch()
        column.addLayout(row)
        self.no.setFocus()


def may_leave(window: QWidget, settings: Settings, name: str) -> bool:
    """Whether a person agrees, now or before."""
    if settings.preferences.opens_outside:
        return True
    agreed = OutsideDialog(window, name).exec() == OutsideDialog.DialogCode.Accepted
    if agreed:
        settings.update(opens_outside=True)
    return agreed
