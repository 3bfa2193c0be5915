"""Sheets as pages: a line for each row, "row 14: Segment: Medical; 2023: 1,204", 200 rows a page at most.

The same for every kind of spreadsheet. A sheet may hold several tables, with titles above and blank rows
between them; each row says the names of its columns where its table has a header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rag.language.withdrawn import Withdrawn, withdrawn
from rag.reading.cleaning import one_line
from rag.reading.paging import PAGE_LIMIT, plain_page
from rag.reading.rows import Cells, filled_down, header_of_words, header_rows, is_figure, named_cells
from rag.reading.rows import column_names as names_of
from rag.reading.viewing.recording import Line, cells_in, recorder
from rag.types import Heading, Page
from rag.types.views import Area, Kind

_ROWS_A_PAGE = 200
_HIDDEN = " (hidden)"  # behind the name of a sheet or a row that the file does not show
_LARGEST_MERGE = 20_000  # cells; a larger one is not filled
_TALLEST_HEADER = 5  # rows, titles counted
_FARTHEST_HEAD = 40  # rows from the top
_SAMPLE = 400  # rows that are looked at to tell a header

_Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one. Rows count from 1, columns from 0; the last ones are inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a spreadsheet's reader found. `rows`: number from 1 and cells from column A, in order."""

    name: str
    hidden: bool = False
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    headers: set[int] = field(default_factory=set)  # rows that the file itself calls headers
    notes: dict[int, list[str]] = field(default_factory=dict)  # comments on the cells of a row
    texts: list[str] = field(default_factory=list)  # what floats above the cells
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    lost: set[tuple[int, int]] = field(default_factory=set)  # row and column of cells that show nothing
    unread: tuple[str, ...] = ()  # what of it could not be read, and why


def pages_of(sheets: Sequence[Sheet]) -> Iterator[Page]:
    """The pages of a workbook; a sheet with nothing on it is an empty page."""
    number = 0
    for sheet in sheets:
        unread = sheet.unread
        for page in _pages(sheet, number):
            number = page.number
            yield replace(page, unread=unread) if unread else page
            unread = ()


def _pages(sheet: Sheet, done: int) -> Iterator[Page]:
    name = one_line(sheet.name) + (_HIDDEN if sheet.hidden else "")
    parts = list(_parts(_noted(sheet, name)))
    if not parts:
        text = "\n".join(_texts(sheet))
        label = name if text else f"{name} (empty)"
        yield plain_page(done + 1, text, label=label)
        return
    for place, part in enumerate(parts):
        lines = [line for _, line in part]
        headings: tuple[Heading, ...] = ()
        if not place:
            lines.insert(0, name + "\n")
            headings = (Heading(0, len(name), 1, name),)
        if place + 1 == len(parts) and sheet.texts:
            lines.append("\n" + "\n".join(_texts(sheet)))
        label = name if len(parts) == 1 else f"{name}, rows {part[0][0]}–{part[-1][0]}"
        yield plain_page(done + 1 + place, "\n".join(lines), headings, label=label)


