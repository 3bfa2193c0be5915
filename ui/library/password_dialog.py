"""Asking for the password of a protected document."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import say
from ui.parts.controls import button, label, labelled, secret_field
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class PasswordDialog(Dialog):
    """The password of one protected document."""

    def __init__(self, parent: QWidget | None, name: str, *, wrong: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("library.password.title"))
        self.setMinimumWidth(420)
        self.field = secret_field(say("library.password.field"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(name, "heading", wrap=True))
        words = say("library.password.wrong") if wrong else say("library.password.use")
        layout.addWidget(label(words, "quiet", wrap=True))
        layout.addLayout(labelled(say("library.password.field"), self.field))
        row = QHBoxLayout()
        row.addStretch()
        cancel, accept = (
            button(say("library.password.cancel")),
            button(say("library.password.open"), primary=True),
        )
        accept.setDefault(True)
        cancel.clicked.connect(self.reject)
        accept.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(accept)
        layout.addLayout(row)
