"""Dense search over the passages' vectors: exact at once, and Chroma's graph once it has caught up.

Vectors have length 1, so the inner product is the cosine. Chroma holds ids and vectors only, in memory; it is
made anew from the vault by a thread of its own, and asked only while it holds what the exact index holds.
"""

from __future__ import annotations

import logging
import queue
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Matrix = NDArray[np.float32]
Span = tuple[int, int]
"""Passage ids from the first to the last, both included."""

_COPIED = 1024  # vectors; 1.5 MB, which the allocator gives back to the system

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """Ids in ascending order and their vectors; never changed once published."""

    ids: Ids
    matrix: Matrix


class VectorIndex:
    """Exact search in memory. Reads take no lock; changes come one at a time."""

    def __init__(self, mirror: ChromaMirror | None = None) -> None:
        self._mirror = mirror
        self._lock = threading.Lock()
        self._now = _Snapshot(np.empty(0, np.int64), np.empty((0, 0), np.float32))
        self._room: Matrix = self._now.matrix

    def __len__(self) -> int:
        return int(self._now.ids.size)

    @property
    def mirrored(self) -> bool:
        """Whether Chroma answers."""
        return self._mirror is not None and self._mirror.count() == len(self)

    def add(self, ids: Ids, vectors: Matrix) -> None:
        """Add vectors, shape (n, dimension); ids held already get the new vector."""
        if not ids.size:
            return
        vectors = np.ascontiguousarray(vectors, np.float32)
        with self._lock:
            now = self._now
            known = np.isin(now.ids, ids) if now.ids.size else np.zeros(0, bool)
            if known.any():
                self._keep(~known)
                if self._mirror is not None:
                    self._mirror.drop(now.ids[known])
            order = np.argsort(ids, kind="stable")
            self._append(ids[order], vectors[order])
            if self._mirror is not None:
                self._mirror.put(ids, vectors)

    def remove(self, ids: Ids) -> None:
        """Forget vectors; ids not held are passed over."""
        with self._lock:
            now = self._now
            gone = np.isin(now.ids, ids) if now.ids.size else np.zeros(0, bool)
            if not gone.any():
                return
            self._keep(~gone)
            if self._mirror is not None:
                self._mirror.drop(now.ids[gone])

    def search(self, vector: Matrix, k: int, spans: Sequence[Span] | None = None) -> tuple[Ids, Matrix]:
        """The k nearest passages to `vector`, shape (dimension,), best first, within `spans` when given.

        Returns ids and cosines, shapes (≤ k,).
        """
        now = self._now
        if not now.ids.size or k <= 0:
            return now.ids[:0], np.empty(0, np.float32)
        if spans is None and self._mirror is not None and self._mirror.count() == now.ids.size:
            near = self._mirror.nearest(vector, k)
            if near is not None:
                scores = self.scores(vector, near)
                order = np.argsort(-scores, kind="stable")
                order = order[~np.isnan(scores[order])]  # removed this very moment
                return near[order], scores[order]
        rows = None if spans is None else _rows(now.ids, spans)
        scores = (now.matrix if rows is None else now.matrix[rows]) @ vector
        best = _best(scores, k)
        return (now.ids if rows is None else now.ids[rows])[best], scores[best]

    def scores(self, vector: Matrix, ids: Ids) -> Matrix:
        """Cosines of the passages `ids`, NaN for those without a vector; shape (n,)."""
        now = self._now
        scores = np.full(ids.size, np.nan, np.float32)
        if now.ids.size:
            rows = np.minimum(np.searchsorted(now.ids, ids), now.ids.size - 1)
            held = now.ids[rows] == ids
            scores[held] = now.matrix[rows[held]] @ vector
        return scores

    def close(self) -> None:
        """End the thread that feeds Chroma and let its memory go."""
        if self._mirror is not None:
            self._mirror.close()

    def _keep(self, kept: NDArray[np.bool_]) -> None:
        now = self._now
        self._room = now.matrix[kept]
        self._now = _Snapshot(now.ids[kept], self._room)

    def _append(self, ids: Ids, vectors: Matrix) -> None:
        """New passages have the highest ids, so they go to the end; the rare others are sorted in."""
        now = self._now
        held, total = now.ids.size, now.ids.size + ids.size
        all_ids = np.concatenate([now.ids, ids])
        if held and now.ids[-1] > ids[0]:
            order = np.argsort(all_ids, kind="stable")
            self._room = np.concatenate([now.matrix, vectors])[order]
            self._now = _Snapshot(all_ids[order], self._room)
            return
        if total > self._room.shape[0] or not held:
            # Room ahead spares copying everything for every document; rows in use are never written again.
            room = np.empty((total if not held else total + total // 4, vectors.shape[1]), np.float32)
            if held:
                room[:held] = now.matrix
            self._room = room
        self._room[held:total] = vectors
        self._now = _Snapshot(all_ids, self._room[:total])


def _rows(ids: Ids, spans: Sequence[Span]) -> slice | NDArray[np.int64]:
    """Where the ids within `spans` are; a slice, hence no copy, when they are neighbours."""
    edges = [
        (int(np.searchsorted(ids, first)), int(np.searchsorted(ids, last, "right"))) for first, last in spans
    ]
    edges = sorted(edge for edge in edges if edge[0] < edge[1])
    if not edges:
        return slice(0, 0)
    if all(left[1] == right[0] for left, right in pairwise(edges)):
        return slice(edges[0][0], edges[-1][1])
    return np.concatenate([np.arange(first, last) for first, last in edges])


def _best(scores: Matrix, k: int) -> NDArray[np.intp]:
    """Places of the k highest scores, highest first."""
    if k < scores.size:
        top = np.argpartition(-scores, k - 1)[:k]
        return top[np.argsort(-scores[top], kind="stable")]
    return np.argsort(-scores, kind="stable")


@dataclass(frozen=True, slots=True)
class _Change:
    ids: Ids
    vectors: Matrix | None  # None: to be dropped


class ChromaMirror:
    """A Chroma collection in memory that follows a `VectorIndex` from a thread of its own.

    Chroma is imported by that thread, `settle_seconds` after the first vectors came: it takes a second and
    100 MB, and whoever asks as soon as the window is there would wait for it. Adding keeps the interpreter's
    lock for about a millisecond a vector, so batches are small and there is a pause between them: other
    threads wait 30 ms at most (500 at a time made a window stand still for half a second). `idle` returns
    once nobody waits for an answer; it is asked before every piece of this work.
    """

    def __init__(
        self,
        on_caught_up: Callable[[int], None] | None = None,
        *,
        batch: int = 32,
        pause_seconds: float = 0.005,
        search_ef: int = 200,
        settle_seconds: float = 0.0,
        idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_caught_up = on_caught_up
        self._batch = batch
        self._pause = pause_seconds
        self._search_ef = search_ef
        self._settle = settle_seconds
        self._idle = idle
        self._changes: queue.SimpleQueue[_Change | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._pending = 0
        self._count = 0
        self._collection: Any = None
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._broken = False

    def put(self, ids: Ids, vectors: Matrix) -> None:
        """Add soon."""
        for first in range(0, ids.size, _COPIED):
            # A part of an array keeps all of it in memory, 150 MB for 100,000 passages.
            block, theirs = vectors[first : first + _COPIED].copy(), ids[first : first + _COPIED]
            for at in range(0, theirs.size, self._batch):
                self._submit(_Change(theirs[at : at + self._batch], block[at : at + self._batch]))

    def drop(self, ids: Ids) -> None:
        """Remove soon."""
        for at in range(0, ids.size, self._batch):
            self._submit(_Change(ids[at : at + self._batch], None))

    def count(self) -> int:
        """How many vectors it holds; -1 while changes wait or after it broke."""
        with self._lock:
            return -1 if self._pending or self._broken else self._count

    def nearest(self, vector: Matrix, k: int) -> Ids | None:
        """About the k nearest ids, best first; None when Chroma refuses, which ends its use."""
        try:
            found = self._collection.query(query_embeddings=[vector], n_results=k, include=[])
        except Exception:  # a library with a process's worth of machinery; the exact index can answer instead
            self._give_up()
            return None
        return np.array([int(id_) for id_ in found["ids"][0]], np.int64)

    def close(self) -> None:
        """Stop following and free the collection. Calling it again does nothing."""
        self._stop.set()
        with self._lock:
            thread, self._thread = self._thread, None
            self._broken = True
        self._changes.put(None)
        if thread is not None:
            thread.join()

    def _submit(self, change: _Change) -> None:
        with self._lock:
            if self._broken:
                return
            self._pending += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._follow, name="chroma", daemon=True)
                self._thread.start()
        self._changes.put(change)

    def _follow(self) -> None:
        name = f"passages-{uuid.uuid4().hex}"
        client: Any = None
        if self._stop.wait(self._settle):
            return
        try:
            self._idle()
            client = _client()
            self._collection = client.create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "ip", "ef_search": self._search_ef, "num_threads": 1}},
            )
            while (change := self._changes.get()) is not None and not self._stop.is_set():
                self._idle()
                self._apply(change)
                self._stop.wait(self._pause)  # others want the interpreter too
        except Exception:  # thread boundary: without Chroma the exact index answers
            self._give_up()
        finally:
            self._collection = None
            if client is not None:
                client.delete_collection(name)

    def _apply(self, change: _Change) -> None:
        ids = [str(id_) for id_ in change.ids]
        if change.vectors is None:
            self._collection.delete(ids=ids)
        else:
            self._collection.add(ids=ids, embeddings=change.vectors)
        held = int(self._collection.count())
        with self._lock:
            self._count = held
            self._pending -= 1
            caught_up = not self._pending
        if caught_up and self._on_caught_up is not None:
            self._on_caught_up(held)

    def _give_up(self) -> None:
        _log.warning("Chroma is out of use; exact search answers", exc_info=True)
        with self._lock:
            self._broken = True


def _client() -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
