"""The cells of a table as they stand in its file, for whoever works with columns and not with pages.

In the reader's process alone; see `rag.reading.reader.DocumentReader.grids`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import FileCorrupt, NotATable
from rag.reading.cleaning import one_line
from rag.reading.detection import format_of
from rag.reading.formats import Format
from rag.reading.office.sheet_pages import Sheet
from rag.reading.source import Source

_FIELD_LIMIT = 10_000_000  # characters of a cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or all of a file of separated values. `rows` as written or shown, of any length."""

    name: str
    rows: list[list[str]]


def grids_of(path: Path) -> Iterator[Grid]:
    """The tables of a file in their order. Raises `NotATable` for other formats, and what readers raise."""
    form, source = format_of(path), Source(path)
    match form:
        case Format.TABLE | Format.TEXT:
            yield Grid("", _separated(source))
        case Format.SHEETS:
            from rag.reading.office import sheets

            yield from map(_grid, sheets.sheets_in(source))
        case Format.OLD_SHEETS:
            from rag.reading.office import sheets_old

            yield from map(_grid, sheets_old.sheets_in(source))
        case Format.OPEN_SHEETS:
            from rag.reading.office.opendocument import reader

            yield from map(_grid, reader.sheets_in(source))
        case _:
            raise NotATable(path=str(path), suffix=path.suffix.lower())


def _grid(sheet: Sheet) -> Grid:
    return Grid(one_line(sheet.name), [cells for _, cells in sheet.rows])


def _separated(source: Source) -> list[list[str]]:
    from rag.reading.text.tables import cells_of

    csv.field_size_limit(_FIELD_LIMIT)
    try:
        return list(cells_of(source))
    except csv.Error as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None
