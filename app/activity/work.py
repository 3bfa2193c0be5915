"""One thing that works in the background, or did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from app.events import DocumentProgress
from app.types import PauseReason
from engine.errors import Fault
from rag.runs.types import Run, RunEvent

_SLACK = 20.0  # seconds that an estimate may be late before it is none any more


class Sort(StrEnum):
    """What kind of work it is."""

    READING = "reading"  # documents on their way into the library, all of them together
    DOCUMENT = "document"  # one of them that could not be read
    RUN = "run"  # summaries, tables, drafts, second looks
    RECIPE = "recipe"
    MODEL = "model"  # fetched, or copied into the models folder
    LOADING = "loading"  # a model into memory
    TRIAL = "trial"  # of models on this computer
    FORECAST = "forecast"
    REDACTION = "redaction"
    SPEAKERS = "speakers"  # of a recording, told apart
    LAYING = "laying"  # a document out for its page
    EXPORT = "export"
    PUBLISHING = "publishing"  # to a server of the private network


class Standing(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether it works, or will by itself."""
        return self in (Standing.WAITING, Standing.WORKING)


@dataclass(frozen=True, slots=True)
class Work:
    """`key` is the same as long as it is the same work, and when it is taken up again.

    `done` and `total` are what `sort` counts: documents, parts, bytes of a model; 0 where that is not known.
    `share` of it is done, 0-1, None where that cannot be told. `seconds_left` was true at `told`, by the
    monotonic clock. `began` and `ended` are seconds since the epoch. `amount` is how many came of it.
    """

    key: str
    sort: Sort
    standing: Standing = Standing.WORKING
    name: str = ""  # of a file, a model, a recipe
    done: int = 0
    total: int = 0
    share: float | None = None
    seconds_left: float | None = None
    told: float = 0.0
    began: float = 0.0
    ended: float | None = None
    amount: int = 1
    number: int = 0  # of the run, the document, the execution
    run: Run | None = None
    event: RunEvent | None = None  # the last of the run
    progress: DocumentProgress | None = None  # the last of the document being read
    fault: Fault | None = None
    waits: frozenset[PauseReason] = frozenset()
    can_cancel: bool = False
    again: bool = False  # whether what failed can be tried again from here
    lacks: bool = False  # it waits for a model
    earlier: bool = False  # it ended before the program was started

    @property
    def seconds(self) -> float:
        """How long it took; 0.0 while that is open."""
        return max(0.0, self.ended - self.began) if self.ended else 0.0

    def at(self, now: float) -> Self:
        """As it stands `now`, by the monotonic clock: less is left the longer nothing was told, and where it
        should have been done for a while, nobody knows how long it takes.
        """
        left = None if self.waits else still_left(self.seconds_left, now - self.told)
        return replace(self, seconds_left=left)


def still_left(estimate: float | None, passed: float) -> float | None:
    """What is left of an estimate after some seconds; None where it is so late that it is none any more."""
    if estimate is None or estimate - passed < -_SLACK:
        return None
    return max(1.0, estimate - passed)
