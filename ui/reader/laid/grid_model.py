"""A sheet as a table model: rows are fetched when they come into view, and those seen long ago are let go."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.words.catalogue import say
from rag.language.withdrawn import standing
from rag.reading.office.formulas import column_letters
from rag.reading.rows import is_figure
from rag.types.views import Part, SheetView
from ui.parts.inert import inert
from ui.reader.kinds import Highlight, Span
from ui.reader.laid.cells import Row, Rows, Shown
from ui.reader.laid.noted import NotedCells
from ui.reader.laid.setting import runs_backwards

MARKED, LOOK = (Qt.ItemDataRole.UserRole + place for place in range(2))
_ANSWERED = frozenset(
    {MARKED, LOOK}
    | {
        int(role)
        for role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole,
        )
    }
)  # fmt: skip
_KEPT = 60  # parts of 200 rows
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Look:
    """A cell as it is drawn. `quiet`: the file does not show it; `heads`: it names a column; `noted`: the
    file has a comment on it.
    """

    text: str
    marked: bool
    found: bool
    current: bool
    quiet: bool
    heads: bool
    figure: bool
    noted: bool
    backwards: bool
    own: Highlight | None  # the note of one's own on it


class GridModel(QAbstractTableModel):
    wanted = Signal(int)  # the place of a part among all of the document

    def __init__(self) -> None:
        super().__init__()
        self._sheet: SheetView | None = None
        self._parts: list[tuple[int, Part]] = []
        self._bottoms: list[int] = []
        self._rows: OrderedDict[int, Rows] = OrderedDict()
        self._asked: set[int] = set()
        self._names: dict[int, str] = {}
        self._marks: tuple[Span, ...] = ()
        self._own = NotedCells()
        self._hits: tuple[Span, ...] = ()
        self._ends: list[int] = []
        self._current: Span | None = None

    def show(self, sheet: SheetView, parts: Sequence[tuple[int, Part]], names: dict[int, str]) -> None:
        """Show a sheet. `parts`: those of the document that are its own, with their places; `names`: of its
        columns, where no row of its own shows them.
        """
        self.beginResetModel()
        self._sheet, self._parts, self._names = sheet, list(parts), names
        self._bottoms = [part.bottom for _, part in self._parts]
        self._rows.clear()
        self._asked.clear()
        self.endResetModel()

    @property
    def parts(self) -> list[tuple[int, Part]]:
        """Those of the sheet, with their places among all of the document."""
        return self._parts

    def name_columns(self, names: dict[int, str]) -> None:
        if names and names != self._names:
            self._names = names
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))

    def load(self, place: int, rows: Rows) -> None:
        """A part was fetched."""
        self._asked.discard(place)
        part = next((one for number, one in self._parts if number == place), None)
        if part is None:
            return
        self._rows[place] = rows
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        last = max(self.columnCount() - 1, 0)
        self.dataChanged.emit(self.index(part.top - 1, 0), self.index(part.bottom - 1, last))

    def show_marks(self, spans: Sequence[Span]) -> None:
        self._marks = tuple(spans)
        self._tell()

    def show_notes(self, notes: Sequence[Highlight]) -> None:
        """What a person marked for themselves."""
        self._own = NotedCells(notes)
        self._tell()

    def note_on(self, row: int, column: int) -> Highlight | None:
        shown = self.cell(row, column)
        return None if shown is None else self._own.on(shown)

    def show_hits(self, spans: Sequence[Span], current: Span | None) -> None:
        self._hits, self._current = tuple(spans), current
        self._ends = [span.end for span in spans]
        self._tell()

    def part_of(self, row: int) -> int | None:
        """The place of the part that holds a row of the model."""
        at = bisect_left(self._bottoms, row + 1)
        return self._parts[at][0] if at < len(self._parts) and self._parts[at][1].top <= row + 1 else None

    def row(self, row: int) -> Row | None:
        """A row of the model, where it is there already; else it is fetched."""
        place = self.part_of(row)
        if place is None:
            return None
        rows = self._rows.get(place)
        if rows is None:
            if place not in self._asked:
                self._asked.add(place)
                self.wanted.emit(place)
            return None
        self._rows.move_to_end(place)
        return rows.row(row + 1)

    def loaded(self, place: int) -> Rows | None:
        return self._rows.get(place)

    def cell(self, row: int, column: int) -> Shown | None:
        found = self.row(row)
        return None if found is None else found.cells.get(column)

    # --- what Qt asks --------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or self._sheet is None else self._sheet.rows

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or self._sheet is None else max(self._sheet.columns, 1)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED:
            return None
        row = self.row(index.row())
        shown = None if row is None else row.cells.get(index.column())
        if row is None or shown is None:
            return None
        if role == LOOK:
            return self._look(row, shown)
        if role == MARKED:
            return any(shown.is_in(span) for span in self._marks)
        if role == Qt.ItemDataRole.ToolTipRole:
            return inert("\n\n".join(filter(None, (shown.text, shown.note))))
        return shown.text

    def _look(self, row: Row, shown: Shown) -> Look:
        first = bisect_left(self._ends, shown.stands_from + 1)
        return Look(
            shown.text,
            any(shown.is_in(span) for span in self._marks),
            any(shown.is_in(span) for span in self._hits[first : first + 1]),
            self._current is not None and shown.is_in(self._current),
            row.is_hidden or not standing(shown.text).strip(),
            self._heads(row.number - 1),
            is_figure(shown.text),
            bool(shown.note),
            not shown.text.isascii() and runs_backwards(shown.text),
            self._own.on(shown),
        )

    def _heads(self, row: int) -> bool:
        first, last = self._sheet.heads if self._sheet is not None else (0, 0)
        return bool(first) and first <= row + 1 <= last

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or self._sheet is None:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self._names.get(section, "") if self._names else column_letters(section)
        number = section + 1 - self._sheet.above
        place = self.part_of(section)
        rows = None if place is None else self._rows.get(place)
        row = None if rows is None else rows.row(section + 1)
        said = f"({number})" if row is not None and row.is_hidden else str(number)
        return said if number > 0 else ""

    def called(self, row: int, column: int) -> str:
        """What people call a cell."""
        if self._names:
            return " · ".join(
                filter(None, (self._names.get(column, ""), say("reader.grid.row", number=row + 1)))
            )
        found = self.row(row)
        place = f"{column_letters(column)}{row + 1}"
        return say("reader.grid.hidden", place=place) if found is not None and found.is_hidden else place

    def _tell(self) -> None:
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class HeadModel(QAbstractTableModel):
    """The rows that name the columns of a sheet, which stay in view."""

    def __init__(self, grid: GridModel) -> None:
        super().__init__()
        self._grid = grid
        self._first = self._rows = 0
        grid.dataChanged.connect(self._changed)

    def show(self, first: int, last: int) -> None:
        """Rows of the sheet, from 1; none where the first is 0."""
        self.beginResetModel()
        self._first, self._rows = max(first - 1, 0), last - first + 1 if first else 0
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return self._grid.columnCount(parent)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._grid.data(self._grid.index(index.row() + self._first, index.column()), role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        down = orientation is Qt.Orientation.Vertical
        return self._grid.headerData(section + (self._first if down else 0), orientation, role)

    def _changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self._rows - 1, self.columnCount() - 1))
