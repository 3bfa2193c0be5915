"""What is shown while somebody is listened to: how loud it is, how long, and how it ends."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.words.amounts import duration
from app.words.catalogue import say
from ui.parts.controls import label
from ui.parts.laying import edges
from ui.parts.theme import Space

_LEVEL_WIDTH = 72
_STEPS = 100


class ListeningRow(QWidget):
    """Hidden while nobody is."""

    def __init__(self) -> None:
        super().__init__()
        self.level = QProgressBar()
        self.level.setRange(0, _STEPS)
        self.level.setTextVisible(False)
        self.level.setFixedWidth(_LEVEL_WIDTH)
        self.level.setAccessibleName(say("chat.dictation.level"))
        self.time = label("", "small")
        self._words = label("", "small", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(edges(Space.S, 0, Space.S, 0))
        row.setSpacing(Space.S)
        row.addWidget(self.level)
        row.addWidget(self.time)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is said of it."""
        return self._words.text()

    def begin(self, words: str) -> None:
        """The microphone is being opened."""
        self.sound(0.0, 0.0)
        self._words.setText(words)
        self.show()

    def sound(self, level: float, seconds: float) -> None:
        """How loud it is, 0–1, and how long it has been listened."""
        self.level.setValue(round(level * _STEPS))
        self.time.setText(duration(seconds))

    def wait(self) -> None:
        """The microphone is closed; what was said last is written down."""
        self.level.setValue(0)
        self._words.setText(say("chat.dictation.writing"))
