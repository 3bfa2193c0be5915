"""The three panes of the window and how they are arranged; no decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

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
from ui.window.beside import Beside
from ui.window.sidebar import Sidebar
from ui.window.status import Status

if TYPE_CHECKING:
    from ui.beginning.page import FirstPage

V = TypeVar("V", bound=QWidget)

_CENTRE_LEAST = 80  # pixels high; its pages scroll


class _Centre(QStackedWidget):
    """Its pages scroll: none of them asks for height, which would be taken from what is above and below."""

    def hasHeightForWidth(self) -> bool:
        return False


class Panes:
    """Sidebar, conversation, page."""

    def __init__(self, window: QMainWindow, palette: Palette) -> None:
        self.conversations = Conversations()
        self.library = LibraryPanel(palette)
        self.welcome = Welcome()
        self.transcript = Transcript(palette)
        self.composer = Composer(palette)
        self.survey_bar = SurveyBar(palette)
        self._first: FirstPage | None = None
        self._bringing: Callable[[FirstPage], None] = lambda _: None
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
        self.centre = _Centre()
        self.centre.setMinimumHeight(_CENTRE_LEAST)  # else its highest page cuts what is around
        self.centre.addWidget(self.welcome)
        self.centre.addWidget(self.transcript)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.sidebar, self.middle = Sidebar(self.library, self.conversations), self._middle()
        for pane, stretch in ((self.sidebar, 0), (self.middle, 1), (self.reader, 1)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([Space.SIDEBAR, 640, 560])
        self.reader.hide()
        self.beside = Beside(self.splitter, self.middle, self.reader, self.reader.strip)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.splitter)
        window.setCentralWidget(self.whole)
        window.setStatusBar(self.status)
        self.drop = DropOverlay(window, self.whole, palette)
        self._views = (*self._views, self.drop)
        retint(window, palette)

    def retint(self, window: QMainWindow, palette: Palette) -> None:
        for part in (self.library, self.transcript, self.reader, self.drop, self.composer, self.status):
            part.retint(palette)
        retint(window, palette)

    @property
    def first(self) -> FirstPage:
        """The steps of the first run; made when somebody asks for them, few ever do."""
        if self._first is None:
            from ui.beginning.page import FirstPage

            self._first = FirstPage()
            self.whole.addWidget(self._first)
            self._first.opened.connect(lambda shown: self.whole.setCurrentIndex(int(shown)))
            self._views = (*self._views, self._first)
            self._bringing(self._first)
        return self._first

    def when_first(self, bringing: Callable[[FirstPage], None]) -> None:
        """Have that page joined with what brings documents, once it is there."""
        self._bringing = bringing

    def take_keyboard(self) -> None:
        """Let the keys work where something is to be done: in the steps of the first run, or the question."""
        if self._first is not None and self.whole.currentWidget() is self._first:
            self._first.take_keyboard()
        else:
            self.composer.field.setFocus()

    def view(self, kind: type[V]) -> V:
        """The view of this kind that desks fill."""
        found = next((one for one in self._views if isinstance(one, kind)), None)
        if found is None:
            first: QWidget = self.first
            assert isinstance(first, kind)
            return first
        return found

    def _middle(self) -> QWidget:
        middle = QWidget()
        middle.setObjectName("paper")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle.setMinimumWidth(400)
        asking = QWidget()
        asking.setMaximumWidth(Space.READING_WIDTH)
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
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
