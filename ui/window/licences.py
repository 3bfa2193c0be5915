"""The licences of everything that Confidant is made of, and of the models that it knows."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QTabBar, QVBoxLayout, QWidget

from app.words.catalogue import say
from ui.parts.controls import button
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class LicencesDialog(Dialog):
    def __init__(self, texts: Mapping[str, str], parent: QWidget | None) -> None:
        """`texts`: by the name of what each is of, in the order they are offered."""
        super().__init__(parent)
        self.setWindowTitle(say("window.about.licences"))
        self.resize(720, 560)
        tabs = QTabBar()
        tabs.setDrawBase(False)
        tabs.setExpanding(False)
        for name in texts:
            tabs.addTab(name)
        in_order = list(texts.values())
        shown = QPlainTextEdit(in_order[0])
        tabs.currentChanged.connect(lambda place: shown.setPlainText(in_order[place]))
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
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(tabs)
        layout.addWidget(shown)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
