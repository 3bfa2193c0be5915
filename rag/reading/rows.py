"""Rows of tables as text: "column: value; column: value", so that every row can be read without its header.

The one place that decides whether a table has a header and how a row is written, for all formats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.reading.viewing.recording import recorder

Cells = Sequence[str]

_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d(?:[-/]\d{2,4})?[A-Z*]?")
_PERIOD = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_CURRENCY = r"(?:[$€£¥]|US\$|(?:EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|HUF|RON|zł|Kč|kr\.?|Ft|lei)(?!\w))"
_FIGURE = re.compile(
    rf"[-–—(+]?\s?{_CURRENCY}?\s?[-(]?(?=[\d.,]*\d)[\d.,'’\s]*(?:\s?(?:[%)x]|{_CURRENCY})){{0,2}}\s?[-–]?"
    r"|[-–—]\s?%?|n/?[am]\.?",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s?(?:\[\w{1,4}\]|[*†‡]{1,3}|[⁰¹²³⁴-⁹]{1,2}(?:[⁾,][⁰¹²³⁴-⁹]{0,2}){0,2})$")  # of a note
BEFORE_FIGURES = frozenset({"$", "€", "£", "¥", "US$", "CHF", "EUR", "USD", "($", "(€", "(£"})
AFTER_FIGURES = frozenset({")", "%", ")%", "%)"})
ACROSS = "\0"  # the cell on the left reaches over this column
_LONGEST_NAME = 120  # characters of a column's name
_LONGEST_WORDS = 60  # characters of a name in a header known by its words alone
_FEWEST_COLUMNS = 3  # of such a table
_FEWEST_ROWS = 3
_PAIR = 2  # columns of a table that may be of labels and their values
_HEADER_ROWS = 4  # at most
_REPEATED = 200  # characters of a cell that is said again in each row it reaches down to


def header_names(first: Cells) -> list[str]:
    """The column names, or nothing when the row looks like data: empty, repeated or numeric cells."""
    names = list(first)
    if not all(names) or len(set(names)) < len(names):
        filled = [name for name in names if name]
        if len(filled) < 2 or len(set(filled)) < len(filled):
            return []
    return [] if any(is_number(name) for name in names) else names


def is_number(cell: str) -> bool:
    """Whether a cell of plain text is a number and nothing else."""
    try:
        float(_unmarked(cell).replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True


def named(header: Cells, row: Cells) -> str:
    """The filled cells of a row, each after the name of its column where it has one."""
    return "; ".join(filter(None, named_cells(header, row)))


def named_cells(header: Cells, row: Cells) -> list[str]:
    """Each cell of a row after the name of its column where it has one; an empty one is empty."""
    cells = []
    for column, value in enumerate(row):
        name = header[column] if value and column < len(header) else ""
        cells.append(f"{name}: {value}" if name and name != value else value)
    return cells


def joined(row: Cells) -> str:
    """The cells of a row whose columns have no names; empty ones at its end are left out."""
    last = max((column for column, value in enumerate(row) if value), default=-1)
    return " | ".join(row[: last + 1])


def table_blocks(
    rows: Sequence[Cells], declared: int = 0, *, styled: bool = False, labelled: bool = False
) -> list[str]:
    """A table as blocks of text: one a row below a header, one for the whole where there is none.

    `declared` is how many rows the file itself calls the header; `styled`: it draws the first row as one,
    which programs do unasked; `labelled`: it calls the first cell of each row, the first row too, its label,
    which makes two columns labels and values. A cell that reaches over several columns is
    followed by an `ACROSS` for each further one.
    """
    grid = _compact([list(row) for row in rows if any(cell not in ("", ACROSS) for cell in row)])
    if not grid:
        return []
    wide = [said_across(row) for row in grid]
    plain = [["" if cell == ACROSS else cell for cell in row] for row in grid]
    titles = next((place for place, row in enumerate(wide) if len({*row} - {""}) > 1), 0)
    pairs = labelled and len(grid[0]) == _PAIR
    count = 0 if pairs else header_rows(wide[titles:], declared - titles)
    if not count and styled and not pairs:
        count = header_of_words(wide[titles:])
    names = column_names(wide[titles : titles + count]) if count else []
    above, body = plain[: titles + count] if count else plain, plain[titles + count :] if count else []
    noted = recorder()
    if noted is not None:
        heads = titles + count if count else 0
        said = [(joined(row), row) for row in above] + [
            (named(names, row), named_cells(names, row)) for row in body
        ]
        noted.rows(heads, [(text, cells, row) for (text, cells), row in zip(said, grid, strict=True)])
    top = "\n".join(joined(row) for row in above)
    return [top, *(named(names, row) for row in body)]


def header_rows(grid: Sequence[Cells], declared: int = 0) -> int:
    """How many rows at the top of a table name its columns; 0 where none does."""
    declared = min(declared, _HEADER_ROWS, len(grid) - 1)
    if declared > 0:
        if _are_names(column_names(grid[:declared])):
            return declared
        further = declared + 1  # under cells that reach over several columns, unless it is a row of figures
        holds = further < len(grid) and not any(
            is_figure(one) and not _is_year(one) for one in grid[declared]
        )
        return further if holds and _are_names(column_names(grid[:further])) else 0
    for count in range(1, min(_HEADER_ROWS, len(grid))):
        top, body = grid[:count], grid[count:]
        if any(is_figure(cell) and not _is_year(cell) for row in top for cell in row):
            return 0
        if _are_names(column_names(top)) and _heads_figures(top[-1], body):
            return 0 if _is_pair(top[-1], body) else count
    return 0


def header_of_words(grid: Sequence[Cells]) -> int:
    """1 where the first row can only be the names of columns, though no column holds figures."""
    first = header_names(grid[0])
    fits = len(grid) >= _FEWEST_ROWS and len(grid[0]) >= _FEWEST_COLUMNS and len(first) == len(grid[0])
    return int(fits and all(0 < len(name) <= _LONGEST_WORDS for name in first))


def column_names(top: Sequence[Cells]) -> list[str]:
    """The names of columns whose header has one or more rows."""
    names: list[str] = []
    rows = [*(_spread(row) for row in top[:-1]), top[-1]]
    for column in range(max(len(row) for row in rows)):
        parts = [row[column] for row in rows if column < len(row) and row[column]]
        kept = [part for place, part in enumerate(parts) if part not in parts[:place]]
        names.append(" ".join(kept))
    return names


def _spread(row: Cells) -> list[str]:
    """An upper row of a header, in which a period written once holds for all the columns below it."""
    labels = [value for value in row[1:] if value]
    if not labels or not all(_PERIOD.search(value) for value in labels):
        return list(row)
    values = list(row[1:])
    backwards = not values[0]  # written at the end of its columns, not at their beginning
    if backwards:
        values.reverse()
    for place in range(1, len(values)):
        values[place] = values[place] or values[place - 1]
    if backwards:
        values.reverse()
    return [row[0], *values]


def is_figure(cell: str) -> bool:
    """Whether a cell holds an amount, a percentage, or the dash that stands for one."""
    return bool(cell) and _FIGURE.fullmatch(_unmarked(cell)) is not None


def _is_year(cell: str) -> bool:
    return _YEAR.fullmatch(_unmarked(cell)) is not None


def _unmarked(cell: str) -> str:
    """A cell without the mark of a note at its end, which makes a figure no less of one."""
    return cell if cell[-1:].isalnum() and cell.isascii() else _MARK.sub("", cell)


def is_period(cell: str) -> bool:
    """Whether a cell holds a year or a day and nothing else, which may be what a column is of."""
    return _is_year(cell) or _DAY.fullmatch(_unmarked(cell)) is not None


def filled_down(value: str) -> str:
    """What a cell that reaches over several rows says in the rows after its first."""
    return value if len(value) <= _REPEATED else ""


def _are_names(names: Cells) -> bool:
    filled = [name for name in names if name]
    return (
        len(filled) >= 2
        and len(filled) >= len(names) - 1
        and len(set(filled)) == len(filled)
        and all(len(name) <= _LONGEST_NAME for name in filled)
    )


def _heads_figures(last: Cells, body: Sequence[Cells]) -> bool:
    """Whether the row stands over columns of figures and is none of their rows."""
    for column, name in enumerate(last):
        below = [row[column] for row in body if column < len(row) and row[column]]
        figures = sum(is_figure(cell) for cell in below)
        if not below or figures * 2 <= len(below):
            continue
        if not is_figure(name):
            return True
        if not all(_is_year(cell) for cell in below):
            return True
    return False


def _is_pair(row: Cells, body: Sequence[Cells]) -> bool:
    """Whether two cells over others are as likely a label and its value: one row stands below them, or the
    second holds digits, as addresses and numbers of files do, that are no year or day.
    """
    if len(row) != _PAIR or not all(row):
        return False
    value = row[1]
    return not _PERIOD.search(value) and (len(body) == 1 or any(mark.isdecimal() for mark in value))


def said_across(row: Cells) -> list[str]:
    """A row in which a cell that reaches over several columns is said in each."""
    cells: list[str] = []
    for cell in row:
        cells.append((cells[-1] if cells else "") if cell == ACROSS else cell)
    return cells


def _compact(grid: list[list[str]]) -> list[list[str]]:
    """Rows of one length, signs of currencies beside their figures, without columns that only make room."""
    width = max((len(row) for row in grid), default=0)
    grid = [_folded(row + [""] * (width - len(row))) for row in grid]
    for column in range(width - 1, -1, -1):
        if all(_is_room(row, column) for row in grid):
            for row in grid:
                if column + 1 < len(row) and row[column + 1] == ACROSS and row[column] != ACROSS:
                    row[column + 1] = row[column]
                del row[column]
    return grid


def _is_room(row: list[str], column: int) -> bool:
    """Whether a cell can be done without: it is empty, or can be said in the next column."""
    return row[column] in ("", ACROSS) or (column + 1 < len(row) and row[column + 1] == ACROSS)


def _folded(row: list[str]) -> list[str]:
    """A row in which "$", "1,204", ")" in cells of their own are one figure."""
    last = -1  # the last figure
    for column, cell in enumerate(row):
        if cell in BEFORE_FIGURES:
            following = next(
                (place for place in range(column + 1, len(row)) if row[place] not in ("", ACROSS)), -1
            )
            if following > 0 and is_figure(row[following].rstrip(")%") or "x"):
                row[following], row[column] = cell + row[following], ""
        elif cell in AFTER_FIGURES and last >= 0:
            row[last], row[column] = row[last] + cell, ""
        elif cell and cell != ACROSS:
            last = column if any(mark.isdigit() for mark in cell) else -1
    return row
