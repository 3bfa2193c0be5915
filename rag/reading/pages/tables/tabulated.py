"""A page with its tables' rows as lines that name their columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rag.layout.flow import Vocabulary
from rag.layout.printed import RawLine, RawPage
from rag.reading.pages.tables.aligned import Table, tables_of
from rag.reading.pages.tables.cells import PrintedRow, may_hold_tables, printed_rows
from rag.reading.pages.tables.columns import Columns
from rag.reading.pages.tables.ruled import Heads, RuledTable, RuledTables
from rag.reading.pages.tables.rules import FEWEST_LEVEL
from rag.types import TextSource

_LAST_ROWS = 2  # of a page: what stands under a table that goes on, such as the page's number
_MOST_LINES = 2000  # of a page: more are a drawing


class Tabulation:
    """Goes through the pages of one document in order: a table may go on from page to page."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary  # of the document so far
        # Of the table that reached to the end of the page before, in lines or without them.
        self._open: Columns | None = None
        self._heads: Heads | None = None

    def page(self, raw: RawPage, aside: Collection[int]) -> tuple[RawPage, frozenset[int]]:
        """The page, and the lines set aside of it (`aside`) by their new indexes."""
        going_on, heads = self._open, self._heads
        self._open = self._heads = None
        if raw.source is not TextSource.TEXT or not raw.width or len(raw.lines) > _MOST_LINES:
            return raw, frozenset(aside)
        if not raw.rules.level or not (raw.rules.upright or len(raw.rules.level) >= FEWEST_LEVEL):
            raw, aside = self._aligned(raw, aside, going_on)
            return raw, frozenset(aside)
        ruled = RuledTables(raw.rules, heads, self._vocabulary)
        raw, aside = self._ruled(raw, aside, ruled.named(raw, aside))
        raw, aside = self._aligned(raw, aside, going_on)
        raw, aside = self._ruled(raw, aside, ruled.others(raw, aside))
        return raw, frozenset(aside)

    def _ruled(
        self, raw: RawPage, aside: Collection[int], tables: Sequence[RuledTable]
    ) -> tuple[RawPage, Collection[int]]:
        """The page with tables in the places of their first lines."""
        if not tables:
            return raw, aside
        self._heads = self._heads or _going_on(raw, aside, tables)
        instead = {min(table.used): table.lines for table in tables}
        taken = frozenset[int]().union(*(table.used for table in tables))
        return _replaced(raw, aside, instead, taken)

    def _aligned(
        self, raw: RawPage, aside: Collection[int], going_on: Columns | None
    ) -> tuple[RawPage, Collection[int]]:
        """The page with the tables that no line parts."""
        if not may_hold_tables(raw):
            return raw, aside
        rows = printed_rows(
            raw,
            (index for index, line in enumerate(raw.lines) if index not in aside and not line.is_row),
        )
        tables = tables_of(rows, raw.width, going_on)
        if not tables:
            return raw, aside
        if tables[-1].end >= len(rows) - _LAST_ROWS and self._heads is None:
            self._open = tables[-1].columns.continued()
        return _written(raw, aside, rows, tables)


def _going_on(raw: RawPage, aside: Collection[int], tables: Sequence[RuledTable]) -> Heads | None:
    """What names the columns of the last table, where hardly anything stands under it."""
    last = max(tables, key=lambda table: table.bottom)
    under = [
        index for index, line in enumerate(raw.lines)
        if index not in aside and index not in last.used and line.box[1] * raw.height >= last.bottom
    ]  # fmt: skip
    return last.heads if len(under) <= _LAST_ROWS else None


def _header(row: PrintedRow) -> RawLine:
    """A row of names that was written in pieces."""
    line = RawLine([word for cell in row.cells for word in cell.words], row.size, row.bold)
    line.settle()
    return line


def _written(
    raw: RawPage, aside: Collection[int], rows: list[PrintedRow], tables: list[Table]
) -> tuple[RawPage, frozenset[int]]:
    """The page's lines, where those of a table stand in its first one's place."""
    instead: dict[int, Sequence[RawLine]] = {}
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
    return _replaced(raw, aside, instead, taken)


def _replaced(
    raw: RawPage, aside: Collection[int], instead: Mapping[int, Sequence[RawLine]], taken: Collection[int]
) -> tuple[RawPage, frozenset[int]]:
    """The page with other lines for those `taken`, and where those aside stand then."""
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
