"""A collection of this library put on the server of shared collections, and taken from there again.

What leaves this computer is the texts of its passages with where they stand, and their vectors; no file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.errors import NothingToPublish
from app.sharing.passages import About, about, kept_of, model_of
from app.sharing.searching import Sharing
from engine.cancel import CancelToken
from engine.errors import Cancelled, RemoteCollectionMissing, RemoteNameTaken, RemoteOtherModel
from engine.remote.chroma import NAME, Kept, Listed
from rag.errors import MatterReadOnly
from rag.storing.documents import DocumentStore
from rag.storing.terms import terms_of
from rag.storing.vault import Vault
from rag.types import Document, DocumentState

_AT_ONCE = 64  # passages of a request, at most
_NEVER = CancelToken()
_LONGEST = 200  # characters of a name
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})  # NFKD would leave the vowel alone

Progress = Callable[[int, int], None]  # passages that are there, and all


@dataclass(frozen=True, slots=True)
class Plan:
    """What would leave this computer. `documents` by name; `left_out`: of the collection, but without vectors
    of the model of this library yet, or not read to their end.
    """

    collection: str
    name: str  # on the server
    owner: str
    documents: tuple[str, ...]
    left_out: tuple[str, ...]
    passages: int
    bytes: int  # of text
    dimension: int  # numbers of a vector


@dataclass(frozen=True, slots=True)
class Published:
    """`sent` passages went now, `there` were on the server before, `dropped` went from it; not `whole`: it
    was stopped, and goes on where it was when it is published again.
    """

    name: str
    sent: int
    there: int
    dropped: int
    whole: bool


class Publishing:
    """Methods raise `RemoteError`s, `WorkerError`s and `VaultError`s."""

    def __init__(self, sharing: Sharing, store: DocumentStore, vault: Vault) -> None:
        """`store` is over the `vault`, whose terms are held to."""
        self._sharing = sharing
        self._store = store
        self._vault = vault

    def plan(self, collection: str, name: str = "", owner: str = "") -> Plan:
        """What publishing a collection would send; nothing is asked of the server. `name` is made of the
        collection's where none is given. Raises `NothingToPublish` where it holds nothing to be sent, or the
        name is none that a server takes, and `MatterReadOnly` for a matter that was handed over on terms,
        which would otherwise end here.
        """
        if terms_of(self._vault).bind:
            raise MatterReadOnly(path=str(self._vault.path.parent))
        ready, left = self._documents(collection)
        name = name or named(collection)
        if not NAME.fullmatch(name):
            raise NothingToPublish(collection=collection, name=name)
        passages = size = 0
        for document in ready:
            texts = [one.text for one in self._store.passages(document.id)]
            passages += len(texts)
            size += sum(len(text.encode("utf-8", "replace")) for text in texts)
        if not passages:
            raise NothingToPublish(collection=collection)
        dimension = self._sharing.embedder.dimension
        names = tuple(one.name for one in ready)
        return Plan(collection, name, owner, names, left, passages, size, dimension)

    def publish(self, plan: Plan, progress: Progress, cancel: CancelToken) -> Published:
        """Send what a plan says. What is there already is not sent again, and what is no longer in the
        collection goes from there. Cancelling stops between two requests.

        Raises `RemoteNameTaken` where there is one of that name that this library did not publish, and
        `RemoteOtherModel` where it did with another model.
        """
        server = self._sharing.server
        wanted: set[str] = set()
        sent, before = 0, 0
        try:
            of = self._made(plan, cancel)
            there = server.ids(of, cancel)
        except Cancelled:
            return Published(plan.name, 0, 0, 0, whole=False)
        for batch, vectors in self._batches(plan):
            wanted.update(one.id for one in batch)
            new = [place for place, one in enumerate(batch) if one.id not in there]
            before += len(batch) - len(new)
            if cancel.cancelled:
                return Published(plan.name, sent, before, 0, whole=False)
            if new:
                server.put(of, [batch[place] for place in new], vectors[new], _NEVER)
                sent += len(new)
            progress(sent + before, plan.passages)
        stale = sorted(there - wanted)
        for at in range(0, len(stale), _AT_ONCE):
            server.drop(of, stale[at : at + _AT_ONCE], _NEVER)
        server.tell(of, self._about(plan, whole=True).told(), _NEVER)
        self._sharing.forget()
        return Published(plan.name, sent, before, len(stale), whole=True)

    def withdraw(self, name: str, cancel: CancelToken) -> None:
        """Delete from the server what this library published under a name. Raises `RemoteNameTaken` where
        another did, `RemoteCollectionMissing` where nobody did.
        """
        found = self._listed(name, cancel)
        if found is None:
            raise RemoteCollectionMissing(host=self._sharing.host, collection=name)
        if about(found).library != self._sharing.places.library():
            raise RemoteNameTaken(host=self._sharing.host, collection=name)
        self._sharing.server.remove(found, cancel)
        self._sharing.choose(name, False)
        self._sharing.forget()

    # --- inside --------------------------------------------------------------------------------------------

    def _documents(self, collection: str) -> tuple[list[Document], tuple[str, ...]]:
        """The documents that can be sent, and the names of the others."""
        embedder = self._sharing.embedder.name
        ready, left = [], []
        for one in self._store.list(collection):
            if one.is_container:
                continue
            places = self._store.embeddings.places(one.id, embedder)
            if one.state is DocumentState.READY and len(places) == one.passages:
                ready += [one] if one.passages else []
            else:
                left.append(one.name)
        return ready, tuple(left)

    def _made(self, plan: Plan, cancel: CancelToken) -> Listed:
        """The collection on the server, which says that it is not whole."""
        server, host = self._sharing.server, self._sharing.host
        found = self._listed(plan.name, cancel)
        told = self._about(plan, whole=False)
        if found is None:
            return server.make(plan.name, told.told(), cancel)
        theirs = about(found)
        if theirs.library != told.library:
            raise RemoteNameTaken(host=host, collection=plan.name)
        if theirs.embedder != told.embedder:
            raise RemoteOtherModel(
                host=host,
                collection=plan.name,
                theirs=theirs.embedder or None,
                ours=told.embedder,
                detail="other",
            )
        server.tell(found, told.told(), cancel)
        return replace(found, told=told.told())

    def _listed(self, name: str, cancel: CancelToken) -> Listed | None:
        return next((one for one in self._sharing.server.collections(cancel) if one.name == name), None)

    def _about(self, plan: Plan, *, whole: bool) -> About:
        model = model_of(self._sharing.embedder.name)
        return About(model, plan.owner, self._sharing.places.library(), whole)

    def _batches(self, plan: Plan) -> Iterator[tuple[Sequence[Kept], NDArray[np.float32]]]:
        """The passages of a collection with their vectors, some at a time."""
        most = min(_AT_ONCE, self._sharing.server.batch or _AT_ONCE)
        for document in self._documents(plan.collection)[0]:
            content = self._store.sha256_of(document.id) or ""
            ids, vectors = self._store.embeddings.of(document.id, self._sharing.embedder.name)
            for at in range(0, len(ids), most):
                hits = self._store.hits((one, 0.0) for one in ids[at : at + most].tolist())
                rows = [int(np.searchsorted(ids, hit.passage_id)) for hit in hits]
                yield [kept_of(hit, content) for hit in hits], vectors[rows]


def named(collection: str) -> str:
    """A name that servers take, made of a collection's: letters, digits, ".", "_" and "-"."""
    plain = unicodedata.normalize("NFKD", collection.translate(_SPELT))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")[:_LONGEST].rstrip("-._")
    return name if len(name) > 2 else f"library-{name}".rstrip("-")
