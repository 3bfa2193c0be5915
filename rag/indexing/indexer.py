"""From a file to a searchable document: read, store, embed, ready."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from engine.cancel import CancelToken
from engine.errors import Cancelled, EngineError, Fault, ModelMissing
from engine.protocols import Embedder
from rag.errors import DocumentUnknown, NoText, ReadError, VaultError, VaultFull
from rag.indexing.batches import PAGES_A_WRITE, PASSAGES_A_WRITE, closable, embedded
from rag.indexing.digest import digest
from rag.indexing.held import held_bytes
from rag.indexing.holding import Holding
from rag.indexing.naming import called
from rag.indexing.reading import Reader
from rag.indexing.removing import Bin, Ids, passage_ids
from rag.indexing.taking_up import take_up
from rag.indexing.vectors import VectorIndex
from rag.layout.asides import Asides
from rag.layout.corrections import Correction
from rag.reading.detection import holds_documents
from rag.storing.documents import DocumentStore
from rag.types import Document, DocumentInfo, DocumentState, Page, PageUnit, Structure

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexEvent:
    """How far a document has come: pages while READING, passages while EMBEDDING; `total` 0 while unknown."""

    document_id: int
    path: str
    state: DocumentState
    done: int
    total: int
    replaced: int | None = None  # READY: the document this one took the place of, which is gone
    unit: PageUnit = PageUnit.PAGE  # what READING counts: of a file that holds documents, these
    members: tuple[int, ...] = ()  # of what the file holds, those that have come to an end just now
    back: tuple[int, ...] = ()  # out of the bin, since a file of their content was added


class Indexer:
    """Indexes one document at a time, in the caller's thread."""

    def __init__(
        self,
        store: DocumentStore,
        reader: Reader,
        embedder: Embedder,
        vectors: VectorIndex,
        on_event: Callable[[IndexEvent], None] = lambda _: None,
        *,
        gate: Callable[[CancelToken], None] = lambda _: None,
        warm_up: Callable[[], None] = lambda: None,
        corrections: Callable[[str], Sequence[Correction]] = lambda _: (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`gate` is called between batches and may wait, to let others go first, until its token is set;
        `warm_up` starts the embedder while a document is read; `corrections` of people, by a file's SHA-256.
        """
        self._store = store
        self._reader = reader
        self._embedder = embedder
        self._vectors = vectors
        self._on_event = on_event
        self._gate = gate
        self._warm_up = warm_up
        self._corrections = corrections
        self._clock = clock
        self._interrupted = threading.Event()
        self.bin = Bin(store, embedder, vectors)
        told = partial(self._tell, unit=PageUnit.MESSAGE), self._tell_members
        self._holding = Holding(store, embedder, vectors, gate, *told, self._embed)

    def load_vectors(self) -> int:
        """Fill the in-memory index from the vault; returns how many vectors it took."""
        ids, matrix = self._store.embeddings.all(self._embedder.name)
        self._vectors.add(ids, matrix)
        return int(ids.size)

    def index(
        self,
        path: Path,
        collection: str = "",
        password: str | None = None,
        cancel: CancelToken | None = None,
    ) -> Document:
        """Index a file and return its document: READY, or FAILED with the reason in its row.

        A file whose bytes the collection holds, also in the bin, is not indexed again. Raises `Cancelled`,
        after removing what there was (but see `interrupt`), and `VaultError`s.
        """
        cancel = cancel or CancelToken()
        started = self._clock()
        document = self.prepare(path, collection, password, cancel)
        if document.state is DocumentState.EMBEDDING:
            return self.complete(document, cancel, self._clock() - started)
        return document

    def prepare(self, path: Path, collection: str, password: str | None, cancel: CancelToken) -> Document:
        """The first half of `index`: read a file, so that only its passages' vectors are wanting (EMBEDDING).

        Another thread may `complete` another document meanwhile, one of another path. Returns a document that
        is READY or FAILED where nothing is left to do. Raises as `index` does.
        """
        path = path.absolute()
        name = called(path)
        try:
            file = digest(path, cancel, held_bytes(self._store, path))
        except Cancelled:
            if not self._interrupted.is_set():
                self._discard(self._store.enqueue(str(path), name, 0, collection))
            raise
        except ReadError as fault:
            return self._fail(self._store.enqueue(str(path), name, 0, collection), fault)
        if back := self.bin.take_out(path, file.sha256, collection):
            self._on_event(IndexEvent(back[0], str(path), DocumentState.READY, 0, 0, back=back))
        before = self._store.find_by_path(str(path), collection)
        ids = None if before is None else passage_ids(self._store, before)
        document = self._store.get(
            self._store.begin(str(path), name, file.sha256, file.size, collection, file.modified)
        )
        if document.state is DocumentState.READY:
            if before is not None and ids is not None and before.id != document.id:
                self._retired(before, ids, document)
            return document
        with self._settled(document.id, cancel):
            if document.state is not DocumentState.EMBEDDING:
                known = self._heard(document)
                if not known:
                    self._store.restart(document.id)
                with self._warming():
                    if not holds_documents(path):
                        self._read(document.id, path, password, file.sha256, cancel, known=known)
                    else:
                        self._holding.read(document.id, path, password, self._reader, cancel)
        return self._store.get(document.id)

    def prepare_member(self, document: Document, password: str | None, cancel: CancelToken) -> Document:
        """The first half for one document of a file that holds it, as `prepare` is for a file."""
        with self._settled(document.id, cancel):
            if document.state is not DocumentState.EMBEDDING:
                self._store.restart(document.id)
                key = self._store.members.key(document.id)
                with self._warming():
                    self._read(document.id, Path(document.file), password, key, cancel, member=key)
        return self._store.get(document.id)

    def complete(self, document: Document, cancel: CancelToken, spent: float = 0.0) -> Document:
        """The second half: embed what is wanting and make the document READY, after `spent` seconds already.

        Returns and raises as `index` does.
        """
        started = self._clock() - spent
        if document.state is DocumentState.EMBEDDING:
            with self._settled(document.id, cancel):
                with suppress(ModelMissing):  # it is found by its words until `renew_vectors`
                    embed = self._holding.embed if document.is_container else self._embed
                    embed(document, cancel)
                self._finish(document, started)
        return self._store.get(document.id)

    def take_up(
        self, document: Document, password: str | None = None, cancel: CancelToken | None = None
    ) -> Document:
        """Index a document that waits, or finish an interrupted one. Returns and raises as `index` does."""
        if document.state is DocumentState.EMBEDDING:
            return self.complete(document, cancel or CancelToken())
        if document.container is not None:
            cancel, started = cancel or CancelToken(), self._clock()
            prepared = self.prepare_member(document, password, cancel)
            return self.complete(prepared, cancel, self._clock() - started)
        return self.index(Path(document.path), document.collection, password, cancel)

    def resume(self, cancel: CancelToken | None = None) -> Iterator[Document]:
        """Finish, one by one, what an earlier run left, in the order it came.

        Documents whose vectors another embedder made get new ones afterwards. Raises as `index` does, and
        `EngineError`s while doing the latter.
        """
        cancel = cancel or CancelToken()
        for document in self._store.unfinished():
            yield self.take_up(document, None, cancel)
        yield from self.renew_vectors(cancel)

    def reopen(self, document_id: int) -> None:
        """Put a document back into the queue, to be read anew; nothing finds it until then.

        Raises `DocumentUnknown`.
        """
        ids = passage_ids(self._store, self._store.get(document_id))
        self._store.restart(document_id, DocumentState.QUEUED)
        self._vectors.remove(ids)

    def remove(self, document_id: int) -> None:
        """Remove a document from the vault and from the index in memory. Raises `DocumentUnknown`."""
        ids = passage_ids(self._store, self._store.get(document_id))
        self._store.remove(document_id)
        self._vectors.remove(ids)

    def interrupt(self) -> None:
        """The program ends: a document cancelled from now on keeps what it has, for `resume` to use."""
        self._interrupted.set()

    def _retired(self, before: Document, ids: Ids, document: Document) -> None:
        """What a file held is gone: the file is now a copy of another document."""
        self._vectors.remove(ids)
        if before.state is DocumentState.READY:
            count = document.passages
            self._tell(document.id, Path(document.path), DocumentState.READY, count, count, before.id)

    def _read(
        self,
        document_id: int,
        path: Path,
        password: str | None,
        sha256: str,
        cancel: CancelToken,
        member: str = "",
        known: Sequence[Page] = (),
    ) -> None:
        corrections, whole = self._corrections(sha256), self._store.is_whole(document_id)
        pages, laid, asides = list[Page](), list[bytes](), Asides()
        done, total, at_once = len(known), 0, PAGES_A_WRITE
        structure, held = Structure((), ()), held_bytes(self._store, path)
        self._tell(document_id, path, DocumentState.READING, done, 0)
        found = self._reader.read(
            path,
            password,
            cancel,
            corrections,
            whole=whole,
            member=member,
            laid=laid.append,
            known=known,
            held=held,
        )
        with closing(closable(found)) as events:
            for event in events:
                cancel.raise_if_cancelled()
                if isinstance(event, Page):
                    pages.append(event)
                    asides.add(event.number, event.lines)
                    if len(pages) >= at_once:
                        done += self._store_pages(document_id, pages, cancel)
                        self._tell(document_id, path, DocumentState.READING, done, total)
                elif isinstance(event, DocumentInfo):
                    self._store.describe(document_id, event)
                    total = event.page_count
                    at_once = 1 if event.unit is PageUnit.MINUTE else PAGES_A_WRITE
                    self._tell(document_id, path, DocumentState.READING, done + len(pages), total)
                else:
                    structure = event
        done += self._store_pages(document_id, pages, cancel)
        self._tell(document_id, path, DocumentState.READING, done, done)
        if not structure.passages:
            raise NoText(path=str(path), pages=done)
        self._store.add_structure(document_id, structure, asides.found())
        for view in laid:
            self._store.laid.keep(document_id, self._store.text(document_id), view)
        if not member:
            self._store.called.keep(document_id)

    def _heard(self, document: Document) -> Sequence[Page]:
        """The minutes of a recording that an earlier start wrote down: each took seconds to a minute."""
        if document.state is not DocumentState.READING or document.unit is not PageUnit.MINUTE:
            return ()
        return self._store.pages(document.id)

    def _store_pages(self, document_id: int, pages: list[Page], cancel: CancelToken) -> int:
        self._gate(cancel)
        count = len(pages)
        if count:
            self._store.add_pages(document_id, pages)
            pages.clear()
        return count

    def _embed(self, document: Document, cancel: CancelToken) -> None:
        """Give a vector to every passage that has none yet."""
        passages = self._store.passages(document.id)
        held = self._store.embeddings.places(document.id, self._embedder.name)
        path, total, done = Path(document.path), len(passages), len(held)

        def step(count: int) -> None:
            nonlocal done
            done = min(done + count, total)
            self._tell(document.id, path, DocumentState.EMBEDDING, done, total)

        step(0)
        for first in range(0, total, PASSAGES_A_WRITE):
            # A passage's own text only: with its headings before it, or the mean of both, found less and cost
            # twice as much (tests/benchmarks/README.md). Its headings count in the search by words.
            texts = [passage.text for passage in passages[first : first + PASSAGES_A_WRITE]]
            if held.issuperset(range(first, first + len(texts))):
                continue
            vectors = embedded(texts, self._embedder, cancel, self._gate, step)
            self._store.embeddings.add(document.id, first, vectors, embedder=self._embedder.name)

    def _finish(self, document: Document, started: float) -> None:
        old = self._store.replaced_by(document.id)
        gone = np.empty(0, np.int64) if old is None else passage_ids(self._store, old)
        replaced = self._store.finish(document.id, self._clock() - started)
        self._vectors.remove(gone)
        count = self._take_up(document.id)
        self._tell(document.id, Path(document.path), DocumentState.READY, count, count, replaced)

    def _take_up(self, document_id: int) -> int:
        """Let a document be found by its vectors; how many passages it has. Raises `DocumentUnknown`."""
        ids = take_up(self._store, self._vectors, self._embedder, [document_id])
        try:
            return self._store.get(document_id).passages
        except DocumentUnknown:  # removed this very moment
            self._vectors.remove(ids)
            raise

    def renew_vectors(self, cancel: CancelToken) -> Iterator[Document]:
        """Give new vectors to READY documents whose vectors another embedder made. Raises `EngineError`s."""
        for document in self._store.lacking_vectors(self._embedder.name):
            with suppress(DocumentUnknown):  # removed meanwhile
                self._embed(document, cancel)
                self._store.embeddings.keep_only(document.id, self._embedder.name)
                self._take_up(document.id)
                count = document.passages
                self._tell(document.id, Path(document.path), DocumentState.READY, count, count)
                yield document

    @contextmanager
    def _settled(self, document_id: int, cancel: CancelToken) -> Iterator[None]:
        """Bring a document that cannot go on to an end: FAILED with its reason, or nothing when cancelled."""
        try:
            yield
        except Cancelled:
            if not self._interrupted.is_set():
                self._discard(document_id)
            raise
        except (ReadError, EngineError) as fault:
            if cancel.cancelled and not self._interrupted.is_set():
                self._discard(document_id)
                raise Cancelled from fault
            self._fail(document_id, fault)
        except VaultFull as fault:
            # Giving back what the document took may be all the room there is.
            try:
                self._fail(document_id, fault)
            except VaultError:
                raise fault from None

    def _fail(self, document_id: int, fault: Fault) -> Document:
        self._store.fail(document_id, fault)
        document = self._store.get(document_id)
        self._tell(document_id, Path(document.path), DocumentState.FAILED, 0, 0)
        return document

    def _discard(self, document_id: int) -> None:
        with suppress(DocumentUnknown):
            self._store.remove(self._store.get(document_id).id)  # never what is in the bin by now

    @contextmanager
    def _warming(self) -> Iterator[None]:
        def start() -> None:
            # What is wrong with the embedder shows again, and counts, when it is used.
            with suppress(EngineError):
                self._warm_up()

        thread = threading.Thread(target=start, name="embedder-start", daemon=True)
        thread.start()
        try:
            yield
        finally:
            thread.join()

    def _tell(
        self,
        document_id: int,
        path: Path,
        state: DocumentState,
        done: int,
        total: int,
        replaced: int | None = None,
        unit: PageUnit = PageUnit.PAGE,
    ) -> None:
        self._on_event(IndexEvent(document_id, str(path), state, done, total, replaced, unit))

    def _tell_members(self, held_by: int, ids: Sequence[int]) -> None:
        self._on_event(IndexEvent(held_by, "", DocumentState.EMBEDDING, 0, 0, members=tuple(ids)))
