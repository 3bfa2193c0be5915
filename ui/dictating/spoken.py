"""What is dictated, at the caret of a field, until it is final."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

TextField = QPlainTextEdit | QTextEdit


class SpokenText:
    """Takes the place of what is selected; what stands around it is left as it is, apart by a space."""

    def __init__(self, field: TextField) -> None:
        self._field = field
        self._cursor = field.textCursor()
        self._replaced = self._cursor.selectedText()
        self._start = self._cursor.selectionStart()
        self._shown = False
        text, end = field.toPlainText(), self._cursor.selectionEnd()
        before, after = text[: self._start][-1:], text[end:][:1]
        self._before = " " if before and not before.isspace() else ""
        self._after = " " if after and after.isalnum() else ""

    def show(self, text: str) -> None:
        """All that was said up to now, in place of what was shown of it before."""
        if text:
            self._put(f"{self._before}{text}{self._after}")
        elif self._shown:
            self.discard()

    def discard(self) -> None:
        """The field as it was."""
        if self._shown:
            self._put(self._replaced)
            self._shown = False

    def _put(self, text: str) -> None:
        """One step for whoever undoes it, however often it changed."""
        cursor = self._cursor
        if self._shown:
            cursor.joinPreviousEditBlock()
            cursor.setPosition(self._start, QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self._shown = True
        self._field.setTextCursor(cursor)
