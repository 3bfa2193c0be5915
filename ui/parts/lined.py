"""What layouts share that set widgets side by side, on as many lines as the room asks for."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from ui.parts.theme import Space


class LinedLayout(QLayout):
    """Holds its items, and is as high as its lines; what is hidden takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(Space.S)

    def addItem(self, item: QLayoutItem) -> None:
        """The keyboard goes through them in the order in which they were added to their parent."""
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arranged(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arranged(rect, move=True)

    @abstractmethod
    def _arranged(self, rect: QRect, *, move: bool) -> int:
        """Give each its place; returns the height that is needed."""

    def _put(self, item: QLayoutItem, place: QRect, within: QRect) -> None:
        """At a place, counted from the right where people read from there."""
        shown = self.parentWidget()
        direction = shown.layoutDirection() if shown is not None else Qt.LayoutDirection.LeftToRight
        item.setGeometry(QStyle.visualRect(direction, within, place))


def sized(item: QLayoutItem, room: int) -> QSize:
    """As wide as it wants to be in the room there is, and as high as it is then."""
    hint = item.sizeHint()
    wide = min(hint.width(), room)
    return QSize(wide, item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height())
