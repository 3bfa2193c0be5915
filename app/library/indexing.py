"""The queue of files to be indexed, and the two threads that work on it.

One reads, the other embeds and makes ready: while a document's passages are embedded the next one is read,
one ahead and no more. What happens to a document does not depend on when: two of its jobs are never in hand
at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled, Fault, UnknownFault
from rag.errors import DocumentUnknown
from rag.indexing.indexer import Indexer
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentState

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Job:
    """A file that is to be indexed, or a document that it holds; `outcome` gives its document, or the fault
    that ended it.
    """

    document_id: int
    path: Path
    collection: str
    password: str | None = None
    outcome: Future[Document] = field(default_factory=Future)
    cancel: CancelToken = field(default_factory=CancelToken)
    document: Document | None = None  # once it is read
    seconds: float = 0.0  # that reading took


class IndexingQueue:
    """Brings each job to its end, whatever that is; the next one is not concerned."""

    def __init__(
        self,
        store: DocumentStore,
        indexer: Indexer,
        scheduler: Scheduler,
        before: Callable[[], None],
        tell: Callable[[int], None],
    ) -> None:
        """`before` is called before a document is embedded; `tell` with documents that may have changed."""
        self._store = store
        self._indexer = indexer
        self._scheduler = scheduler
        self._before = before
        self._tell = tell
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._read: deque[Job] = deque()  # and waiting to be embedded: one at most
        self._reading: Job | None = None
        self._embedding: Job | None = None
        self._begun = False
        self._closed = False
        self._threads: list[threading.Thread] = []

    def start(self, opening: Callable[[], Iterable[Job]], then: Callable[[], None]) -> None:
        """Work from now on. `opening` gives jobs of an earlier run; `then` is called before any is embedded.

        Both are called from the queue's threads.
        """
        for name, work in (
            ("library-reader", lambda: self._read_on(opening)),
            ("library-indexer", lambda: self._embed_on(then)),
        ):
            thread = threading.Thread(target=self._guarded, args=(work,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def put(self, job: Job) -> None:
        with self._changed:
            self._waiting.append(job)
            self._changed.notify_all()

    def withdraw(self, document_id: int) -> list[Job]:
        """Tell the document's indexing to stop; take those of its jobs that are not in hand out."""
        with self._changed:
            for job in (self._reading, self._embedding):
                if job is not None and document_id in _rows(job):
                    job.cancel.cancel()
            taken = [job for job in (*self._waiting, *self._read) if document_id in _rows(job)]
            for job in taken:
                (self._waiting if job in self._waiting else self._read).remove(job)
            self._changed.notify_all()
        return taken

    def wait_idle(self) -> None:
        """Until nothing waits and nothing is in hand."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._nothing_left)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is in hand."""
        with self._changed:
            return self._nothing_left

    @property
    def is_at_work(self) -> bool:
        """Whether something is read, or will be: not before it has begun, nor once its threads have ended."""
        with self._changed:
            return self._begun and not self._closed and not self._nothing_left

    def wait_begun(self) -> None:
        """Until `opening` is done."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._begun)

    def close(self) -> None:
        """Stop; what was read is kept for the next start."""
        self._end()
        with self._changed:
            for job in (self._reading, self._embedding):
                if job is not None:
                    job.cancel.cancel()
        self._scheduler.close()
        for thread in self._threads:
            thread.join()

    # --- the threads ---------------------------------------------------------------------------------------

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:  # the thread's boundary
            _log.exception("indexing stopped")
        finally:
            self._end()

    def _end(self) -> None:
        with self._changed:
            self._closed = True
            for job in (*self._waiting, *self._read):
                if not job.outcome.cancel() and not job.outcome.done():
                    job.outcome.set_exception(Cancelled())
            self._changed.notify_all()

    def _read_on(self, opening: Callable[[], Iterable[Job]]) -> None:
        earlier = list(opening())
        with self._changed:
            queued = {job.document_id for job in self._waiting}
            self._waiting.extend(job for job in earlier if job.document_id not in queued)
            self._begun = True
            self._changed.notify_all()
        while (job := self._next_to_read()) is not None:
            self._scheduler.wait_while_paused(job.cancel)
            began = time.monotonic()
            done = self._attempt(job, lambda job=job: self._prepare(job))  # type: ignore[misc]  # mypy: default
            job.seconds = time.monotonic() - began
            with self._changed:
                self._reading = None
                if done is not None and done.state is DocumentState.EMBEDDING and not self._closed:
                    job.document = done
                    self._read.append(job)
                    done = None
                self._changed.notify_all()
            if done is not None:
                self._settle(job, done)

    def _embed_on(self, then: Callable[[], None]) -> None:
        self.wait_begun()
        then()
        while (job := self._next_to_embed()) is not None:
            self._before()
            done = self._attempt(job, lambda job=job: self._complete(job))  # type: ignore[misc]  # mypy: default
            if done is not None:
                self._settle(job, done)

    def _next_to_read(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._may_read())
            if self._closed:
                return None
            self._reading = self._waiting.popleft()
            return self._reading

    def _may_read(self) -> bool:
        """Whether the next job can be begun: one is read ahead, and none whose file or row is in hand."""
        if not self._waiting or self._read:
            return False
        job, other = self._waiting[0], self._embedding
        return other is None or not (_paths(job) & _paths(other) or _rows(job) & _rows(other))

    def _next_to_embed(self) -> Job | None:
        with self._changed:
            self._embedding = None
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or bool(self._read))
            if self._closed:
                return None
            self._embedding = self._read.popleft()
            self._changed.notify_all()
            return self._embedding

    @property
    def _nothing_left(self) -> bool:
        return self._begun and not (self._waiting or self._read or self._reading or self._embedding)

    # --- one job -------------------------------------------------------------------------------------------

    def _prepare(self, job: Job) -> Document:
        try:
            waiting = self._store.get(job.document_id)
        except DocumentUnknown:  # a copy, whose row went when an earlier job found its content
            return self._indexer.prepare(job.path, job.collection, job.password, job.cancel)
        # It may have been moved since it was queued, or its collection is called otherwise.
        job.collection = waiting.collection
        if waiting.state is DocumentState.EMBEDDING:
            return waiting
        if waiting.container is not None:
            return self._indexer.prepare_member(waiting, job.password, job.cancel)
        return self._indexer.prepare(job.path, job.collection, job.password, job.cancel)

    def _complete(self, job: Job) -> Document:
        assert job.document is not None
        try:
            found = self._store.get(job.document.id)
        except DocumentUnknown:  # it was a copy of one that was taken out meanwhile
            job.cancel.raise_if_cancelled()
            return self._indexer.index(job.path, job.collection, job.password, job.cancel)
        return self._indexer.complete(found, job.cancel, job.seconds)

    def _attempt(self, job: Job, work: Callable[[], Document]) -> Document | None:
        """The document that comes of a step; None when it ended the job with a fault."""
        if not (job.outcome.running() or job.outcome.set_running_or_notify_cancel()):
            return None
        try:
            return work()
        except Fault as fault:
            if not isinstance(fault, Cancelled):
                _log.warning("document %d: %s", job.document_id, fault.code)
            self._settle(job, fault)
        except Exception as error:  # a bug in one reader or writer must not stop the queue
            _log.exception("document %d", job.document_id)
            unknown = UnknownFault(sent_code=type(error).__name__)
            with suppress(Fault):
                self._store.fail(job.document_id, unknown)
            self._settle(job, unknown)
        return None

    def _settle(self, job: Job, outcome: Document | Fault) -> None:
        if not self._closed:
            self._tell(job.document_id)
            if isinstance(outcome, Document) and outcome.id != job.document_id:
                self._tell(outcome.id)
        if isinstance(outcome, Document):
            job.outcome.set_result(outcome)
        else:
            job.outcome.set_exception(outcome)


def _paths(job: Job) -> set[Path]:
    return {job.path} if job.document is None else {job.path, Path(job.document.path)}


def _rows(job: Job) -> set[int]:
    return {job.document_id} if job.document is None else {job.document_id, job.document.id}
