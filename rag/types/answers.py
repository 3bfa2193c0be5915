"""What an answer cites and says, and the events while it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.types.library import Hit
from rag.types.pages import Box, LineKind


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
