"""The sheets of an ODS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.reading.cleaning import one_line
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.objects import Objects
from rag.reading.office.opendocument.paragraphs import said_in
from rag.reading.office.opendocument.tables import LAST_COLUMN, cells_of
from rag.reading.office.sheet_pages import Merge, Sheet

_NOT_SHOWN = ("collapse", "filter")
_MOST_REPEATED = 1_000  # rows or cells that stand for several, when they are not empty


def sheets_of(root: Any, content: Any, objects: Objects) -> Iterator[Sheet]:
    """The sheets of a document (`root`) in the order of their tabs, hidden ones told as such."""
    hidden = set()
    for style in root.iter("{*}style"):
        if any(attribute(node, "display") == "false" for node in style.iterfind("{*}table-properties")):
            hidden.add(attribute(style, "name"))
    for table in content.iterfind("{*}table"):
        sheet = Sheet(attribute(table, "name"), hidden=attribute(table, "style-name") in hidden)
        sheet.hidden_columns = _hidden_columns(table)
        number = 1
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), None) is not table:
                continue
            if name_of(row.getparent()) == "table-header-rows":
                sheet.headers.add(number)
            count = attribute(row, "number-rows-repeated")
            times = int(count) if count.isdecimal() and len(count) < 8 else 1
            cells = _row(sheet, row, number)
            if cells:
                again = min(times, _MOST_REPEATED)
                sheet.rows += [(number + place, list(cells)) for place in range(again)]
                if attribute(row, "visibility") in _NOT_SHOWN:
                    sheet.hidden_rows.update(range(number, number + again))
            number += times
        sheet.texts += (one_line(said) for node in table.iter("{*}image") for said in objects.picture(node))
        yield sheet


def _hidden_columns(table: Any) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for node in table.iter("{*}table-column"):
        if next(node.iterancestors("{*}table"), None) is table:
            count = attribute(node, "number-columns-repeated")
            last = column + (int(count) if count.isdecimal() and len(count) < 6 else 1)
            if attribute(node, "visibility") in _NOT_SHOWN:
                hidden.update(range(column, min(last, LAST_COLUMN)))
            column = last
    return hidden


def _row(sheet: Sheet, row: Any, number: int) -> list[str]:
    cells: list[str] = []
    column = 0
    for cell, count in cells_of(row):
        text = one_line(" ".join(said_in(node)[0] for node in cell.iterfind("{*}p")))
        if text and column < LAST_COLUMN:
            cells += [""] * (column - len(cells)) + [text] * min(count, _MOST_REPEATED)
        down, across = (attribute(cell, f"number-{name}-spanned") for name in ("rows", "columns"))
        if text and (down.isdecimal() or across.isdecimal()):
            bottom = number + (int(down) if down.isdecimal() else 1) - 1
            right = column + (int(across) if across.isdecimal() else 1) - 1
            if bottom > number or right > column:
                sheet.merges.append(Merge(number, column, bottom, min(right, LAST_COLUMN)))
        for note in cell.iterfind("{*}annotation"):
            said = one_line(" ".join(said_in(node)[0] for node in note.iter("{*}p")))
            if said:
                sheet.notes.setdefault(number, []).append(f"comment: {said}")
        column += count
    return cells
