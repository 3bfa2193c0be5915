"""The sheets of an ODS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rag.language.withdrawn import Withdrawn
from rag.reading.cleaning import one_line
from rag.reading.inks import UNKNOWN
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.objects import Objects
from rag.reading.office.opendocument.paragraphs import Paragraphs, said_in
from rag.reading.office.opendocument.styles import Manner, Styles
from rag.reading.office.opendocument.tables import LAST_COLUMN, cells_of
from rag.reading.office.sheet_pages import Merge, Sheet

_PLAIN = Manner()
_FIGURES = ("float", "currency", "percentage")
_NOT_SHOWN = ("collapse", "filter")
_MOST_REPEATED = 1_000  # rows or cells that stand for several, when they are not empty


def sheets_of(content: Any, styles: Styles, objects: Objects) -> Iterator[Sheet]:
    """The sheets of a document in the order of their tabs, hidden ones told as such."""
    for table in content.iterfind("{*}table"):
        manner = styles.manner("table", attribute(table, "style-name"))
        sheet = Sheet(attribute(table, "name"), hidden=bool(manner.hidden))
        looks = _Looks(styles, table, sheet)
        number = 1
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), None) is not table:
                continue
            if name_of(row.getparent()) == "table-header-rows":
                sheet.headers.add(number)
            count = attribute(row, "number-rows-repeated")
            times = int(count) if count.isdecimal() and len(count) < 8 else 1
            cells = _row(sheet, row, number, looks)
            if cells:
                again = min(times, _MOST_REPEATED)
                sheet.rows += [(number + place, list(cells)) for place in range(again)]
                lost = [column for own, column in sheet.lost if own == number]
                sheet.lost.update((number + place, column) for place in range(again) for column in lost)
                if attribute(row, "visibility") in _NOT_SHOWN:
                    sheet.hidden_rows.update(range(number, number + again))
            number += times
        sheet.texts += (one_line(said) for node in table.iter("{*}image") for said in objects.picture(node))
        charts = filter(None, map(objects.chart_words, table.iter("{*}object")))
        sheet.texts += (f"Chart: {said}" for said in charts)
        yield sheet


class _Looks:
    """How the cells of a sheet are written; which columns are hidden is noted in the sheet."""

    def __init__(self, styles: Styles, table: Any, sheet: Sheet) -> None:
        self._paragraphs = Paragraphs(styles)
        self._styles = styles
        self._conditional = next(table.iter("{*}conditional-formats"), None) is not None
        self._columns: list[tuple[int, str]] = []  # the first one that is no more of it, and its usual style
        column = 0
        for node in table.iter("{*}table-column"):
            if next(node.iterancestors("{*}table"), None) is table:
                count = attribute(node, "number-columns-repeated")
                last = column + (int(count) if count.isdecimal() and len(count) < 6 else 1)
                if attribute(node, "visibility") in _NOT_SHOWN:
                    sheet.hidden_columns.update(range(column, min(last, LAST_COLUMN)))
                self._columns.append((last, attribute(node, "default-cell-style-name")))
                column = last

    def manner(self, cell: Any, column: int) -> Manner:
        """How the text of a cell stands there."""
        named = attribute(cell, "style-name") or attribute(cell.getparent(), "default-cell-style-name")
        if not named:
            named = next((name for last, name in self._columns if column < last), "")
        found = self._styles.manner("table-cell", named or "Default")
        return replace(found, ground=UNKNOWN) if self._conditional else found

    def said(self, cell: Any, manner: Manner) -> str:
        return one_line(" ".join(self._paragraphs.said(one, manner).text for one in cell.iterfind("{*}p")))


def _row(sheet: Sheet, row: Any, number: int, looks: _Looks) -> list[str]:
    cells: list[str] = []
    column = 0
    for cell, count in cells_of(row):
        manner = looks.manner(cell, column)
        lost = manner.kind is Withdrawn.HIDDEN
        text = looks.said(cell, _PLAIN if lost else manner)
        if not text and column < LAST_COLUMN:
            text = attribute(cell, "value") if attribute(cell, "value-type") in _FIGURES else ""
            lost = bool(text)  # its format shows nothing of it
        if text and lost:
            sheet.lost.update((number, column + place) for place in range(min(count, _MOST_REPEATED)))
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
