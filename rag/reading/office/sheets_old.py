"""XLS, the binary workbooks of Excel 97 to 2003, read by xlrd. Macros and formulas are not looked at."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.inks import TINY, is_lost
from rag.reading.office.number_formats import general, hides, shown
from rag.reading.office.protected import decrypted
from rag.reading.office.sheet_pages import Merge, Sheet, pages_of
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_MAX_BYTES = 100_000_000
_TWIPS = 20  # a point
_SOLID = 1  # of the patterns that fill a cell


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its sheets. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    book = _book(source, password)
    pages = list(pages_of([_sheet(book, number) for number in range(book.nsheets)]))
    yield DocumentInfo(title="", page_count=len(pages), author=one_line(book.user_name or ""))
    yield from pages


def sheets_in(source: Source) -> Iterator[Sheet]:
    """The sheets alone. Raises as `read` does."""
    book = _book(source, None)
    return (_sheet(book, number) for number in range(book.nsheets))


def _book(source: Source, password: str | None) -> Any:
    import xlrd

    try:
        return _opened(source)
    except xlrd.XLRDError as refused:
        if "encrypted" not in str(refused).lower():
            raise FileCorrupt(path=str(source.path), detail=str(refused)[:80]) from refused
        return _opened(decrypted(source, password))


def _opened(source: Source) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=source.load(_MAX_BYTES), formatting_info=True, logfile=io.StringIO()
        )
    except (AssertionError, IndexError, KeyError, TypeError, ValueError, struct.error) as failure:
        raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure


def _sheet(book: Any, number: int) -> Sheet:
    found = book.sheet_by_index(number)
    sheet = Sheet(found.name, hidden=found.visibility != 0)
    for row in range(found.nrows):
        cells = [_value(book, cell) for cell in found.row(row)]
        if any(cells):
            sheet.rows.append((row + 1, cells))
            shown_by = enumerate(found.row(row))
            sheet.lost.update((row + 1, column) for column, cell in shown_by if _is_lost(book, cell))
    sheet.hidden_rows = {row + 1 for row, about in found.rowinfo_map.items() if about.hidden}
    sheet.hidden_columns = {column for column, about in found.colinfo_map.items() if about.hidden}
    sheet.merges = [
        Merge(top + 1, left, bottom, right - 1) for top, bottom, left, right in found.merged_cells
    ]
    for (row, _), note in found.cell_note_map.items():
        sheet.notes.setdefault(row + 1, []).append(f"comment: {one_line(note.text)}")
    return sheet


def _format(book: Any, cell: Any) -> str:
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    return "General" if style is None else str(book.format_map[style.format_key].format_str)


def _is_lost(book: Any, cell: Any) -> bool:
    """Whether a cell shows nothing of what it says: for its format, its size, or its ink on its ground."""
    import xlrd

    if cell.xf_index is None or cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return False
    style = book.xf_list[cell.xf_index]
    font, fill = book.font_list[style.font_index], style.background
    if font.height < TINY * _TWIPS:
        return True
    value = cell.value if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) else None
    if (value is not None or cell.ctype == xlrd.XL_CELL_TEXT) and hides(value, _format(book, cell)):
        return True
    ground = book.colour_map.get(fill.pattern_colour_index) if fill.fill_pattern == _SOLID else None
    return (fill.fill_pattern == 0 or ground is not None) and is_lost(
        book.colour_map.get(font.colour_index), ground
    )


def _value(book: Any, cell: Any) -> str:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return one_line(cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            code = _format(book, cell)
            if code == "General" or hides(cell.value, code):
                return general(cell.value)
            return shown(cell.value, code, from_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        case _:
            return ""
