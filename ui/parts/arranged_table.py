"""A table whose rows are brought into view in an order of their own."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ui.parts.rows import Index


class ArrangedTable(QAbstractTableModel):
    """Rows have places; `_view` says which of them are in view, sorted.

    Sorting and filtering are done here and not by a QSortFilterProxyModel, which asks Python for every
    comparison: a second for 5,000 lines instead of some milliseconds.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: list[int] = []
        self._column = -1
        self._descending = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._view)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 puts the rows in their own order again."""
        self._column, self._descending = column, order is Qt.SortOrder.DescendingOrder
        self._arrange()

    @abstractmethod
    def _places(self) -> list[int]:
        """The rows to be shown, in their own order."""

    @abstractmethod
    def _rank(self, place: int, column: int) -> Any:
        """What a row is sorted by."""

    def _arrange(self) -> None:
        self.beginResetModel()
        self._view = self._arranged()
        self.endResetModel()

    def _arranged(self) -> list[int]:
        places = self._places()
        if self._column >= 0:
            column = self._column
            places.sort(key=lambda place: self._rank(place, column), reverse=self._descending)
        return places
