"""What layouts share that set widgets side by side, on as many lines as the room asks for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from ui.parts.theme import Space


class LinedLayout(QLayout):
    """Holds its items, and is as high as its lines; what is hidden takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # What was worked out since something in it changed, as Qt's own layouts have it.
        self._heights: dict[int, int] = {}
        self._sizes: dict[str, QSize] = {}
        self._placed: QRect | None = None
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

    def invalidate(self) -> None:
        self._heights.clear()
        self._sizes.clear()
        self._placed = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arranged(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return self._known("wanted", self._wanted)

    def minimumSize(self) -> QSize:
        return self._known("least", self._least)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        if rect != self._placed:
            self._placed = QRect(rect)
            self._arranged(rect, move=True)

    def _known(self, name: str, work_out: Callable[[], QSize]) -> QSize:
        if name not in self._sizes:
            self._sizes[name] = work_out()
        return QSize(self._sizes[name])

    @abstractmethod
    def _wanted(self) -> QSize:
        """The size that it would best have."""

    @abstractmethod
    def _least(self) -> QSize:
        """The smallest size that shows it whole."""

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
