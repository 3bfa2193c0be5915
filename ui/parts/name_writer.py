"""Names that are written in the list they stand in."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.words.directions import isolated
from ui.parts.rows import Index
from ui.parts.theme import Space


class NameWriter(QStyledItemDelegate):
    """Lets a name be written in all the room of its row, not of its letters alone. Among words from right to
    left it keeps its own direction: “When is notice given?” ends with its mark, and does not begin with it.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if option.direction is Qt.LayoutDirection.RightToLeft:
            option.text = isolated(option.text)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What was written already stays, whatever becomes of the row behind it."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        room: QRect = option.rect
        editor.setGeometry(room.adjusted(Space.S, 0, -Space.S, 0))
