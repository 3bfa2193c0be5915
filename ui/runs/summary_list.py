"""The summaries that are kept and those in line: find one, open it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedLayout, QVBoxLayout, QWidget

from rag.runs.types import Summary, SummaryState
from ui.parts.controls import IconButton, button, label, nothing_yet
from ui.parts.row_list import RowList
from ui.parts.row_painter import RowPainter
from ui.parts.theme import Palette, Space
from ui.runs.summaries import Listing
from ui.runs.summary_rows import SummaryRole, SummaryRows

_EMPTY = (
    "Drop a document on “Add and summarise”, or choose “Summarise…” in the Summary menu."
    " Every point carries the page it comes from, and opens it."
)
_NOT_FOUND = "No summary holds all of these words, neither in its text nor in its document's name."


class SummaryList(QWidget):
    chosen = Signal(int)
    searched = Signal(str)
    paused = Signal(int)
    continued = Signal(int)
    deleted = Signal(int)
    pause_all_asked = Signal()
    new_asked = Signal()
    closed = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._listing = Listing((), {}, frozenset())
        self.rows = SummaryRows()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search summaries")
        self.search.setAccessibleName("Search summaries")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.pause_all = button("Pause all")
        self.pause_all.setToolTip("Pause the summary being made and those in line")
        self.pause_all.clicked.connect(self.pause_all_asked)
        self.list = RowList()
        self.list.setAccessibleName("Summaries")
        self.list.setModel(self.rows)
        self.painter = RowPainter(palette, self.list)
        self.list.setItemDelegate(self.painter)
        self.list.activated.connect(lambda index: self.chosen.emit(index.data(SummaryRole).id))
        self.list.clicked.connect(lambda index: self.chosen.emit(index.data(SummaryRole).id))
        self.list.delete_pressed.connect(self._delete)
        self.list.customContextMenuRequested.connect(self._menu)
        self.new = IconButton("plus", "Summarise… (Ctrl+Shift+S)", color="quiet")
        self.new.clicked.connect(self.new_asked)
        self.close_button = IconButton("close", "Back to the conversation", color="quiet")
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self.show_listing(self._listing)

    def show_listing(self, listing: Listing) -> None:
        kept = self.list.currentIndex().data(SummaryRole)
        self._listing = listing
        self.rows.fill(listing.summaries, listing.before, listing.failed)
        for place, one in enumerate(listing.summaries):
            if kept is not None and one.id == kept.id:
                self.list.setCurrentIndex(self.rows.index(place))
        self.pause_all.setVisible(len(listing.before) > 1)
        self.search.setVisible(bool(listing.summaries) or listing.searched)
        self._pages.setCurrentIndex(0 if listing.summaries else 2 if listing.searched else 1)

    def set_palette(self, palette: Palette) -> None:
        self.painter.palette = palette
        self.list.viewport().update()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(label("Summaries", "question"))
        head.addStretch()
        head.addWidget(self.pause_all)
        head.addWidget(self.new)
        head.addWidget(self.close_button)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self.list)
        self._pages.addWidget(nothing_yet("No summaries yet", _EMPTY))
        self._pages.addWidget(nothing_yet("Not found", _NOT_FOUND))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(body, 1)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        summary: Summary = index.data(SummaryRole)
        menu = QMenu(self)
        menu.addAction("Open", lambda: self.chosen.emit(summary.id))
        if summary.id in self._listing.before:
            menu.addAction("Pause", lambda: self.paused.emit(summary.id))
        elif summary.state is not SummaryState.DONE:
            menu.addAction("Continue", lambda: self.continued.emit(summary.id))
        menu.addSeparator()
        menu.addAction("Delete", lambda: self.deleted.emit(summary.id))
        menu.exec(self.list.viewport().mapToGlobal(at))

    def _delete(self) -> None:
        summary = self.list.currentIndex().data(SummaryRole)
        if summary is not None:
            self.deleted.emit(summary.id)
