"""The summaries that are kept, as rows of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from app.words.summaries import length_words, state_words, title_words
from rag.runs.types import Summary, SummaryState
from ui.parts.rows import FailedRole, FractionRole, Index, StatusRole

SummaryRole = Qt.ItemDataRole.UserRole + 1


class SummaryRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Summary] = []
        self._before: Mapping[int, int] = {}
        self._failed: frozenset[int] = frozenset()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        summary = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return title_words(summary)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{title_words(summary)}, {self._status(summary)}"
            case _ if role == SummaryRole:
                return summary
            case _ if role == StatusRole:
                return self._status(summary)
            case _ if role == FractionRole:
                running = self._before.get(summary.id) == 0
                return summary.done / summary.total if running and summary.total else None
            case _ if role == FailedRole:
                return summary.id in self._failed
        return None

    def fill(self, found: Sequence[Summary], before: Mapping[int, int], failed: frozenset[int]) -> None:
        """`before`: how many are made before each of those in line."""
        self.beginResetModel()
        self._rows, self._before, self._failed = list(found), dict(before), failed
        self.endResetModel()

    def move(self, summary_id: int, done: int, total: int) -> None:
        """A part of a summary is done."""
        for place, one in enumerate(self._rows):
            if one.id == summary_id:
                self._rows[place] = replace(one, done=done, total=total)
                self.dataChanged.emit(self.index(place), self.index(place))

    def _status(self, summary: Summary) -> str:
        state = state_words(summary, self._before.get(summary.id))
        if summary.id in self._failed and summary.state is not SummaryState.DONE:
            state = "Could not be made"
        kind = (
            summary.title
            if summary.other
            else f"{summary.title}, {length_words(summary.scope.length).lower()}"
        )
        return f"{kind} · {state}"
