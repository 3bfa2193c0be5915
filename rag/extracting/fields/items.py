"""The rows of a document's own tables, for a schema with one row an item: lines of an invoice, results.

A table is known by its lines as the reader writes them, "Pos.: 1; Quantity: 2; Price: 3,89": each cell behind
the name of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.extracting.fields.choosing import Candidate, How, value_in
from rag.extracting.fields.known import known
from rag.extracting.fields.labels import phrases, words_of
from rag.extracting.fields.schema import Column, Each, Schema
from rag.extracting.fields.sight import SeenLine, Sight
from rag.extracting.fields.tables import SUM, seen_rows

_CELL = re.compile(r"(?P<name>[^:;]{1,60}):\s+(?P<value>[^;]+)(?:;\s+|$)")
_FEWEST = 2  # cells of a line that is a row
_NAMED = 0.9  # of a score: what stands under a column's name


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with its place in the document's text."""

    name: str
    start: int
    end: int


def items(schema: Schema, sight: Sight) -> list[dict[str, list[Candidate]]]:
    """What each row of the document's tables holds for the columns; rows that hold none are left out."""
    columns = [known(column, Each.ITEM) for column in schema.columns]
    return _filled(columns, list(_rows(sight)), sight) or _filled(
        columns,
        [[TableCell(one.name, one.start, one.end) for one in row] for row in seen_rows(columns, sight)],
        sight,
    )


def _filled(
    columns: Sequence[Column], tables: Sequence[Sequence[TableCell]], sight: Sight
) -> list[dict[str, list[Candidate]]]:
    found = []
    most = max(map(len, tables), default=0)
    for cells in tables:
        if len(cells) < most and SUM.match(sight.text[cells[0].start : cells[0].end]):
            continue  # under the rows: their sum
        row = {column.name: sorted(_of(column, cells, sight), key=_by_score) for column in columns}
        if sum(bool(one) for one in row.values()) >= min(_FEWEST, len(columns)):
            found.append(row)
    return found


def _by_score(one: Candidate) -> float:
    return -one.score


def _rows(sight: Sight) -> Iterator[list[TableCell]]:
    for line in sight.lines:
        cells = list(_cells(line))
        if len(cells) >= _FEWEST:
            yield cells


def table_cells(line: SeenLine) -> list[TableCell]:
    """The cells of a line of a table, as the reader writes it; none of any other line."""
    return list(_cells(line))


def _cells(line: SeenLine) -> Iterator[TableCell]:
    at = 0
    while (found := _CELL.match(line.text, at)) is not None:
        yield TableCell(
            found["name"].strip(), line.start + found.start("value"), line.start + found.end("value")
        )
        at = found.end()


def _of(column: Column, cells: Sequence[TableCell], sight: Sight) -> Iterator[Candidate]:
    """The cells under the name of a column: the whole name before one of its words."""
    wanted = [words_of(one) for one in (column.name.replace("_", " "), *phrases(column))]
    for cell in cells:
        name = words_of(cell.name)
        exact = name in wanted
        later = 0.001 * wanted.index(name) if exact else 0.0  # "Description" before "Item"
        if not exact and not any(
            set(one) <= set(name) or set(name) <= set(one) for one in wanted if one and name
        ):
            continue
        mention = value_in(column, sight, cell.start, cell.end)
        if mention is not None:
            yield Candidate(mention, _NAMED - later if exact else _NAMED - 0.15, How.LABEL)
