"""Asking for the password of a protected document."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.controls import button, label, secret_field
from ui.parts.theme import Space


class PasswordDialog(QDialog):
    """The password of one protected document."""

    def __init__(self, parent: QWidget | None, name: str, *, wrong: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("Password of the document")
        self.setMinimumWidth(420)
        self.field = secret_field("Password")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(name, "heading", wrap=True))
        words = "The password was not right. " if wrong else ""
        layout.addWidget(
            label(f"{words}Its password is used to read it now and is not kept.", "quiet", wrap=True)
        )
        layout.addWidget(self.field)
        row = QHBoxLayout()
        row.addStretch()
        cancel, accept = button("Cancel"), button("Open", primary=True)
        accept.setDefault(True)
        cancel.clicked.connect(self.reject)
        accept.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(accept)
        layout.addLayout(row)
