"""Disagreements as rows: of what kind, about what, and what either side says, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, auto
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from app.words.catalogue import quoted, say
from app.words.contradictions import kind_words, reason_words
from rag.contradicting.maker import ClashPoint, dismissed
from rag.runs.types import Point
from rag.types import Citation
from ui.parts.arranged_table import ArrangedTable
from ui.parts.inert import inert
from ui.parts.rows import Index

ClashRole = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    KIND = 0
    ABOUT = auto()
    LEFT = auto()
    RIGHT = auto()
    MARK = auto()


_HEADS = {
    Column.KIND: "kind",
    Column.ABOUT: "subject",
    Column.LEFT: "left",
    Column.RIGHT: "right",
    Column.MARK: "mark",
}


class ClashTable(ArrangedTable):
    def __init__(self) -> None:
        super().__init__()
        self._points: list[Point] = []
        self._hides_marked = False

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return say(f"contradictions.column.{_HEADS[Column(section)]}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        point, column = self._points[self._view[index.row()]], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(point, column)
            case Qt.ItemDataRole.ToolTipRole:
                return inert(reason_words(ClashPoint.of(point)))
            case Qt.ItemDataRole.AccessibleTextRole:
                text = " ".join(shown(point, column).split()) or say("runs.view.none")
                said = say("surveys.cells.named", column=self.headerData(column, _ACROSS), text=text)
                return f"{said}. {reason_words(ClashPoint.of(point))}" if column is Column.ABOUT else said
            case _ if role == ClashRole:
                return point
        return None

    def fill(self, points: Sequence[Point]) -> None:
        """Show these, in the order in which they come."""
        if list(points) == self._points:
            return
        self.beginResetModel()
        self._points = list(points)
        self._view = self._arranged()
        self.endResetModel()

    def hide_marked(self, hidden: bool) -> None:
        """Leave out what was marked as no contradiction, or show it too."""
        self._hides_marked = hidden
        self._arrange()

    def shown(self) -> list[Point]:
        """The disagreements in view, in their order."""
        return [self._points[place] for place in self._view]

    def text(self, rows: Sequence[int]) -> str:
        """Rows as spreadsheets take them from the clipboard."""
        heads = [str(self.headerData(column, _ACROSS)) for column in Column]
        chosen = [[" ".join(shown(self.shown()[row], column).split()) for column in Column] for row in rows]
        return "".join("\t".join(cells) + "\n" for cells in [heads, *chosen])

    def _places(self) -> list[int]:
        return [
            place for place, point in enumerate(self._points) if not (self._hides_marked and dismissed(point))
        ]

    def _rank(self, place: int, column: int) -> Any:
        return shown(self._points[place], Column(column)).casefold()


_ACROSS = Qt.Orientation.Horizontal


def shown(point: Point, column: Column) -> str:
    """A cell in words."""
    told = ClashPoint.of(point)
    match column:
        case Column.KIND:
            return kind_words(told.kind)
        case Column.ABOUT:
            return told.subject
        case Column.LEFT:
            return _side(point.citations[0])
        case Column.RIGHT:
            return _side(point.citations[1])
        case Column.MARK:
            return say("contradictions.is-none") if dismissed(point) else ""


def _side(citation: Citation) -> str:
    where = say("contradictions.place", document=citation.document, page=citation.page)
    return f"{quoted(' '.join(citation.quote.split()))}\n{where}"
