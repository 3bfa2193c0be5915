"""What an answer cites and says, and the events while it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rag.types.library import Hit, Shared
from rag.types.pages import Box, LineKind

_FENCED = re.compile(r"```[^\n]*\n(?P<code>.*?)\n?```\s*", re.DOTALL)


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
    shared: Shared | None = None  # of a shared collection: there is no file to open


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

    @property
    def code(self) -> str | None:
        """The lines of a piece that is a block of code of the model's own; None for any other."""
        found = None if self.citations else _FENCED.fullmatch(self.text)
        return found["code"] if found else None


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"  # with sentences the documents support
    CONTRADICTED = "contradicted"  # the documents say otherwise than the question takes for granted
    CLOSEST = "closest"  # no sentence answers; the nearest ones are shown
    SILENT = "silent"  # nothing read is about it
    LIBRARY = "library"  # facts about the documents themselves
    ACTION = "action"  # something else than an answer was wished for
    GENERAL = "general"  # a greeting, a question to the program itself, or one that no document is about


class Intent(StrEnum):
    """What a person wants of the program."""

    FACT = "fact"
    SUMMARISE = "summarise"
    COMPARE = "compare"
    EACH = "each"  # which of several documents: a question that can be put to each of them
    DRAFT = "draft"
    TRANSLATE = "translate"
    COUNT = "count"  # how many documents
    LIST = "list"  # which documents
    PAGES = "pages"  # of one document
    TITLE = "title"
    MENTIONS = "mentions"  # which documents speak of something
    ON_PAGE = "on_page"  # what a page says
    SECTION = "section"  # what an article says
    REWRITE = "rewrite"  # the last answer in another form
    CODE = "code"  # a program, a formula, a query, written by the model alone and marked as that
    GENERAL = "general"  # knowledge of the world, answered by the model alone and marked as that
    RECKON = "reckon"  # a deadline or a calculation, worked out by rules
    CARRY = "carry"  # something that the program is to do: tag, extract, open, search, forecast
    GREETING = "greeting"
    THANKS = "thanks"
    CAPABILITY = "capability"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of the documents, shown word for word; `score` tells how well it fits the question, 0–1."""

    citation: Citation
    score: float


@dataclass(frozen=True, slots=True)
class Errand:
    """A call of one of the program's own functions: its name in assets/tools.json, and its arguments, which
    are values of JSON.
    """

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a wish is about: documents by number, none where it does not say. `plain`: nothing else was asked
    and nothing is left open, so that it may be begun at once. `kind`: of a summary, "" where any will do.
    `errand`: what is to be carried out, of an answer whose intent is CARRY.
    """

    documents: tuple[int, ...]
    plain: bool
    kind: str = ""
    errand: Errand | None = None


@dataclass(frozen=True, slots=True)
class Unasked:
    """A shared collection that an answer should have been found in too, and could not: the `code` of the
    fault, and its `facts` as JSON.
    """

    collection: str
    server: str
    code: str
    facts: str = "{}"


@dataclass(frozen=True, slots=True)
class Answer:
    question: str
    text: str
    sentences: tuple[Sentence, ...]
    outcome: Outcome
    model: str  # "" where none was asked, or what it wrote is not shown
    seconds: float
    tokens_per_second: float
    stopped: bool = False  # the user stopped it
    intent: Intent = Intent.FACT
    quotes: tuple[Quoted, ...] = ()  # best first
    unread: tuple[str, ...] = ()  # documents that were not read yet
    first_quote_seconds: float | None = None  # None where nothing was quoted
    unsaid: bool = False  # the model thought and said nothing; the outcome is not its word
    wish: Wish | None = None  # of an ACTION that the program can do
    read: int | None = None  # documents that it could rest on; None where nobody counted
    within: str = ""  # the tag of the documents that it was asked of, "" for all
    unasked: tuple[Unasked, ...] = ()
    only: tuple[str, ...] = ()  # the documents by name that it was asked of, () for all

    @property
    def found(self) -> bool:
        """Whether the documents answer."""
        return self.outcome in (Outcome.ANSWERED, Outcome.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Conversation:
    id: int
    title: str
    created: float
    updated: float
    pinned: bool = False  # it stands above the others


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, as kept in the vault. `answer` is None while none is kept.

    `parent`: the turn that it follows. `versions`: it and those that were asked in its place, by id; none
    where it is the only one.
    """

    id: int
    conversation_id: int
    question: str
    answer: Answer | None
    created: float
    parent: int | None = None
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagesNear:
    """What lies nearest to a question, best first, as soon as the search has it: whether it bears on it is
    not known yet. To be shown as what is looked at; not kept.
    """

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """What was found for a question, as soon as it is, best first; a model may still be on its way into
    memory. To be shown: what of it the model is given `SourcesFound` tells, which alone is kept.
    """

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """What was retrieved and will be read."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class QuotesFound:
    """The sentences that fit best, before the model has said anything; in place of those told before, where
    it is given other passages than were found first.
    """

    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the model has written and nothing has been held against the documents yet, all of it: it stands in
    place of the draft before, and "" where that is dropped or has become part of the answer. Not kept.
    """

    text: str


@dataclass(frozen=True, slots=True)
class ModelThinking:
    """The model thinks before it answers: so many tokens so far."""

    tokens: int


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """More of an answer; what follows its last grounded sentence is yet to be held against the documents."""

    text: str


@dataclass(frozen=True, slots=True)
class SentenceGrounded:
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class AnswerDone:
    answer: Answer


AnswerEvent = (
    PassagesNear
    | PassagesFound
    | SourcesFound
    | QuotesFound
    | ModelThinking
    | Drafted
    | AnswerDelta
    | SentenceGrounded
    | AnswerDone
)
