"""A page with its tables' rows as lines that name their columns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rag.layout.printed import RawLine, RawPage
from rag.reading.pages.tables.aligned import Table, tables_of
from rag.reading.pages.tables.cells import PrintedRow, may_hold_tables, printed_rows
from rag.reading.pages.tables.columns import Columns
from rag.types import TextSource

_LAST_ROWS = 2  # of a page: what stands under a table that goes on, such as the page's number
_MOST_LINES = 2000  # of a page: more are a drawing


class Tabulation:
    """Goes through the pages of one document in order: a table may go on from page to page."""

    def __init__(self) -> None:
        self._open: Columns | None = None  # of the table that reached to the end of the page before

    def page(self, raw: RawPage, aside: Collection[int]) -> tuple[RawPage, frozenset[int]]:
        """The page, and the lines set aside of it (`aside`) by their new indexes."""
        going_on, self._open = self._open, None
        if (
            raw.source is not TextSource.TEXT
            or not raw.width
            or len(raw.lines) > _MOST_LINES
            or not may_hold_tables(raw)
        ):
            return raw, frozenset(aside)
        rows = printed_rows(raw, (index for index in range(len(raw.lines)) if index not in aside))
        tables = tables_of(rows, raw.width, going_on)
        if not tables:
            return raw, frozenset(aside)
        if tables[-1].end >= len(rows) - _LAST_ROWS:
            self._open = tables[-1].columns.continued()
        return _written(raw, aside, rows, tables)


def _header(row: PrintedRow) -> RawLine:
    """A row of names that was written in pieces."""
    line = RawLine([word for cell in row.cells for word in cell.words], row.size, row.bold)
    line.settle()
    return line


def _written(
    raw: RawPage, aside: Collection[int], rows: list[PrintedRow], tables: list[Table]
) -> tuple[RawPage, frozenset[int]]:
    """The page's lines, where those of a table stand in its first one's place."""
    instead: dict[int, list[RawLine]] = {}
    taken: set[int] = set()
    for table in tables:
        held = {place: record for record in table.records for place in record.places}
        lines: list[RawLine] = []
        used: set[int] = set()
        for place in range(table.first, table.end):
            record = held.get(place)
            if record is None and place <= table.head and len(rows[place].lines) > 1:
                lines.append(_header(rows[place]))
            elif record is None:
                lines += (raw.lines[index] for index in sorted(rows[place].lines))
            elif place == record.places[0]:
                lines.append(record.line(table.columns, rows))
            used.update(rows[place].lines)
        instead[min(used)] = lines
        taken |= used
    found: list[RawLine] = []
    moved: set[int] = set()
    for index, line in enumerate(raw.lines):
        if index in instead:
            found += instead[index]
        elif index not in taken:
            if index in aside:
                moved.add(len(found))
            found.append(line)
    return replace(raw, lines=found), frozenset(moved)
