"""Excel files: what was found on one sheet, the places it was found in on another. Every cell is text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.exporting.formats.names import grid_names
from app.exporting.shape import Paper, grid
from app.exporting.text import printable
from app.words.catalogue import say

_LONGEST = 32_767  # characters a cell may hold
_TITLE_LONGEST = 255
_NARROW, _BROAD = 8, 60  # characters a column is wide
_HEAD = 2  # rows above the table: the title, and nothing


def xlsx(paper: Paper) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    # Text from documents is never a formula, a number or a link.
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {
            "title": printable(paper.title)[:_TITLE_LONGEST],
            "author": "",
            "created": datetime.fromtimestamp(paper.made, UTC).replace(tzinfo=None, microsecond=0),
        }
    )
    table = grid(paper, grid_names())
    found = [[cell.line for cell in row] for row in table.rows]
    _sheet(book, say("exporting.sheets.found"), paper.title, table.columns, found, paper.notes)
    if paper.sources:
        names = tuple(say(f"exporting.columns.{key}") for key in ("document", "page", "section", "quote"))
        places = [[one.document, one.page, one.section, one.quote] for one in paper.sources]
        _sheet(book, say("exporting.sheets.sources"), paper.title, names, places, ())
    book.close()
    return out.getvalue()


def _sheet(
    book: Any,
    name: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
) -> None:
    sheet = book.add_worksheet(name)
    large, bold = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, _cell(title), large)
    for at, column in enumerate(columns):
        sheet.write_string(_HEAD, at, _cell(column), bold)
        longest = max((len(row[at]) for row in rows), default=0)
        sheet.set_column(at, at, min(max(longest, len(column), _NARROW) + 2, _BROAD))
    for place, row in enumerate(rows, _HEAD + 1):
        for at, text in enumerate(row):
            sheet.write_string(place, at, _cell(text), wrapped)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.autofilter(_HEAD, 0, _HEAD + len(rows), len(columns) - 1)
    for place, note in enumerate(notes, _HEAD + len(rows) + 2):
        sheet.write_string(place, 0, _cell(note))


def _cell(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
