"""How a document's text is laid out for a reader: every part that is shown is a stretch of the text itself.

What a file knows of a text beside its words (what is a heading, a row, a cell, set in bold type) is told by
offsets alone, so that a view can show nothing that the text does not say, and a passage is found in it to the
character.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, IntFlag, StrEnum


class Family(StrEnum):
    """What a document looks like as a whole."""

    FLOW = "flow"  # a text from top to bottom
    SHEETS = "sheets"
    SLIDES = "slides"
    MAIL = "mail"


class Kind(IntEnum):
    """What a line of a text is."""

    PARAGRAPH = 0
    HEADING = 1  # `level` from 1
    ITEM = 2  # of a list, with its mark; `level`: how many lists it stands inside of, 0 for one alone
    ROW = 3  # of a table; `level` is 1 where it names the columns
    NOTE = 4  # a footnote, a comment, what a speaker says beside a slide
    CODE = 5  # set as it stands
    QUOTE = 6
    FIELD = 7  # of a message's head: its name and its value are its two cells
    ATTACHED = 8  # names of what a message carries, a cell each
    PICTURE = 9  # no line: what is shown between two of them


class Joint(IntEnum):
    """How a line belongs to the one above."""

    APART = 0
    LINE = 1  # a further line of the same paragraph
    WRAPPED = 2  # the same line, which only its source parts


class Mark(IntFlag):
    """How words are set."""

    BOLD = 1
    ITALIC = 2
    UNDERLINED = 4
    FIXED = 8  # in letters of one width


@dataclass(frozen=True, slots=True)
class Cell:
    """`start` to `end` of the document's text, in columns `column` (from 0) to `column + span - 1`."""

    column: int
    start: int
    end: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """`start` to `end` of the document's text, and how it is set."""

    start: int
    end: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Pictured:
    """A picture of a document, `number` of all that are shown, from 0."""

    number: int
    wide: float  # pixels, as large as the document shows it
    high: float
    said: str = ""  # what the document says it shows
    is_drawn: bool = True  # it is there, and of a kind that can be drawn


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the document's text, `start` to `end`, blank ones left out; or a picture, which is none of it
    and stands where it `start`s.
    """

    start: int
    end: int
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    table: int = 0  # rows of one table have the same number
    row: int = 0  # its number in a sheet, from 1
    joint: Joint = Joint.APART
    cells: tuple[Cell, ...] = ()
    marks: tuple[Stretch, ...] = ()
    hidden: tuple[tuple[int, int], ...] = ()  # signs that only say how words are set, start and end of each
    picture: Pictured | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a sheet shown as one: rows from 1, columns from 0, the last ones inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet, or a file of separated values."""

    name: str  # "" for the only table of a file
    first: int  # pages
    last: int
    columns: int
    rows: int  # the number of the last one that says something
    heads: tuple[int, int] = (0, 0)  # the first and the last row that name its columns
    merges: tuple[Area, ...] = ()
    above: int = 0  # lines over the first row that has a number of its own
    names: tuple[Cell, ...] = ()  # where the columns' names stand that no row of its own shows


@dataclass(frozen=True, slots=True)
class Part:
    """Pages whose blocks are kept together: `first` to `last`, their text from `start` to `end`."""

    first: int
    last: int
    start: int
    end: int
    sheet: int = -1  # its place among the sheets
    top: int = 0  # rows of it, where it is one's
    bottom: int = 0
    packed: bytes = b""  # see `rag.reading.viewing.packing`
