"""Values of documents: what a reader gives, what the vault keeps, what an answer cites.

Offsets. A document's text is its pages' texts joined by one newline. `start` and `end` count
characters of that document text, except in `Word`, `Line` and `Heading`, which count characters of
their own page's text.
Boxes are fractions of the page, origin at the top left, so they hold at every zoom.
Page numbers are 1-based. In CSV and JSONL every row or record is a page (`PageUnit.RECORD`),
in other formats a slide, a sheet or a chapter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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


class LineKind(StrEnum):
    PRINTED = "printed"
    TYPED = "typed"
    HANDWRITTEN = "handwritten"


class DocumentState(StrEnum):
    QUEUED = "queued"
    READING = "reading"
    EMBEDDING = "embedding"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Box:
    """Fractions of page width and height, 0–1, origin top left."""

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
    words: tuple[Word, ...] = ()
    headings: tuple[Heading, ...] = ()
    key: str | None = None  # a record's own key
    label: str | None = None  # what it is called: printed label ("iv"), record, sheet, member of an archive
    unread: tuple[str, ...] = ()  # what of it could not be read, and why: "picture not read: too large"
    flaws: tuple[Flaw, ...] = ()  # what tells that it was read poorly


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
class Coverage:
    """Where each page's text came from; the five add up to the pages of the document."""

    text: int = 0
    ocr: int = 0
    vision: int = 0
    empty: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A page, or a part of a container, that gave no text, or a part of a page that could not be read."""

    page: int
    place: str  # what people call it: "page 3", "slide 3", "notes.zip, page 2"
    reason: str | None  # why a part was passed over; None where a page simply holds no text
    partly: bool = False  # whether the rest of the page was read


@dataclass(frozen=True, slots=True)
class PoorPage:
    """A page that was read poorly, and what tells so."""

    page: int
    place: str  # as in `Gap`
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands on pages and not in their text: a running head, a page number, a stamp."""

    text: str  # as on the first of them
    page: int  # the first
    pages: int  # how many


@dataclass(frozen=True, slots=True)
class Document:
    """A row of the library."""

    id: int
    name: str  # file name
    path: str
    title: str
    collection: str
    state: DocumentState
    unit: PageUnit
    pages: int  # 0 until known
    passages: int
    size: int  # bytes
    added: float  # seconds since the epoch
    seconds: float = 0.0  # from drop to ready
    coverage: Coverage = field(default_factory=Coverage)
    error_code: str | None = None
    error_facts: str = "{}"  # JSON
    poor_pages: int = 0  # read poorly


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage."""

    passage_id: int
    document_id: int
    document: str  # file name
    key: str | None
    page: int
    page_end: int
    section: str  # headings of its ancestors
    start: int
    end: int
    score: float  # fused, 0–1 within one search
    text: str
    place: str = ""  # what people call its page: "slide 3", "Sales, rows 201–400"; see `place_name`
    label: str | None = None  # of its page: what is printed on it ("iv"), the sheet's name


@dataclass(frozen=True, slots=True)
class PageBox:
    """A place on a page; `confidence` and `kind` tell how surely what stands there was read."""

    page: int
    box: Box
    confidence: float = 1.0
    kind: LineKind = LineKind.PRINTED


@dataclass(frozen=True, slots=True)
class Citation:
    document_id: int
    document: str
    page: int  # of the words that bear it
    section: str
    start: int
    end: int
    quote: str
    boxes: tuple[PageBox, ...] = ()
    place: str = ""  # as in `Hit`, of `page`
    poor: bool = False  # whether its page was read poorly


class Support(StrEnum):
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"  # a claim nothing in the sources supports
    NEUTRAL = "neutral"  # no claim: a greeting, a heading, "not in your documents"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer; `start` and `end` are places in the answer's text."""

    start: int
    end: int
    text: str
    support: Support
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    text: str
    sentences: tuple[Sentence, ...]
    found: bool  # False: the documents are silent
    model: str
    seconds: float
    tokens_per_second: float
    stopped: bool = False  # the user stopped it


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    title: str
    created: float
    updated: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, as kept in the vault. `answer` is None while none is kept."""

    id: int
    conversation_id: int
    question: str
    answer: Answer | None
    created: float


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Limits a search. None means everywhere."""

    document: str | None = None  # file name
    collection: str | None = None
    document_id: int | None = None  # two documents may share a name
    suffix: str | None = None  # of the file's name, ".pdf"
    since: float | None = None  # seconds since the epoch: files last changed then or later


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A READY document as a search sees it: its passages have the ids `first` to `last`."""

    id: int
    name: str  # file name
    first: int
    last: int


# Events while a document is read, in this order: DocumentInfo, Page…, perhaps DocumentInfo again, Structure.
ReadEvent = DocumentInfo | Page | Structure


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """First event of an answer: what was retrieved and will be read."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    text: str


@dataclass(frozen=True, slots=True)
class SentenceGrounded:
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class AnswerDone:
    answer: Answer


AnswerEvent = SourcesFound | AnswerDelta | SentenceGrounded | AnswerDone
