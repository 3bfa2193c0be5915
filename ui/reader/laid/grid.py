"""A sheet as a grid: its head stays in view, what is cited is marked, and a cell is read whole above it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from rag.reading.rows import is_figure
from rag.types.views import Part, SheetView
from ui.parts.controls import label
from ui.parts.theme import Palette, Space
from ui.reader.kinds import Span
from ui.reader.laid.cells import Rows
from ui.reader.laid.grid_model import GridModel, HeadModel
from ui.reader.laid.setting import runs_backwards
from ui.reader.laid.table import Table, apart

_NARROWEST, _WIDEST = 56, 340  # pixels of a column, at the usual size
_SAMPLE = 120  # rows that tell how wide columns are


class Grid(QWidget):
    """One sheet. All places are those of the document's text."""

    moved = Signal()
    chosen = Signal()
    copy_asked = Signal()
    zoom_asked = Signal(int)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._zoom = 1.0
        self._heads = (0, 0)
        self._goal: int | None = None  # a character to be in view once its part is there
        self._sized = False
        self.model = GridModel()
        self._head_model = HeadModel(self.model)
        self.cell = label("", wrap=True)
        self.called = label("", "small")
        self.body = Table(self.model, palette)
        self.head = Table(self._head_model, palette, self.body)
        self.body.setAccessibleName(say("reader.grid.name"))
        self.setFocusProxy(self.body)
        self._arrange()
        self._connect()

    def show_sheet(self, sheet: SheetView, parts: Sequence[tuple[int, Part]], names: dict[int, str]) -> None:
        self._goal, self._sized = None, False
        self.model.show(sheet, parts, names)
        self._heads = sheet.heads if not names else (0, 0)
        self._head_model.show(*self._heads)
        self.body.scrollToTop()
        self.head.hide()
        self.body.clearSpans()
        self.head.clearSpans()
        for area in apart(sheet, self.model.columnCount()):
            across, down = area.right - area.left + 1, area.bottom - area.top + 1
            if across * down > 1:
                self.body.setSpan(area.top - 1, area.left, down, across)
                if self._heads[0] <= area.top and area.bottom <= self._heads[1]:
                    self.head.setSpan(area.top - self._heads[0], area.left, down, across)
        self._fit()
        self.body.setCurrentIndex(QModelIndex())
        self._tell_cell()

    def name_columns(self, names: dict[int, str]) -> None:
        """Say what the columns are called, where no row of the sheet does."""
        self.model.name_columns(names)

    def load(self, place: int, rows: Rows) -> None:
        """A part was fetched."""
        if all(number != place for number, _ in self.model.parts):
            return  # of a sheet that was left
        self.model.load(place, rows)
        for row in rows.all:
            for shown in row.cells.values():
                if shown.span > 1:
                    self.body.setSpan(row.number - 1, shown.column, 1, shown.span)
        if not self._sized:
            self._sized = True
            self._size_columns(rows)
            sample = " ".join(one.text for row in rows.all[:_SAMPLE] for one in row.cells.values())
            backwards = runs_backwards(sample)
            for table in (self.body, self.head):
                table.setLayoutDirection(
                    Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight
                )
        if self._goal is not None:
            self.reveal(self._goal)
        self._tell_cell()

    # --- where one is --------------------------------------------------------------------------------------

    def reveal(self, offset: int) -> None:
        """Bring the cell into view that a character of the text is in."""
        place = self._part_at(offset)
        if place is None:
            return
        rows = self.model.loaded(place)
        if rows is None:
            self._goal = offset
            self.model.row(self._top_of(place))  # fetches it
            self.body.scrollTo(
                self.model.index(self._top_of(place), 0), QAbstractItemView.ScrollHint.PositionAtTop
            )
            return
        self._goal = None
        row = rows.row_at(offset)
        if row is None:
            return
        within = [one for one in row.cells.values() if one.stands_from <= offset < one.end]
        column = within[0].column if within else 0
        index = self.model.index(row.number - 1, column)
        across = self.body.horizontalScrollBar().value()
        self.body.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.body.horizontalScrollBar().setValue(across)  # only as far aside as it must
        self.body.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.body.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._tell_cell()

    @property
    def top(self) -> int | None:
        """Where the row at the top begins in the text; None where nothing is there yet."""
        at = self.body.rowAt(0)
        row = self.model.row(max(at, 0)) if self.model.rowCount() else None
        return None if row is None else row.start

    def put_at_top(self, offset: int) -> None:
        place = self._part_at(offset)
        rows = None if place is None else self.model.loaded(place)
        row = None if rows is None else rows.row_at(offset)
        if row is None:
            self.reveal(offset)
        else:
            tall = self._heads[1] - self._heads[0] + 1 if 0 < self._heads[1] < row.number else 0
            hint = QAbstractItemView.ScrollHint.PositionAtTop
            self.body.scrollTo(self.model.index(max(row.number - 1 - tall, 0), 0), hint)

    # --- selection -----------------------------------------------------------------------------------------

    @property
    def selection(self) -> Span | None:
        """From the first selected cell to the last, as the text says them."""
        found = []
        for area in self.body.selectionModel().selection().toList():
            for row in (area.top(), area.bottom()):
                line = self.model.row(row)
                cells = (
                    []
                    if line is None
                    else sorted(
                        (one for one in line.cells.values() if area.left() <= one.column <= area.right()),
                        key=lambda one: one.start,
                    )
                )
                if cells:
                    found += [cells[0].start, cells[-1].end]
        return Span(min(found), max(found)) if found and min(found) < max(found) else None

    def note_at(self, point: QPointF) -> int | None:
        """The number of the note at a point of what is seen of the cells."""
        table, at, above = self.body, point.toPoint(), 0
        if self.head.isVisible() and at.y() < self.head.height():
            table, above = self.head, self._heads[0] - 1
        row, column = table.rowAt(at.y()), table.columnAt(at.x())
        note = self.model.note_on(row + above, column) if row >= 0 and column >= 0 else None
        return None if note is None else note.number

    def select(self, span: Span | None) -> None:
        """Select the cells that a stretch of the text touches, of those that are there."""
        chosen = QItemSelection()
        place = None if span is None else self._part_at(span.start)
        rows = None if place is None else self.model.loaded(place)
        for row in [] if rows is None else rows.all:
            for one in row.cells.values():
                if span is not None and one.is_in(span):
                    index = self.model.index(row.number - 1, one.column)
                    chosen.select(index, index)
        self.body.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # --- how it looks --------------------------------------------------------------------------------------

    def set_zoom(self, zoom: float) -> None:
        """Show it larger or smaller; what is at the top stays there."""
        if zoom == self._zoom:
            return
        times, self._zoom = zoom / self._zoom, zoom
        top = max(self.body.rowAt(0), 0)
        header = self.body.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.resizeSection(column, round(header.sectionSize(column) * times))
        self._fit()
        if self.model.rowCount():
            self.body.scrollTo(self.model.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        for table in (self.head, self.body):
            table.retint(palette)

    def _fit(self) -> None:
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(max(font.pointSizeF(), 8.0) * self._zoom)
        high = QFontMetrics(font).height() + round(10 * self._zoom)
        for table in (self.head, self.body):
            table.setFont(font)
            table.horizontalHeader().setFont(font)
            table.verticalHeader().setFont(font)
            table.verticalHeader().setMinimumSectionSize(8)
            table.verticalHeader().setDefaultSectionSize(high)
        wide = QFontMetrics(font).horizontalAdvance(f"({self.model.rowCount()})0") + 2 * Space.S
        for table in (self.head, self.body):
            table.verticalHeader().setFixedWidth(wide)
        self.head.setFixedHeight(high * self._head_model.rowCount() + 1)
        self._stick()

    def _stick(self) -> None:
        """Keep the rows that name the columns in view, once they are scrolled away."""
        body = self.body
        away = self._heads[0] > 0 and body.rowAt(0) + 1 > self._heads[0]
        if away:
            header = body.horizontalHeader()
            beside = body.verticalScrollBar().width() if body.verticalScrollBar().isVisible() else 0
            frame = body.frameWidth()
            self.head.setGeometry(
                frame, frame + header.height(), body.width() - beside - 2 * frame, self.head.height()
            )
            self.head.raise_()
        self.head.setVisible(away)

    def _size_columns(self, rows: Rows) -> None:
        metrics = QFontMetrics(self.body.font())
        figures = [0] * self.model.columnCount()  # none of them is ever cut
        texts: list[list[int]] = [[] for _ in figures]
        for row in rows.all[:_SAMPLE]:
            for one in row.cells.values():
                if one.span > 1 or one.column >= len(texts):
                    continue
                across = metrics.horizontalAdvance(one.text[:80])
                if is_figure(one.text):
                    figures[one.column] = max(figures[one.column], across)
                else:
                    texts[one.column].append(across)
        for column, found in enumerate(texts):
            found.sort()
            usual = found[int(0.85 * (len(found) - 1))] if found else 0  # one long note widens no column
            wide = max(figures[column], usual)
            named = str(self.model.headerData(column, Qt.Orientation.Horizontal) or "")
            room = max(wide, metrics.horizontalAdvance(named)) + 3 * Space.S
            size = min(max(room, round(_NARROWEST * self._zoom)), round(_WIDEST * self._zoom))
            self.body.setColumnWidth(column, size)

    # --- inside --------------------------------------------------------------------------------------------

    def _part_at(self, offset: int) -> int | None:
        parts = self.model.parts
        place = next((number for number, part in reversed(parts) if part.start <= offset), None)
        return place if place is not None or not parts else parts[0][0]

    def _top_of(self, place: int) -> int:
        return next(part.top for number, part in self.model.parts if number == place) - 1

    def _tell_cell(self) -> None:
        index = self.body.currentIndex()
        shown = self.model.cell(index.row(), index.column()) if index.isValid() else None
        called = self.model.called(index.row(), index.column()) if index.isValid() else ""
        self.called.setText(called if self.model.rowCount() else say("reader.grid.empty"))
        said = "" if shown is None else "\n".join(filter(None, (shown.text, shown.note)))
        self.cell.setText(said if len(said) <= 2_000 else said[:2_000] + "…")

    def _connect(self) -> None:
        body, head = self.body, self.head
        body.selectionModel().currentChanged.connect(self._tell_cell)
        body.selectionModel().selectionChanged.connect(self.chosen)
        body.verticalScrollBar().valueChanged.connect(self._stick)
        body.verticalScrollBar().valueChanged.connect(self.moved)
        body.resized.connect(self._stick)
        body.horizontalScrollBar().valueChanged.connect(head.horizontalScrollBar().setValue)
        head.horizontalScrollBar().valueChanged.connect(body.horizontalScrollBar().setValue)
        body.horizontalHeader().sectionResized.connect(
            lambda column, _, size: head.setColumnWidth(column, size)
        )
        for table in (body, head):
            table.copy_asked.connect(self.copy_asked)
            table.zoom_asked.connect(self.zoom_asked)

    def _arrange(self) -> None:
        self.head.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.head.horizontalHeader().hide()
        self.head.setProperty("role", "frozen")
        line = QHBoxLayout()
        line.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        line.setSpacing(Space.M)
        line.addWidget(self.called, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.cell, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(line)
        layout.addWidget(self.body, 1)
