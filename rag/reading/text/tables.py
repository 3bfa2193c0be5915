"""CSV and TSV: every row is a record that can be cited, "column: value; column: value".

What stands above the names of the columns (a title, a period) is a record of its own, and so is each line
below the table that is none of its rows. Blank lines may part tables; each has its own header.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.paging import plain_page
from rag.reading.rows import (
    column_names,
    header_names,
    header_of_words,
    header_rows,
    is_figure,
    joined,
    named,
    named_cells,
)
from rag.reading.source import Source
from rag.reading.text.delimiters import delimiter, rows
from rag.reading.text.text import load
from rag.reading.viewing.recording import Line, cells_in, recorder
from rag.types import DocumentInfo, Page
from rag.types.views import Kind

_SAMPLE_ROWS = 50
_TALLEST_PREAMBLE = 30  # rows
_FIELD_LIMIT = 10_000_000
_SAID = re.compile(r'"?sep=(.)"?[ \t,;]*(?:\r\n?|\n|\Z)', re.IGNORECASE)  # what Excel is told, and hides
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")
_NARROW = 3  # columns of a table below which a line of one cell is none of its rows
_TITLES = 3  # rows of one cell over the header of a further table


@dataclass(frozen=True, slots=True)
class _Layout:
    above: int  # rows over the names of the columns
    header: Sequence[str]  # none where the first row is one of data

    @property
    def top(self) -> int:
        """Rows that are none of data."""
        return self.above + bool(self.header)


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of data. `header`: the names of its table's columns."""

    header: Sequence[str]
    row: list[str]

    @property
    def text(self) -> str:
        cells = _cells(self.row)
        alone = len(self.header) >= _NARROW and len(list(filter(None, cells))) == 1 and bool(cells[0])
        return joined(cells) if alone else named(self.header, cells)

    def line(self, row: int) -> Line:
        """The record as row `row` of a grid."""
        cells, text = _cells(self.row), self.text
        said = named_cells(self.header, cells)
        found = cells_in(text, cells if text == joined(cells) else said, cells)
        return Line(text, Kind.ROW, row=row, cells=found)


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then a page for each row below a header. Raises `FileCorrupt`, `FileTooLarge`."""
    csv.field_size_limit(_FIELD_LIMIT)
    text = load(source).replace("\0", "")
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    try:
        mark = said[1] if said else delimiter(text)
        layout = _layout([_cells(row) for row in islice(rows(text, mark), _SAMPLE_ROWS)])
        count = sum(1 for _ in _records(rows(text, mark), layout))
        yield DocumentInfo(title="", page_count=count + bool(layout.above))
        yield from _pages(text, mark, layout)
    except csv.Error as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None


def cells_of(source: Source) -> Iterator[list[str]]:
    """The cells of every row that has any, whatever it is a row of. Raises `csv.Error`, `FileCorrupt`."""
    text = load(source).replace("\0", "")
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    return (_cells(row) for row in rows(text, said[1] if said else delimiter(text)) if row)


def _pages(text: str, mark: str, layout: _Layout) -> Iterator[Page]:
    noted = recorder()
    if noted is not None:
        noted.sheet("", [], layout.header)
    if layout.above:
        above = (_cells(row) for row in islice(filter(None, rows(text, mark)), layout.above))
        said = "\n".join(joined([cell for cell in row if cell]) for row in above)
        yield plain_page(1, said, label="above")
    for number, record in enumerate(_records(rows(text, mark), layout), 1):
        if noted is not None:
            noted.add(record.line(number + layout.above))
        yield plain_page(number + bool(layout.above), record.text, label=f"row {number}")


def _records(given: Iterable[list[str]], layout: _Layout) -> Iterator[_Record]:
    """The rows of all tables, but for those that name columns. `layout`: of the first table."""
    header, left = layout.header, layout.top
    for filled, block in groupby(given, key=bool):
        if not filled:
            continue
        rest = iter(block)
        skipped = sum(1 for _ in islice(rest, left))
        left -= skipped
        sample = list(islice(rest, _SAMPLE_ROWS))
        names, head = (header, None) if skipped or not sample else _further(sample, header)
        if head is not None:
            header = names
        for place, row in enumerate(chain(sample, rest)):
            if place != head:
                yield _Record(names if head is None or place > head else (), row)


def _further(sample: Sequence[list[str]], header: Sequence[str]) -> tuple[Sequence[str], int | None]:
    """The names of the columns below a blank line, and the row that says them, if one does.

    Rows of another length than the table above belong to none of its columns; others may be its further rows.
    """
    cells = [_cells(row) for row in sample]
    for place, row in enumerate(cells[: _TITLES + 1]):
        below = cells[place + 1 :]
        if row == list(header) and below:
            return header, place
        if _heads(row, below) and (names := _names(cells[place:], header, titled=place > 0)):
            return names, place
        if len(list(filter(None, row))) > 1:
            break
    same = (
        not header or any(len(row) == len(header) for row in sample) or all(len(row) == 1 for row in sample)
    )
    return (header if same else ()), None


def _names(block: Sequence[list[str]], header: Sequence[str], *, titled: bool) -> list[str]:
    """The names of a further table's columns, where its first row can hardly be a row of the table above:
    figures or days stand below it alone, it stands below a title, or it is of another length.
    """
    width = max(len(row) for row in block)
    grid = [row + [""] * (width - len(row)) for row in block]
    if any(cell and not name for row in grid for name, cell in zip(grid[0], row, strict=True)):
        return []  # a row of the table above, whose own cell is empty there
    dated = any(
        grid[0][column] and all(_DATE.fullmatch(row[column]) for row in grid[1:]) for column in range(width)
    )
    others = titled or len(block[0]) != len(header)
    if header_rows(grid) == 1 or dated or (others and header_of_words(grid)):
        return _header(block)
    return []


def _layout(sample: Sequence[list[str]]) -> _Layout:
    blocks = [list(block) for filled, block in groupby(sample, key=bool) if filled]
    widest, above = 0, 0  # cells of the rows before, and how many these are
    for number, block in enumerate(blocks):
        for place, row in enumerate(block):
            if above >= _TALLEST_PREAMBLE:
                break
            filled = len(list(filter(None, row)))
            below = block[place + 1 :] or [row for later in blocks[number + 1 : number + 2] for row in later]
            if filled > widest and _heads(row, below) and (header := _header([row, *below])):
                return _Layout(above, header)
            widest = max(widest, filled)
            above += 1
    return _Layout(0, _header([row for block in blocks for row in block]))


def _heads(row: list[str], below: Sequence[list[str]]) -> bool:
    """Whether a row names nearly all columns that the rows below it fill, and holds no data itself."""
    used = {column for cells in below for column, cell in enumerate(cells) if cell}
    names = {column for column, cell in enumerate(row) if cell}
    data = any(_DATE.fullmatch(cell) or is_figure(cell) for cell in row if cell)
    return bool(below) and len(names) > 1 and len(used - names) <= 1 and not data


def _header(sample: Sequence[list[str]]) -> list[str]:
    """The column names, or nothing where the first row is one of data."""
    if not sample:
        return []
    # Years name columns too, where none stands below them.
    return header_names(sample[0]) or (column_names(sample[:1]) if header_rows(sample) == 1 else [])


def _cells(row: list[str]) -> list[str]:
    return [one_line(cell) for cell in row]
