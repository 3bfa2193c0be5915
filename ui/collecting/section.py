"""The collections above the documents of the sidebar: chosen, named, coloured, and dropped onto."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QActionGroup, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.storing.collections import CollectionUse
from rag.types import COLLECTION_COLOURS
from ui.collecting.painter import CollectionPainter
from ui.collecting.rows import CollectionRows, NameRole
from ui.parts.controls import Elided, IconButton
from ui.parts.dropped import take_copy
from ui.parts.laying import edges
from ui.parts.overlays import TAKES_FILES
from ui.parts.rooming import Room
from ui.parts.row_list import RowList
from ui.parts.rows import DOCUMENT_IDS
from ui.parts.swatches import swatch
from ui.parts.theme import Palette, Space

_LEAST, _MOST = 3, 8  # rows in view
_FEWEST = {Room.AMPLE: 0, Room.SHORT: 3, Room.LEAST: 2}  # rows in view
_SHARE = 0.36  # of the sidebar's upper part, at most


class CollectionSection(QWidget):
    chosen = Signal(str)  # a collection, "" for all documents
    made = Signal(str)
    renamed = Signal(str, str)
    coloured = Signal(str, int)
    removed = Signal(str)
    documents_dropped = Signal(object, str)  # list[int], a collection or "" for none
    files_dropped = Signal(object, str)  # list[Path]

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._room = 400  # pixels of what it stands in
        self._few = 0  # rows in view, where there is little room
        self._chosen_id = 0
        self._kept_focus = False  # the plus has the keyboard in place of the list, which is not there
        self.rows = CollectionRows(self)
        self.rows.made.connect(self.made)
        self.rows.renamed.connect(self.renamed)
        self.title = Elided("section")
        self.title.set_text(say("collections.side.title"))
        self.plus = IconButton("plus", say("collections.side.new-tip"), color="quiet")
        self.plus.clicked.connect(self.begin)
        self.list = _Drops()
        self.list.setAccessibleName(say("collections.side.list"))
        self.list.setToolTip(say("collections.side.tip"))
        self._painter = CollectionPainter(palette, self.list)
        self.list.setItemDelegate(self._painter)
        self._painter.closeEditor.connect(self._written)  # after the list, which takes the keyboard back
        self.list.setModel(self.rows)
        self.list.held.connect(self._held)
        self.list.let_go.connect(self._let_go)
        self.list.delete_pressed.connect(self._remove)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self._arrange()
        self._fit()
        self.plus.retint(palette)

    @property
    def name(self) -> str:
        """The chosen collection, "" for all documents."""
        one = next((one for one in self.rows.found if one.id == self._chosen_id), None)
        return one.name if one else ""

    def show_collections(self, found: Sequence[CollectionUse], documents: int) -> None:
        """Show these. The chosen one stays chosen under another name; where it is gone, all are."""
        before = self.name
        with QSignalBlocker(self.list.selectionModel()):
            self.rows.fill(found, documents)
            self._point()
        self._fit()
        self.setVisible(bool(found) or bool(documents))
        if self.name != before:
            self.chosen.emit(self.name)

    def choose(self, name: str) -> None:
        """Choose a collection, all documents for ""; without telling of it."""
        self._chosen_id = next((one.id for one in self.rows.found if one.name == name), 0)
        with QSignalBlocker(self.list.selectionModel()):
            self._point()
        self.list.viewport().update()

    def begin(self) -> None:
        """Let a new collection be named in its place in the list."""
        self.setVisible(True)
        index = self.rows.draft()
        self._fit()
        self.list.scrollTo(index)
        self.list.setCurrentIndex(index)
        self.list.setFocus()
        self.list.edit(index)

    def rename(self) -> None:
        """Let the chosen collection be named otherwise in its place."""
        if self.rows.use(self.list.currentIndex()) is not None:
            self.list.edit(self.list.currentIndex())

    def fit(self, room: int) -> None:
        """Take no more than a part of so many pixels."""
        self._room = room
        self._fit()

    def shorten(self, room: Room) -> None:
        """Show fewer rows where there is little room, and in the end only these: the menu makes new ones."""
        self._few = _FEWEST[room]
        self._head.setVisible(room is not Room.LEAST)
        self._fit()

    def retint(self, palette: Palette) -> None:
        self._palette = self._painter.palette = palette
        self.plus.retint(palette)
        self.list.viewport().update()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(edges(Space.L, 0, Space.S, 0))
        head.addWidget(self.title, 1)
        head.addWidget(self.plus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, Space.XS)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _fit(self) -> None:
        """As high as its rows, within its share; without collections its head alone."""
        high = self.list.sizeHintForRow(0)
        most = self._few or max(_LEAST, min(_MOST, int(self._room * _SHARE / max(1, high))))
        rows = self.rows.rowCount()
        if rows == 1 and self.list.hasFocus():
            self.plus.setFocus()
            self._kept_focus = True
        self.list.setVisible(rows > 1)
        if rows > 1 and self._kept_focus:
            self._kept_focus = False
            if self.plus.hasFocus():
                self.list.setFocus()
        self.list.setFixedHeight(min(rows, most) * high + 2)

    def _point(self) -> None:
        index = self.rows.place(self.name)
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, select)

    def _choose(self) -> None:
        index = next(iter(self.list.selectionModel().selectedIndexes()), None)
        if index is None or (index.row() and self.rows.use(index) is None):
            return
        one = self.rows.use(index)
        self._chosen_id = one.id if one else 0
        self.chosen.emit(self.name)

    def _written(self, _editor: QWidget, _hint: QAbstractItemDelegate.EndEditHint) -> None:
        with QSignalBlocker(self.list.selectionModel()):
            self.rows.drop_draft()
            self._point()
        self._fit()

    def _remove(self) -> None:
        one = self.rows.use(self.list.currentIndex())
        if one is not None:
            self.removed.emit(one.name)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        one = self.rows.use(index)
        menu = QMenu(self)
        menu.addAction(say("collections.menu.new"), self.begin)
        if one is not None:
            menu.addSeparator()
            menu.addAction(say("collections.menu.rename"), lambda: self.list.edit(index))
            colours = menu.addMenu(say("collections.menu.colour"))
            group = QActionGroup(colours)
            for tone, colour in enumerate(COLLECTION_COLOURS):
                line = colours.addAction(swatch(self._palette, tone), say(f"collections.colours.{colour}"))
                line.setCheckable(True)
                line.setChecked(one.colour == colour)
                line.triggered.connect(lambda _=False, tone=tone: self.coloured.emit(one.name, tone))
                group.addAction(line)
            menu.addSeparator()
            menu.addAction(say("collections.menu.remove"), lambda: self.removed.emit(one.name))
        menu.exec(self.list.viewport().mapToGlobal(at))

    def _held(self, row: int) -> None:
        self._painter.over = row
        self.list.viewport().update()

    def _let_go(self, data: QMimeData, row: int) -> None:
        name = str(self.rows.index(row, 0).data(NameRole) or "")
        if data.hasFormat(DOCUMENT_IDS):
            ids = json.loads(bytes(data.data(DOCUMENT_IDS).data()))
            self.documents_dropped.emit(ids, name)
        else:
            paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
            self.files_dropped.emit(paths, name)


class _Drops(RowList):
    """Takes documents of the library, and files from outside, let go on a row."""

    held = Signal(int)  # the row that something is held over, -1 for none
    let_go = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty(TAKES_FILES, True)
        self.setEditTriggers(RowList.EditTrigger.EditKeyPressed)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)
        event.setAccepted(self._fits(event))  # of a list whose first row is reached later

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not self._fits(event) or not index.isValid():
            self.held.emit(-1)
            event.ignore()
            return
        self._accept(event)
        self.held.emit(index.row())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.held.emit(-1)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.held.emit(-1)
        index = self.indexAt(event.position().toPoint())
        if not self._fits(event) or not index.isValid():
            event.ignore()
            return
        self._accept(event)
        self.let_go.emit(event.mimeData(), index.row())

    def _accept(self, event: QDropEvent) -> None:
        if event.mimeData().hasFormat(DOCUMENT_IDS):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            take_copy(event)

    def _fits(self, event: QDropEvent) -> bool:
        data = event.mimeData()
        return data.hasFormat(DOCUMENT_IDS) or any(url.isLocalFile() for url in data.urls())
