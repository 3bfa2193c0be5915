"""The library as a person uses it: add, watch, search, look, remove."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from app.events import DocumentProgress, DocumentRemoved, EventBus, LibraryChanged, MembersChanged, TakenOut
from app.library.additions import Addition
from app.library.afterwards import Afterwards, Chore
from app.library.estimates import Estimates
from app.library.files import found_files, stamp_of
from app.library.indexing import IndexingQueue, Job
from app.library.naming import documents_called
from app.library.views import Views
from app.scheduler import Scheduler
from engine.cancel import CancelToken
from engine.errors import Cancelled, EngineError, Fault
from rag.errors import DocumentUnknown, FileMissing, ReadError
from rag.finding.asides import AsideFinder, SetAside
from rag.finding.crossing import Crossing
from rag.finding.retriever import Retriever
from rag.grounding.citations import clause_at
from rag.indexing.indexer import Indexer, IndexEvent
from rag.indexing.naming import called
from rag.indexing.picture_check import PictureCheck
from rag.reading.reader import DocumentReader, Picture
from rag.storing.documents import DocumentStore
from rag.types import (
    Citation,
    Document,
    DocumentCoverage,
    DocumentState,
    Hit,
    Page,
    PageBox,
    Reference,
    SearchScope,
)

_log = logging.getLogger(__name__)


class Library:
    """Indexes in the background; everything else answers in the caller's thread."""

    def __init__(
        self,
        store: DocumentStore,
        indexer: Indexer,
        retriever: Retriever,
        asides: AsideFinder,
        reader: DocumentReader,
        scheduler: Scheduler,
        bus: EventBus,
        chores: Sequence[Chore] = (),  # done with READY documents
    ) -> None:
        self._store = store
        self._indexer = indexer
        self._retriever = retriever
        self._asides = asides
        self._reader = reader
        self._scheduler = scheduler
        self._bus = bus
        self._queue = IndexingQueue(store, indexer, scheduler, self._load_vectors, self._tell)
        scheduler.share_with(lambda: self._queue.is_at_work)
        self._vectors_loaded = False
        self._ending = CancelToken()
        self._passwords: dict[Path, str] = {}  # of this run only
        self._estimates = Estimates()
        self.views = Views(store, reader, self._passwords.get)
        self._loader = threading.Lock()
        self._pictures = PictureCheck(store, reader)
        self._afterwards = Afterwards(
            store, (self._pictures, *chores), self._queue, scheduler, self._passwords.get, self._tell
        )

    def start(self, *, resume: bool = True, check: bool = False) -> None:
        """Load the index and, with `resume`, go on with what an earlier run left; `check`: do chores."""
        self._queue.start(lambda: self._open(resume), self._renew_vectors if resume else lambda: None)
        if check:
            self._afterwards.start()

    # --- adding --------------------------------------------------------------------------------------------

    def add(self, paths: Sequence[Path], collection: str = "", password: str | None = None) -> list[Addition]:
        """Queue files, and what is inside folders, in order. Returns before they are read; what of a folder
        cannot be read is `passed_over`.
        """
        collection = self._store.collections.spelt(collection)  # one that there is, in whatever case
        return [
            Addition.over(one.path, one.fault) if one.fault else self._enqueue(one.path, collection, password)
            for one in found_files(paths)
        ]

    def retry(self, document_id: int, password: str | None = None) -> Addition:
        """Read a failed document again. Raises `DocumentUnknown`."""
        document = self._store.get(document_id)
        if document.container is not None:
            return self._read_member(document, password)
        return self._enqueue(Path(document.path), document.collection, password)

    def add_again(self, document: Document) -> Addition:
        """Bring back a document that was taken out: read its file again, or what its file holds of it.

        Raises `FileMissing` where that file is not in the library any more.
        """
        if document.container is None:
            return self._enqueue(Path(document.path), document.collection, None)
        member = self._store.members.bring_back(document.container, document.path)
        if member is None:
            raise FileMissing(path=document.path)
        return self._read_member(self._store.get(member), None)

    def read_whole(self, document_id: int, whole: bool = True) -> Addition:
        """Read a document again, its running heads in the text, or set aside again.

        Raises `DocumentUnknown`, and `FileMissing` where its file is gone: what was read of it then stays.
        """
        document = self._store.get(document_id)
        if not Path(document.file).exists():
            raise FileMissing(path=document.file)
        self._store.set_whole(document_id, whole)
        self.cancel(document_id)
        self._indexer.reopen(document_id)
        if document.container is not None:
            return self._read_member(document, None)
        return self._enqueue(Path(document.path), document.collection, None)

    def cancel(self, document_id: int) -> None:
        """Stop indexing a document and forget what was read of it; one that is READY stays as it is."""
        waiting = self._queue.withdraw(document_id)
        for job in waiting:
            job.outcome.set_exception(Cancelled())
        with suppress(DocumentUnknown):
            document = self._store.get(document_id)
            if (waiting and document.state is not DocumentState.READY) or self._comes_with_file(document):
                self._indexer.remove(document_id)
                self._bus.publish(DocumentRemoved(document_id))

    def remove(self, document_id: int) -> None:
        """Take a document out, with every trace in the vault; no matter when it is gone already."""
        gone = None
        with suppress(DocumentUnknown):
            document = self._store.get(document_id)
            gone = TakenOut(document.name, self._store.sha256_of(document_id), document.collection)
        self.cancel(document_id)
        others = self._store.namesakes(document_id)
        held = tuple(one.id for one in self._store.held_by(document_id))
        with suppress(DocumentUnknown):
            self._indexer.remove(document_id)
        self._bus.publish(DocumentRemoved(document_id, held, gone))
        for other in others:
            self._tell(other)

    def relocate(self, document_id: int, path: Path) -> None:
        """The document's file has moved or has another name. Raises `DocumentUnknown`."""
        before = Path(self._store.get(document_id).path)
        self._store.relocate(document_id, str(path), called(path))
        if before in self._passwords:
            self._passwords[path] = self._passwords.pop(before)
        self._tell(document_id)

    def pause(self, paused: bool) -> None:
        self._scheduler.pause(paused)

    def wait_idle(self) -> None:
        """Until nothing waits and nothing is being indexed."""
        self._queue.wait_idle()

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is being indexed."""
        return self._queue.is_idle

    # --- using ---------------------------------------------------------------------------------------------

    def documents(self, collection: str | None = None) -> list[Document]:
        return self._store.list(collection)

    def held_by(self, document_id: int) -> list[Document]:
        """The documents that a file holds: the messages of a mailbox."""
        return self._store.held_by(document_id)

    def document(self, document_id: int) -> Document:
        """Raises `DocumentUnknown`."""
        return self._store.get(document_id)

    def named(self, name: str) -> list[Document]:
        """Documents with this file name, path or end of a path, or number."""
        return documents_called(self._store.list(), name)

    def search(
        self,
        question: str,
        k: int = 10,
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
    ) -> list[Hit]:
        """The k passages that fit best, best first; waits until the search index is in memory."""
        self._queue.wait_begun()
        with self._scheduler.foreground():
            self._load_vectors()
            return self._retriever.search(question, k, scope, cancel)

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]:
        """The ids of the documents that a question names, the most fully named first."""
        return self._retriever.documents_named(question, scope)

    def across(
        self,
        question: str,
        k: int = 10,
        scope: SearchScope | None = None,
        cancel: CancelToken | None = None,
    ) -> Crossing | None:
        """See `Retriever.across`; waits as `search` does."""
        self._queue.wait_begun()
        with self._scheduler.foreground():
            self._load_vectors()
            return self._retriever.across(question, k, scope, cancel)

    def respelled(self, question: str) -> str:
        """See `Retriever.respelled`."""
        return self._retriever.respelled(question)

    def find_aside(self, question: str, scope: SearchScope | None = None) -> list[SetAside]:
        """What fits of that which was set aside of pages, best first."""
        return self._asides.find(question, scope)

    def page(self, document_id: int, number: int) -> Page:
        return self._store.page(document_id, number)

    def page_start(self, document_id: int, number: int) -> int:
        """Where the page's text begins in the document's text."""
        return self._store.page_start(document_id, number)

    def page_labelled(self, document_id: int, label: str) -> int | None:
        """The number of the first page with this label printed on it, in any case."""
        return self._store.page_labelled(document_id, label)

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return self._store.boxes(document_id, start, end)

    def references(self, document_id: int, start: int, end: int) -> tuple[Reference, ...]:
        """The cross-references between two places of the document's text."""
        return self._store.references(document_id, start, end)

    def clause_at(self, document_id: int, start: int) -> Citation:
        """What a cross-reference to this place speaks of."""
        return clause_at(self._store, document_id, start)

    def coverage_of(self, document: Document) -> DocumentCoverage:
        """What was read of a document and what was not, page by page."""
        store, id_ = self._store, document.id
        return DocumentCoverage(
            document,
            store.gaps(id_),
            store.quality.poor_pages(id_),
            len(store.quality.compared(id_)),
            store.asides(id_),
            store.is_whole(id_),
        )

    def check_pictures(self, seconds: float, cancel: CancelToken) -> bool:
        """Hold pages against their pictures now, for about so long; whether all is checked."""
        return self._afterwards.do_for(self._pictures, seconds, cancel)

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str:
        return self._store.text(document_id, start, end)

    def page_picture(self, document_id: int, number: int, width_px: int) -> Picture | None:
        """The page as drawn by its file; None where the format has no pages to draw, or the file is gone
        or is no longer the one that was read.
        """
        document = self._store.get(document_id)
        path = Path(document.path)
        try:
            if document.container is not None or path.stat().st_size != document.size:
                return None
            return self._reader.render(path, number, width_px, self._passwords.get(path))
        except (OSError, ReadError, EngineError) as error:
            _log.info("no picture of document %d: %s", document_id, type(error).__name__)
            return None

    def password_of(self, file: Path) -> str | None:
        """The one that was given for a protected file, since the program began."""
        return self._passwords.get(file)

    def close(self) -> None:
        """Stop; what is being read goes on at the next start."""
        self._indexer.interrupt()
        self._ending.cancel()
        self._queue.close()
        self._afterwards.close()

    # --- inside --------------------------------------------------------------------------------------------

    def _enqueue(self, path: Path, collection: str, password: str | None) -> Addition:
        outcome: Future[Document] = Future()
        found = stamp_of(path, self._store.recordings.of(path))
        if found is None:
            outcome.set_exception(FileMissing(path=str(path)))
            return Addition(path, None, outcome)
        if password is not None:
            self._passwords[path] = password
        known = self._store.find_by_path(str(path), collection)
        fresh = (
            known is None
            or known.state is not DocumentState.READY
            or not self._store.is_current(known.id, found.size, found.modified)
        )
        # What changed waits in the vault, where the end of the program does not lose it.
        document_id = (
            self._store.enqueue(str(path), called(path), found.size, collection)
            if fresh or known is None
            else known.id
        )
        self._queue.put(Job(document_id, path, collection, password or self._passwords.get(path), outcome))
        if fresh:
            for one in (document_id, *self._store.namesakes(document_id)):
                self._tell(one)  # a second file of one name changes what the first is called
        return Addition(path, document_id, outcome)

    def _read_member(self, document: Document, password: str | None) -> Addition:
        """Queue one document of a file by itself."""
        file = Path(document.file)
        if password is not None:
            self._passwords[file] = password
        if document.state is not DocumentState.QUEUED:
            self._indexer.reopen(document.id)
        outcome: Future[Document] = Future()
        password = password or self._passwords.get(file)
        self._queue.put(Job(document.id, file, document.collection, password, outcome))
        self._tell(document.id)
        return Addition(Path(document.path), document.id, outcome)

    def _comes_with_file(self, document: Document) -> bool:
        """Whether a document is on its way with the file that holds it."""
        if document.container is None or document.state is not DocumentState.EMBEDDING:
            return False
        return self._store.get(document.container).state is not DocumentState.READY

    def _open(self, resume: bool) -> list[Job]:
        self._load_vectors()
        self._estimates.learn_from(self._store.list())
        unfinished = self._store.unfinished() if resume else []
        return [Job(one.id, Path(one.file), one.collection) for one in unfinished]

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

    def _tell(self, document_id: int) -> None:
        try:
            self._bus.publish(LibraryChanged(self._store.get(document_id)))
        except DocumentUnknown:
            self._bus.publish(DocumentRemoved(document_id))

    def on_index_event(self, event: IndexEvent) -> None:
        """Given to the indexer: tell how far a document has come."""
        if event.members:
            self._bus.publish(MembersChanged(tuple(self._store.some(event.members))))
            return
        if event.replaced is not None:
            held = tuple(self._store.held_by(event.document_id))
            if held:
                self._bus.publish(MembersChanged(held))
            self._bus.publish(DocumentRemoved(event.replaced))
        if event.state in (DocumentState.READY, DocumentState.FAILED) or event.done == 0:
            self._tell(event.document_id)
        if event.state is DocumentState.READY:
            self._afterwards.wake()
        for one, left in self._estimates.told(event):
            self._bus.publish(
                DocumentProgress(one.document_id, one.state, one.done, one.total, left, one.unit)
            )
