"""Values of kept work: what was asked for, the parts it is made in, what each gave, what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.types import Citation, Gap, Support


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"  # also while the program is closed: it goes on at the next start
    STOPPED = "stopped"  # by the user, or by a fault; goes on when asked to
    DONE = "done"


class PartState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"  # nothing there for this work: a table of contents, a line corrected meanwhile
    FAILED = "failed"


class Verdict(StrEnum):
    """What a part says to what was asked."""

    FOUND = "found"
    NEAR = "near"  # no answer of the model, but a sentence that comes near, word for word
    OTHERWISE = "otherwise"  # it speaks of it and says something else: another state's law, a no
    SILENT = "silent"  # not there


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence that came of a run, or a row of a table (`cells`, one for each column).

    UNSUPPORTED: a number, date or name in it is not in the passage, or nothing there says so. NEAR: taken by
    its words or figures, not by the model.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    support: Support = Support.SUPPORTED
    cells: tuple[str, ...] = ()
    verdict: Verdict = Verdict.FOUND
    places: tuple[int, ...] = ()  # of a row: the column that each citation is of; none where all are of it

    def cited_in(self, column: int) -> Citation | None:
        """The place to open from a column of a row: its own, else the first."""
        own = (one for one, at in zip(self.citations, self.places, strict=False) if at == column)
        return next(own, self.citations[0] if self.citations else None)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a run: a whole document (`end` is None), neighbouring passages of one, a line of a page."""

    place: int  # from 0, in the order they are done
    document_id: int
    document: str  # file name
    heading: str = ""  # ancestors joined by " › "
    page: int = 1
    page_end: int = 1
    start: int = 0  # of the document's text
    end: int | None = None
    line: int | None = None  # of the page, where a part is one

    @property
    def length(self) -> int:
        """Characters, at least 1; 1 for a whole document."""
        return 1 if self.end is None else max(1, self.end - self.start)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a part. `reason`: why it was skipped or nobody was asked; tokens are the model's."""

    part: Part
    state: PartState = PartState.WAITING
    points: tuple[Point, ...] = ()
    verdict: Verdict | None = None  # None where nothing was asked that can be denied
    reason: str = ""
    seconds: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0
    error_code: str = ""
    error_facts: str = "{}"  # JSON

    @property
    def is_to_do(self) -> bool:
        """What failed once is tried again when a run goes on."""
        return self.state in (PartState.WAITING, PartState.FAILED)


@dataclass(frozen=True, slots=True)
class Block:
    """Points under one heading; "" for those of the whole document."""

    heading: str
    page: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """What a run rests on. `gaps` are pages without text; `skipped` and `failed` are parts."""

    pages: int  # of the document
    pages_read: int
    parts: int
    parts_read: int
    skipped: tuple[Result, ...] = ()
    failed: tuple[Result, ...] = ()
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One piece of kept work, as the list of them shows it.

    It goes with `document_id` and `other_id` when these are removed; neither is set where it belongs to no
    single document. `options`: what its maker was asked, as that maker's own values write it.
    """

    id: int
    maker: str  # Maker.name
    title: str  # of its kind, or the question
    document_id: int | None
    other_id: int | None
    document: str  # file name, "" without one
    other: str  # file name of the later edition, "" unless two are compared
    columns: tuple[str, ...]  # of a table; () for prose
    options: str  # JSON
    model: str  # "" where none was asked
    state: RunState
    created: float  # seconds since the epoch
    updated: float
    total: int  # parts
    done: int  # parts done, skipped or failed
    found: int  # parts with an answer
    removed: int = 0  # parts out of sight, of documents that were removed and may come back

    @property
    def is_pending(self) -> bool:
        """Whether it is made by itself, when its turn comes."""
        return self.state in (RunState.RUNNING, RunState.QUEUED)


@dataclass(frozen=True, slots=True)
class Report:
    """A run to be read: first `quick`, what can be told at a glance, then `blocks`, which grow part by part
    until the run is DONE.
    """

    run: Run
    quick: tuple[Point, ...]
    blocks: tuple[Block, ...]
    results: tuple[Result, ...]
    covered: Covered
    seconds: float = 0.0
    prompt_tokens: int = 0
    generated_tokens: int = 0

    @property
    def unsupported(self) -> int:
        """Points that are marked."""
        return sum(point.support is Support.UNSUPPORTED for block in self.blocks for point in block.points)


# Events of a run while it is made.


@dataclass(frozen=True, slots=True)
class Quick:
    """The first useful lines."""

    run_id: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """`part` is worked on, with those that are done together with it. `seconds_left` is for all parts that
    wait, None until it can be told.
    """

    run_id: int
    part: Part
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Done:
    run_id: int
    result: Result
    done: int
    total: int
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Finishing:
    """All parts are done; what they gave is brought together."""

    run_id: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is DONE, or was stopped; what is done is kept."""

    run: Run


RunEvent = Quick | Begun | Done | Finishing | Ended
