"""Beside the document: its outline and its pages in small."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.types import Section
from ui.parts.controls import label
from ui.parts.laying import edges
from ui.parts.theme import Palette, Space, enlarged
from ui.reader.kinds import Opened
from ui.reader.outline import Outline
from ui.reader.thumbnails import Thumbnails

_WIDE, _LEAST, _MOST = 190, 140, 240  # pixels with letters of the usual size; the tabs fit in them


class Strip(QWidget):
    section_chosen = Signal(object)  # Section
    page_chosen = Signal(int)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._more: dict[int, QWidget] = {}
        self.outline = Outline()
        self.outline.chosen.connect(self.section_chosen)
        self.pages = Thumbnails(palette)
        self.pages.chosen.connect(self.page_chosen)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(say("reader.strip.outline"))
        self.tabs.addTab(say("reader.strip.pages"))
        self.none = label(say("reader.strip.nothing"), "quiet", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.none.setContentsMargins(Space.M, Space.M, Space.M, 0)
        self._stack = QStackedWidget()
        for one in (self.outline, self.pages, self.none):
            self._stack.addWidget(one)
        self.tabs.currentChanged.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(edges(Space.XS, 0, 0, 0))
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.setMinimumWidth(_LEAST)
        self.resize(_WIDE, 400)
        self.hide()

    def add(self, name: str, widget: QWidget) -> int:
        """Another tab, which shows this; returns its place."""
        self._stack.addWidget(widget)
        place = self.tabs.addTab(name)
        self._more[place] = widget
        return place

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_tabs()  # now it is known how large letters are

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit_tabs)  # the tabs hear of it after this

    def show_tab(self, place: int) -> None:
        """Have the strip in view, with this tab."""
        self.tabs.setCurrentIndex(place)
        self.show()

    def show_document(self, opened: Opened, *, drawn: bool) -> None:
        """The pages of a document; small ones only where they can be drawn."""
        self.tabs.setTabVisible(1, drawn)
        self._fit_tabs()
        if drawn:
            self.pages.open(opened)
        elif self.tabs.currentIndex() == 1:
            self.tabs.setCurrentIndex(0)

    def show_sections(self, sections: Sequence[Section], read: Section | None) -> None:
        """The outline of another document; one without headings shows its pages."""
        self.outline.sections.show_sections(sections)
        self.outline.show_read(read)
        self._show()

    def _fit_tabs(self) -> None:
        wanted = self.tabs.sizeHint().width() + 2 * Space.S
        larger = enlarged(self.font())
        self.setMinimumWidth(min(max(round(_LEAST * larger), wanted), round(_MOST * larger)))

    def focus(self) -> None:
        """Give the keyboard to what is shown."""
        for one in (self.outline, self.pages, *self._more.values()):
            if self._stack.currentWidget() is one:
                one.setFocus()
                return
        self.tabs.setFocus()

    def _show(self) -> None:
        more = self._more.get(self.tabs.currentIndex())
        if more is not None:
            self._stack.setCurrentWidget(more)
        elif self.tabs.currentIndex() == 1:
            self._stack.setCurrentWidget(self.pages)
        else:
            self._stack.setCurrentWidget(self.outline if self.outline.sections.rowCount() else self.none)
