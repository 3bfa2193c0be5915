"""The points of a run as a table: its columns, and the page each row stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from app.words.catalogue import say
from app.words.surveys import page_words
from rag.runs.types import Point
from rag.types import Support
from ui.parts.arranged_table import ArrangedTable
from ui.parts.inert import inert
from ui.parts.rows import Index

PointRole = Qt.ItemDataRole.UserRole + 1


class PointTable(ArrangedTable):
    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[str, ...] = ()
        self._points: list[Point] = []

    @property
    def page_column(self) -> int:
        return len(self._columns)

    @property
    def names_places(self) -> bool:
        """Whether a place is called something else than its page's number: a part of a mail, a slide."""
        return any(
            not place.place.endswith(f" {place.page}")
            for one in self._points
            for place in one.citations
            if place.place
        )

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._columns) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._heads()[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        point, column = self._points[self._view[index.row()]], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(point, column)
            case Qt.ItemDataRole.ToolTipRole:
                if point.support is Support.UNSUPPORTED:
                    return say("parts.cited.unsupported")
                place = point.cited_in(column)
                return inert(" ".join(place.quote.split())) if place is not None else None
            case Qt.ItemDataRole.AccessibleTextRole:
                shown = self._shown(point, column) or say("runs.view.none")
                said = say("surveys.cells.named", column=self._heads()[column], text=shown)
                unsupported = say("parts.cited.unsupported")
                return f"{said}. {unsupported}" if point.support is Support.UNSUPPORTED else said
            case _ if role == PointRole:
                return point
        return None

    def fill(self, columns: Sequence[str], points: Sequence[Point]) -> None:
        """Show these; where they only follow those shown already, what is selected stays so."""
        before = len(self._points)
        if tuple(columns) == self._columns and self._points == list(points[:before]):
            if len(points) > before:
                self._points = list(points)
                self._grow(before)
            return
        self.beginResetModel()
        self._columns, self._points = tuple(columns), list(points)
        self._view = self._arranged()
        self.endResetModel()

    def shown(self) -> list[Point]:
        """The points in view, in their order."""
        return [self._points[place] for place in self._view]

    def text(self, rows: Sequence[int]) -> str:
        """Rows as spreadsheets take them from the clipboard."""
        chosen = [self.shown()[row] for row in rows]
        table = [[self._shown(point, column) for column in range(self.columnCount())] for point in chosen]
        return "".join("\t".join(cells) + "\n" for cells in [self._heads(), *table])

    def _heads(self) -> tuple[str, ...]:
        return (*self._columns, say("runs.view.page-column"))

    def _grow(self, before: int) -> None:
        if self._column >= 0:
            self._arrange()
            return
        self.beginInsertRows(QModelIndex(), before, len(self._points) - 1)
        self._view = self._arranged()
        self.endInsertRows()

    def _places(self) -> list[int]:
        return list(range(len(self._points)))

    def _shown(self, point: Point, column: int) -> str:
        if column == self.page_column:
            return page_words(point.citations)
        return " ".join(point.cells[column].split()) if column < len(point.cells) else ""

    def _rank(self, place: int, column: int) -> Any:
        point = self._points[place]
        if column == self.page_column:
            return (point.citations[0].page, point.citations[0].start) if point.citations else (0, 0)
        return self._shown(point, column).casefold()
