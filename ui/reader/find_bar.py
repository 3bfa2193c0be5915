"""Where somebody types what to find in the document, and hears how often it stands there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.words.catalogue import say
from ui.parts.controls import IconButton, label
from ui.parts.laying import edges
from ui.parts.theme import Space
from ui.parts.writing import Line


class FindBar(QWidget):
    sought = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = Line()
        self.field.setProperty("role", "number")
        self.field.setAccessibleName(say("reader.find.name"))
        self.field.setPlaceholderText(say("reader.find.name"))
        self.field.setClearButtonEnabled(False)
        self.field.textChanged.connect(self.sought)
        self.told = label("", "small")
        self.told.setAccessibleName(say("reader.find.told"))
        self.back = IconButton("up", say("reader.find.back"), color="quiet")
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on = IconButton("down", say("reader.find.on"), color="quiet")
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        close = IconButton("close", say("reader.find.close"), color="quiet")
        close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(edges(Space.L, 0, Space.S, Space.S))
        row.setSpacing(Space.XS)
        row.addWidget(self.field, 1)
        row.addWidget(self.told)
        for one in (self.back, self.on, close):
            row.addWidget(one)
        self.tell("", found=False)
        self.hide()

    def begin(self, words: str = "") -> None:
        """Let somebody type; what is selected in the document is offered."""
        self.show()
        if words:
            self.field.setText(words)
        self.field.setFocus()
        self.field.selectAll()

    def tell(self, words: str, *, found: bool) -> None:
        """How often it was found, and which place is the current one."""
        self.told.setText(words)
        self.back.setEnabled(found)
        self.on.setEnabled(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.closed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if shift else 1)
        else:
            event.ignore()
