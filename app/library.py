"""The library as a person uses it: add, watch, search, look, remove."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.estimates import Estimates
from app.events import DocumentProgress, DocumentRemoved, EventBus, LibraryChanged
from app.files import readable_files
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled, EngineError, Fault, UnknownFault
from rag.documents import DocumentStore
from rag.errors import DocumentUnknown, FileMissing, ReadError
from rag.indexer import Indexer, IndexEvent
from rag.reading import DocumentReader, Picture
from rag.retriever import Retriever
from rag.types import Citation, Document, DocumentState, Gap, Hit, Page, PageBox, Reference, SearchScope

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Addition:
    """A file on its way into the library; `outcome` gives its document, or the fault that ended it."""

    path: Path
    document_id: int | None
    outcome: Future[Document]


@dataclass(slots=True)
class _Job:
    document_id: int
    path: Path
    collection: str
    password: str | None
    outcome: Future[Document]
    cancel: CancelToken = field(default_factory=CancelToken)


class Library:
    """Indexes in one background thread; everything else answers in the caller's."""

    def __init__(
        self,
        store: DocumentStore,
        indexer: Indexer,
        retriever: Retriever,
        reader: DocumentReader,
        scheduler: Scheduler,
        bus: EventBus,
    ) -> None:
        self._store = store
        self._indexer = indexer
        self._retriever = retriever
        self._reader = reader
        self._scheduler = scheduler
        self._bus = bus
        self._changed = threading.Condition()
        self._waiting: deque[_Job] = deque()
        self._current: _Job | None = None
        self._loading = False
        self._resume = False
        self._vectors_loaded = False
        self._closed = False
        self._ending = CancelToken()
        self._passwords: dict[Path, str] = {}  # of this run only
        self._estimates = Estimates()
        self._loader = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="library-indexer", daemon=True)

    def start(self, *, resume: bool = True) -> None:
        """Load the search index and, with `resume`, go on with what an earlier run left."""
        self._loading = True
        self._resume = resume
        self._thread.start()

    # --- adding --------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path], collection: str = "", password: str | None = None) -> list[Addition]:
        """Queue files, and the readable files inside folders, in order. Returns before they are read."""
        return [self._queue(path, collection, password) for path in readable_files(paths)]

    def retry(self, document_id: int, password: str | None = None) -> Addition:
        """Read a failed document again. Raises `DocumentUnknown`."""
        document = self._store.get(document_id)
        return self._queue(Path(document.path), document.collection, password)

    def cancel(self, document_id: int) -> None:
        """Stop indexing a document and forget what was read of it; one that is READY stays as it is."""
        waiting = self._withdraw(document_id)
        for job in waiting:
            job.outcome.set_exception(Cancelled())
        if waiting and self._store.get(document_id).state is not DocumentState.READY:
            self._indexer.remove(document_id)
            self._bus.publish(DocumentRemoved(document_id))

    def remove(self, document_id: int) -> None:
        """Take a document out, with every trace in the vault; no matter when it is gone already."""
        self.cancel(document_id)
        with suppress(DocumentUnknown):
            self._indexer.remove(document_id)
        self._bus.publish(DocumentRemoved(document_id))

    def relocate(self, document_id: int, path: Path) -> None:
        """The document's file has moved or has another name. Raises `DocumentUnknown`."""
        before = Path(self._store.get(document_id).path)
        self._store.relocate(document_id, str(path), path.name)
        if before in self._passwords:
            self._passwords[path] = self._passwords.pop(before)
        self._tell(document_id)

    def _withdraw(self, document_id: int) -> list[_Job]:
        """Tell the document's indexing to stop; take those of its jobs that only wait out of the queue."""
        with self._changed:
            if self._current and self._current.document_id == document_id:
                self._current.cancel.cancel()
            waiting = [job for job in self._waiting if job.document_id == document_id]
            for job in waiting:
                self._waiting.remove(job)
            self._changed.notify_all()
        return waiting

    def pause(self, paused: bool) -> None:
        self._scheduler.pause(paused)

    def wait_idle(self) -> None:
        """Until nothing waits and nothing is being indexed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._idle)

    @property
    def _idle(self) -> bool:
        return not (self._waiting or self._current or self._loading)

    # --- using ---------------------------------------------------------------------------------------------

    def documents(self, collection: str | None = None) -> list[Document]:
        return self._store.list(collection)

    def document(self, document_id: int) -> Document:
        """Raises `DocumentUnknown`."""
        return self._store.get(document_id)

    def named(self, name: str) -> list[Document]:
        """Documents with this file name or path."""
        return [found for found in self._store.list() if name in (found.name, found.path, str(found.id))]

    def search(
        self,
        question: str,
        k: int = 10,
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
    ) -> list[Hit]:
        """The k passages that fit best, best first; waits until the search index is in memory."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or not self._loading)
        with self._scheduler.foreground():
            self._load_vectors()
            return self._retriever.search(question, k, scope, cancel)

    def page(self, document_id: int, number: int) -> Page:
        return self._store.page(document_id, number)

    def page_start(self, document_id: int, number: int) -> int:
        """Where the page's text begins in the document's text."""
        return self._store.page_start(document_id, number)

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return self._store.boxes(document_id, start, end)

    def references(self, document_id: int, start: int, end: int) -> tuple[Reference, ...]:
        """The cross-references between two places of the document's text."""
        return self._store.references(document_id, start, end)

    def clause_at(self, document_id: int, start: int) -> Citation:
        """What a cross-reference to this place speaks of."""
        return self._store.clause_at(document_id, start)

    def gaps(self, document_id: int) -> tuple[Gap, ...]:
        """The pages of a document that gave no text."""
        return self._store.gaps(document_id)

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str:
        return self._store.text(document_id, start, end)

    def page_picture(self, document_id: int, number: int, width_px: int) -> Picture | None:
        """The page as drawn by its file; None where the format has no pages to draw, or the file is gone
        or is no longer the one that was read.
        """
        document = self._store.get(document_id)
        path = Path(document.path)
        try:
            if path.stat().st_size != document.size:
                return None
            return self._reader.render(path, number, width_px, self._passwords.get(path))
        except (OSError, ReadError, EngineError) as error:
            _log.info("no picture of document %d: %s", document_id, type(error).__name__)
            return None

    def close(self) -> None:
        """Stop; what is being read goes on at the next start."""
        self._indexer.interrupt()
        self._ending.cancel()
        with self._changed:
            self._closed = True
            for job in self._waiting:
                job.outcome.cancel()
            if self._current:
                self._current.cancel.cancel()
            self._changed.notify_all()
        self._scheduler.close()
        if self._thread.is_alive():
            self._thread.join()

    # --- inside --------------------------------------------------------------------------------------------

    def _queue(self, path: Path, collection: str, password: str | None) -> Addition:
        outcome: Future[Document] = Future()
        try:
            found = path.stat()
        except OSError:
            outcome.set_exception(FileMissing(path=str(path)))
            return Addition(path, None, outcome)
        if password is not None:
            self._passwords[path] = password
        known = self._store.find_by_path(str(path), collection)
        fresh = (
            known is None
            or known.state is not DocumentState.READY
            or not self._store.is_current(known.id, found.st_size, found.st_mtime_ns)
        )
        # What changed waits in the vault, where the end of the program does not lose it.
        document_id = (
            self._store.enqueue(str(path), path.name, found.st_size, collection)
            if fresh or known is None
            else known.id
        )
        job = _Job(document_id, path, collection, password or self._passwords.get(path), outcome)
        with self._changed:
            self._waiting.append(job)
            self._changed.notify_all()
        if fresh:
            self._tell(document_id)
        return Addition(path, document_id, outcome)

    def _run(self) -> None:
        try:
            self._load()
            if self._resume:
                self._renew_vectors()
            while (job := self._next()) is not None:
                self._settle(job)
        except Exception:  # the thread's boundary
            _log.exception("indexing stopped")
        finally:
            with self._changed:
                self._closed = True
                self._loading = False
                for job in self._waiting:
                    job.outcome.cancel()
                self._changed.notify_all()

    def _load(self) -> None:
        self._load_vectors()
        self._estimates.learn_from(self._store.list())
        unfinished = self._store.unfinished() if self._resume else []
        with self._changed:
            queued = {job.document_id for job in self._waiting}
            for document in unfinished:
                if document.id not in queued:
                    job = _Job(document.id, Path(document.path), document.collection, None, Future())
                    self._waiting.append(job)
            self._loading = False
            self._changed.notify_all()

    def _renew_vectors(self) -> None:
        """Embed anew what another embedder, or another precision of this one, made vectors for."""
        try:
            for document in self._indexer.renew_vectors(self._ending):
                _log.info("document %d has new vectors", document.id)
        except Cancelled:
            return
        except Fault as fault:
            _log.warning("vectors not renewed: %s", fault.code)

    def _load_vectors(self) -> None:
        """Take the vault's vectors into memory, once there is an embedder they can belong to."""
        with self._loader:
            if self._vectors_loaded:
                return
            try:
                self._indexer.load_vectors()
            except EngineError as fault:
                _log.info("search by words alone: %s", fault.code)
            else:
                self._vectors_loaded = True

    def _next(self) -> _Job | None:
        with self._changed:
            self._current = None
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or bool(self._waiting))
            if self._closed:
                return None
            self._current = self._waiting.popleft()
            return self._current

    def _settle(self, job: _Job) -> None:
        """Bring one job to its end, whatever that is; the next one is not concerned."""
        if not job.outcome.set_running_or_notify_cancel():
            return
        self._scheduler.wait_while_paused(job.cancel)
        try:
            document = self._index(job)
        except Fault as fault:
            if not isinstance(fault, Cancelled):
                _log.warning("document %d: %s", job.document_id, fault.code)
            outcome: Document | Fault = fault
        except Exception as error:  # a bug in one reader or writer must not stop the queue
            _log.exception("document %d", job.document_id)
            outcome = UnknownFault(sent_code=type(error).__name__)
            self._give_up(job.document_id, outcome)
        else:
            outcome = document
        if not self._closed:
            self._tell(job.document_id)
            if isinstance(outcome, Document) and outcome.id != job.document_id:
                self._tell(outcome.id)
        if isinstance(outcome, Document):
            job.outcome.set_result(outcome)
        else:
            job.outcome.set_exception(outcome)

    def _index(self, job: _Job) -> Document:
        self._load_vectors()
        waiting: Document | None = None
        with suppress(DocumentUnknown):  # a copy, whose row went when an earlier job found its content
            waiting = self._store.get(job.document_id)
        if waiting is not None and waiting.state is DocumentState.EMBEDDING:
            return self._indexer.take_up(waiting, job.password, job.cancel)
        return self._indexer.index(job.path, job.collection, job.password, job.cancel)

    def _give_up(self, document_id: int, fault: Fault) -> None:
        with suppress(Fault):
            self._store.fail(document_id, fault)

    def _tell(self, document_id: int) -> None:
        try:
            self._bus.publish(LibraryChanged(self._store.get(document_id)))
        except DocumentUnknown:
            self._bus.publish(DocumentRemoved(document_id))

    def on_index_event(self, event: IndexEvent) -> None:
        """Given to the indexer: tell how far a document has come."""
        if event.replaced is not None:
            self._bus.publish(DocumentRemoved(event.replaced))
        if event.state in (DocumentState.READY, DocumentState.FAILED) or event.done == 0:
            self._tell(event.document_id)
        left = self._estimates.seconds_left(event)
        self._bus.publish(DocumentProgress(event.document_id, event.state, event.done, event.total, left))
