"""Two panes side by side, or one below the other where they have no room beside each other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Halves(QSplitter):
    """A splitter that asks for no more room across than its widest pane does."""

    def __init__(self, *panes: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        for one in panes:
            self.addWidget(one)
        self.setChildrenCollapsible(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._widths(), default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        room = self.width() - self.handleWidth() * (self.count() - 1)
        way = Qt.Orientation.Horizontal if sum(self._widths()) <= room else Qt.Orientation.Vertical
        if way is not self.orientation():
            self.setOrientation(way)
        super().resizeEvent(event)

    def _widths(self) -> list[int]:
        """What each pane must have."""
        panes = (self.widget(place) for place in range(self.count()))
        return [max(one.minimumSizeHint().width(), one.minimumWidth()) for one in panes if one is not None]
