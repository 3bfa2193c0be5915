"""A note of one's own: what it says, and its colour."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.types import Notice
from app.words.catalogue import say
from rag.types import Colour
from ui.dictating.field import KEYS, FieldDictation
from ui.noting.colours import spot, spot_size
from ui.parts.controls import breakable, button, label
from ui.parts.fitting import Dialog
from ui.parts.flow import FlowLayout
from ui.parts.theme import Palette, Space
from ui.parts.writing import Writing

_SHOWN = 400  # characters of what is marked


class NoteDialog(Dialog):
    """Ctrl+Enter keeps it. `needs_words`: it is on a page or a document, and nothing without words. Whoever
    opens it has `dictation` listened to.
    """

    def __init__(
        self,
        parent: QWidget | None,
        place: str,
        quote: str,
        text: str,
        colour: Colour,
        palette: Palette,
        *,
        needs_words: bool,
        was: str = "",
    ) -> None:
        super().__init__(parent)
        self._needs_words = needs_words
        self._said_last = False  # it is kept as soon as what is being said is written down
        self.setWindowTitle(say("notes.dialog.title"))
        self.setMinimumSize(440, 320)
        self.field = Writing(text)
        self.field.setTabChangesFocus(True)
        self.field.setPlaceholderText(say("notes.dialog.field"))
        self.field.setAccessibleName(say("notes.dialog.field"))
        self.field.textChanged.connect(self._allow)
        self.dictation = FieldDictation(self.field, palette)
        self.dictation.button.retint(palette)
        self.dictation.over.connect(self._dictated)
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self.colours = QButtonGroup(self)
        self.go = button(say("notes.dialog.go"), primary=True)
        self.go.setToolTip(say("notes.dialog.go-tip"))
        self.go.clicked.connect(self.accept)
        leave = button(say("notes.dialog.cancel"))
        leave.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._keep)
        QShortcut(QKeySequence(KEYS), self, self.dictation.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(breakable(place), "heading", wrap=True))
        for key, words in (("quote", quote), ("was", was)):
            if words:
                shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
                layout.addWidget(label(say(f"notes.dialog.{key}", words=shown), "quiet", wrap=True))
        layout.addWidget(self.field, 1)
        layout.addWidget(self.dictation.row)
        layout.addWidget(self.hint)
        layout.addLayout(self._choice(colour))
        row = QHBoxLayout()
        row.addWidget(self.dictation.button)
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

    def refuse(self, notice: Notice) -> None:
        """Tell why nothing can be dictated."""
        self.hint.setText(breakable(f"{notice.sentence} {notice.remedy}"))
        self.hint.show()

    def accept(self) -> None:
        """Keep it, with the last word of what is being said."""
        if self.dictation.is_on:
            self._said_last = True
            self.dictation.end()
            return
        self.dictation.keep(self.text)
        super().accept()

    def reject(self) -> None:
        """Leave it; of what is being said nothing is wanted either."""
        self.dictation.discard()
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.dictation.is_on:
            self.dictation.discard()  # what was dictated, and not the note
        else:
            super().keyPressEvent(event)

    def _dictated(self, written: bool) -> None:
        ends, self._said_last = self._said_last, False
        if ends and written and self.go.isEnabled():
            self.accept()

    def _choice(self, colour: Colour) -> FlowLayout:
        row = FlowLayout()
        row.setSpacing(Space.M)
        for place, one in enumerate(Colour):
            choice = QRadioButton(say(f"notes.colours.{one.value}"))
            choice.setIcon(spot(one))
            choice.setIconSize(QSize(spot_size(), spot_size()))
            choice.setChecked(one is colour)
            self.colours.addButton(choice, place)
            row.addWidget(choice)
        return row

    def _allow(self) -> None:
        self.hint.hide()
        self.go.setEnabled(bool(self.text) or not self._needs_words)

    def _keep(self) -> None:
        if self.go.isEnabled():
            self.accept()
