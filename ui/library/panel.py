"""The library: its documents as live rows, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.words.amounts import counted
from app.words.catalogue import count, say
from app.words.scans import check_words, has_scans
from rag.types import Document, DocumentState
from ui.library.row_words import needs_password
from ui.library.rows import DocumentRole, LibraryRows
from ui.library.shown_rows import ShownRows
from ui.library.tag_filter import TagFilter
from ui.parts.brief import Brief
from ui.parts.controls import Elided, IconButton, label
from ui.parts.laying import edges
from ui.parts.long_button import LongLink
from ui.parts.rooming import Room
from ui.parts.row_list import RowList
from ui.parts.row_painter import RowPainter
from ui.parts.theme import Palette, Space
from ui.parts.writing import Line

_FILTER_FROM = 8  # documents: below that a filter is clutter


class LibraryPanel(QWidget):
    add_asked = Signal()
    record_asked = Signal()
    folder_asked = Signal()
    opened = Signal(object)  # Document
    cancelled = Signal(object)
    removed = Signal(object)  # list[Document]
    retried = Signal(object)
    password_asked = Signal(object)
    watch_asked = Signal()
    folders_asked = Signal()
    summarise_asked = Signal()  # what is selected
    compare_asked = Signal()
    tags_asked = Signal()  # of what is selected
    collect_asked = Signal()  # move what is selected to a collection
    move_asked = Signal()  # to a matter
    bin_asked = Signal()
    check_asked = Signal(object)  # Document: what was read from its pictures
    coverage_asked = Signal(object)  # Document, or None for all
    shortened = Signal(object)  # Room

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._proxy = ShownRows(self)
        self.called = Elided("section")
        self.called.set_text(say("library.panel.title"))
        self._count = Brief("small")
        self._summary = ""
        self._watched = 0
        self.room = Room.AMPLE
        self._documents: int | None = None  # nobody knows yet whether there are any
        self._collection = ""
        self.summary = LongLink()
        self.summary.setToolTip(say("library.panel.summary-tip"))
        self.summary.clicked.connect(lambda: self.coverage_asked.emit(None))
        self.summary.hide()
        self._filter = Line()
        self._filter.setPlaceholderText(say("library.panel.filter"))
        self._filter.setAccessibleName(say("library.panel.filter"))
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._proxy.narrow)
        self._filter.hide()
        self.tags = TagFilter(palette)
        self.tags.chosen_changed.connect(self._proxy.narrow_to_tag)
        self.list = RowList(whole=True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(say("library.panel.list"))
        self._painter = RowPainter(palette, self.list)
        self.list.setItemDelegate(self._painter)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        # Lists ask how many rows there are for each row they lay out: Qt's proxy knows, without Python.
        seen = QSortFilterProxyModel(self)
        seen.setSourceModel(self._proxy)
        self.list.setModel(seen)
        for changed in (self._proxy.rowsInserted, self._proxy.rowsRemoved, self._proxy.modelReset):
            changed.connect(lambda *_: self._show_body())
        self.list.activated.connect(lambda index: self.opened.emit(index.data(DocumentRole)))
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.delete_pressed.connect(self._delete)
        self._arrange()

    def set_rows(self, rows: LibraryRows) -> None:
        self._proxy.follow(rows)
        rows.dataChanged.connect(lambda *_: self._show_body())  # what comes may be hidden by a filter

    def put_above(self, section: QWidget) -> None:
        """Let a section stand above the documents."""
        self._layout.insertWidget(0, section)

    def narrow_to_collection(self, name: str) -> None:
        """Show the documents of a collection alone; all for ""."""
        self._collection = name
        self._proxy.narrow_to_collection(name)
        self._show_body()

    @property
    def is_reading(self) -> bool:
        """Whether a document of the library is being read, or waits for it."""
        done = (DocumentState.READY, DocumentState.FAILED)
        return any(one.state not in done for one in self._proxy.documents())

    def fold(self, mailbox: Document) -> None:
        """Show what a mailbox holds below it, or no longer."""
        self._proxy.fold(mailbox)

    def shorten(self, room: Room) -> None:
        """Let documents have what little room there is: a line for each, what narrows them in one row, and
        what the menu has too not here.
        """
        self.room = room
        self._painter.brief = room is not Room.AMPLE
        self.list.scheduleDelayedItemsLayout()
        short = room is not Room.AMPLE
        self._narrowing.setDirection(
            QBoxLayout.Direction.LeftToRight if short else QBoxLayout.Direction.TopToBottom
        )
        filtering = say("library.panel.filter-short") if short else say("library.panel.filter")
        self._filter.setPlaceholderText(filtering)
        self.tags.shorten(room)
        outer = Space.XS if room is Room.LEAST else Space.S
        self._layout.setContentsMargins(0, outer, 0, outer)
        self._show_below()
        self.shortened.emit(room)

    def set_count(self, documents: int, ready: int) -> None:
        """How many documents there are, and how many of them can be asked."""
        told = brief = str(documents or "")
        if ready < documents:
            told = count("library.panel.ready", ready, documents=documents)
            brief = f"{ready}/{documents}"
        self._count.set_words(told, brief)
        self._filter.setVisible(documents >= _FILTER_FROM)
        if documents < _FILTER_FROM:
            self._filter.clear()  # nothing is hidden by a filter that is not seen
        self._documents = documents
        self._show_body()

    def show_summary(self, summary: str) -> None:
        """What was read of the whole library, below it."""
        self._summary = summary
        self._show_below()

    def show_folders(self, watched: int) -> None:
        """How many folders are watched."""
        self._watched = watched
        self._show_below()

    def _show_below(self) -> None:
        folders = ""
        if self._watched:
            folders = say("library.panel.watched", folders=counted(self._watched, "folder"))
        words = "\n".join(filter(None, (self._summary, folders)))
        self.summary.set_words(words)
        self.summary.setVisible(bool(words) and self.room is Room.AMPLE)

    def retint(self, palette: Palette) -> None:
        self._painter.palette = palette
        self.tags.retint(palette)
        self.list.viewport().update()

    def is_filled(self) -> bool:
        """Whether there are documents, whichever are shown."""
        return self._proxy.is_filled

    def has_selection(self) -> bool:
        return self.list.selectionModel().hasSelection()

    def selection(self) -> list[Document]:
        """The selected documents, from the top."""
        chosen = self.list.selectionModel().selection()
        parts = [chosen.at(place) for place in range(chosen.count())]
        rows = sorted(row for part in parts for row in range(part.top(), part.bottom() + 1))
        return self._proxy.some(rows)

    def selected(self) -> Document | None:
        index = self.list.currentIndex()
        return index.data(DocumentRole) if index.isValid() else None

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(edges(Space.L, 0, Space.S, 0))
        head.setSpacing(Space.XS)
        head.addWidget(self.called, 1)
        head.addWidget(self._count)
        for name, tip, signal in (
            ("folder", say("library.panel.add-folder"), self.folder_asked),
            ("plus", say("library.panel.add"), self.add_asked),
        ):
            one = IconButton(name, tip, color="quiet")
            one.clicked.connect(signal)
            head.addWidget(one)
        more = IconButton("more", say("library.panel.more"), color="quiet")
        more.setMenu(self._more())
        more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        head.addWidget(more)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.list)
        for why in (say("library.panel.empty"), say("collections.side.empty")):
            empty = label(why, "small", wrap=True)
            empty.setAlignment(Qt.AlignmentFlag.AlignTop)
            empty.setContentsMargins(Space.L, Space.XS, Space.L, 0)
            self._stack.addWidget(empty)
        self._stack.addWidget(QWidget())
        self._stack.setCurrentIndex(3)  # until the library has been listed
        boxed = self._narrowing = QVBoxLayout()
        boxed.setContentsMargins(Space.M, 0, Space.M, Space.XS)
        boxed.setSpacing(Space.XS)
        boxed.addWidget(self._filter)
        boxed.addWidget(self.tags)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, Space.S)
        layout.setSpacing(Space.XS)
        layout.addLayout(head)
        layout.addLayout(boxed)
        layout.addWidget(body, 1)
        below = QHBoxLayout()
        below.setContentsMargins(Space.M, 0, Space.M, 0)
        below.addWidget(self.summary)
        layout.addLayout(below)

    def _show_body(self) -> None:
        """The documents, or why there are none: in the library, or in the collection that is shown."""
        if self._documents is None:
            return
        called, held = self._collection, self._proxy.documents
        hollow = called and not self._proxy.rowCount() and all(one.collection != called for one in held())
        self._stack.setCurrentIndex(1 if not self._documents else 2 if hollow else 0)

    def _more(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(say("recording.menu"), self.record_asked.emit)
        menu.addSeparator()
        menu.addAction(say("library.menu.watch"), self.watch_asked.emit)
        menu.addAction(say("library.menu.watched"), self.folders_asked.emit)
        menu.addSeparator()
        menu.addAction(say("library.menu.read"), lambda: self.coverage_asked.emit(None))
        menu.addSeparator()
        menu.addAction(say("library.menu.removed"), self.bin_asked.emit)
        return menu

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        document: Document = index.data(DocumentRole)
        menu = QMenu(self)
        if (chosen := len(self.selection())) > 1:
            menu.addAction(say("library.menu.summarise"), self.summarise_asked.emit)
            menu.addAction(say("library.menu.compare"), self.compare_asked.emit).setEnabled(chosen == 2)
            menu.addSeparator()
            menu.addAction(say("tagging.menu.tags"), self.tags_asked.emit)
            menu.addAction(say("collections.menu.context"), self.collect_asked.emit)
            menu.addAction(say("matters.move.menu"), self.move_asked.emit)
            menu.addAction(say("library.menu.remove"), self._delete)
            menu.exec(self.list.viewport().mapToGlobal(at))
            return
        if document.is_container and document.state is DocumentState.READY:
            shown = self._proxy.is_unfolded(document)
            words = say("library.menu.hide-messages" if shown else "library.menu.show-messages")
            menu.addAction(words, lambda: self.fold(document))
            menu.addAction(say("library.menu.read"), lambda: self.coverage_asked.emit(document))
        elif document.state is DocumentState.READY:
            menu.addAction(say("library.menu.open"), lambda: self.opened.emit(document))
            menu.addAction(say("library.menu.summarise"), self.summarise_asked.emit)
            menu.addAction(say("library.menu.compare-with"), self.compare_asked.emit)
            menu.addAction(say("library.menu.read"), lambda: self.coverage_asked.emit(document))
            check = menu.addAction(check_words(document), lambda: self.check_asked.emit(document))
            check.setEnabled(has_scans(document))
        elif document.state is DocumentState.FAILED:
            if needs_password(document):
                menu.addAction(say("library.menu.password"), lambda: self.password_asked.emit(document))
            menu.addAction(say("library.menu.again"), lambda: self.retried.emit(document))
        else:
            menu.addAction(say("library.menu.cancel"), lambda: self.cancelled.emit(document))
        menu.addSeparator()
        menu.addAction(say("tagging.menu.tags"), self.tags_asked.emit)
        menu.addAction(say("collections.menu.context"), self.collect_asked.emit)
        if document.state is DocumentState.READY:
            menu.addAction(say("matters.move.menu"), self.move_asked.emit)
        menu.addAction(say("library.menu.remove"), lambda: self.removed.emit([document]))
        menu.exec(self.list.viewport().mapToGlobal(at))

    def _delete(self) -> None:
        done = (DocumentState.READY, DocumentState.FAILED)
        chosen = self.selection()
        for document in chosen:
            if document.state not in done:
                self.cancelled.emit(document)
        if read := [one for one in chosen if one.state in done]:
            self.removed.emit(read)
