"""How long reading and learning will take, from what this run has measured."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rag.indexer import IndexEvent
from rag.types import Document, DocumentState

_STEADY_STEPS = 3  # before a document's own rate is worth telling
_STEADY_SHARE = 0.3  # how much a new document changes what is known of earlier ones


class Estimates:
    """Tells the seconds left until a document is ready.

    While it is read: from its own pace so far, or else that of the documents before it, and from what their
    passages took; None before there were any. While its passages are learned: from its own pace, or theirs.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._phase: tuple[int, DocumentState] | None = None
        self._began = 0.0
        self._first = 0
        self._last = 0
        self._steps = 0
        self._pages: dict[int, int] = {}  # of the document being indexed
        self._page_seconds: float | None = None
        self._passage_seconds: float | None = None
        self._passages_a_page: float | None = None

    def learn_from(self, documents: Sequence[Document]) -> None:
        """Begin with what earlier runs took, from their documents as the library keeps them."""
        ready = [
            one for one in documents if one.state is DocumentState.READY and one.seconds and one.passages
        ]
        pages, passages = sum(one.pages for one in ready), sum(one.passages for one in ready)
        if pages and passages:
            self._passages_a_page = passages / pages
            # The time of reading is in it: a little too much, until this run has measured for itself.
            self._passage_seconds = sum(one.seconds for one in ready) / passages

    def seconds_left(self, event: IndexEvent) -> float | None:
        """Take the event in; None where nothing honest can be said."""
        now = self._clock()
        if (event.document_id, event.state) != self._phase:
            self._begin(event, now)
        self._steps += 1
        self._last = event.done
        done = event.done - self._first
        pace = (now - self._began) / done if done > 0 else None
        if event.done == event.total and done > 0 and pace is not None:
            self._learn(event, pace)
        if self._steps < _STEADY_STEPS:
            pace = None
        if event.state is DocumentState.READING:
            return self._while_read(event, pace)
        if event.state is DocumentState.EMBEDDING:
            return _product(pace or self._passage_seconds, event.total - event.done)
        return None

    def _begin(self, event: IndexEvent, now: float) -> None:
        self._phase = (event.document_id, event.state)
        self._began, self._first, self._steps = now, event.done, 0
        if event.state is DocumentState.EMBEDDING:
            pages = self._pages.pop(event.document_id, 0)
            self._pages.clear()
            if pages and event.total:
                self._passages_a_page = _blend(self._passages_a_page, event.total / pages)

    def _while_read(self, event: IndexEvent, pace: float | None) -> float | None:
        if not event.total:
            return None
        self._pages = {event.document_id: event.total}
        reading = _product(pace or self._page_seconds, event.total - event.done)
        passages = _product(self._passages_a_page, event.total)
        learning = None if passages is None else _product(self._passage_seconds, passages)
        return None if reading is None or learning is None else reading + learning

    def _learn(self, event: IndexEvent, pace: float) -> None:
        if event.state is DocumentState.READING:
            self._page_seconds = _blend(self._page_seconds, pace)
        elif event.state is DocumentState.EMBEDDING:
            self._passage_seconds = _blend(self._passage_seconds, pace)


def _product(each: float | None, count: float) -> float | None:
    return None if each is None else each * count


def _blend(known: float | None, new: float) -> float:
    return new if known is None else known + _STEADY_SHARE * (new - known)
