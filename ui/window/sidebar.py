"""The library and the conversations, one above the other; where they have little room, both give way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.chat.conversations import Conversations
from ui.library.panel import LibraryPanel
from ui.parts.rooming import Room, room_of
from ui.parts.theme import Space

_WIDTH = 220  # pixels at least
_SHARES = 420, 260  # of the height, where there is room


class Sidebar(QWidget):
    def __init__(self, library: LibraryPanel, conversations: Conversations) -> None:
        super().__init__()
        self._library, self._conversations = library, conversations
        self._room = Room.AMPLE
        self._is_moved = False  # a person parted the two as they like
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setHandleWidth(1)
        self._parts.addWidget(library)
        self._parts.addWidget(conversations)
        self._parts.setSizes(_SHARES)
        self._parts.splitterMoved.connect(self._moved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.XS, 0, 0)
        layout.addStrut(_WIDTH)  # a minimum of its own would let larger letters be cut
        layout.addWidget(self._parts)
        rows = conversations.list.model()
        for changed in (rows.rowsInserted, rows.rowsRemoved, rows.modelReset):
            changed.connect(self._later)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._later()

    def _later(self, *_: object) -> None:
        """Once what is within has heard of it."""
        QTimer.singleShot(0, self, self._fit)

    def _moved(self) -> None:
        self._is_moved = True

    def _fit(self) -> None:
        room = room_of(self.height(), self.fontMetrics())
        if room is not self._room:
            self._room, self._is_moved = room, False
            self._library.shorten(room)
            self._conversations.shorten(room)
            if room is Room.AMPLE:
                self._parts.setSizes(_SHARES)
        if room is not Room.AMPLE and not self._is_moved:
            low = self._conversations.lowest()
            self._parts.setSizes([self._parts.height() - low, low])
