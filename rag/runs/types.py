"""Values of summaries: what is asked for, what each part of a document gave, what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.types import Citation, Gap, Support


class Length(StrEnum):
    BRIEF = "brief"
    PAGE = "page"  # about one printed page
    DETAILED = "detailed"  # every section keeps its own points


class SummaryState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"  # also while the program is closed: it goes on at the next start
    STOPPED = "stopped"  # by the user, or by a fault; goes on when asked to
    DONE = "done"


class PartState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"  # a table of contents, an index, a page of signatures: nothing to summarise
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SummaryScope:
    """What is to be summarised, and how. With `other_id` the two documents are compared: `document_id` is
    the earlier edition. `words` is the target, whatever the length is called.
    """

    document_id: int
    kind: str  # Kind.id
    length: Length = Length.PAGE
    words: int = 400
    other_id: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of a summary, or a row of a table (`cells`, one for each column of its kind).

    UNSUPPORTED: a number, date or name in it is not in the passage, or nothing there says so.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    support: Support = Support.SUPPORTED
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring passages under one heading, small enough to be read at once."""

    place: int  # from 0, in reading order
    heading: str  # ancestors joined by " › "
    page: int
    page_end: int
    start: int  # of the document's text
    end: int


@dataclass(frozen=True, slots=True)
class PartResult:
    """What came of a part. `reason`: why it was skipped; tokens are the model's."""

    part: Part
    state: PartState = PartState.WAITING
    points: tuple[Point, ...] = ()
    reason: str = ""
    seconds: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0
    error_code: str = ""
    error_facts: str = "{}"  # JSON


@dataclass(frozen=True, slots=True)
class Block:
    """Points under one heading of the summary; "" for those of the whole document."""

    heading: str
    page: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """What a summary rests on. `gaps` are pages without text; `skipped` and `failed` are parts."""

    pages: int  # of the document
    pages_read: int
    parts: int
    parts_read: int
    skipped: tuple[PartResult, ...] = ()
    failed: tuple[PartResult, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """One summary, as the list of them shows it."""

    id: int
    scope: SummaryScope
    document: str  # file name
    other: str  # file name of the later edition, "" unless two are compared
    title: str  # of its kind
    columns: tuple[str, ...]  # of a table; () for prose
    model: str  # "" where none was asked
    seed: int
    state: SummaryState
    created: float  # seconds since the epoch
    updated: float
    total: int  # parts
    done: int  # parts read, skipped or failed


@dataclass(frozen=True, slots=True)
class Report:
    """A summary to be read: first `quick`, what the document's most central sentences say, then `blocks`, in
    the document's order, which grow part by part until the summary is DONE.
    """

    summary: Summary
    quick: tuple[Point, ...]
    blocks: tuple[Block, ...]
    covered: Covered
    seconds: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0

    @property
    def unsupported(self) -> int:
        """Points that are marked."""
        return sum(point.support is Support.UNSUPPORTED for block in self.blocks for point in block.points)


# Events of a summary while it is made.


@dataclass(frozen=True, slots=True)
class QuickDone:
    """The first useful lines."""

    summary_id: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PartBegun:
    """`part` is being read, with those that are read together with it. `seconds_left` is for all parts that
    wait, None until it can be told.
    """

    summary_id: int
    part: Part
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class PartDone:
    summary_id: int
    result: PartResult
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Reducing:
    """All parts are read; what they say is brought to the length asked for."""

    summary_id: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SummaryEnded:
    """The summary is DONE, or was stopped; what is done is kept."""

    summary: Summary


SummaryEvent = QuickDone | PartBegun | PartDone | Reducing | SummaryEnded
