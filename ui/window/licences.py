"""The licences of everything that Confidant is made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.words.catalogue import say
from ui.parts.controls import button
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class LicencesDialog(Dialog):
    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("window.about.licences"))
        self.resize(720, 560)
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(say("window.about.licences"))
        # Also by the keyboard: without a cursor nothing of it could be marked and copied there.
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        close = button(say("window.about.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(shown)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
