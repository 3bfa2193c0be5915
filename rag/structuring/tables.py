"""Tables in the text of a page: where they are, and what heads their columns.

A table's rows are lines whose words stand far apart. A passage from the middle of one would be numbers
without names, so the words over its columns go with it, as its innermost heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.structuring.text_lines import TextLine
from rag.types import Passage

_FEWEST_ROWS = 4
_BREAK = 2  # lines of running text end a table; fewer are a cell that wraps
_HEAD_LINES = 6
_HEAD_LINE = 70  # characters
_HEAD = 160

_FIGURE = re.compile(r"(?<![\w.])[($€£-]*\d[\d.,]*%?\)?(?![\w])")
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d{1,2}\b,?|(?<!\d)(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table from its first row of figures, `start`, to `end`; `head` says what stands over its columns."""

    start: int
    end: int
    head: str


def find_tables(lines: Sequence[TextLine]) -> list[Table]:
    """The tables of a document that have rows of figures and a head, in order."""
    tables: list[Table] = []
    page = -1
    for first, last in _runs(lines):
        row = next((at for at in range(first, last + 1) if _is_data(lines[at].text)), None)
        if row is None:
            continue
        head = _head(lines, row)
        if not _FIGURE.search(head) and tables and lines[row].page == page:
            head = tables[-1].head  # the same table goes on below a line that spans it
        if head:
            tables.append(Table(lines[row].start, lines[last].end, head))
            page = lines[last].page
    return tables


def with_heads(passages: Iterable[Passage], tables: Sequence[Table]) -> Iterator[Passage]:
    """Passages that begin inside a table get its head as their innermost heading."""
    waiting = iter(tables)
    table = next(waiting, None)
    for passage in passages:
        while table is not None and table.end <= passage.start:
            table = next(waiting, None)
        if table is not None and table.start < passage.start:
            path = f"{passage.headings} › {table.head}" if passage.headings else table.head
            yield replace(passage, headings=path)
        else:
            yield passage


def _runs(lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
    """First and last line of each stretch of rows."""
    rows = [at for at, line in enumerate(lines) if line.cells and not line.contents]
    first = 0
    for place in range(1, len(rows) + 1):
        if place == len(rows) or rows[place] - rows[place - 1] > _BREAK:
            if place - first >= _FEWEST_ROWS:
                yield rows[first], rows[place - 1]
            first = place


def _is_data(text: str) -> bool:
    """A row with a name and figures; dates and years alone head columns."""
    plain = _DATE.sub(" ", text)
    return bool(_FIGURE.search(plain)) and any(mark.isalpha() for mark in plain)


def _head(lines: Sequence[TextLine], row: int) -> str:
    """The short lines right above the first row of figures, on its page."""
    above: list[str] = []
    for line in reversed(lines[max(row - _HEAD_LINES, 0) : row]):
        elsewhere = line.page != lines[row].page or len(line.text) > _HEAD_LINE
        if elsewhere or line.text.endswith((".", ";")) or _is_data(line.text):
            break
        if above or not line.text.endswith(":"):  # "Revenue:" heads the rows below it, no column
            above.insert(0, line.text)
    head = " ".join(above)
    return head if len(head) <= _HEAD else head[-_HEAD:].partition(" ")[2]
