"""Notes of one's own on documents: what a person marked, and what they wrote beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Colour(StrEnum):
    """What words are marked with."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    RED = "red"
    PURPLE = "purple"


class NoteKind(StrEnum):
    """What a note is about."""

    WORDS = "words"  # a span of the document's text
    PAGE = "page"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Note:
    """A highlight, or a note on a page or on a document as a whole. `text` is the person's own, "" for a
    highlight alone. `start` and `end` are offsets in the document's text, None for what is about the whole
    document and for what lost its place when the document changed.
    """

    id: int
    document_id: int
    document: str  # what it is called
    kind: NoteKind
    page: int | None  # the last that it stood on, where it lost its place
    place: str  # as in `Hit`
    start: int | None
    end: int | None
    quote: str  # what is marked, as it stands there now
    was: str  # what had been marked, where the words have changed since; else ""
    colour: Colour
    text: str
    created: float  # seconds since the epoch
    updated: float

    @property
    def is_lost(self) -> bool:
        """Whether the document has changed so that nobody can tell where it belongs."""
        return self.kind is not NoteKind.DOCUMENT and self.start is None
