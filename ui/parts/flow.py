"""Widgets side by side, on as many lines as the room asks for: a row of buttons never widens its pane."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayoutItem, QWidget

from ui.parts.lined import LinedLayout, sized


class FlowLayout(LinedLayout):
    """As the language is written, then down; what is hidden takes no room."""

    def __init__(self, parent: QWidget | None = None, *, centred: bool = False) -> None:
        """`centred`: each line stands in the middle."""
        super().__init__(parent)
        self._centred = centred

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def _wanted(self) -> QSize:
        return self.minimumSize()

    def _least(self) -> QSize:
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
            size = sized(item, rect.width())
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
                self._put(item, place, rect)
        return y + line - rect.y()
