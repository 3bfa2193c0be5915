"""Asking for the passphrase of the library, or for a new one."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.parts.controls import button, label, secret_field
from ui.parts.theme import Space

_SHORTEST = 8


class PassphraseDialog(QDialog):
    """Modal. `passphrase` is what was entered; a new one is entered twice."""

    def __init__(self, parent: QWidget | None, *, new: bool, wrong: bool = False) -> None:
        super().__init__(parent)
        self._new = new
        self.setWindowTitle("Protect your library" if new else "Unlock your library")
        self.setMinimumWidth(440)
        self.first, self.second = secret_field("Passphrase"), secret_field("The same passphrase again")
        self._hint = label("", "danger", wrap=True)
        self._accept = button("Create library" if new else "Unlock", primary=True)
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        cancel = button("Quit")
        cancel.clicked.connect(self.reject)
        words = (
            "Your documents are kept in one encrypted file. This computer has no keyring for its key, so a "
            "passphrase protects it. Nobody can recover it for you: write it down and keep it somewhere safe."
            if new
            else "Your documents are kept in one encrypted file. Enter the passphrase that protects it."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(words, "quiet", wrap=True))
        layout.addWidget(self.first)
        if new:
            layout.addWidget(self.second)
        layout.addWidget(self._hint)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._accept)
        layout.addLayout(row)
        for one in (self.first, self.second):
            one.textChanged.connect(self._check)
        self._check()
        if wrong:
            self._hint.setText("The library does not open with this passphrase. Capital letters matter.")

    @property
    def passphrase(self) -> str:
        return self.first.text()

    def _check(self) -> None:
        text = self.first.text()
        hint = ""
        if self._new and text and len(text) < _SHORTEST:
            hint = f"At least {_SHORTEST} characters; four or five words are better still."
        elif self._new and self.second.text() and self.second.text() != text:
            hint = "The two are not the same."
        ready = bool(text) if not self._new else len(text) >= _SHORTEST and self.second.text() == text
        self._hint.setText(hint)
        self._accept.setEnabled(ready)
