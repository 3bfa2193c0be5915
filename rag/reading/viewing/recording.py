"""What readers note, while they write a text, of how it is laid out: only where somebody asked for a view.

A reader says what it knows beside the words, in their order; the words stay those of the text. Nothing that
is noted can change what is read.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rag.types.views import Area, Joint, Kind, Mark

_ACROSS = "\0"  # as in `rag.reading.rows`
_MOST_WAITING = 20_000  # runs that no line has taken yet
_MOST_DRAWINGS = 2_000
_MOST_KEPT = 256_000_000  # bytes of the pictures of one document, as they are packed
_AHEAD = 4  # runs that are looked at where one is not found
_GAP = 90  # characters between a run and the next: names of columns, signs of notes


@dataclass(slots=True)
class Line:
    """A line of text, and what is known of it. All places count its characters."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    table: int = 0
    row: int = 0
    joint: Joint = Joint.APART
    cells: array[int] = field(default_factory=lambda: array("i"))  # column, start, end, span of each
    marks: array[int] = field(default_factory=lambda: array("i"))  # start, end, `Mark` of each
    hidden: array[int] = field(default_factory=lambda: array("i"))  # start, end of each


@dataclass(slots=True)
class Drawing:
    """A picture that stands between lines: its file, and how it is shown."""

    data: bytes  # empty where it is not there, or is not wanted beyond its size
    said: str = ""  # what it shows, in the document's words
    size: tuple[float, float] = (0.0, 0.0)  # pixels; 0 where the document does not say
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # shares cut off: left, top, right, bottom
    after: int = 0  # how many lines were noted before it
    ends: int = 0  # pages that ended between the last of them and it
    shown: tuple[float, float, bool] = (0.0, 0.0, False)  # width, height, and whether it can be drawn

    def tells(self, line: str) -> bool:
        """Whether a line below says no more than what the picture is said to show."""
        return bool(self.said) and line in (self.said, f"Picture: {self.said}")


@dataclass(slots=True)
class SheetNoted:
    """A sheet, from the line `begin` on."""

    name: str
    begin: int
    merges: list[Area]
    names: Sequence[str] = ()  # of columns, that no row shows
    heads: tuple[int, int] = (0, 0)  # the first and the last row that name its columns

    def may_begin(self, row: int, farthest: int, tallest: int) -> bool:
        """Whether a row that names columns belongs to the first that do."""
        first, last = self.heads
        return (row <= farthest) if not first else row == last + 1 and row - first < tallest


