"""A document that has no pages: its text, with what is to be taken out of it marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from app.redacting.redacting import Item
from app.words.catalogue import say
from ui.parts.controls import utf16
from ui.parts.palettes import ON_MARK
from ui.parts.theme import Palette


class MarkedText(QTextEdit):
    """To be read, and to select from what else is to go."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(say("reader.names.text"))

    def show_marked(self, text: str, items: Iterable[Item], chosen: Item | None, palette: Palette) -> None:
        """A text with its items under the marker, and the one that is `chosen` in view, else its begin."""
        self.setPlainText(text)
        form = QTextCharFormat()
        form.setBackground(QColor(palette.mark))
        form.setForeground(QColor(ON_MARK))
        selections = []
        for one in items:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(utf16(text, one.start))
            cursor.setPosition(utf16(text, one.end), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, form
            selections.append(selection)
        self.setExtraSelections(selections)
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16(text, chosen.start) if chosen is not None else 0)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    @property
    def selected(self) -> str:
        """The words that are selected, lines of them joined."""
        return self.textCursor().selectedText().replace("\u2029", " ")
