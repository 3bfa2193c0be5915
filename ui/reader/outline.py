"""The sections of a document as a tree, with the one that is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QTreeView

from app.words.catalogue import say
from rag.types import Section
from ui.parts.directed import Directed
from ui.parts.inert import inert
from ui.reader.gathering import Entry, entries

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Sections(QAbstractItemModel):
    """Made of what the vault keeps: a line for each section, and one above many of a kind."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Entry, ...] = ()
        self._below: dict[int | None, list[int]] = {}
        self._read: int | None = None

    def show_sections(self, sections: Sequence[Section]) -> None:
        self.beginResetModel()
        self._lines, self._read = entries(sections), None
        below: dict[int | None, list[tuple[int, int]]] = defaultdict(list)
        for place, one in enumerate(self._lines):
            below[one.parent].append((one.row, place))
        self._below = {parent: [place for _, place in sorted(rows)] for parent, rows in below.items()}
        self.endResetModel()

    def show_read(self, section: Section | None) -> QModelIndex:
        """Mark the one that is read; returns where it stands."""
        before, self._read = self._read, None if section is None else section.index
        for one in {before, self._read} - {None}:
            at = self.at(one)
            self.dataChanged.emit(at, at)
            if self.gathers(at.parent()):
                self.dataChanged.emit(at.parent(), at.parent())
        return self.at(self._read)

    def at(self, number: int | None) -> QModelIndex:
        if number is None or number >= len(self._lines):
            return QModelIndex()
        return self.createIndex(self._lines[number].row, 0, number)

    def section(self, index: _Index) -> Section | None:
        """Where a line leads; one above many leads to the first of them."""
        return self._lines[index.internalId()].section if index.isValid() else None

    def gathers(self, index: _Index) -> bool:
        """Whether a line is no section of its own and stands above many of a kind."""
        return index.isValid() and self._lines[index.internalId()].gathers

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        below = self._below.get(parent.internalId() if parent.isValid() else None, [])
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: _Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject's, too
        return self.at(self._lines[index.internalId()].parent) if index.isValid() else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return len(self._below.get(parent.internalId() if parent.isValid() else None, []))

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: ARG002 - Qt's signature
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.internalId()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.ToolTipRole:
                return inert(line.title)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = "reader.strip.read" if self._is_read(index) else "reader.strip.section"
                return say(words, title=line.title, page=line.section.page)
            case Qt.ItemDataRole.FontRole if self._is_read(index):
                font = QFont()
                font.setBold(True)
                return font
        return None

    def _is_read(self, index: _Index) -> bool:
        place = index.internalId()
        if self._read is None or not self._lines[place].gathers:
            return place == self._read
        return self._lines[self._read].parent == place


class Outline(QTreeView):
    chosen = Signal(object)  # Section

    def __init__(self) -> None:
        super().__init__()
        self.sections = Sections()
        self.setModel(self.sections)
        self.setItemDelegate(Directed(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAccessibleName(say("reader.strip.outline"))
        self.setProperty("role", "outline")
        self.setIndentation(14)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.clicked.connect(self._choose)

    def show_read(self, section: Section | None) -> None:
        """Mark the section that is read, and have it in view unless somebody goes through the list."""
        at = self.sections.show_read(section)
        if self.sections.gathers(at.parent()) and not self.isExpanded(at.parent()):
            at = at.parent()  # it was put together to be out of the way, and stays so until somebody opens it
        if at.isValid() and not self.hasFocus():
            self.setCurrentIndex(at)
            self.scrollTo(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: _Index) -> None:
        section = self.sections.section(index)
        if section is not None:
            self.chosen.emit(section)
