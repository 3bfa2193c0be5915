"""The rows of a web page's table as they are read, cells that reach further filled."""

from __future__ import annotations

from typing import Any

from rag.reading.rows import ACROSS, filled_down

_WIDEST = 200  # columns or rows that a cell reaches over


class Cells:
    """The table that is open."""

    def __init__(self) -> None:
        self._row: list[str] | None = None
        self._rows: list[list[str]] = []
        self._heads = 0  # rows at the top of the table that are its header
        self._plain = 0  # cells of the row that are no names
        self._labelled = 0  # rows whose first cell alone is a name
        self._label = False  # so far it is so in the open row
        self._spans: dict[int, tuple[int, str]] = {}  # column: rows a cell above still reaches over, its text

    @property
    def in_row(self) -> bool:
        """Whether a row is open."""
        return self._row is not None

    def begin_row(self) -> None:
        self._row = []
        self._plain = 0

    def end_cell(self, node: Any, text: str) -> None:
        """Add a cell of the open row."""
        row = self._row
        if row is None:
            return
        self._reach_down(row)
        self._plain += node.tag == "td" and bool(text)
        self._label = node.tag == "th" if not row else self._label and node.tag == "td"
        across, down = _span(node, "colspan"), _span(node, "rowspan")
        for column in range(across):
            if down > 1:
                self._spans[len(row)] = (down - 1, ACROSS if column else filled_down(text))
            row.append(ACROSS if column else text)

    def end_row(self, node: Any) -> None:
        """Close the open row."""
        row, self._row = self._row, None
        if row is None:
            return
        self._reach_down(row)
        if any(cell not in ("", ACROSS) for cell in row):
            heads = not self._plain or node.getparent().tag == "thead"
            self._heads += heads and self._heads == len(self._rows)
            self._labelled += self._label
            self._rows.append(row)

    def take(self) -> tuple[list[list[str]], int, bool]:
        """The rows, how many are the header, and whether all begin with a label; the next table begins."""
        rows, heads, labelled = self._rows, self._heads, self._labelled == len(self._rows)
        self._rows, self._heads, self._labelled = [], 0, 0
        self._spans.clear()
        return rows, heads, labelled

    def _reach_down(self, row: list[str]) -> None:
        """Add the cells that reach down from the rows above."""
        while self._spans.get(len(row), (0, ""))[0] > 0:
            left, text = self._spans[len(row)]
            self._spans[len(row)] = (left - 1, text)
            row.append(text)


def _span(node: Any, name: str) -> int:
    value = node.get(name, "1").strip()
    return min(max(int(value), 1), _WIDEST) if value.isdecimal() and len(value) < 6 else 1
