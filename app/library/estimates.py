"""How long reading and learning will take, from what this run has measured."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.indexing.indexer import IndexEvent
from rag.types import Document, DocumentState

_STEADY_STEPS = 3  # before a document's own rate is worth telling
_STEADY_SHARE = 0.3  # how much a new document changes what is known of earlier ones


@dataclass(slots=True)
class _Phase:
    """What a document is in now: since when, from which count on, and how many events it has had."""

    state: DocumentState
    began: float
    first: int
    steps: int = 0


class Estimates:
    """Tells the seconds left until a document is ready. Safe from any thread.

    While it is read: from its own pace so far, or else that of the documents before it, and from what their
    passages took; None before there were any. While its passages are learned: from its own pace, or theirs.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._phases: dict[int, _Phase] = {}
        self._pages: dict[int, int] = {}
        self._page_seconds: float | None = None
        self._passage_seconds: float | None = None
        self._passages_a_page: float | None = None

    def learn_from(self, documents: Sequence[Document]) -> None:
        """Begin with what earlier runs took, from their documents as the library keeps them."""
        ready = [one for one in documents if one.state is DocumentState.READY and one.seconds]
        pages, passages = sum(one.pages for one in ready), sum(one.passages for one in ready)
        if pages and passages:
            with self._lock:
                self._passages_a_page = passages / pages
                # The time of reading is in it: a little too much, until this run has measured for itself.
                self._passage_seconds = sum(one.seconds for one in ready) / passages

    def seconds_left(self, event: IndexEvent) -> float | None:
        """Take the event in; None where nothing honest can be said."""
        with self._lock:
            if event.state not in (DocumentState.READING, DocumentState.EMBEDDING):
                self._phases.pop(event.document_id, None)
                self._pages.pop(event.document_id, None)
                return None
            return self._estimate(event)

    def _estimate(self, event: IndexEvent) -> float | None:
        now = self._clock()
        phase = self._phases.get(event.document_id)
        if phase is None or phase.state is not event.state:
            phase = self._phases[event.document_id] = _Phase(event.state, now, event.done)
            if event.state is DocumentState.EMBEDDING:
                self._cut(event)
        phase.steps += 1
        done = event.done - phase.first
        pace = (now - phase.began) / done if done > 0 else None
        if event.done == event.total and pace is not None:
            self._learn(event, pace)
        if phase.steps < _STEADY_STEPS:
            pace = None
        if event.state is DocumentState.READING:
            return self._while_read(event, pace)
        return _product(pace or self._passage_seconds, event.total - event.done)

    def _cut(self, event: IndexEvent) -> None:
        """A document has been cut into passages."""
        pages = self._pages.pop(event.document_id, 0)
        if pages and event.total:
            self._passages_a_page = _blend(self._passages_a_page, event.total / pages)

    def _while_read(self, event: IndexEvent, pace: float | None) -> float | None:
        if not event.total:
            return None
        self._pages[event.document_id] = event.total
        reading = _product(pace or self._page_seconds, event.total - event.done)
        passages = _product(self._passages_a_page, event.total)
        learning = None if passages is None else _product(self._passage_seconds, passages)
        return None if reading is None or learning is None else reading + learning

    def _learn(self, event: IndexEvent, pace: float) -> None:
        if event.state is DocumentState.READING:
            self._page_seconds = _blend(self._page_seconds, pace)
        else:
            self._passage_seconds = _blend(self._passage_seconds, pace)


def _product(each: float | None, count: float) -> float | None:
    return None if each is None else each * count


def _blend(known: float | None, new: float) -> float:
    return new if known is None else known + _STEADY_SHARE * (new - known)
