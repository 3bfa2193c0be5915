"""Documents on their way through the queue, by a clock of their own: what is told of the time left, and what
was left indeed.

One document is read while the one before it is learned, as `app.library.indexing` has it: one ahead, no more.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gui import document

from app.activity.activity import Activity
from app.events import DocumentProgress, EventBus, LibraryChanged
from app.library.estimates import Estimates
from rag.indexing.indexer import IndexEvent
from rag.types import Coverage, Document, DocumentState

_PAGES_A_TELLING, _PASSAGES_A_TELLING = 8, 16  # as the indexer tells them, about
_SLACK = 5.0  # seconds that nobody calls wrong


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is to be read. `pages`: what each takes to read, in seconds."""

    name: str
    size: int
    pages: tuple[float, ...]
    passages: int
    each: float = 0.1  # seconds to learn a passage

    @classmethod
    def of(cls, name: str, size: int, pages: int, a_page: float, passages: int) -> Paper:
        return cls(name, size, (a_page,) * pages, passages)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was told over a sequence, moment by moment, against what was left. Ratios count where told and
    true differ by more than a few seconds; 1.0 where they never do."""

    moments: int
    silent: float  # share of the moments at which nothing was said
    shortest: float  # told / true where too little was told
    longest: float  # told / true where too much was told

    def line(self, what: str) -> str:
        return (
            f"{what:34} moments {self.moments:5}  silent {100 * self.silent:3.0f} %  "
            f"too short {self.shortest:5.2f}  too long {self.longest:5.2f}"
        )


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class _Told:
    """Of one document, or of all of them: (when, seconds) as often as it is looked at."""

    seen: list[tuple[float, float | None]] = field(default_factory=list)
    over: float = 0.0

    def judged(self) -> Judged:
        moments = [(at, told) for at, told in self.seen if at < self.over]
        told = [(left, self.over - at) for at, left in moments if left is not None]
        ratios = [left / true for left, true in told if abs(left - true) > _SLACK and true > 0]
        silent = 1 - len(told) / len(moments) if moments else 0.0
        return Judged(len(moments), silent, min([1.0, *ratios]), max([1.0, *ratios]))


def run(papers: Sequence[Paper], earlier: Sequence[Document] = ()) -> tuple[Judged, dict[str, Judged]]:
    """What is told of all of them together (the activity centre) and of each (its row), looked at each
    second from when the first begins.
    """
    queue = _Queue(papers, earlier)
    until = 0
    for at, act in _events(papers, queue.tell):
        for second in range(until, math.ceil(at)):
            queue.look(float(second))
        until = max(until, math.ceil(at))
        queue.clock.now = at
        act()
    each = {papers[number - 1].name: told.judged() for number, told in queue.each.items()}
    return queue.whole.judged(), each


class _Queue:
    """The library's estimates and its activity, without the library."""

    def __init__(self, papers: Sequence[Paper], earlier: Sequence[Document]) -> None:
        self.clock, self.bus = _Clock(), EventBus()
        self.each = {number: _Told() for number in range(1, len(papers) + 1)}
        self.whole = _Told()
        self._estimates = Estimates(self.clock)
        self._estimates.learn_from(earlier)
        self._activity = Activity(self.bus, self.clock, self.clock)
        self._rows: dict[int, float | None] = {}
        self._papers = papers
        for number in self.each:
            self._put(number, DocumentState.QUEUED)

    def look(self, at: float) -> None:
        self.clock.now = at
        for number, left in self._rows.items():
            if not self.each[number].over:
                self.each[number].seen.append((at, left))
        for work in self._activity.snapshot().working:
            self.whole.seen.append((at, work.seconds_left))

    def tell(self, number: int, state: DocumentState, done: int, total: int) -> None:
        """As the library does with what its indexer tells."""
        if state is DocumentState.READY or done == 0:
            self._rows[number] = None
            self._put(number, state)
        for event, left in self._estimates.told(IndexEvent(number, "", state, done, total)):
            self._rows[event.document_id] = left
            self.bus.publish(DocumentProgress(event.document_id, event.state, event.done, event.total, left))
        if state is DocumentState.READY:
            self.each[number].over = self.whole.over = self.clock.now

    def _put(self, number: int, state: DocumentState) -> None:
        paper = self._papers[number - 1]
        found = document(number, paper.name, state, pages=len(paper.pages))
        self.bus.publish(LibraryChanged(replace(found, size=paper.size)))


def _events(
    papers: Sequence[Paper], tell: Callable[[int, DocumentState, int, int], None]
) -> Iterator[tuple[float, Callable[[], None]]]:
    """What is told when, in the order of time."""
    queue: list[tuple[float, int, Callable[[], None]]] = []
    order = itertools.count()
    read_at = taken_at = learnt_at = 0.0
    for number, paper in enumerate(papers, 1):

        def put(at: float, state: DocumentState, done: int, total: int, number: int = number) -> None:
            heapq.heappush(queue, (at, next(order), lambda: tell(number, state, done, total)))

        at = max(read_at, taken_at)  # the one before has left the place of what is read ahead
        total = len(paper.pages)
        put(at, DocumentState.READING, 0, 0)
        put(at, DocumentState.READING, 0, total)
        for done, seconds in enumerate(paper.pages, 1):
            at += seconds
            if done % _PAGES_A_TELLING == 0:
                put(at, DocumentState.READING, done, total)
        put(at, DocumentState.READING, total, total)
        read_at = at
        taken_at = at = max(read_at, learnt_at)
        put(at, DocumentState.EMBEDDING, 0, paper.passages)
        for done in range(1, paper.passages + 1):
            at += paper.each
            if done % _PASSAGES_A_TELLING == 0 or done == paper.passages:
                put(at, DocumentState.EMBEDDING, done, paper.passages)
        put(at, DocumentState.READY, paper.passages, paper.passages)
        learnt_at = at
    while queue:
        at, _, act = heapq.heappop(queue)
        yield at, act


def read_before(
    pages: int, passages: int, seconds: float, *, scanned: int = 0, name: str = "b.pdf"
) -> Document:
    """A document of an earlier run."""
    found = document(900, name, pages=pages, passages=passages)
    coverage = Coverage(text=pages - scanned, ocr=scanned)
    return replace(found, seconds=seconds, coverage=coverage, size=pages * 20_000)
