"""A list of sentences: each takes as many lines as it needs, and none is wider than the list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem

_BESIDE = 4  # pixels that the theme leaves beside the words of an item


class WrappedList(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scopes")
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)  # its bar takes room of the lines
        self.setItemDelegate(_Lines(self))


class _Lines(QStyledItemDelegate):
    """Qt breaks the lines at the width of the whole item and then adds what the theme leaves beside them: an
    item that just fits would be some pixels too wide, and lose its last words where they are broken anew.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if option.rect.isValid():
            option.rect.setWidth(max(1, option.rect.width() - _BESIDE))
        return super().sizeHint(option, index)
