"""The rows under a table's header, each with all its lines, as one line of text that names columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rag.layout.printed import RawLine, RawWord, union
from rag.reading.pages.tables.cells import Cell, PrintedRow
from rag.reading.pages.tables.columns import Column, Columns
from rag.reading.rows import is_figure

_CLOSE = 0.5  # of a row's height, white: the next line of one cell
_NEARER = 1.0  # points
_UNTOLD = re.compile(r".*[\d():,].*|.{40,}", re.DOTALL)  # said of the labels of rows: a period, a unit
_SPLIT = re.compile(r"[^\W\d_]{2}[-‐]\Z")  # a word that goes on in the cell's next line

Placed = list[tuple[Column, Cell]]


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
            held[:] = _run_on(cell.words, held)
        else:
            held[:] = _run_on(held, cell.words)

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
            if name == value or is_label or (is_first and _UNTOLD.fullmatch(name)):
                name = ""
            leads[len(words)] = ("; " if words else "") + (f"{name}: " if name else "")
            words += held
        first = rows[self.places[0]]
        line = RawLine(words, first.size, all(rows[place].bold for place in self.places), leads=leads)
        line.settle()
        return line


def records_of(
    rows: Sequence[PrintedRow], body: Sequence[tuple[int, Placed | None]], columns: Columns
) -> list[Record]:
    """The records of a table. `body`: places of its rows, with their columns unless they are of one cell.

    What is no record, such as a title between rows, is in none.
    """
    found: list[Record] = []
    current: Record | None = None
    ahead: tuple[int, Placed] | None = None  # belongs to the record that follows
    for number, (place, placed) in enumerate(body):
        row = rows[place]
        if placed is not None and (row.has_amounts or len(row.cells) == 1 or not _joins(columns, placed)):
            current = Record([place])
            for column, cell in placed:
                current.add(column, cell)
            if ahead is not None:
                current.places.insert(0, ahead[0])
                for column, cell in ahead[1]:
                    current.add(column, cell, first=True)
            ahead = None
            found.append(current)
            continue
        held = placed or [(hits[0], row.cells[0]) for hits in [columns.under(row.cells[0])] if len(hits) == 1]
        following = body[number + 1] if number + 1 < len(body) else None
        above = row.top - rows[place - 1].bottom if current is not None else None
        below = rows[following[0]].top - row.bottom if following and following[1] else None
        close = _CLOSE * row.height
        lies_above = above is not None and above <= close and (below is None or above <= below + _NEARER)
        if held and current is not None and lies_above and _joins(columns, held):
            current.places.append(place)
            for column, cell in held:
                current.add(column, cell)
        elif held and below is not None and below <= close and _leads(columns, held, following):
            ahead, current = (place, held), None
        else:
            current = None
    return found


def _joins(columns: Columns, placed: Placed) -> bool:
    """Whether cells can be further lines of the row above: no label of their own stands with them."""
    labels = [cell for column, cell in placed if column is columns.found[0]]
    return all(cell.text[:1].islower() for cell in labels)


def _leads(columns: Columns, placed: Placed, following: tuple[int, Placed | None] | None) -> bool:
    """Whether cells can be first lines of the row below: its label goes on with a small letter, if any."""
    below = following[1] if following is not None and following[1] else []
    labels = [cell for column, cell in below if column is columns.found[0]]
    if any(column is columns.found[0] for column, _ in placed):
        return bool(labels) and all(cell.text[:1].islower() for cell in labels)
    return True


def _run_on(words: Sequence[RawWord], more: Sequence[RawWord]) -> list[RawWord]:
    """The words of a cell and of its next line; a word that the line's end splits is one."""
    last, following = words[-1], more[0]
    if _SPLIT.search(last.text) and following.text[:1].islower():
        whole = RawWord(last.text[:-1] + following.text, union(last.box, following.box))
        return [*words[:-1], whole, *more[1:]]
    return [*words, *more]
