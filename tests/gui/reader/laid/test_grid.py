"""A sheet of 100,000 rows: what is in view is fetched, its head stays, cells are places of the text."""

from __future__ import annotations

import time

import pytest
from pausing import pause
from PySide6.QtCore import QItemSelectionModel, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rag.types.views import Block, Cell, Kind, Part, SheetView
from ui.parts.palettes import LIGHT
from ui.reader.kinds import Highlight, Span
from ui.reader.laid.cells import Rows
from ui.reader.laid.grid import Grid
from ui.reader.laid.grid_model import LOOK, MARKED, Look

ROWS, BY = 100_000, 200


def line(row: int) -> str:
    if row == 1:
        return "row 1: Id | Name"
    hidden = " (hidden)" if row == 7 else ""
    note = "; comment on B9: ask Ada" if row == 9 else ""
    return f"row {row}{hidden}: Id: {row}; Name: Name {row}{note}"


class Sheet:
    """A text of rows, and what brings parts of it."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        at = 0
        for row in range(1, ROWS + 1):
            self.starts.append(at)
            at += len(line(row)) + 1
        self.end = at - 1
        self.fetched: list[int] = []
        self.parts = [
            (
                place,
                Part(
                    place + 1, place + 1, self.starts[first], self._end(first + BY), 0, first + 1, first + BY
                ),
            )
            for place, first in enumerate(range(0, ROWS, BY))
        ]

    def _end(self, row: int) -> int:
        return self.starts[row] - 1 if row < ROWS else self.end

    def rows(self, place: int) -> Rows:
        self.fetched.append(place)
        part = self.parts[place][1]
        text, blocks = "", []
        for row in range(part.top, part.bottom + 1):
            said, at = line(row), part.start + len(text)
            values = ("Id", "Name") if row == 1 else (str(row), f"Name {row}")
            cells, done = [], said.index(": ")
            for column, value in enumerate(values):
                place_of = said.index(value, done + 2 if row == 1 else said.index(": ", done + 1))
                cells.append(Cell(column, at + place_of, at + place_of + len(value)))
                done = place_of
            blocks.append(Block(at, at + len(said), Kind.ROW, row=row, cells=tuple(cells)))
            text += said + "\n"
        return Rows(text, part.start, blocks)


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def grid(qtbot: QtBot, sheet: Sheet) -> Grid:
    made = Grid(LIGHT)
    qtbot.addWidget(made)
    sheet.fetched.clear()
    waiting: list[int] = []
    made.model.wanted.connect(waiting.append)
    made.resize(500, 600)
    made.show_sheet(SheetView("Data", 1, 500, 2, ROWS, (1, 1)), sheet.parts, {})
    made.show()

    def bring() -> None:
        while waiting:
            place = waiting.pop(0)
            made.load(place, sheet.rows(place))

    made.bring = bring  # type: ignore[attr-defined]  # for the tests alone
    pause(20)
    bring()
    return made


def settle(grid: Grid) -> None:
    for _ in range(5):
        pause(10)
        grid.bring()  # type: ignore[attr-defined]  # as above


def test_only_what_is_in_view_is_fetched(grid: Grid, sheet: Sheet) -> None:
    settle(grid)
    assert set(sheet.fetched) == {0}
    grid.body.verticalScrollBar().setValue(grid.body.verticalScrollBar().maximum() // 2)
    settle(grid)
    assert 0 < len(set(sheet.fetched)) <= 4
    assert grid.model.index(49_999, 0).data() in (None, "50000")


def test_the_cell_of_a_citation_far_below_is_fetched_and_marked(grid: Grid, sheet: Sheet) -> None:
    at = sheet.starts[77_776] + line(77_777).index("Name 77777")
    span = Span(at, at + len("Name 77777"))
    grid.model.show_marks([span])
    grid.reveal(span.start)
    settle(grid)
    assert grid.body.rowAt(0) < 77_776 < grid.body.rowAt(grid.body.viewport().height() - 1)
    assert grid.model.index(77_776, 1).data(MARKED)
    assert not grid.model.index(77_776, 0).data(MARKED)
    assert len(sheet.fetched) <= 5
    assert grid.head.isVisible()
    assert grid.head.model().index(0, 1).data() == "Name"
    assert grid.cell.text() == "Name 77777"


def test_the_names_of_columns_stay_only_where_they_are_scrolled_away(grid: Grid) -> None:
    settle(grid)
    assert not grid.head.isVisible()
    grid.body.verticalScrollBar().setValue(50)
    assert grid.head.isVisible()
    assert grid.head.geometry().top() >= grid.body.horizontalHeader().height()
    grid.body.verticalScrollBar().setValue(0)
    assert not grid.head.isVisible()


def test_what_the_file_hides_and_what_is_noted_on_a_cell_is_told(grid: Grid) -> None:
    settle(grid)
    hidden, noted = grid.model.index(6, 1).data(LOOK), grid.model.index(8, 1).data(LOOK)
    assert isinstance(hidden, Look)
    assert isinstance(noted, Look)
    assert hidden.quiet
    assert not noted.quiet
    assert noted.noted
    assert grid.model.headerData(6, Qt.Orientation.Vertical) == "(7)"
    grid.body.setCurrentIndex(grid.model.index(8, 1))
    assert grid.cell.text() == "Name 9\nask Ada"
    grid.body.setCurrentIndex(grid.model.index(6, 1))
    assert grid.called.text() == "B7, hidden in the file"


def test_a_selection_is_a_stretch_of_the_text_and_back(grid: Grid, sheet: Sheet) -> None:
    settle(grid)
    model, body = grid.model, grid.body
    chosen = QItemSelectionModel.SelectionFlag
    body.setCurrentIndex(model.index(2, 0))
    body.selectionModel().select(model.index(2, 1), chosen.Select)
    span = grid.selection
    assert span is not None
    said = line(3)
    assert span == Span(sheet.starts[2] + said.index("3;"), sheet.starts[2] + len(said))
    grid.select(Span(sheet.starts[4], sheet.starts[4] + len(line(5))))
    assert {(one.row(), one.column()) for one in body.selectedIndexes()} == {(4, 0), (4, 1)}


def test_cells_grow_and_the_top_row_stays(grid: Grid) -> None:
    settle(grid)
    grid.body.verticalScrollBar().setValue(1_000)
    settle(grid)
    top, high = grid.body.rowAt(0), grid.body.rowHeight(1_000)
    grid.set_zoom(2.0)
    assert grid.body.rowHeight(1_000) > 1.5 * high
    assert abs(grid.body.rowAt(0) - top) <= 1
    QTest.keyClick(grid.body, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert grid.body.currentIndex().row() == 0


def cell_span(sheet: Sheet, row: int, words: str) -> Span:
    at = sheet.starts[row - 1] + line(row).index(words)
    return Span(at, at + len(words))


def test_what_somebody_marked_for_themselves_is_painted_on_its_cell(grid: Grid, sheet: Sheet) -> None:
    settle(grid)
    green = (180, 230, 180)
    on_name = Highlight(cell_span(sheet, 5, "Name 5"), green, 7, has_words=True)
    wide = Highlight(Span(sheet.starts[3], sheet.starts[5]), (255, 240, 150), 8, has_words=False)
    comment = Highlight(cell_span(sheet, 9, "ask Ada"), green, 9, has_words=False)
    grid.model.show_notes([comment, on_name, wide])
    name = grid.model.index(4, 1)
    where = grid.body.visualRect(name)

    def seen() -> tuple[int, int, int]:
        dot = QColor(grid.body.viewport().grab().toImage().pixel(where.right() - 12, where.top() + 3))
        return (dot.red(), dot.green(), dot.blue())

    assert seen() == green
    assert grid.note_at(QPointF(where.center())) == 7, "the shorter of two is meant"
    assert [grid.model.note_on(row, 0) is not None for row in (2, 3, 4, 5)] == [False, True, True, False]
    look = grid.model.index(8, 1).data(LOOK)
    assert isinstance(look, Look)
    assert look.own == comment, "a note on a comment is on the cell that has it"
    grid.model.show_marks([on_name.span])
    assert seen() != green, "what is cited is seen before what is noted"
    grid.model.show_marks(())
    grid.model.show_notes(())
    assert seen() != green
    assert grid.note_at(QPointF(where.center())) is None


def test_a_note_on_a_head_that_stays_in_view_is_found_there(grid: Grid, sheet: Sheet) -> None:
    settle(grid)
    grid.model.show_notes([Highlight(cell_span(sheet, 1, "Name"), (180, 230, 180), 3, has_words=False)])
    grid.body.verticalScrollBar().setValue(60)
    settle(grid)
    assert grid.head.isVisible()
    column = grid.body.columnViewportPosition(1) + 10
    assert grid.note_at(QPointF(column, 5)) == 3
    assert grid.note_at(QPointF(column, grid.head.height() + 5)) is None


def test_ten_thousand_notes_cost_a_cell_nothing_that_they_are_not_on(grid: Grid, sheet: Sheet) -> None:
    settle(grid)
    notes = [
        Highlight(Span(sheet.starts[row], sheet.starts[row] + 5), (1, 2, 3), row, has_words=False)
        for row in range(2_000, 12_000)
    ]
    grid.model.show_notes(notes)
    began = time.process_time()
    for _ in range(1_000):
        grid.model.index(50, 1).data(LOOK)
    assert time.process_time() - began < 0.5
