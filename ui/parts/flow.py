"""Widgets side by side, on as many lines as the room asks for: a row of buttons never widens its pane."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from ui.parts.theme import Space


class FlowLayout(QLayout):
    """As the language is written, then down; what is hidden takes no room."""

    def __init__(self, parent: QWidget | None = None, *, centred: bool = False) -> None:
        """`centred`: each line stands in the middle."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._centred = centred
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(Space.S)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arranged(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arranged(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arranged(self, rect: QRect, *, move: bool) -> int:
        """Give each its place; returns the height that is needed."""
        x, y, line = rect.x(), rect.y(), 0
        rows: list[list[tuple[QLayoutItem, QRect]]] = [[]]
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), rect.width()), hint.height())
            if item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
                rows.append([])
            rows[-1].append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        for row in rows if move else ():
            left = rect.x() + rect.width() - max((place.x() + place.width() for _, place in row), default=0)
            for item, place in row:
                place.translate(left // 2 if self._centred else 0, 0)
                item.setGeometry(self._mirrored(place, rect))
        return y + line - rect.y()

    def _mirrored(self, place: QRect, within: QRect) -> QRect:
        """The same place counted from the right where people read from there."""
        shown = self.parentWidget()
        direction = shown.layoutDirection() if shown is not None else Qt.LayoutDirection.LeftToRight
        return QStyle.visualRect(direction, within, place)
