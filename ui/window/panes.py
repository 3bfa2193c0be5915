"""The three panes of the window and how they are arranged; no decisions."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.chat.composer import Composer
from ui.chat.conversations import Conversations
from ui.chat.transcript import Transcript
from ui.chat.welcome import Welcome
from ui.library.panel import LibraryPanel
from ui.parts.controls import retint
from ui.parts.overlays import Banner, DropOverlay
from ui.parts.theme import Palette, Space
from ui.reader.pane import ReaderPane
from ui.runs.survey_bar import SurveyBar
from ui.window.status import Status

V = TypeVar("V", bound=QWidget)

_SIDEBAR_LEAST = 220


class Panes:
    """Sidebar, conversation, page."""

    def __init__(self, window: QMainWindow, palette: Palette) -> None:
        self.conversations = Conversations()
        self.library = LibraryPanel(palette)
        self.welcome = Welcome()
        self.transcript = Transcript(palette)
        self.composer = Composer(palette)
        self.survey_bar = SurveyBar(palette)
        self.banner = Banner(palette)
        self.reader = ReaderPane(palette)
        self.status = Status(palette)
        self._views: tuple[QWidget, ...] = (
            self.conversations,
            self.library,
            self.welcome,
            self.transcript,
            self.composer,
            self.survey_bar,
            self.reader,
        )
        self.centre = QStackedWidget()
        self.centre.addWidget(self.welcome)
        self.centre.addWidget(self.transcript)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.sidebar, self.middle = self._sidebar(), self._middle()
        for pane, stretch in ((self.sidebar, 0), (self.middle, 1), (self.reader, 1)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([Space.SIDEBAR, 640, 560])
        self.reader.hide()
        window.setCentralWidget(self.splitter)
        window.setStatusBar(self.status)
        self.drop = DropOverlay(window, self.splitter, palette)
        retint(window, palette)

    def retint(self, window: QMainWindow, palette: Palette) -> None:
        for part in (self.library, self.transcript, self.reader, self.drop, self.composer, self.status):
            part.retint(palette)
        retint(window, palette)

    def view(self, kind: type[V]) -> V:
        """The view of this kind that desks fill."""
        return next(one for one in self._views if isinstance(one, kind))

    def _sidebar(self) -> QWidget:
        side = QWidget()
        side.setObjectName("sidebar")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setHandleWidth(1)
        parts.addWidget(self.library)
        parts.addWidget(self.conversations)
        parts.setSizes([420, 260])
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, Space.XS, 0, 0)
        layout.addStrut(_SIDEBAR_LEAST)  # a minimum of its own would let larger letters be cut
        layout.addWidget(parts)
        return side

    def _middle(self) -> QWidget:
        middle = QWidget()
        middle.setObjectName("paper")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle.setMinimumWidth(400)
        asking = QWidget()
        asking.setMaximumWidth(Space.READING_WIDTH)
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.survey_bar)
        column.addWidget(self.composer)
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.S, Space.XL, Space.L)
        row.addStretch()
        row.addWidget(asking, 100)
        row.addStretch()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.centre, 1)
        layout.addLayout(row)
        return middle