def _parts(lines: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    part: list[tuple[int, str]] = []
    size = 0
    for number, line in lines:
        if part and ((number - 1) // _ROWS_A_PAGE > (part[0][0] - 1) // _ROWS_A_PAGE or size > PAGE_LIMIT):
            yield part
            part, size = [], 0
        part.append((number, line))
        size += len(line) + 1
    if part:
        yield part


def _noted(sheet: Sheet, name: str) -> Iterator[tuple[int, str]]:
    """Each row that says something: its number and its line."""
    noted = recorder()
    if noted is not None:
        merges = [Area(one.top, one.left, one.bottom, one.right) for one in sheet.merges]
        noted.sheet(name, merges)
    for row in _lines(sheet):
        if noted is not None:
            at = row.line.find(": ") + 2
            cells = cells_in(row.line, row.said, row.cells, at)
            noted.add(Line(row.line, Kind.ROW, row=row.number, cells=cells))
            own = noted.sheets[-1]
            if row.heads and own.may_begin(row.number, _FARTHEST_HEAD, _TALLEST_HEADER):
                own.heads = (own.heads[0] or row.number, row.number)
        yield row.number, row.line


class _Said(NamedTuple):
    """A row: its number, its line, what that says of each cell, and the cells. `heads`: it names columns."""

    number: int
    line: str
    said: list[str]
    cells: list[str]
    heads: bool


def _lines(sheet: Sheet) -> Iterator[_Said]:
    """Each row that says something."""
    rows = [(number, cells) for number, cells in sheet.rows if any(cells)]
    wide = _fill(rows, sheet.merges)
    names: Cells = []
    for block in _blocks(rows):
        above, names, known = _header(block, wide, sheet.headers, names)
        known = _seen_names(known, block[:above], sheet)
        for place, (number, cells) in enumerate(block):
            filled = list(filter(None, cells))
            body = known and place >= above and len(filled) > 1
            hidden = sheet.hidden or number in sheet.hidden_rows
            unseen = set() if hidden else _unseen(sheet, number, cells)
            names_of_row: Cells = known if body else []
            said = [
                withdrawn(Withdrawn.HIDDEN, cell) if column in unseen else cell
                for column, cell in enumerate(named_cells(names_of_row, cells))
            ]
            text = "; ".join(
                [("; " if body else " | ").join(filter(None, said)), *sheet.notes.get(number, ())]
            )
            row = f"row {number}{_HIDDEN if number in sheet.hidden_rows else ''}"
            line = f"{row}: {withdrawn(Withdrawn.HIDDEN, text) if hidden else text}"
            yield _Said(number, line, said, cells, bool(known) and place < above and len(set(filled)) > 1)


def _texts(sheet: Sheet) -> list[str]:
    return [withdrawn(Withdrawn.HIDDEN, text) for text in sheet.texts] if sheet.hidden else sheet.texts


def _unseen(sheet: Sheet, number: int, cells: Cells) -> set[int]:
    """The columns of a row whose cells nobody sees."""
    if not sheet.hidden_columns and not sheet.lost:
        return set()
    return {
        column
        for column, cell in enumerate(cells)
        if cell and (column in sheet.hidden_columns or (number, column) in sheet.lost)
    }


def _seen_names(names: Cells, heads: list[_Row], sheet: Sheet) -> Cells:
    """The names of columns without those that nobody sees: they name nothing that is seen."""
    if not names or not (sheet.lost or sheet.hidden_rows):
        return names
    if heads and all(number in sheet.hidden_rows for number, _ in heads):
        return [""] * len(names)
    lost = {column for number, cells in heads for column in _unseen(sheet, number, cells)}
    return ["" if column in lost - sheet.hidden_columns else name for column, name in enumerate(names)]


def _blocks(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows without a blank one between them, but for one that sets a header apart from its figures."""
    block: list[_Row] = []
    for row in rows:
        gap = row[0] - block[-1][0] if block else 1
        if gap > 2 or (gap == 2 and not (_may_head(block) and _has_figures(row))):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _may_head(block: list[_Row]) -> bool:
    """Whether a block can be the header of the next one: few rows, the last of several words."""
    if len(block) > _TALLEST_HEADER or any(_has_figures(row) for row in block):
        return False
    return len(list(filter(None, block[-1][1]))) > 1


def _has_figures(row: _Row) -> bool:
    return any(is_figure(cell) for cell in row[1])


def _header(
    block: list[_Row], wide: dict[int, Cells], declared: set[int], before: Cells
) -> tuple[int, Cells, Cells]:
    """Of a block: the rows above its body, the names that hold for the blocks below, and for itself."""
    full = [wide.get(number, cells) for number, cells in block]
    titles = next((place for place, cells in enumerate(full) if len(set(filter(None, cells))) > 1), len(full))
    body = full[titles : titles + _SAMPLE]
    if not body:
        return 0, before, []
    columns = [column for column in range(max(map(len, body))) if any(_cell(row, column) for row in body)]
    grid = [[_cell(row, column) for column in columns] for row in body]
    last = max((place for place, (number, _) in enumerate(block) if number in declared), default=-1)
    count = header_rows(grid, max(last + 1 - titles, 0)) or header_of_words(grid)
    if not count:
        fits = all(_cell(before, column) for column in columns[1:]) and len(columns) > 1
        return 0, before, before if fits else []
    names = [""] * (columns[-1] + 1)
    for column, name in zip(columns, names_of(grid[:count]), strict=True):
        names[column] = name
    return titles + count, names, names


def _cell(row: Cells, column: int) -> str:
    return row[column] if column < len(row) else ""


def _fill(rows: list[_Row], merges: Sequence[Merge]) -> dict[int, Cells]:
    """Say in each row what a cell that reaches down to it says; return rows with cells filled both ways."""
    by_number = dict(rows)
    wide: dict[int, list[str]] = {}
    room = _LARGEST_MERGE
    for merge in merges:
        room -= (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
        value = _cell(by_number.get(merge.top, ()), merge.left)
        if room < 0 or not value:
            continue
        for number in range(merge.top, merge.bottom + 1):
            cells = by_number.get(number)
            if cells is None:
                continue
            full = wide.setdefault(number, list(cells))
            full += [""] * (merge.right + 1 - len(full))
            full[merge.left : merge.right + 1] = [value] * (merge.right + 1 - merge.left)
            if number > merge.top:
                cells += [""] * (merge.left + 1 - len(cells))
                cells[merge.left] = filled_down(value)
    return dict(wide)
