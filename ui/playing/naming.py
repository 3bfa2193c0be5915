"""What those who speak in a recording are called, for a person to write down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.speakers import speaker_words
from ui.parts.controls import breakable, button, label, labelled
from ui.parts.fitting import Dialog
from ui.parts.laying import edges
from ui.parts.theme import Space
from ui.parts.writing import Line


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks: `name` "" where nobody gave one; when they first do, and how that begins."""

    number: int
    name: str
    at: str
    says: str


class NamingDialog(Dialog):
    """A field for each speaker. What is written counts when the dialog is accepted."""

    def __init__(self, parent: QWidget | None, document: str, voices: Sequence[Voice], first: int) -> None:
        """`first`: the speaker whose field has the keyboard."""
        super().__init__(parent)
        self.setWindowTitle(say("speakers.title"))
        self.setMinimumSize(440, 320)
        self._before = {one.number: one.name for one in voices}
        self.fields: dict[int, QLineEdit] = {}
        self.go = button(say("speakers.go"), primary=True)
        self.go.clicked.connect(self.accept)
        self._arrange(document, voices)
        field = self.fields.get(first) or next(iter(self.fields.values()))
        field.setFocus()
        field.selectAll()

    @property
    def names(self) -> Mapping[int, str]:
        """The names that are others than before."""
        now = {number: " ".join(field.text().split()) for number, field in self.fields.items()}
        return {number: name for number, name in now.items() if name != self._before[number]}

    def _arrange(self, document: str, voices: Sequence[Voice]) -> None:
        rows = QWidget()
        within = QVBoxLayout(rows)
        within.setContentsMargins(edges(0, 0, Space.S, 0))
        within.setSpacing(Space.M)
        for one in voices:
            who = speaker_words(one.number)
            field = self.fields[one.number] = Line(one.name)
            field.setPlaceholderText(say("speakers.name"))
            field.setAccessibleName(say("speakers.names", who=who))
            within.addLayout(labelled(who, field))
            within.addWidget(
                label(breakable(say("speakers.says", at=one.at, says=one.says)), "small", wrap=True)
            )
        within.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(rows)
        foot = QHBoxLayout()
        foot.addStretch()
        cancel = button(say("speakers.cancel"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        self.go.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.M)
        layout.addWidget(label(breakable(say("speakers.intro", document=document)), "quiet", wrap=True))
        layout.addWidget(area, 1)
        layout.addLayout(foot)
