"""Questions to begin with, out of the person's own documents: looked for behind all else, kept in memory."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from app.events import (
    Brought,
    DocumentRemoved,
    Event,
    EventBus,
    ExamplesChanged,
    LibraryChanged,
    MembersChanged,
)
from app.library.library import Library
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault
from engine.protocols import Embedder
from rag.answering.assistant import Assistant
from rag.answering.beside import Beside
from rag.offering.offering import MOST, Offered, Offering
from rag.prompting.quiet import Nobody
from rag.storing.documents import DocumentStore
from rag.types import DocumentState

_DOCUMENTS = 8  # the newest that are asked
_SETTLED_SECONDS = 0.7  # after the last change
_BUSY_SECONDS = 5.0  # the same while others are being read and there are enough questions

_log = logging.getLogger(__name__)


class Examples:
    """Looks anew whenever documents came or went; nothing waits for it, and after a fault none is offered.

    Methods may be called from any thread.
    """

    def __init__(
        self,
        offering: Offering,
        newest: Callable[[int], list[int]],
        library: Library,
        scheduler: Scheduler,
        bus: EventBus,
    ) -> None:
        """`newest`: the so many documents that came last, by id."""
        self._offering = offering
        self._newest = newest
        self._library = library
        self._scheduler = scheduler
        self._bus = bus
        self._changed = threading.Condition()
        self._looks = self._closed = False
        self._thread: threading.Thread | None = None
        self._cancel = CancelToken()
        self._end: Callable[[], None] = lambda: None
        self.questions: tuple[str, ...] = ()

    @classmethod
    def over(
        cls,
        store: DocumentStore,
        library: Library,
        embedder: Embedder,
        beside: Beside,
        scheduler: Scheduler,
        bus: EventBus,
    ) -> Examples:
        """Those of a library, which are tried as a person's questions are, but without a model."""
        assistant = Assistant(Nobody(), library, store, embedder, own_words=lambda _: False, beside=beside)
        return cls(Offering(store.passages, assistant), store.newest, library, scheduler, bus)

    def start(self) -> None:
        """Look from now on; what is found is told by `ExamplesChanged`."""
        with self._changed:
            if self._thread is not None or self._closed:
                return
            self._looks = True
            self._thread = threading.Thread(target=self._work, name="examples", daemon=True)
            self._end = self._bus.subscribe(self._heard)
            self._thread.start()

    def close(self) -> None:
        """Look no more; waits for the question that is being tried."""
        self._end()
        with self._changed:
            self._closed = True
            self._cancel.cancel()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    # --- inside --------------------------------------------------------------------------------------------

    def _heard(self, event: Event) -> None:
        came = isinstance(event, LibraryChanged) and event.document.state is DocumentState.READY
        if came or isinstance(event, DocumentRemoved | Brought | MembersChanged):
            with self._changed:
                self._looks = True
                if not came:
                    self._cancel.cancel()  # what is being tried may be gone
                self._changed.notify_all()

    def _work(self) -> None:
        while self._settled():
            try:
                self._look()
            except Cancelled:
                continue
            except Fault as fault:
                _log.info("no examples: %s", fault.code)
            except Exception:  # the boundary of the thread: examples are never worth a fault
                _log.warning("no examples", exc_info=True)

    def _settled(self) -> bool:
        """Wait until there is something to look at and nothing changes; False once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._looks or self._closed)
            while self._looks and not self._closed:
                self._looks = False
                enough = len(self.questions) == MOST and not self._library.is_idle
                self._changed.wait_for(
                    lambda: self._looks or self._closed, _BUSY_SECONDS if enough else _SETTLED_SECONDS
                )
            self._cancel = CancelToken()
            return not self._closed

    def _look(self) -> None:
        cancel = self._cancel
        newest = self._newest(_DOCUMENTS)

        def told(found: Sequence[Offered]) -> None:
            self.questions = tuple(one.question for one in found)
            self._bus.publish(ExamplesChanged(self.questions, tuple(newest)))

        def first(one: Offered) -> None:
            if not self.questions:  # the others take their time, and whoever begins waits for one
                told([one])

        told(self._offering.offered(newest, cancel, lambda: self._scheduler.gate(cancel), first))
