"""Words in a row that run the other way than the window: they keep their own direction."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.words.directions import isolated
from ui.parts.rows import Index


class Directed(QStyledItemDelegate):
    """“When is notice given?” ends with its mark among words from right to left, and does not begin with it;
    what is shortened lacks its end in either direction.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        backwards = option.direction is Qt.LayoutDirection.RightToLeft
        option.text = isolated(option.text, backwards=backwards)
