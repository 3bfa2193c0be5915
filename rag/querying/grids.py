"""The tables of a document's text: rows as readers write them, each cell behind the name of its column.

"row 3: Supplier: Alpha; City: Bonn; Paid: 1200". What a row says is taken by the names of its table, so that
a semicolon within a cell parts nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.language.withdrawn import counted

_ROW = re.compile(r"row (?P<number>\d+)(?P<hidden> \(hidden\))?:(?: |$)")
_PIECE = re.compile(r"(?P<name>[^:;|]{1,120}): (?P<value>\S.*)", re.DOTALL)
_NOTE = re.compile(r"comment on [A-Z]{1,3}\d+")
_FEWEST = 2  # columns, and rows
_SHARE = 0.5  # of a row's names that a table has, or it is one of another table
_MANY_ROWS = 10
_ABOVE = 6  # lines that may say something of a table
_RARE = 0.02  # of the rows: a name in fewer is part of a cell


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its filled cells by the name of their column, and its place in the document's text. `number`: in
    its sheet, 0 where none is written; `hidden`: the file does not show it.
    """

    cells: Mapping[str, str]
    start: int
    end: int
    number: int = 0
    hidden: bool = False


@dataclass(slots=True)
class Grid:
    """`name`: of its sheet, "" where it has none; `alone`: lines of one cell among its rows, which head some
    of them or are rows without anything else, nobody can tell; `above`: the lines over it.
    """

    name: str
    names: list[str]
    lines: list[Line] = field(default_factory=list)
    alone: int = 0
    above: tuple[str, ...] = ()

    def column(self, name: str) -> list[str]:
        """A column's cells as written, "" for empty ones."""
        return [one.cells.get(name, "") for one in self.lines]


@dataclass(frozen=True, slots=True)
class _Raw:
    pieces: tuple[str, ...]
    start: int
    end: int
    number: int
    hidden: bool

    @property
    def names(self) -> list[str]:
        return [name for one in self.pieces if (name := _name_of(one))]


@dataclass(slots=True)
class _Block:
    sheet: str = ""
    head: frozenset[str] = frozenset()
    rows: list[_Raw] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    alone: int = 0
    above: tuple[str, ...] = ()


def grids_of(text: str) -> list[Grid]:
    """The tables of a document's text, in its order; those of two rows and two columns at least. Rows that a
    sheet does not show are among them, what else is withdrawn is not.
    """
    grids = (_grid(one) for one in _blocks(counted(text)) if one.rows)
    return [one for one in grids if len(one.lines) >= _FEWEST and len(one.names) >= _FEWEST]


def _blocks(text: str) -> Iterator[_Block]:
    """Neighbouring rows of the same columns, with the name of their sheet and the cells of the line above."""
    block, sheet, head, before = _Block(), "", frozenset[str](), ""
    above: list[str] = []
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        numbered = _ROW.match(line)
        rest = line[numbered.end() :] if numbered else line
        raw = _Raw(
            tuple(rest.split("; ")),
            start,
            start + len(line),
            int(numbered["number"]) if numbered else 0,
            bool(numbered and numbered["hidden"]),
        )
        if _is_row(raw, block, numbered=numbered is not None):
            names = set(raw.names)
            if block.rows and len(names & block.known) < _SHARE * len(names):
                yield block
                block = _Block(sheet, head)
            block.sheet, block.head = sheet, head
            if not block.rows:
                block.above = tuple(above[-_ABOVE:])
            block.rows.append(raw)
            block.known |= names
            before, above = "", []
            continue
        if line.strip():
            above.append(rest.strip())
        if " | " in rest:
            cells = frozenset(one.strip() for one in rest.split(" | ")) - {""}
            if block.rows and not cells <= block.known:  # else the head again, over a page's rows
                yield block
                block = _Block()
            head = cells
        elif not line.strip() and before and not numbered:
            sheet, head = before, frozenset()  # the name of a sheet stands alone over a blank line
            yield block
            block = _Block()
        elif numbered and block.rows:
            block.alone += bool(rest.strip())
        before = "" if numbered or " | " in line else line.strip()
    yield block


def _is_row(raw: _Raw, block: _Block, *, numbered: bool) -> bool:
    names = raw.names
    if len(names) >= _FEWEST:
        return True
    told = len(names) == 1 and (names[0] in block.known)
    return told or (numbered and len(names) == 1 and len(raw.pieces) >= _FEWEST)


def _name_of(piece: str) -> str:
    found = _PIECE.fullmatch(piece.strip())
    return found["name"].strip() if found and not _NOTE.fullmatch(found["name"].strip()) else ""


def _grid(block: _Block) -> Grid:
    told = Counter(name for raw in block.rows for name in dict.fromkeys(raw.names))
    least = _RARE * len(block.rows) if len(block.rows) >= _MANY_ROWS else 0
    headed = {word for cell in block.head for word in cell.split()}
    columns = {
        name
        for name, count in told.items()
        if name in block.head or (count > least and (count > 1 or not headed or headed & set(name.split())))
    }
    names: list[str] = []
    lines = []
    for raw in block.rows:
        cells = _cells(raw.pieces, columns)
        _order(names, list(cells))
        lines.append(Line(cells, raw.start, raw.end, raw.number, raw.hidden))
    return Grid(block.sheet, names, lines, block.alone, block.above)


def _cells(pieces: Sequence[str], columns: set[str]) -> dict[str, str]:
    cells: dict[str, str] = {}
    last: str | None = None
    for place, piece in enumerate(pieces):
        name, bare = _name_of(piece), piece.strip()
        if name in columns and name not in cells:
            last = name
            cells[name] = bare[bare.index(": ") + 2 :].strip()
        elif bare in columns and bare not in cells:
            cells[bare] = bare  # what says the same as its column's name stands alone
            last = bare
        elif place == 0:
            last = ""
            if bare:
                cells[""] = bare  # a column without a name
        elif last is not None and not _NOTE.match(bare) and bare:
            cells[last] = f"{cells.get(last, '')}; {bare}".strip("; ")
    return cells


def _order(names: list[str], of_row: Sequence[str]) -> None:
    """Put the names of a row that are new behind the one that stands before them there."""
    at = 0
    for name in of_row:
        if name in names:
            at = names.index(name) + 1
        else:
            names.insert(at, name)
            at += 1
