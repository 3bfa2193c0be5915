"""The question that follows a correction: whether other documents of the table are read so, too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.runs.reviews import Other
from app.words.catalogue import count, say
from ui.parts.controls import button, label
from ui.parts.theme import Space

_NAMED = 3  # documents


class TeachingBar(QWidget):
    """Hidden until there is something to ask."""

    taken = Signal(object)  # tuple[Other, ...]
    over = Signal()  # it was answered, either way

    def __init__(self) -> None:
        super().__init__()
        self._others: tuple[Other, ...] = ()
        self.words = label("", "quiet", wrap=True)
        self.put = button(say("extractions.teaching.put"), primary=True)
        self.leave = button(say("extractions.teaching.leave"))
        self.put.clicked.connect(self._put)
        self.leave.clicked.connect(self._over)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.words, 1)
        row.addWidget(self.put)
        row.addWidget(self.leave)
        self.hide()

    def ask(self, column: str, others: Sequence[Other]) -> None:
        """Ask about these; without any there is nothing to ask."""
        self._others = tuple(others)
        names = ", ".join(one.document for one in others[:_NAMED])
        documents = say("extractions.teaching.and-more", documents=names) if len(others) > _NAMED else names
        facts = {"column": column, "documents": documents}
        self.words.setText(count("extractions.teaching.ask", len(others), **facts) if others else "")
        self.setVisible(bool(others))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._over()
        else:
            super().keyPressEvent(event)

    def _put(self) -> None:
        self.taken.emit(self._others)
        self._over()

    def _over(self) -> None:
        self.hide()
        self.over.emit()
