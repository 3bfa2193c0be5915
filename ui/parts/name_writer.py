"""Names that are written in the list they stand in."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from ui.parts.directed import Directed
from ui.parts.rows import Index
from ui.parts.theme import Space


class NameWriter(Directed):
    """Lets a name be written in all the room of its row, not of its letters alone."""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What was written already stays, whatever becomes of the row behind it."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        room: QRect = option.rect
        editor.setGeometry(room.adjusted(Space.S, 0, -Space.S, 0))
