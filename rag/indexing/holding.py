"""Files that hold documents which stand by themselves, the messages of a mailbox, on their way to READY.

The file is one job with one progress; what it holds becomes rows many at a time, those read in one
transaction, those embedded in another, and each is found by searches from then on. When the file changes,
what is in it still goes over to its new row as it is, and only what is new is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np

from engine.cancel import CancelToken
from engine.errors import ModelMissing
from engine.protocols import Embedder
from engine.types import PassageVectors
from rag.errors import NoText
from rag.indexing.batches import PASSAGES_A_WRITE, closable, embedded
from rag.indexing.taking_up import take_up
from rag.indexing.vectors import VectorIndex
from rag.layout.asides import Asides
from rag.storing.documents import DocumentStore
from rag.storing.members import Members, ReadMember, Waiting
from rag.types import (
    Document,
    DocumentInfo,
    DocumentState,
    Member,
    MemberEvent,
    MemberFailed,
    Page,
    PageUnit,
    Structure,
)

MEMBERS_A_WRITE = 128
_PAGES_A_WRITE = 512  # what a crash may cost, and what is held in memory
_KEPT_A_WRITE = 1024


class HoldingReader(Protocol):
    """What reads files of several documents; see `rag.reading.reader.DocumentReader`."""

    def read_members(
        self, path: Path, password: str | None, cancel: CancelToken, known: Collection[str]
    ) -> Iterator[MemberEvent]:
        """Yield each document that a file holds, with its events where its key is not `known`; at last those
        of the file itself. Raises `ReadError`s and `Cancelled`.
        """
        ...


class Holding:
    """Indexes what one file holds, in the caller's thread."""

    def __init__(
        self,
        store: DocumentStore,
        embedder: Embedder,
        vectors: VectorIndex,
        gate: Callable[[CancelToken], None],
        tell: Callable[[int, Path, DocumentState, int, int], None],
        tell_members: Callable[[int, Sequence[int]], None],
        embed_long: Callable[[Document, CancelToken], None],
    ) -> None:
        """`gate` as of the indexer, and `embed_long`, which embeds one document. `tell` is called with how
        far the file has come: documents while it is READING, passages while EMBEDDING; `tell_members` with
        the file and those of its documents that have come to an end.
        """
        self._store = store
        self._embedder = embedder
        self._vectors = vectors
        self._gate = gate
        self._tell = tell
        self._tell_members = tell_members
        self._embed_long = embed_long

    def read(
        self, container: int, path: Path, password: str | None, reader: HoldingReader, cancel: CancelToken
    ) -> None:
        """Read what is not known yet, then what the file says of itself. Raises `NoText` where it holds
        nothing, and as the reader does.
        """
        members = self._store.members
        batch = _Batch(members, container)
        own: list[Page] = []
        done = total = 0
        failed = False
        self._store.describe(container, DocumentInfo("", 0, PageUnit.MESSAGE))
        self._tell(container, path, DocumentState.READING, 0, 0)
        events = reader.read_members(path, password, cancel, members.known(container))
        with closing(closable(events)) as found:
            for event in found:
                cancel.raise_if_cancelled()
                if isinstance(event, Member):
                    done += 1
                    total = max(done, round(done / event.share)) if event.share else 0
                elif isinstance(event, Page) and not batch.is_open:
                    own.append(event)
                elif isinstance(event, DocumentInfo) and not batch.is_open:
                    self._store.describe(container, event)
                batch.take(event)
                if batch.is_full:
                    self._gate(cancel)
                    failed = batch.write() or failed
                    self._tell(container, path, DocumentState.READING, done, total)
        failed = batch.write() or failed
        self._tell(container, path, DocumentState.READING, done, done)
        if not members.known(container):
            raise NoText(path=str(path), pages=len(own))
        self._store.add_pages(container, own)
        self._store.add_structure(container, Structure((), ()))
        if failed:
            self._tell_members(container, members.failed(container))

    def embed(self, document: Document, cancel: CancelToken) -> None:
        """Give vectors to all passages that have none, and make their documents READY."""
        members, path = self._store.members, Path(document.path)
        done = members.passages(document.id, DocumentState.READY)
        total = done + members.passages(document.id, DocumentState.EMBEDDING)

        def step(count: int) -> None:
            nonlocal done
            done = min(done + count, total)
            self._tell(document.id, path, DocumentState.EMBEDDING, done, total)

        step(0)
        while waiting := members.waiting(document.id, PASSAGES_A_WRITE):
            vectors = None
            with suppress(ModelMissing):  # they are found by their words until they get vectors
                if len(waiting[0].texts) > PASSAGES_A_WRITE:
                    waiting = waiting[:1]
                    self._embed_long(self._store.get(waiting[0].id), cancel)
                else:
                    texts = [text for one in waiting for text in one.texts]
                    vectors = embedded(texts, self._embedder, cancel, self._gate, step)
            self._finish(document.id, waiting, vectors)
            if vectors is None:
                step(sum(len(one.texts) for one in waiting))

    def _finish(self, container: int, waiting: Sequence[Waiting], vectors: PassageVectors | None) -> None:
        """Make documents READY with the vectors of all of them, or with those that they have."""
        name = "" if vectors is None else self._embedder.name
        done = set(self._store.members.finish(waiting, vectors, name))
        if vectors is None:
            take_up(self._store, self._vectors, self._embedder, sorted(done))
        if vectors is not None:
            ids = [np.arange(one.first, one.first + len(one.texts), dtype=np.int64) for one in waiting]
            there = [np.full(len(one.texts), one.id in done) for one in waiting]
            kept = np.concatenate(there)
            self._vectors.add(np.concatenate(ids)[kept], vectors.vectors[kept])
        self._tell_members(container, sorted(done))


