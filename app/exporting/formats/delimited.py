"""CSV, and tab-separated text as spreadsheets take it from the clipboard. No cell is taken for a formula."""

from __future__ import annotations

import csv as library
import io

from app.exporting.formats.names import grid_names
from app.exporting.shape import Paper, Table, grid
from app.exporting.text import printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(paper: Paper) -> bytes:
    # The mark at the beginning tells spreadsheet programs that this is UTF-8.
    return delimited(grid(paper, grid_names()), ",").encode("utf-8-sig")


def delimited(table: Table, delimiter: str) -> str:
    """The lines of a table."""
    out = io.StringIO()
    writer = library.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(_harmless(printable(name)) for name in table.columns)
    writer.writerows([_harmless(printable(cell.line)) for cell in row] for row in table.rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: its text comes from documents
    (OWASP, "CSV Injection").
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
