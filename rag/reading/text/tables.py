"""CSV and TSV: every row is a record that can be cited, "column: value; column: value".

What stands above the names of the columns (a title, a period) is a record of its own, and so is each line
below the table that is none of its rows.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.paging import plain_page
from rag.reading.rows import column_names, header_names, header_rows, is_figure, joined, named
from rag.reading.source import Source
from rag.reading.text.text import load
from rag.types import DocumentInfo, Page

_SAMPLE = 64_000
_SAMPLE_ROWS = 50
_TALLEST_PREAMBLE = 30  # rows
_DELIMITERS = ",;\t|"
_FIELD_LIMIT = 10_000_000
_SAID = re.compile(r'"?sep=(.)"?[ \t,;]*(?:\r\n?|\n|\Z)', re.IGNORECASE)  # what Excel is told, and hides
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")
_NARROW = 3  # columns of a table below which a line of one cell is none of its rows


@dataclass(frozen=True, slots=True)
class _Layout:
    above: int  # rows over the names of the columns
    header: Sequence[str]  # none where the first row is one of data

    @property
    def top(self) -> int:
        """Rows that are none of data."""
        return self.above + bool(self.header)


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then a page for each row below the header. Raises `FileCorrupt`, `FileTooLarge`."""
    csv.field_size_limit(_FIELD_LIMIT)
    text = load(source).replace("\0", "")
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    try:
        delimiter = said[1] if said else _delimiter(text[:_SAMPLE])
        layout = _layout([_cells(row) for row in islice(_rows(text, delimiter), _SAMPLE_ROWS)])
        count = sum(1 for _ in _rows(text, delimiter)) - layout.top
        yield DocumentInfo(title="", page_count=count + bool(layout.above))
        yield from _pages(_rows(text, delimiter), layout)
    except csv.Error as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None


def _pages(rows: Iterator[list[str]], layout: _Layout) -> Iterator[Page]:
    above = [_cells(row) for row in islice(rows, layout.top)][: layout.above]
    if above:
        yield plain_page(1, "\n".join(joined([cell for cell in row if cell]) for row in above), label="above")
    for number, row in enumerate(rows, 1):
        cells = _cells(row)
        alone = len(layout.header) >= _NARROW and len(list(filter(None, cells))) == 1 and bool(cells[0])
        text = joined(cells) if alone else named(layout.header, cells)
        yield plain_page(number + bool(above), text, label=f"row {number}")


def _layout(sample: Sequence[list[str]]) -> _Layout:
    widest = 0  # cells of the rows before
    for place, row in enumerate(sample[:_TALLEST_PREAMBLE]):
        filled = len(list(filter(None, row)))
        if filled > widest and _heads(row, sample[place + 1 :]) and (header := _header(sample[place:])):
            return _Layout(place, header)
        widest = max(widest, filled)
    return _Layout(0, _header(sample))


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


def _delimiter(sample: str) -> str:
    """The mark by which most rows have equally many cells; of several, the one that gives most cells."""
    sample = sample.rpartition("\n")[0] or sample
    best, chosen = (0.0, 0), ""
    for mark in _DELIMITERS:
        widths = Counter(len(row) for row in _rows(sample, mark))
        width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        if width > 1:
            best, chosen = max((best, chosen), ((round(times / widths.total(), 1), width), mark))
    return chosen or ","


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    return (row for row in reader if any(cell.strip() for cell in row))


def _cells(row: list[str]) -> list[str]:
    return [one_line(cell) for cell in row]
