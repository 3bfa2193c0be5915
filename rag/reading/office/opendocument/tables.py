"""The cells of OpenDocument's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rag.reading.office.opendocument.elements import attribute, name_of, whole
from rag.reading.rows import ACROSS, filled_down

LAST_COLUMN = 16_384


def table_of(table: Any, said: Callable[[Any], str]) -> tuple[list[list[str]], int]:
    """Cells, merged ones filled, and how many rows are the header. `said` gives the text of a cell."""
    rows: list[list[str]] = []
    declared = 0
    spans: dict[int, tuple[int, str]] = {}  # column: rows that a cell above still reaches over, and its text
    for row in table.iter("{*}table-row"):
        if next(row.iterancestors("{*}table"), None) is not table:
            continue
        heads = name_of(row.getparent()) == "table-header-rows"
        cells: list[str] = []
        for cell, count in cells_of(row):
            if name_of(cell) == "covered-table-cell":
                left, above = spans.get(len(cells), (0, ""))
                spans[len(cells)] = (left - 1, above)
                cells += [above if left > 0 else ACROSS] * count
                continue
            text = said(cell)
            below = (whole(attribute(cell, "number-rows-spanned"), 1) - 1, filled_down(text))
            across = attribute(cell, "number-columns-spanned")
            for column in range(whole(across, 1) if len(across) < 4 else 1):
                spans[len(cells) + column] = below if not column else (below[0], ACROSS)
            cells += [text] * count
        if any(cells):
            rows.append(cells)
            declared += heads
    return rows, declared


def cells_of(row: Any) -> Iterator[tuple[Any, int]]:
    """The cells of a row, and how often each stands there."""
    for cell in row:
        if name_of(cell) in ("table-cell", "covered-table-cell"):
            count = attribute(cell, "number-columns-repeated")
            yield cell, min(int(count) if count.isdecimal() else 1, LAST_COLUMN)
