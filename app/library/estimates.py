"""How long reading and learning will take, from what this run has measured."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rag.indexing.indexer import IndexEvent
from rag.types import Document, DocumentState

_STEADY_STEPS = 3  # before a document's own rate is worth telling
_STEADY_SHARE = 0.3  # how much a new document changes what is known of earlier ones
_RECENT = 20.0  # seconds whose pace is taken for that of the rest: scans may follow pages that have a text

Told = tuple[IndexEvent, float | None]
"""How far a document has come, and the seconds until it is ready; None where nothing honest can be said."""


@dataclass(slots=True)
class _Way:
    """How far a document has come: its last event, since when it is in this state, and when it was where."""

    event: IndexEvent
    began: float
    steps: int = 0
    seen: deque[tuple[float, int]] = field(default_factory=deque)  # (when, how many were done)

    def pace(self) -> float | None:
        """Seconds for each, of late; None before it is steady."""
        (began, first), (ended, last) = self.seen[0], self.seen[-1]
        return (ended - began) / (last - first) if self.steps >= _STEADY_STEPS and last > first else None

    @property
    def left(self) -> int:
        return self.event.total - self.event.done


class Estimates:
    """Tells the seconds left until a document is ready. Safe from any thread.

    A document is read while those before it are learned, and then waits for them: what they still take is in
    what is told of it, and it is told anew whenever they have come further. The pace of reading is always the
    document's own (a scan takes a hundred times what a text takes); that of learning is its own, or that of
    the documents before it.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ways: dict[int, _Way] = {}  # in the order in which they were begun
        self._pages: dict[int, int] = {}
        self._passage_seconds: float | None = None
        self._passages_a_page: float | None = None

    def learn_from(self, documents: Sequence[Document]) -> None:
        """Begin with what earlier runs took, from their documents as the library keeps them."""
        ready = [one for one in documents if one.state is DocumentState.READY and one.seconds]
        pages, passages = sum(one.pages for one in ready), sum(one.passages for one in ready)
        # The time of reading is in it: a little too much, and far too much where pictures were read.
        drawn = [one for one in ready if not one.coverage.ocr and not one.coverage.vision]
        learnt = sum(one.passages for one in drawn)
        with self._lock:
            if pages and passages:
                self._passages_a_page = passages / pages
            if learnt:
                self._passage_seconds = sum(one.seconds for one in drawn) / learnt

    def told(self, event: IndexEvent) -> list[Told]:
        """Take the event in: what is to be told of its document, then of those that wait for it."""
        with self._lock:
            if event.state not in (DocumentState.READING, DocumentState.EMBEDDING):
                self._ways.pop(event.document_id, None)
                self._pages.pop(event.document_id, None)
                return [(event, None), *self._behind(0)]
            self._take(event)
            place = list(self._ways).index(event.document_id)
            return [(event, self._lefts()[place]), *self._behind(place + 1)]

    # --- inside --------------------------------------------------------------------------------------------

    def _take(self, event: IndexEvent) -> None:
        now = self._clock()
        way = self._ways.get(event.document_id)
        if way is None:
            way = self._ways[event.document_id] = _Way(event, now)
        elif way.event.state is not event.state:  # at the place where it was
            way = self._ways[event.document_id] = _Way(event, now)
            self._cut(event)
        way.event, way.steps = event, way.steps + 1
        way.seen.append((now, event.done))
        while len(way.seen) > _STEADY_STEPS and way.seen[1][0] <= now - _RECENT:
            way.seen.popleft()
        if event.state is DocumentState.READING:
            self._pages[event.document_id] = event.total
        elif event.done == event.total and (pace := way.pace()) is not None:
            self._passage_seconds = _blend(self._passage_seconds, pace)

    def _cut(self, event: IndexEvent) -> None:
        """A document has been cut into passages."""
        pages = self._pages.pop(event.document_id, 0)
        if pages and event.total:
            self._passages_a_page = _blend(self._passages_a_page, event.total / pages)

    def _behind(self, place: int) -> list[Told]:
        """Those from a place on that have come far enough to be told of, and hear of nothing themselves."""
        found = list(zip(self._ways.values(), self._lefts(), strict=True))[place:]
        return [(way.event, left) for way, left in found if way.event.done]

    def _lefts(self) -> list[float | None]:
        """Until each document is ready, in their order: first those before it have to be."""
        found: list[float | None] = []
        before: float | None = 0.0
        for way in self._ways.values():
            before = self._after(way, before)
            found.append(before)
        return found

    def _after(self, way: _Way, before: float | None) -> float | None:
        """Until one is ready that waits so long for those before it."""
        if not way.event.total:
            return None
        if way.event.state is DocumentState.EMBEDDING:
            return _sum(before, _product(way.pace() or self._passage_seconds, way.left))
        reading = _product(way.pace(), way.left) if way.left else 0.0
        passages = _product(self._passages_a_page, way.event.total)
        learning = None if passages is None else _product(self._passage_seconds, passages)
        if reading is None or before is None:
            return None
        return _sum(max(reading, before), learning)


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _product(each: float | None, count: float) -> float | None:
    return None if each is None else each * count


def _blend(known: float | None, new: float) -> float:
    return new if known is None else known + _STEADY_SHARE * (new - known)