class Recorder:
    """Collects the lines of a text in their order."""

    def __init__(self, most: int = 0, *, keeps: bool = False) -> None:
        """`most` lines are noted, 0 for all. `keeps`: the files of pictures, else only their sizes."""
        self._most = most
        self._keeps, self._room = keeps, _MOST_KEPT
        self.is_full = False  # there are more: nothing is kept
        self.lines: list[Line] = []
        self.sheets: list[SheetNoted] = []
        self.drawings: list[Drawing] = []
        self._ends = 0  # of pages, since the last line
        self._tables = 0
        self._rows: dict[str, deque[Line]] = {}  # rows of tables that are about to be written, by their text
        self._runs: deque[tuple[str, Mark]] = deque()

    def write(self, text: str, kind: Kind = Kind.PARAGRAPH, level: int = 0) -> None:
        """Note a block that goes onto a page."""
        before = False  # a line above belongs to the same
        for part in "" if self.is_full else text.split("\n"):
            if part.strip():
                line = self._row(part) or Line(part, kind, level, joint=Joint(before))
                if kind is Kind.FIELD:
                    name, _, value = part.partition(": ")
                    line.cells = cells_in(part, (name, value), (name, value))
                self._set(line)
                above = self.drawings[-1] if self.drawings else None
                if above is not None and above.after == len(self.lines) and above.tells(part):
                    line.hidden.extend((0, len(part)))
                self.add(line)
            before = bool(part.strip()) and kind in (Kind.CODE, Kind.ITEM, Kind.QUOTE, Kind.NOTE)

    def add(self, line: Line) -> None:
        """Note a line of which all is known."""
        if self._most and len(self.lines) >= self._most:
            self.is_full = True
            self.lines.clear()
            self._rows.clear()
            self._runs.clear()
        self._ends = 0
        if not self.is_full:
            self.lines.append(line)

    def end_page(self) -> None:
        """Note that what follows stands on another page."""
        self._ends += 1

    def draw(self, drawing: Drawing, after: int = -1) -> None:
        """Note a picture: here, or behind so many lines."""
        if not self.is_full and len(self.drawings) < _MOST_DRAWINGS:
            here = after < 0 or after == len(self.lines)
            drawing.after, drawing.ends = (len(self.lines), self._ends) if here else (after, 0)
            self._room -= len(drawing.data) if self._keeps else 0
            if not self._keeps:
                from rag.reading.viewing.drawing import size_of

                drawing.shown = size_of(drawing)
            if not self._keeps or self._room < 0:
                drawing.data = b""
            self.drawings.append(drawing)

    def expect(self, line: Line) -> None:
        """Note what is known of a line that is about to be written."""
        if not self.is_full:
            self._rows.setdefault(line.text, deque()).append(line)

    def run(self, text: str, mark: Mark) -> None:
        """Note how words are set that are about to be written. Those in plain type are told, too."""
        if text.strip():
            self._runs.append((text, mark))
            if len(self._runs) > _MOST_WAITING:
                self._runs.popleft()

    def rows(self, heads: int, said: Sequence[tuple[str, Sequence[str], Sequence[str]]]) -> None:
        """Note the rows of a table that are about to be written. `heads`: how many at its top name its
        columns; `said`: the text of each row, what it says of each cell, and what the cells say themselves.
        """
        self._tables += 1
        for number, (text, pieces, values) in enumerate(said):
            line = Line(text, Kind.ROW, int(number < heads), self._tables)
            line.cells = cells_in(text, pieces, values)
            self.expect(line)

    def sheet(self, name: str, merges: list[Area], names: Sequence[str] = ()) -> None:
        """Note that the lines that follow are a sheet's."""
        self.sheets.append(SheetNoted(name, len(self.lines), merges, names))

    def _row(self, text: str) -> Line | None:
        waiting = self._rows.get(text)
        if waiting is None:
            return None
        line = waiting.popleft()
        if not waiting:
            del self._rows[text]
        return line

    def _set(self, line: Line) -> None:
        """Find the words of a line whose looks were noted."""
        at, text = 0, line.text
        while self._runs:
            found = self._next(text, at)
            if found is None:
                break
            skipped, start, at = found
            for _ in range(skipped):
                self._runs.popleft()
            said, mark = self._runs.popleft()
            words = said.split()
            for word in words[1:]:
                place = text.find(word, at, at + len(word) + 2)
                if place < 0:
                    rest = said[said.find(word) :]
                    self._runs.appendleft((rest, mark))
                    break
                at = place + len(word)
            if mark:
                line.marks.extend((start, at, int(mark)))

    def _next(self, text: str, at: int) -> tuple[int, int, int] | None:
        """The first of the runs to come that goes on in a line: how many are passed over, where its first
        word stands.
        """
        for skipped in range(min(_AHEAD, len(self._runs))):
            words = self._runs[skipped][0].split(None, 1)
            place = text.find(words[0], at, at + _GAP + len(words[0])) if words else -1
            apart = place > at and text[place - 1].isalnum() and text[at:place].strip()
            if place >= 0 and not apart:
                return skipped, place, place + len(words[0])
        return None


def cells_in(text: str, pieces: Sequence[str], values: Sequence[str], at: int = 0) -> array[int]:
    """Where the cells of a row stand in its text: column, start, end and span of each that says something.

    `pieces`: what the row says of each, its name and its value; `values`: what the cell says itself.
    """
    found = array("i")
    for column, (piece, value) in enumerate(zip(pieces, values, strict=False)):
        if not piece or piece == _ACROSS:
            continue
        place = text.find(piece, at)
        if place < 0:
            continue
        at = place + len(piece)
        start = at - len(value) if value and piece.endswith(value) else place
        span = 1
        while column + span < len(values) and values[column + span] == _ACROSS:
            span += 1
        found.extend((column, start, at, span))
    return found


_own = threading.local()


def recorder() -> Recorder | None:
    """The one of the reading under way in this thread, where a view was asked for."""
    found: Recorder | None = getattr(_own, "recorder", None)
    return found


@contextmanager
def recording(most: int = 0, *, keeps: bool = False) -> Iterator[Recorder]:
    """Have what is read in this thread noted; `most` lines and `keeps` as of a `Recorder`."""
    _own.recorder = made = Recorder(most, keeps=keeps)
    try:
        yield made
    finally:
        _own.recorder = None
