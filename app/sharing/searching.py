"""Questions put to shared collections, and what becomes of them when these cannot be asked.

What leaves this computer for a question is its vector. What comes back is compared here with what the model
of this library makes of the same texts, before any of it counts.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.events import EventBus, SharedChanged
from app.sharing.allowed import SharedPlaces
from app.sharing.passages import LONGEST, about, hit_from, model_of
from engine.cancel import CancelToken
from engine.errors import (
    Cancelled,
    EngineError,
    Fault,
    RemoteCollectionMissing,
    RemoteError,
    RemoteNotAllowed,
    RemoteOtherDimension,
    RemoteOtherModel,
)
from engine.protocols import Embedder
from engine.remote.chroma import Listed, Near
from engine.remote.collections import SharedServer
from rag.answering.along import Found
from rag.errors import VaultError
from rag.reading.cleaning import clean
from rag.types import Hit, Unasked

_AWAY_SECONDS = 60.0  # before one that could not be reached is tried again
_FRESH_SECONDS = 300.0  # for which its list of collections is taken to hold
_PROBED = 3  # passages whose vectors are made again here
_SAME = 0.9  # cosine; that of two precisions of one model is 0.99 and more
_OF_ONE = (RemoteCollectionMissing, RemoteOtherDimension, RemoteOtherModel)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offered:
    """A collection of the server, as the person may choose it. `lacks` is why nothing can be found in it;
    `own`: this library published it.
    """

    listed: Listed
    owner: str
    whole: bool
    own: bool
    chosen: bool
    lacks: Fault | None = None


class Sharing:
    """The shared collections of one server; see `rag.answering.along.Others`. Thread-safe."""

    def __init__(
        self,
        host: str,
        places: SharedPlaces,
        embedder: Embedder,
        bus: EventBus,
        server: SharedServer | None,
        fault: RemoteNotAllowed | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`server` None: nothing can be asked, for the reason `fault`."""
        self.host = host
        self.places = places
        self.embedder = embedder
        self._bus = bus
        self._server = server
        self._clock = clock
        self._lock = threading.Lock()
        self._away: Fault | None = fault
        self._tried = self._looked = float("-inf")
        self._listed: dict[str, Listed] = {}

    @property
    def server(self) -> SharedServer:
        """What is asked. Raises `RemoteNotAllowed` where nothing may be."""
        if self._server is None:
            raise self._away or RemoteNotAllowed(host=self.host, detail="changed")
        return self._server

    @property
    def away(self) -> Fault | None:
        """Why it cannot be asked, as far as is known."""
        return self._away

    @property
    def chosen(self) -> tuple[str, ...]:
        """The collections that are searched, by name. Raises `VaultError`s."""
        allowed = self.places.allowed()
        return allowed.collections if allowed else ()

    def choose(self, name: str, searched: bool) -> None:
        """Search a collection along with the library from now on, or no more. Raises `VaultError`s."""
        others = [one for one in self.chosen if one != name]
        self.places.choose([*others, name] if searched else others)
        self._bus.publish(SharedChanged(self.host, self._away))

    def offered(self, cancel: CancelToken | None = None) -> tuple[Offered, ...]:
        """What the server holds, asked now, and what is chosen of it and gone. Raises `RemoteError`s,
        `WorkerError`s, `VaultError`s and `Cancelled`.
        """
        with self._told():
            listed = self._look(cancel)
        chosen, library = self.chosen, self.places.library()
        return tuple(
            Offered(
                one,
                about(one).owner,
                about(one).whole,
                about(one).library == library,
                one.name in chosen,
                self._lacking(one),
            )
            for one in listed.values()
        )

    def forget(self) -> None:
        """Look anew at what the server holds, before the next question."""
        self._looked = float("-inf")

    def search(self, question: str, k: int, cancel: CancelToken) -> Found:
        """See `rag.answering.along.Others`."""
        try:
            chosen = self.chosen
        except VaultError as fault:
            _log.warning("shared collections are not known: %s", fault.code)
            return Found()
        if not chosen or not question.strip():
            return Found()
        hits: list[Hit] = []
        found: list[str] = []
        missed: list[Unasked] = []
        away = self._in_the_way()
        for name in chosen:
            if away is None:
                try:
                    more = self._near(name, question, k, cancel)
                    hits += more
                    found += [name] if more else []
                    continue
                except Cancelled:
                    raise
                except _OF_ONE as error:
                    missed.append(self._unasked(name, error))
                    continue
                except (EngineError, VaultError) as error:
                    away = error  # of the server, or of this computer: the others fare no better
            missed.append(self._unasked(name, away))
        return Found(tuple(hits), tuple(found), tuple(missed))

    def close(self) -> None:
        """End the process that speaks with it."""
        if self._server is not None:
            self._server.close()

    # --- inside --------------------------------------------------------------------------------------------

    def _near(self, name: str, question: str, k: int, cancel: CancelToken) -> list[Hit]:
        vector = self.embedder.embed_question(question, cancel).vector
        with self._told():
            stale = self._clock() - self._looked >= _FRESH_SECONDS
            listed = self._look(cancel) if stale or name not in self._listed else self._listed
            of = listed.get(name)
            if of is None:
                raise RemoteCollectionMissing(host=self.host, collection=name)
            if lacks := self._lacking(of, vector.size):
                raise lacks
            try:
                near = self.server.near(of, vector, k, cancel)
            except RemoteCollectionMissing:
                self.forget()
                raise
        self._prove(of, near, cancel)
        return [hit_from(one, of, self.host) for one in near.passages[:k]]

    def _lacking(self, of: Listed, dimension: int | None = None) -> Fault | None:
        """Why nothing can be found in a collection by the vectors of this library."""
        try:
            ours, size = model_of(self.embedder.name), dimension or self.embedder.dimension
        except EngineError as fault:
            return fault
        theirs = about(of).embedder
        if theirs != ours:
            detail = "other" if theirs else "unknown"
            return RemoteOtherModel(
                host=self.host, collection=of.name, theirs=theirs or None, ours=ours, detail=detail
            )
        if of.dimension and of.dimension != size:
            return RemoteOtherDimension(host=self.host, collection=of.name, ours=size)
        return None

    def _prove(self, of: Listed, near: Near, cancel: CancelToken) -> None:
        """Raises `RemoteOtherModel` where the vectors are not those of the texts."""
        texts = [clean(one.text)[:LONGEST] for one in near.passages[:_PROBED]]
        if not texts:
            return
        made = self.embedder.embed(texts, cancel)
        cosines = np.sum(made * _of_length_one(near.vectors[: len(texts)]), axis=1)
        if float(np.median(cosines)) < _SAME:
            ours = model_of(self.embedder.name)
            raise RemoteOtherModel(
                host=self.host, collection=of.name, theirs=ours, ours=ours, detail="vectors"
            )

    def _look(self, cancel: CancelToken | None) -> dict[str, Listed]:
        listed = {one.name: one for one in self.server.collections(cancel)}
        with self._lock:
            self._listed, self._looked = listed, self._clock()
        return listed

    def _in_the_way(self) -> Fault | None:
        """Why nothing is asked now: one that was away is tried now and then."""
        if self._server is None or self._clock() - self._tried < _AWAY_SECONDS:
            return self._away
        return None

    def _unasked(self, name: str, fault: Fault) -> Unasked:
        return Unasked(name, self.host, fault.code, json.dumps(fault.facts))

    def _told(self) -> _Telling:
        return _Telling(self._came)

    def _came(self, fault: Fault | None) -> None:
        """What came of asking the server; that it is away is told once, and once that it is back."""
        with self._lock:
            changed = (fault is None) != (self._away is None)
            self._away = fault
            self._tried = float("-inf") if fault is None else self._clock()
        if fault is not None:
            _log.warning("shared collections cannot be asked: %s", fault.code)
        if changed:
            self._bus.publish(SharedChanged(self.host, fault))


class _Telling:
    """Tells what came of asking the server, however it is left: what is of one collection is not of all."""

    def __init__(self, came: Callable[[Fault | None], None]) -> None:
        self._came = came

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, _OF_ONE):
            self._came(None)
        elif isinstance(error, RemoteError):
            self._came(error)


def _of_length_one(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths: NDArray[np.float32] = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors / lengths
