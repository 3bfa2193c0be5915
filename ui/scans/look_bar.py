"""How far a second look at doubtful lines has come, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.words.catalogue import say
from ui.parts.controls import button, label
from ui.parts.theme import Space

_BAR_WIDTH = 160


class LookBar(QWidget):
    """Hidden while nothing is looked at again."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(say("checking.looking.name"))
        self.stop = button(say("checking.looking.stop"))
        self.stop.setToolTip(say("checking.looking.stop-tip"))
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        self.hide()

    def show_step(self, words: str, done: int, total: int) -> None:
        if self.isHidden():
            self.stop.setEnabled(True)
            self.show()
        if self.stop.isEnabled():
            self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.words.setText(say("checking.looking.stopping"))
        self.stopped.emit()
