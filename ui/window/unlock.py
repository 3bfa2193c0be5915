"""Asking for the passphrase of the library, for a new one, or whether to unlock it; why it does not open."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import count, say
from ui.parts.controls import button, label, labelled, secret_field
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.theme import Space

_SHORTEST = 8


class PassphraseDialog(Dialog):
    """Modal. `passphrase` is what was entered, also a recovery code; a new one is entered twice. `hint` says
    why it is asked for again; `code`: a recovery code was made, and opens the library too.
    """

    def __init__(self, parent: QWidget | None, *, new: bool, hint: str = "", code: bool = False) -> None:
        super().__init__(parent)
        self._new = new
        kind = "new" if new else "kept"
        self.setWindowTitle(say(f"window.unlock.{kind}.title"))
        self.setMinimumWidth(440)
        self.first = secret_field(say("window.unlock.passphrase"))
        self.second = secret_field(say("window.unlock.again"))
        self._hint = label("", "danger", wrap=True)
        self._accept = button(say(f"window.unlock.{kind}.accept"), primary=True)
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        cancel = button(say("window.unlock.quit"))
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(say(f"window.unlock.{kind}.words"), "quiet", wrap=True))
        layout.addLayout(labelled(say("window.unlock.passphrase"), self.first))
        if new:
            layout.addLayout(labelled(say("window.unlock.again"), self.second))
        if code and not hint:  # which tells of it too
            layout.addWidget(label(say("window.unlock.kept.code"), "small", wrap=True))
        layout.addWidget(self._hint)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._accept)
        layout.addLayout(row)
        for one in (self.first, self.second):
            one.textChanged.connect(self._check)
        self._check()
        self._hint.setText(hint)

    @property
    def passphrase(self) -> str:
        return self.first.text()

    def _check(self) -> None:
        text = self.first.text()
        hint = ""
        if self._new and text and len(text) < _SHORTEST:
            hint = count("window.unlock.short", _SHORTEST)
        elif self._new and self.second.text() and self.second.text() != text:
            hint = say("window.unlock.different")
        ready = bool(text) if not self._new else len(text) >= _SHORTEST and self.second.text() == text
        self._hint.setText(hint)
        self._accept.setEnabled(ready)


def wants_unlocked() -> bool:
    """Ask whether a library that the keyring opens is to be shown again."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("window.name"), say("window.unlock.locked.title"))
    box.setInformativeText(say("window.unlock.locked.words"))
    unlock = box.addButton(say("window.unlock.kept.accept"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("window.unlock.quit"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is unlock


def warn(window: QWidget, notice: Notice) -> None:
    """Say why a library cannot be opened."""
    box = QMessageBox(QMessageBox.Icon.Warning, say("window.name"), inert(notice.title), parent=window)
    box.setInformativeText(inert(f"{notice.sentence}\n\n{notice.remedy}"))
    box.exec()
