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

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SHOWN = 200  # characters of a heading


class Sections(QAbstractItemModel):
    """Made of what the vault keeps, without anything of its own for a row: documents have thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._sections: tuple[Section, ...] = ()
        self._below: dict[int | None, list[int]] = {}
        self._rows: list[int] = []
        self._read: int | None = None

    def show_sections(self, sections: Sequence[Section]) -> None:
        self.beginResetModel()
        self._sections, self._read = tuple(sections), None
        below: dict[int | None, list[int]] = defaultdict(list)
        self._rows = []
        for one in self._sections:
            self._rows.append(len(below[one.parent]))
            below[one.parent].append(one.index)
        self._below = dict(below)
        self.endResetModel()

    def show_read(self, section: Section | None) -> QModelIndex:
        """Mark the one that is read; returns where it stands."""
        before, self._read = self._read, None if section is None else section.index
        for one in {before, self._read} - {None}:
            at = self.at(one)
            self.dataChanged.emit(at, at)
        return self.at(self._read)

    def at(self, number: int | None) -> QModelIndex:
        known = number is not None and number < len(self._sections)
        if not known or number is None:
            return QModelIndex()
        return self.createIndex(self._rows[number], 0, number)

    def section(self, index: _Index) -> Section | None:
        return self._sections[index.internalId()] if index.isValid() else None

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        below = self._below.get(parent.internalId() if parent.isValid() else None, [])
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: _Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject's, too
        return self.at(self._sections[index.internalId()].parent) if index.isValid() else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return len(self._below.get(parent.internalId() if parent.isValid() else None, []))

    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: ARG002 - Qt's signature
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        section = self.section(index)
        if section is None:
            return None
        title = " ".join(f"{section.label} {section.title}".split())[:_SHOWN]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole:
                return inert(title)
            case Qt.ItemDataRole.AccessibleTextRole:
                words = "reader.strip.read" if section.index == self._read else "reader.strip.section"
                return say(words, title=title, page=section.page)
            case Qt.ItemDataRole.FontRole if section.index == self._read:
                font = QFont()
                font.setBold(True)
                return font
        return None


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
