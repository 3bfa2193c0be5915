"""The cells of a table of values: a row for each document or item, each cell with what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from app.exporting.extractions import value_words
from app.runs.extractions import Cell, rows_of, schema_of
from app.runs.reviews import Spot, is_open
from app.words.catalogue import say
from app.words.extracting import column_words
from app.words.places import cited_words
from rag.extracting.fields.filling import Status
from rag.extracting.fields.schema import Column
from rag.runs.types import Report
from ui.parts.arranged_table import ArrangedTable
from ui.parts.inert import inert
from ui.parts.rows import Index

CellRole = Qt.ItemDataRole.UserRole + 1  # ValueCell; None in the column of the documents

_PLAIN = (Status.CHECKED.value, Status.FOUND.value)  # need no sign
_FEW = 40  # characters of a document's name in what is read aloud


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A cell with its place in the table, and the document it is of."""

    spot: Spot
    document_id: int
    cell: Cell

    @property
    def sign(self) -> str:
        """How it stands, as a key of `extractions.signs`: what was decided, else what it is worth."""
        return self.cell.decision.value if self.cell.decision else self.cell.status.value


@dataclass(frozen=True, slots=True)
class ValueRow:
    document: str
    cells: tuple[ValueCell, ...]


class ValueTable(ArrangedTable):
    """All in the order of the run; where it is asked for, rows with open cells first."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._rows: list[ValueRow] = []
        self._open_first = False

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.column() > 0 else found

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._head(section)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[self._view[index.row()]]
        found = row.cells[index.column() - 1] if index.column() else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(found) if found else row.document
            case Qt.ItemDataRole.ToolTipRole:
                return inert(told(found) if found else row.document)
            case Qt.ItemDataRole.AccessibleTextRole:
                name = say("surveys.cells.named", column=self._head(index.column()), text=row.document[:_FEW])
                return f"{row.document[:_FEW]}. {told(found)}" if found else name
            case _ if role == CellRole:
                return found
        return None

    def show_report(self, report: Report) -> None:
        """The cells of a run as they stand now; where there are as many, what is selected stays so."""
        schema = schema_of(report.run)
        rows = [
            ValueRow(
                result.part.document,
                tuple(
                    ValueCell(Spot(result.part.place, row, number), result.part.document_id, cell)
                    for number, cell in enumerate(cells.values())
                ),
            )
            for result in report.results
            for row, cells in enumerate(rows_of(schema, result))
        ]
        if (schema.columns, rows) == (self._columns, self._rows):
            return
        if schema.columns == self._columns and len(rows) == len(self._rows):
            self._rows = rows
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._columns, self._rows = schema.columns, rows
        self._view = self._arranged()
        self.endResetModel()

    def show_open_first(self, first: bool) -> None:
        """Bring rows with cells that a person should look at to the top, or put them back."""
        self._open_first = first
        self._arrange()

    def text(self, rows: Sequence[int]) -> str:
        """Rows as spreadsheets take them from the clipboard."""
        heads = [self._head(column) for column in range(self.columnCount())]
        chosen = [self._rows[self._view[row]] for row in rows]
        lines = [[one.document, *(", ".join(value_words(at.cell)) for at in one.cells)] for one in chosen]
        return "".join("\t".join(cells) + "\n" for cells in [heads, *lines])

    def _head(self, column: int) -> str:
        words = column_words(self._columns[column - 1]) if column else say("extractions.document")
        return words[:1].upper() + words[1:]  # as any other head; in a sentence it begins small

    def _places(self) -> list[int]:
        places = list(range(len(self._rows)))
        if self._open_first:
            places.sort(key=lambda at: -sum(is_open(one.cell) for one in self._rows[at].cells))
        return places

    def _rank(self, place: int, column: int) -> Any:
        row = self._rows[place]
        if not column:
            return row.document.casefold()
        cell = row.cells[column - 1].cell
        value = cell.values[0] if cell.values else None
        figure = float(value) if isinstance(value, int | float) else 0.0
        return (value is None, figure, str(value).casefold())


def shown(found: ValueCell) -> str:
    """A cell in few words, with a sign for how it stands."""
    sign = say(f"extractions.signs.{found.sign}") if found.sign not in _PLAIN else ""
    words = " ".join(", ".join(value_words(found.cell)).split())
    return f"{sign} {words}".strip()


def told(found: ValueCell) -> str:
    """A cell in whole words: its column, its value, how it stands and why, its page and its quote."""
    cell = found.cell
    value = ", ".join(value_words(cell)) or say("extractions.none")
    parts = [say("surveys.cells.named", column=column_words(cell.column), text=value)]
    parts.append(say(f"extractions.standing.{found.sign}"))
    if cell.reason and cell.status in (Status.DOUBTFUL, Status.ABSENT):
        parts.append(say(f"extractions.reasons.{cell.reason}"))
    if cell.citations:
        quote = " ".join(cell.citations[0].quote.split())
        place = cited_words(cell.citations[0])
        parts.append(say("extractions.quoted", place=place, quote=quote))
    elif cell.values:
        parts.append(say("extractions.unquoted"))
    return " · ".join(parts)