class _Batch:
    """What was read of a file and is to be written."""

    def __init__(self, members: Members, container: int) -> None:
        self._members = members
        self._container = container
        self._read: list[ReadMember] = []
        self._kept: list[str] = []
        self._open: ReadMember | None = None
        self._asides = Asides()

    @property
    def is_open(self) -> bool:
        """Whether what comes now is of a document that the file holds."""
        return self._open is not None

    def take(self, event: MemberEvent) -> None:
        """Mind an event of the reader."""
        if isinstance(event, Member):
            self._begin(event)
        elif self._open is None:
            return
        elif isinstance(event, DocumentInfo):
            self._open.info = event
        elif isinstance(event, Page):
            self._open.pages.append(event)
            self._asides.add(event.number, event.lines)
        elif isinstance(event, Structure) and event.passages:
            self._end(replace(self._open, structure=event, asides=self._asides.found()))
        elif isinstance(event, Structure):
            self._end(_failed(self._open, NoText.code, {"pages": len(self._open.pages)}))
        else:
            self._end(_failed(self._open, event.code, event.facts))

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        many = len(self._read) >= MEMBERS_A_WRITE or len(self._kept) >= _KEPT_A_WRITE
        return many or sum(len(one.pages) for one in self._read) >= _PAGES_A_WRITE

    def write(self) -> bool:
        """Write what there is; whether something of it has failed."""
        failed = any(one.failed is not None for one in self._read)
        if self._kept:
            self._members.keep(self._container, self._kept)
        if self._read:
            self._members.add(self._container, self._read)
        self._read, self._kept = [], []
        return failed

    def _begin(self, member: Member) -> None:
        if member.is_known:
            self._kept.append(member.key)
            self._open = None
        else:
            self._open, self._asides = ReadMember(member), Asides()

    def _end(self, read: ReadMember) -> None:
        self._read.append(read)
        self._open = None


def _failed(read: ReadMember, code: str, facts: Mapping[str, object]) -> ReadMember:
    """A document without its content, and why."""
    return ReadMember(read.member, failed=MemberFailed(code, facts))
