"""Excel files: what was found on one sheet, the places it was found in on another, with links to them.

A cell is text unless it comes with what it is worth as a number or a day.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from app.exporting.formats.names import grid_names
from app.exporting.shape import Cell, Paper, grid
from app.exporting.text import printable
from app.words.catalogue import say

_LONGEST = 32_767  # characters a cell may hold
_TITLE_LONGEST = 255
_NARROW, _BROAD = 8, 60  # characters a column is wide
_GENERAL = "General"  # not for people: as many decimals as there are
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
    _sheet(book, say("exporting.sheets.found"), paper.title, table.columns, table.rows, paper.notes)
    if paper.sources:
        names = tuple(say(f"exporting.columns.{key}") for key in ("document", "page", "section", "quote"))
        places = [
            tuple(map(Cell, (one.document, one.page, one.section, one.quote, *one.facts)))
            for one in paper.sources
        ]
        _sheet(book, say("exporting.sheets.sources"), paper.title, (*names, *paper.facts), places, ())
    book.close()
    return out.getvalue()


def _sheet(
    book: Any,
    name: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    notes: Sequence[str],
) -> None:
    sheet = book.add_worksheet(name)
    large, bold = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True})
    numbers = {_number(cell) for row in rows for cell in row} - {""}
    forms = {one: book.add_format({"num_format": one, "valign": "top"}) for one in sorted(numbers)}
    forms[""] = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, _cell(title), large)
    for at, column in enumerate(columns):
        sheet.write_string(_HEAD, at, _cell(column), bold)
        longest = max((len(_text(row[at])) for row in rows), default=0)
        sheet.set_column(at, at, min(max(longest, len(column), _NARROW) + 2, _BROAD))
    for place, row in enumerate(rows, _HEAD + 1):
        for at, cell in enumerate(row):
            _write(sheet, place, at, cell, forms[_number(cell)])
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.autofilter(_HEAD, 0, _HEAD + len(rows), len(columns) - 1)
    for place, note in enumerate(notes, _HEAD + len(rows) + 2):
        sheet.write_string(place, 0, _cell(note))


def _write(sheet: Any, place: int, at: int, cell: Cell, form: Any) -> None:
    """A cell, over a link to the row of its source where it has one."""
    if cell.source is not None:
        row = _HEAD + 2 + cell.source
        sheet.write_url(place, at, f"internal:'{say('exporting.sheets.sources')}'!A{row}", form, _text(cell))
    if isinstance(cell.value, date):
        sheet.write_datetime(place, at, cell.value, form)
    elif cell.value is not None:
        sheet.write_number(place, at, cell.value, form)
    else:
        sheet.write_string(place, at, _text(cell), form)


def _number(cell: Cell) -> str:
    """How a number or a day is shown: with its currency, and with a sign where it is to be checked; "" for
    words.
    """
    if cell.value is None:
        return ""
    form = "yyyy-mm-dd" if isinstance(cell.value, date) else "#,##0.00" if cell.unit else _GENERAL
    behind = " ".join(one for one in (cell.unit, "?" if cell.doubtful else "") if one)
    return f'{form} "{behind}"' if behind else form


def _text(cell: Cell) -> str:
    """The words of a cell; the page of one with a link is behind that."""
    told = cell.line if cell.source is None else " ".join(one for one in (cell.text, cell.mark) if one)
    return _cell(told)


def _cell(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
