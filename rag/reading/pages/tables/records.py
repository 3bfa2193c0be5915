"""The rows under a table's header, each with all its lines, as one line of text that names columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.layout.printed import RawLine, RawWord, union
from rag.reading.pages.tables.cells import Cell, PrintedRow
from rag.reading.pages.tables.columns import Column, Columns
from rag.reading.pages.tables.labels import Labels, begins_within
from rag.reading.rows import is_figure

_CLOSE = 0.5  # of a row's height, white: the next line of one cell
_NEARER = 1.0  # points
UNTOLD = re.compile(r".*[\d():,].*|.{40,}", re.DOTALL)  # said of the labels of rows: a period, a unit
_SPLIT = re.compile(r"[^\W\d_]{2}[-‐]\Z")  # a word that goes on in the cell's next line

Placed = list[tuple[Column, Cell]]
Body = Sequence[tuple[int, Placed | None]]


@dataclass(slots=True)
class Record:
    """One row of a table. `places`: its printed rows, among those of the page."""

    places: list[int]
    cells: list[tuple[Column, list[RawWord]]] = field(default_factory=list)

    def add(self, column: Column, cell: Cell, *, first: bool = False) -> None:
        held = next((words for one, words in self.cells if one is column), None)
        if held is None:
            self.cells.append((column, list(cell.words)))
        elif first:
            held[:] = run_on(cell.words, held)
        else:
            held[:] = run_on(held, cell.words)

    def line(self, columns: Columns, rows: Sequence[PrintedRow]) -> RawLine:
        """Its cells from left to right, each after the name of its column."""
        words: list[RawWord] = []
        leads: dict[int, str] = {}
        over = ""
        for column in columns.found:
            held = next((some for one, some in self.cells if one is column), None)
            if held is None:
                continue
            # What stands over several columns is said once for those that follow each other.
            name = column.name if column.over == over else column.whole_name
            name, over, value = name.rstrip(" :"), column.over, " ".join(word.text for word in held)
            is_first = column is columns.found[0]
            is_label = not words and not is_first and not is_figure(value)  # "Total" in whatever column
            if name == value or is_label or (is_first and UNTOLD.fullmatch(name)):
                name = ""
            leads[len(words)] = ("; " if words else "") + (f"{name}: " if name else "")
            words += held
        first = rows[self.places[0]]
        line = RawLine(
            words, first.size, all(rows[place].bold for place in self.places), leads=leads, is_row=True
        )
        line.settle()
        return line


def records_of(rows: Sequence[PrintedRow], body: Body, columns: Columns) -> list[Record]:
    """The records of a table. `body`: places of its rows, with their columns unless they are of one cell.

    What is no record, such as a title between rows, is in none.
    """
    found: list[Record] = []
    labels = Labels(rows, [place for place, _ in body], columns)
    leading = _leading(body, columns, labels)
    current: Record | None = None
    ahead: list[tuple[int, Placed]] = []  # rows that belong to the record that follows
    for number, (place, placed) in enumerate(body):
        row = rows[place]
        if placed is not None and (row.has_amounts or len(row.cells) == 1 or not _joins(columns, placed)):
            current = Record([place])
            for column, cell in placed:
                current.add(column, cell)
            for before, cells in reversed(ahead):
                current.places.insert(0, before)
                for column, cell in cells:
                    current.add(column, cell, first=True)
            ahead = []
            found.append(current)
            continue
        held = placed or _alone(row, columns)
        following = body[number + 1] if number + 1 < len(body) else None
        above = row.top - rows[place - 1].bottom if current is not None else None
        below = rows[following[0]].top - row.bottom if following else None
        close = _CLOSE * row.height
        is_between = following is not None and following[1] is not None
        lies_above = above is not None and above <= close
        if lies_above and above is not None and below is not None and is_between:
            lies_above = above <= below + _NEARER
        follows = lies_above and _follows(columns, labels, (place, held), leads=leading[number])
        if current is not None and held and follows:
            current.places.append(place)
            for column, cell in held:
                current.add(column, cell)
        elif leading[number]:
            ahead.append((place, held))
            current = None
        else:
            current, ahead = None, []
    return found


def _alone(row: PrintedRow, columns: Columns) -> Placed:
    """The cell of a row of one with its column, if it stands under exactly one."""
    hits = columns.under(row.cells[0])
    return [(hits[0], row.cells[0])] if len(hits) == 1 else []


def _labelled(columns: Columns, placed: Placed) -> bool:
    """Whether a label of the row's own stands among cells."""
    return any(column is columns.found[0] for column, _ in placed)


def _joins(columns: Columns, placed: Placed) -> bool:
    """Whether cells can be further lines of the row above: no label of their own stands with them."""
    return all(begins_within(cell.text) for column, cell in placed if column is columns.found[0])


def _follows(columns: Columns, labels: Labels, row: tuple[int, Placed], *, leads: bool) -> bool:
    """Whether cells are further lines of the record above; `leads`: they can be first ones of that below."""
    place, placed = row
    if _joins(columns, placed):
        return True
    return not leads and len(placed) == 1 and labels.goes_on(place - 1, place)


def _leading(body: Body, columns: Columns, labels: Labels) -> list[bool]:
    """Which rows can be first lines of one with figures further down."""
    found = [False] * len(body)
    for number in range(len(body) - 2, -1, -1):
        (place, placed), (next_place, next_placed) = body[number : number + 2]
        row, below = labels.rows[place], labels.rows[next_place]
        held = placed or _alone(row, columns)
        if not held or below.top - row.bottom > _CLOSE * row.height:
            continue
        if not _labelled(columns, held):
            found[number] = next_placed is not None
            continue
        goes_on = _labelled(columns, next_placed or _alone(below, columns)) and labels.goes_on(
            place, next_place
        )
        found[number] = goes_on and (next_placed is not None or found[number + 1])
    return found


def run_on(words: Sequence[RawWord], more: Sequence[RawWord]) -> list[RawWord]:
    """The words of a cell and of its next line; a word that the line's end splits is one."""
    last, following = words[-1], more[0]
    if _SPLIT.search(last.text) and following.text[:1].islower():
        whole = RawWord(last.text[:-1] + following.text, union(last.box, following.box))
        return [*words[:-1], whole, *more[1:]]
    return [*words, *more]
