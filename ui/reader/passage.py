"""A cited passage whose document is not here: its text as it was fetched, with the quote marked."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.types import Citation, Shared
from ui.parts.cited_text import place
from ui.parts.controls import button, label, utf16
from ui.parts.fitting import Dialog
from ui.parts.palettes import ON_MARK
from ui.parts.theme import Palette, Space


class PassageDialog(Dialog):
    """Modal; Escape closes it."""

    def __init__(self, parent: QWidget | None, citation: Citation, shared: Shared, palette: Palette) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("reader.passage.title"))
        self.resize(640, 420)
        self.where = label(place(citation), wrap=True)
        self.text = QPlainTextEdit(shared.text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(say("reader.passage.name"))
        self._mark(citation.start - shared.start, citation.end - shared.start, palette)
        leave = button(say("reader.passage.close"), primary=True)
        leave.setDefault(True)
        leave.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(citation.document, "title", wrap=True))
        layout.addWidget(self.where)
        layout.addWidget(label(say("reader.passage.words"), "quiet", wrap=True))
        layout.addWidget(self.text, 1)
        layout.addLayout(row)
        self.text.setFocus()

    @property
    def marked(self) -> str:
        """What is marked of the text."""
        return "".join(one.cursor.selectedText() for one in self.text.extraSelections())

    def _mark(self, start: int, end: int, palette: Palette) -> None:
        text = self.text.toPlainText()
        if not 0 <= start < end <= len(text):
            return
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(utf16(text, start))
        cursor.setPosition(utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
        drawn = QTextCharFormat()
        drawn.setBackground(palette.color("mark"))
        drawn.setForeground(QColor(ON_MARK))  # the marker has one colour on either ground
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, drawn
        self.text.setExtraSelections([selection])
        begun = QTextCursor(self.text.document())
        begun.setPosition(utf16(text, start))
        self.text.setTextCursor(begun)
