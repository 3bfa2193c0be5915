"""The lines of a page read from a picture, as rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from app.words.catalogue import say
from app.words.scans import line_words, needs_look
from rag.scanning.scanned import ScannedLine
from ui.parts.rows import Index

LineRole = Qt.ItemDataRole.UserRole + 1


class ScanRows(QAbstractListModel):
    """Lines in reading order, all or those to look at; one that is settled stays till the page is turned."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[int, ScannedLine] = {}
        self._shown: list[int] = []
        self._doubtful_only = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[self._shown[index.row()]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return say("checking.line.told", text=line.text, state=line_words(line))
            case _ if role == LineRole:
                return line
        return None

    def fill(self, lines: Sequence[ScannedLine]) -> None:
        self.beginResetModel()
        self._lines = {line.place: line for line in lines}
        self._choose()
        self.endResetModel()

    def change(self, line: ScannedLine) -> None:
        """A line is another one now; of a page that is not shown, nothing happens."""
        if line.place not in self._lines:
            return
        self._lines[line.place] = line
        row = self.row(line.place)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def show_doubtful(self, only: bool) -> None:
        self.beginResetModel()
        self._doubtful_only = only
        self._choose()
        self.endResetModel()

    def row(self, place: int) -> int | None:
        """The row of a line; None while it is not shown."""
        return self._shown.index(place) if place in self._shown else None

    def _choose(self) -> None:
        self._shown = [
            line.place for line in self._lines.values() if needs_look(line) or not self._doubtful_only
        ]
