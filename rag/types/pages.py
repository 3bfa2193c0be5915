"""What a reader gives of a document: pages with lines, words and headings, sections and passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TextSource(StrEnum):
    TEXT = "text"
    OCR = "ocr"
    VISION = "vision"
    NONE = "none"  # nothing readable on this page


class PageUnit(StrEnum):
    PAGE = "page"
    RECORD = "record"
    SLIDE = "slide"
    SHEET = "sheet"
    CHAPTER = "chapter"
    MINUTE = "minute"  # of a recording
    MESSAGE = "message"  # of a mailbox: a document of its own


def moment(number: int, across: float) -> float:
    """The second of a recording that lies so far across the page of a minute, 0–1 (see `Box`)."""
    return 60.0 * (number - 1 + across)


def clock(seconds: float) -> str:
    """A moment of a recording, as people write it: "12:41", "1:02:41"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


class LineKind(StrEnum):
    PRINTED = "printed"
    TYPED = "typed"
    HANDWRITTEN = "handwritten"
    EITHER = "either"  # so clear on a page written by hand that it may be printed, and may be a clear hand


@dataclass(frozen=True, slots=True)
class Box:
    """Fractions of page width and height, 0–1, origin top left. In a recording a page is a minute as wide as
    it is long, and x the time: see `rag.reading.sound`.
    """

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word of a line that was not read for sure, in characters of the page's text."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    text: str
    box: Box | None = None
    kind: LineKind = LineKind.PRINTED
    confidence: float = 1.0
    size: float = 0.0  # font size in points, 0 when unknown
    bold: bool = False
    doubts: tuple[Doubt, ...] = ()
    others: tuple[str, ...] = ()  # the next likeliest readings of a picture
    odds: tuple[float, ...] = ()  # log odds of each of `others` against the text; empty where unknown
    read: str | None = None  # what was read where a person wrote something else

    @property
    def aside(self) -> bool:
        """Whether it stands on the page and not in its text: a running head, a page number, a stamp."""
        return self.start == self.end

    @property
    def certainty(self) -> float:
        """How sure its text is: what a person wrote is certain, whatever was read."""
        return self.confidence if self.read is None else 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading the file itself declares (style, tag, outline), at its place on the page."""

    start: int
    end: int
    level: int  # 1 is the highest
    title: str


class FlawKind(StrEnum):
    """What tells that a page was read poorly. Amounts are shares of the page (0–1) or numbers of words."""

    CHARACTERS = "characters"  # share of characters that mean nothing
    WORDS = "words"  # share of words that no language has
    OVERLAPS = "overlaps"  # share of lines over others
    COLUMNS = "columns"  # share of lines that seem to run across columns
    UNSURE = "unsure"  # how surely its picture was read
    LACKING = "lacking"  # words on the page's picture that its text has not
    INVISIBLE = "invisible"  # words of its text that are not to be seen


@dataclass(frozen=True, slots=True)
class Flaw:
    kind: FlawKind
    amount: float
    words: tuple[str, ...] = ()  # some of them


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    text: str
    source: TextSource = TextSource.TEXT
    confidence: float = 1.0
    width: float = 0.0  # points; 0 where the format has no page geometry
    height: float = 0.0
    lines: tuple[Line, ...] = ()
    words: Sequence[Word] = ()
    headings: tuple[Heading, ...] = ()
    key: str | None = None  # a record's own key
    label: str | None = None  # what it is called: printed label ("iv"), record, sheet, member of an archive
    unread: tuple[str, ...] = ()  # what of it could not be read, and why: "picture not read: too large"
    flaws: tuple[Flaw, ...] = ()  # what tells that it was read poorly


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page without what stands on it: what is known of all pages before one is looked at."""

    number: int
    start: int  # of its text in the document's
    length: int  # characters of its text
    width: float = 0.0  # points; 0 where the format has no page geometry
    height: float = 0.0
    label: str | None = None  # as of `Page`


@dataclass(frozen=True, slots=True)
class OutlineItem:
    title: str
    level: int
    page: int
    top: float | None = None  # fraction of the page height where the target begins


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """Known before the first page; of containers, whose pages are counted only as they are read, sent again
    after the last one.
    """

    title: str
    page_count: int  # 0 while it is not known
    unit: PageUnit = PageUnit.PAGE
    author: str = ""
    outline: tuple[OutlineItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the document's tree. `index` is its place in reading order; `parent` an index."""

    index: int
    parent: int | None
    level: int
    label: str  # "Article 33", "14.2.3", "" when it has none
    title: str
    page: int
    start: int
    end: int  # end of its own text and its descendants'


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval. It never crosses a section."""

    section: int | None  # Section.index
    start: int
    end: int
    page_start: int
    page_end: int
    text: str
    headings: str  # titles of its ancestors, outermost first, joined by " › "
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference: `start` to `end` of the document's text speak of what begins at `target`."""

    start: int
    end: int
    target: int


@dataclass(frozen=True, slots=True)
class Structure:
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A document that a file holds beside others: a message of a mailbox. Its own events follow, up to its
    `Structure` or `MemberFailed`; none where it `is_known`.
    """

    key: str  # SHA-256 in hex of what it says, without what programs note on it
    name: str = ""  # what people call it, without "/"
    folder: str = ""  # in the file, "/" between its parts
    dated: float | None = None  # seconds since the epoch
    size: int = 0  # bytes
    share: float = 0.0  # of the file, 0–1, that has been gone through with it
    is_known: bool = False  # to whom the file is read: it is only told that it is there


@dataclass(frozen=True, slots=True)
class MemberFailed:
    """The member under way cannot be read; `code` and `facts` are those of a `ReadError`."""

    code: str
    facts: Mapping[str, object]


# Events while a document is read, in this order: DocumentInfo, Page…, perhaps DocumentInfo again, Structure.
ReadEvent = DocumentInfo | Page | Structure
# While a file of several documents is read: each `Member` with its events, then those of the file itself,
# whose pages stand for what of it could not be read.
MemberEvent = ReadEvent | Member | MemberFailed
