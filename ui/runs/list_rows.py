"""What is kept, as rows of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from app.words.runs import name_of, row_words
from rag.looking.maker import LookMaker
from rag.runs.types import Run, RunState
from rag.surveying.maker import SurveyMaker
from ui.parts.controls import day
from ui.parts.inert import inert
from ui.parts.rows import FailedRole, FractionRole, IconRole, Index, StatusRole

RunRole = Qt.ItemDataRole.UserRole + 1

_ICONS = {SurveyMaker.name: "table", LookMaker.name: "search"}


class RunRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Run] = []
        self._before: Mapping[int, int] = {}
        self._failed: frozenset[int] = frozenset()
        self._lacking: frozenset[int] = frozenset()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        run = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return name_of(run)
            case Qt.ItemDataRole.ToolTipRole:
                return inert(name_of(run))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{name_of(run)}, {self._status(run)}"
            case _ if role == RunRole:
                return run
            case _ if role == StatusRole:
                return self._status(run)
            case _ if role == FractionRole:
                running = self._before.get(run.id) == 0
                return run.done / run.total if running and run.total else None
            case _ if role == IconRole:
                return _ICONS.get(run.maker, "summary")
            case _ if role == FailedRole:
                return run.id in self._failed
        return None

    def fill(
        self,
        found: Sequence[Run],
        before: Mapping[int, int],
        failed: frozenset[int],
        lacking: frozenset[int] = frozenset(),
    ) -> None:
        """`before`: how many are made before each of those in line; `lacking` wait for a model."""
        self.beginResetModel()
        self._lacking = lacking
        self._rows, self._before, self._failed = list(found), dict(before), failed
        self.endResetModel()

    def move(self, run_id: int, done: int, total: int) -> None:
        """A part of a run is done."""
        for place, one in enumerate(self._rows):
            if one.id == run_id:
                self._rows[place] = replace(one, done=done, total=total)
                self.dataChanged.emit(self.index(place), self.index(place))

    def _status(self, run: Run) -> str:
        before, lacks = self._before.get(run.id), run.id in self._lacking
        words = row_words(run, before, failed=run.id in self._failed, lacks=lacks)
        return f"{words} · {day(run.updated)}" if run.state is RunState.DONE else words
