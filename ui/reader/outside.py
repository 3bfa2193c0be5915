"""Asks once whether what nothing seals may get a file: another program, or a folder of this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.settings import Settings
from app.words.catalogue import say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class OutsideDialog(Dialog):
    """Modal. Escape, and the button that has the keyboard, leave the file where it is."""

    def __init__(self, parent: QWidget | None, title: str, words: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(480, 200)
        self.no = button(say("reader.outside.no"))
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes = button(yes, primary=True)
        self.yes.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(label(title, "title", wrap=True))
        column.addWidget(label(words, wrap=True))
        column.addStretch()
        column.addLayout(row)
        self.no.setFocus()


def opening(parent: QWidget | None, name: str) -> OutsideDialog:
    """Whether files may be opened in other programs."""
    title, words = say("reader.outside.title"), say("reader.outside.words", name=name)
    return OutsideDialog(parent, title, words, say("reader.outside.yes"))


def saving(parent: QWidget | None, name: str) -> OutsideDialog:
    """Whether recordings may be saved as files."""
    title, words = say("recording.saving.title"), say("recording.saving.words", name=name)
    return OutsideDialog(parent, title, words, say("recording.saving.yes"))


def may_leave(window: QWidget, settings: Settings, name: str) -> bool:
    """Whether a person agrees, now or before, that a file is opened in another program."""
    agreed = settings.preferences.opens_outside
    return agreed or _agrees(opening(window, name), settings, "opens_outside")


def may_be_saved(window: QWidget, settings: Settings, name: str) -> bool:
    """Whether a person agrees, now or before, that the sound of a recording is saved as a file."""
    agreed = settings.preferences.saves_sound
    return agreed or _agrees(saving(window, name), settings, "saves_sound")


def _agrees(dialog: OutsideDialog, settings: Settings, kept: str) -> bool:
    """Ask, and keep what was agreed to under the name of a preference."""
    agreed = dialog.exec() == OutsideDialog.DialogCode.Accepted
    dialog.deleteLater()
    if agreed:
        settings.update(**{kept: True})
    return agreed
