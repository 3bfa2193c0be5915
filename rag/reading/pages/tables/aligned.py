"""Tables known by how their cells stand: a row of names, and under it rows of figures, each under its name.

A figure of a bank's statement is a debit or a credit by its place alone. Only what can hardly be anything
else is taken for a table: where a cell does not stand under exactly one name, the page stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.pages.tables.cells import PrintedRow
from rag.reading.pages.tables.columns import Columns
from rag.reading.pages.tables.records import Placed, Record, records_of

_APART = 4.0  # of a row's height, white: the table ends
_TIGHT = 0.7  # of a row's height, white: the next row of one header
_SINGLE = 3  # rows of one cell that may follow each other within a table
_HEADER_ROWS = 4
_FEWEST = 2  # rows with figures
_SOON = 4  # rows under a header, within which figures begin
_LEADER = "...."
_PAGES = frozenset(
    {"page", "page no.", "page number", "pages", "seite", "página", "pagina", "strona", "sida", "side"}
)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the page from `first` up to, not with, `end`; its header ends with the row `head`."""

    first: int
    head: int
    end: int
    columns: Columns
    records: tuple[Record, ...]


def tables_of(rows: Sequence[PrintedRow], width: float, going_on: Columns | None = None) -> list[Table]:
    """The tables of a page, from its top; `width` is the page's, in points.

    `going_on`: the columns of a table that reached to the end of the page before.
    """
    found: list[Table] = []
    place = 0
    if sum(row.has_amounts or row.is_lone_amount for row in rows) < _FEWEST:
        return found
    if going_on is not None:
        table = _below(rows, -1, going_on)
        if table is not None:
            found.append(table)
            place = table.end
    while place < len(rows):
        table = _below(rows, place, None, width) if _may_head(rows, place) else None
        if table is None:
            place += 1
            continue
        found.append(table)
        place = table.end
    return found


def _may_head(rows: Sequence[PrintedRow], place: int) -> bool:
    row = rows[place]
    if len(row.cells) < 2 or not all(cell.may_be_name for cell in row.cells):
        return False
    below = rows[place + 1 : place + 2]
    if any(len(one.cells) > 1 and all(cell.may_be_name for cell in one.cells) for one in below):
        return False  # that row is the header's last
    return any(below.has_amounts for below in rows[place + 1 : place + 1 + _SOON])


def _below(rows: Sequence[PrintedRow], head: int, known: Columns | None, width: float = 0.0) -> Table | None:
    """The table whose header ends with the row `head`, or that goes on with `known` columns."""
    columns = known or Columns(width)
    body: list[tuple[int, Placed | None]] = []
    data = 0
    end = head + 1
    single = 0
    for place in range(head + 1, len(rows)):
        row = rows[place]
        before = rows[place - 1] if place else None
        if before is not None and row.top - before.bottom > _APART * row.height and place > head + 1:
            break
        if any(_LEADER in cell.text for cell in row.cells):
            return None
        if len(row.cells) == 1 and not _is_lone_figure(row, columns):
            single += 1
            if single > _SINGLE or row.cells[0].is_figure:
                break
            body.append((place, None))
            continue
        amounts = len(row.cells) == 1 or row.has_amounts
        if not amounts and not _is_text_row(row, columns):
            break
        if (data or known) and _heads_again(row, columns):
            break
        placed = columns.place(row.cells)
        if placed is None:
            break
        body.append((place, placed))
        single = 0
        data += amounts
        end = place + 1
    if data < _FEWEST or not any(column.holds_figures for column in columns.found[1:]):
        return None
    first = head + 1
    if known is None:
        heading = _named(rows, head, columns)
        if heading is None or _is_contents(columns) or _is_form(columns, bold=rows[head].bold):
            return None
        first = heading
    records = records_of(rows, body, columns)
    end = max(end, *(place + 1 for record in records for place in record.places))
    return Table(first, head, end, columns, tuple(records))


def _is_lone_figure(row: PrintedRow, columns: Columns) -> bool:
    """Whether a row of one cell is a figure of the table, such as a sum without a word."""
    return row.is_lone_amount and bool(columns.under(row.cells[0]))


def _is_text_row(row: PrintedRow, columns: Columns) -> bool:
    """Whether a row without figures is one of the table's: nothing of it stands in columns of figures."""
    under = [columns.under(cell) for cell in row.cells]
    return all(len(hits) == 1 and not hits[0].holds_figures for hits in under)


def _heads_again(row: PrintedRow, columns: Columns) -> bool:
    """Whether a row of years stands in the columns of figures: a header of its own."""
    figures = [cell for cell in row.cells if cell.is_figure]
    return all(cell.may_be_name for cell in figures) and all(
        column.holds_figures for cell in figures for column in columns.under(cell)
    ) and len(figures) > 1  # fmt: skip


def _named(rows: Sequence[PrintedRow], head: int, columns: Columns) -> int | None:
    """Give the columns the names of the header that ends with the row `head`; returns its first row."""
    first = None
    for place in range(head, max(head - _HEADER_ROWS, -1), -1):
        row = rows[place]
        if place < head and rows[place + 1].top - row.bottom > _TIGHT * row.height:
            break
        if not all(cell.may_be_name for cell in row.cells):
            break
        if first is not None and columns.spread(row.cells):
            return place
        if columns.are_named() and (columns.are_periods() or row.bold != rows[head].bold):
            break
        if not columns.named(row.cells, row.size, last=place == head):
            break
        first = place
    return first if columns.are_named() else None


def _is_form(columns: Columns, *, bold: bool) -> bool:
    """Whether labels and values take turns, as on forms: then the first row is no header."""
    turns = [column.holds_figures for column in columns.found]
    takes_turns = len(turns) > 2 and turns == [bool(place % 2) for place in range(len(turns))]
    return takes_turns and not bold and not columns.are_periods()


def _is_contents(columns: Columns) -> bool:
    """Whether it is a table of contents or an index."""
    figures = [column for column in columns.found if column.figures]
    return len(figures) == 1 and figures[0].name.casefold() in _PAGES
