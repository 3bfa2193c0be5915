"""The rows of a sheet as its cells show them, each with the stretch of the text that it stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rag.reading.office.formulas import column_number
from rag.types.views import Block
from ui.reader.kinds import Span

_HIDDEN = re.compile(r"row \d{1,7} \(hidden\): ")
_COMMENT = re.compile(r"; comment on ([A-Z]{1,3})\d{1,7}: ")


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell: `text` is the stretch `start` to `end` of the document's text, and stands for what is before it
    from `stands_from` on. `note`: a comment on it, with its place in the text.
    """

    column: int
    text: str
    start: int
    end: int
    stands_from: int
    span: int = 1
    note: str = ""
    note_at: Span | None = None

    def is_in(self, span: Span) -> bool:
        """Whether a stretch of the text touches it, or what it stands for."""
        own = self.stands_from < span.end and span.start < self.end
        noted = self.note_at is not None and self.note_at.start < span.end and span.start < self.note_at.end
        return own or noted


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    start: int
    end: int
    cells: dict[int, Shown]
    is_hidden: bool = False  # the file does not show it


class Rows:
    """A part of a sheet. `text` stands from `base` on in the document's text."""

    def __init__(self, text: str, base: int, blocks: Sequence[Block]) -> None:
        self._rows: dict[int, Row] = {}
        self._starts: list[int] = []
        self._numbers: list[int] = []
        for block in blocks:
            row = _row(text, base, block)
            self._rows[row.number] = row
            self._starts.append(row.start)
            self._numbers.append(row.number)

    def row(self, number: int) -> Row | None:
        return self._rows.get(number)

    def row_at(self, offset: int) -> Row | None:
        """The row that a character of the text is in, or the one before it."""
        place = max(bisect_right(self._starts, offset) - 1, 0)
        return self._rows.get(self._numbers[place]) if self._numbers else None

    @property
    def all(self) -> list[Row]:
        return list(self._rows.values())


def _row(text: str, base: int, block: Block) -> Row:
    notes = _notes(text[block.start - base : block.end - base], block)
    cells: dict[int, Shown] = {}
    done = block.start
    for cell in block.cells:
        note, at = notes.get(cell.column, ("", None))
        said = text[cell.start - base : cell.end - base]
        cells[cell.column] = Shown(cell.column, said, cell.start, cell.end, done, cell.span, note, at)
        done = cell.end
    for column, (note, at) in notes.items():
        if column not in cells and at is not None:  # a comment on an empty cell
            cells[column] = Shown(column, "", at.start, at.start, at.start, 1, note, at)
    hidden = _HIDDEN.match(text, block.start - base) is not None
    return Row(block.row, block.start, block.end, cells, hidden)


def _notes(said: str, block: Block) -> dict[int, tuple[str, Span | None]]:
    """What a row's text says of comments, by the columns that they are on."""
    done = max((cell.end for cell in block.cells), default=block.start) - block.start
    found = list(_COMMENT.finditer(said, done))
    notes: dict[int, tuple[str, Span | None]] = {}
    for place, one in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(said)
        text = said[one.end() : end]
        notes[column_number(one[1])] = (text, Span(block.start + one.start() + 2, block.start + end))
    return notes
