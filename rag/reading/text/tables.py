"""CSV and TSV: every row is a record that can be cited, "column: value; column: value"."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.paging import plain_page
from rag.reading.rows import column_names, header_names, header_rows, named
from rag.reading.source import Source
from rag.reading.text.text import load
from rag.types import DocumentInfo, Page

_SAMPLE = 64_000
_SAMPLE_ROWS = 50
_DELIMITERS = ",;\t|"
_FIELD_LIMIT = 10_000_000


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then a page for each row below the header. Raises `FileCorrupt`, `FileTooLarge`."""
    csv.field_size_limit(_FIELD_LIMIT)
    text = load(source).replace("\0", "")
    dialect = _dialect(text[:_SAMPLE])
    try:
        rows = _rows(text, dialect)
        header = _header([_cells(row) for row in islice(_rows(text, dialect), _SAMPLE_ROWS)])
        next(rows, None)
        count = sum(1 for _ in rows) + (0 if header else 1)
        yield DocumentInfo(title="", page_count=count)
        rows = _rows(text, dialect)
        if header:
            next(rows)
        for number, row in enumerate(rows, 1):
            yield plain_page(number, named(header, _cells(row)), label=f"row {number}")
    except csv.Error as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None


def _header(sample: list[list[str]]) -> list[str]:
    """The column names, or nothing where the first row is one of data."""
    if not sample:
        return []
    # Years name columns too, where none stands below them.
    return header_names(sample[0]) or (column_names(sample[:1]) if header_rows(sample) == 1 else [])


def _dialect(sample: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(sample.rpartition("\n")[0] or sample, _DELIMITERS)
    except csv.Error:
        found = Counter(mark for mark in sample if mark in _DELIMITERS).most_common(1)

        class Plain(csv.excel):
            delimiter = found[0][0] if found else ","

        return Plain


def _rows(text: str, dialect: type[csv.Dialect]) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), dialect)
    return (row for row in reader if any(cell.strip() for cell in row))


def _cells(row: list[str]) -> list[str]:
    return [one_line(cell) for cell in row]
