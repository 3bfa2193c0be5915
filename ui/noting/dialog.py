"""A note of one's own: what it says, and its colour."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.types import Colour
from ui.noting.colours import spot
from ui.parts.controls import breakable, button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space
from ui.parts.writing import Writing

_SHOWN = 400  # characters of what is marked


class NoteDialog(Dialog):
    """Ctrl+Enter keeps it. `needs_words`: it is on a page or a document, and nothing without words."""

    def __init__(
        self,
        parent: QWidget | None,
        place: str,
        quote: str,
        text: str,
        colour: Colour,
        *,
        needs_words: bool,
        was: str = "",
    ) -> None:
        super().__init__(parent)
        self._needs_words = needs_words
        self.setWindowTitle(say("notes.dialog.title"))
        self.setMinimumSize(440, 320)
        self.field = Writing(text)
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText(say("notes.dialog.field"))
        self.field.setAccessibleName(say("notes.dialog.field"))
        self.field.textChanged.connect(self._allow)
        self.colours = QButtonGroup(self)
        self.go = button(say("notes.dialog.go"), primary=True)
        self.go.setToolTip(say("notes.dialog.go-tip"))
        self.go.clicked.connect(self.accept)
        leave = button(say("notes.dialog.cancel"))
        leave.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(breakable(place), "heading", wrap=True))
        for key, words in (("quote", quote), ("was", was)):
            if words:
                shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
                layout.addWidget(label(say(f"notes.dialog.{key}", words=shown), "quiet", wrap=True))
        layout.addWidget(self.field, 1)
        layout.addLayout(self._choice(colour))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(leave)
        row.addWidget(self.go)
        layout.addLayout(row)
        self._allow()
        self.field.setFocus()
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    @property
    def text(self) -> str:
        return self.field.toPlainText().strip()

    @property
    def colour(self) -> Colour:
        return list(Colour)[self.colours.checkedId()]

    def _choice(self, colour: Colour) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        for place, one in enumerate(Colour):
            choice = QRadioButton(say(f"notes.colours.{one.value}"))
            choice.setIcon(spot(one))
            choice.setChecked(one is colour)
            self.colours.addButton(choice, place)
            row.addWidget(choice)
        row.addStretch()
        return row

    def _allow(self) -> None:
        self.go.setEnabled(bool(self.text) or not self._needs_words)

    def _keep(self) -> None:
        if self.go.isEnabled():
            self.accept()
