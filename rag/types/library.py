"""What the vault keeps of documents, and what a search finds in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from rag.types.pages import Flaw, PageUnit


class DocumentState(StrEnum):
    QUEUED = "queued"
    READING = "reading"
    EMBEDDING = "embedding"
    READY = "ready"
    FAILED = "failed"


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
class Tag:
    """What people call documents that belong together. `tone` is the number of its colour."""

    id: int
    name: str
    tone: int = 0


COLLECTION_COLOURS = ("teal", "red", "amber", "green", "violet", "pink", "blue", "grey")
"""The colours of collections: each is the tone of its number in the palettes of the window."""


@dataclass(frozen=True, slots=True)
class Document:
    """A row of the library."""

    id: int
    name: str  # file name, or what a message is called
    path: str  # of a message: that of its mailbox, then folders in it and its name
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
    container: int | None = None  # the row of the mailbox that it is a message of
    container_path: str = ""  # of that mailbox
    held: int = 0  # messages that have rows of their own, of a mailbox
    tags: tuple[Tag, ...] = ()  # by name

    @property
    def file(self) -> str:
        """The path of the file that it is in: its own, or that of the mailbox that holds it."""
        return self.path if self.container is None else self.container_path

    @property
    def is_container(self) -> bool:
        """Whether its text is that of the documents it holds, and it has none itself."""
        return self.unit is PageUnit.MESSAGE


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """What was read of a document and what was not, page by page."""

    document: Document
    gaps: tuple[Gap, ...] = ()
    poor: tuple[PoorPage, ...] = ()
    compared: int = 0  # pages that were held against their pictures
    asides: tuple[Aside, ...] = ()
    whole: bool = False  # a person brought its running heads back


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Limits a search. None means everywhere."""

    document: str | None = None  # file name
    collection: str | None = None
    document_id: int | None = None  # two documents may share a name
    suffix: str | None = None  # of the file's name, ".pdf"
    since: float | None = None  # seconds since the epoch: files last changed then or later
    tag: str | None = None  # by name; a mailbox's is that of its messages too
    without: int | None = None  # a document that is left out
    documents: tuple[int, ...] = ()  # these alone, of a mailbox its messages; () for any


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A READY document as a search sees it: its passages have the ids `first` to `last`."""

    id: int
    name: str  # file name
    first: int
    last: int
    is_member: bool = False  # a message of a mailbox


@dataclass(frozen=True, slots=True)
class Shared:
    """What a passage of a shared collection is of. It stands in no file here: `text` is the passage as it was
    fetched, and `start` its place in its document.
    """

    server: str  # as the person called it
    collection: str
    text: str
    start: int
    owner: str = ""  # who published it, as the collection says


class Voiced(NamedTuple):
    """Whose words begin at a place of a passage's text: the speaker's number, and the name or ""."""

    start: int
    speaker: int
    name: str

    @property
    def called(self) -> str:
        """As a model is told."""
        return self.name or f"Speaker {self.speaker}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. Of a `shared` one the ids are below 0, and of no row of the vault."""

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
    shared: Shared | None = None
    voices: tuple[Voiced, ...] = ()  # who says it, of a recording whose speakers were told apart
