"""The lines of a table of answers, to be sorted and filtered."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from app.runs.table import Line, line_of
from app.words.catalogue import say
from app.words.surveys import page_words, silent_words, state_words
from rag.extracting.listing import item_key
from rag.runs.types import PartState, Result, Verdict
from rag.surveying.types import SurveyKind
from ui.parts.arranged_table import ArrangedTable
from ui.parts.inert import inert
from ui.parts.rows import Index

LineRole = Qt.ItemDataRole.UserRole + 1

_ORDER = {state: rank for rank, state in enumerate((PartState.WAITING, *Verdict, PartState.FAILED))}
_FOUND = (Verdict.FOUND, Verdict.NEAR, Verdict.OTHERWISE)


class Column(IntEnum):
    WHERE = 0
    ANSWER = 1
    PAGE = 2
    STATE = 3


class AnswerTable(ArrangedTable):
    """The lines of one table: all in the order of its rows, and those in view, sorted and filtered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._kind = SurveyKind.DOCUMENTS
        self._found_only = False
        self._words = ""
        self._folded = False  # whether the state stands above the answer

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        column = Column(section)
        parts = self._kind is SurveyKind.SECTIONS
        return say("surveys.columns.part") if parts and column is Column.WHERE else _name(column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[self._view[index.row()]], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._said(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return inert(line.citations[0].quote if line.citations else line.answer)
            case Qt.ItemDataRole.AccessibleTextRole:
                said = self._said(line, column) or say("runs.view.none")
                return say("surveys.cells.named", column=_name(column), text=said)
            case _ if role == LineRole:
                return line
        return None

    def show_lines(self, kind: SurveyKind, found: Sequence[Line]) -> None:
        """Show these; what is shown already stays as it is, selection and all."""
        if kind is self._kind and list(found) == self._lines:
            return
        self.beginResetModel()
        self._kind = kind
        self._lines = list(found)
        self._view = self._arranged()
        self.endResetModel()

    def shown(self) -> list[Line]:
        """The lines in view, in their order."""
        return [self._lines[place] for place in self._view]

    def show_found_only(self, only: bool) -> None:
        self._found_only = only
        self._arrange()

    def show_words(self, text: str) -> None:
        """Show only lines that hold `text`."""
        self._words = text.strip().lower()
        self._arrange()

    def fold_state(self, folded: bool) -> None:
        """Say the state above the answer, where there is no room for its column."""
        self._folded = folded
        if self._view:
            last = len(self._view) - 1
            self.dataChanged.emit(self.index(0, Column.ANSWER), self.index(last, Column.ANSWER))

    def take(self, row: Result) -> None:
        """A row is known: a document's line changes, a part's items take the place of its waiting line."""
        place = self._place(row.part.place)
        if place is None:
            return
        if self._kind is SurveyKind.DOCUMENTS or not row.points:
            self._set(place, line_of(row, self._kind))
            return
        held = {item_key(line.answer): at for at, line in enumerate(self._lines) if line.citations}
        fresh = [item for item in row.points if item_key(item.text) not in held]
        for item in row.points:
            at = held.get(item_key(item.text))
            if at is not None:
                self._set(at, self._lines[at].with_places(item.citations))
        found = [line_of(row, self._kind).with_item(item) for item in fresh]
        self._set(place, found[0] if found else line_of(row, self._kind).without_items())
        if found[1:]:
            more = len(found) - 1
            self._lines[place + 1 : place + 1] = found[1:]
            self._view = [held + more if held > place else held for held in self._view]
            self._arrive()

    def _place(self, row: int) -> int | None:
        if self._kind is SurveyKind.DOCUMENTS:
            return row if row < len(self._lines) else None
        return next((at for at, line in enumerate(self._lines) if line.place == row), None)

    def _set(self, place: int, line: Line) -> None:
        self._lines[place] = line
        self._arrive()
        if place in self._view:
            row = self._view.index(place)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def _arrive(self) -> None:
        """Bring new lines into view without moving what is selected, where they only come between."""
        before, after = self._view, self._arranged()
        if after == before:
            return
        more = len(after) - len(before)
        at = next(
            (i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(before)
        )
        if more > 0 and after[at + more :] == before[at:]:
            self.beginInsertRows(QModelIndex(), at, at + more - 1)
            self._view = after
            self.endInsertRows()
        else:
            self._arrange()

    def _places(self) -> list[int]:
        return [place for place, line in enumerate(self._lines) if self._fits(line)]

    def _fits(self, line: Line) -> bool:
        if self._found_only and line.state not in _FOUND:
            return False
        words = self._words
        return not words or words in f"{line.part.document} {line.section} {line.answer}".lower()

    def _said(self, line: Line, column: Column) -> str:
        shown = self._shown(line, column)
        if self._folded and column is Column.ANSWER:
            if line.answer == silent_words(self._kind):
                return state_words(line.state)  # which says it as well
            return "\n".join(filter(None, (state_words(line.state), shown)))
        return shown

    def _shown(self, line: Line, column: Column) -> str:
        match column:
            case Column.WHERE:
                parts = self._kind is SurveyKind.SECTIONS
                return (
                    line.section.split(" › ")[-1] or say("surveys.cells.page-of", page=line.page)
                    if parts
                    else line.part.document
                )
            case Column.ANSWER:
                return " ".join(line.answer.split())
            case Column.PAGE:
                return page_words(line.citations)
            case Column.STATE:
                return state_words(line.state)

    def _rank(self, place: int, column: int) -> Any:
        line = self._lines[place]
        match column:
            case Column.PAGE:
                return line.page if line.citations else 0
            case Column.STATE:
                return _ORDER[line.state]
            case Column.WHERE if self._kind is SurveyKind.SECTIONS:
                return line.place
            case _:
                return self._shown(line, Column(column)).lower()


def _name(column: Column) -> str:
    return say(f"surveys.columns.{column.name.lower()}")
