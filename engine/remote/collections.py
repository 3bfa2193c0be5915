"""A Chroma server on the private network as the rest of the product sees it: collections of passages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engine.cancel import CancelToken
from engine.errors import Fault
from engine.remote.chroma import Kept, Listed, Near, Value
from engine.remote.places import Place
from engine.remote.standby import Door
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.worker import Limits, WorkerSpec

_SILENCE_SECONDS = 150.0  # of the process; it waits for the server less
_MEMORY_BYTES = 512 << 20  # of what speaks with it: replies are limited far below
_REST_SECONDS = 300.0
_IDS_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Errand:
    """What goes to the server, or came of it. Told before, with `ended` "", and again after. `passages`:
    texts with their vectors that leave this machine; `vectors`: vectors of questions; no word of either.
    """

    host: str
    what: str  # list, search, make, look, put, drop, remove
    collection: str = ""
    passages: int = 0
    vectors: int = 0
    ended: str = ""  # "end", "cancelled", or the code of a fault


class SharedServer(Runtime):
    """One server. Thread-safe; a second caller waits for the first.

    Methods raise `RemoteError`s, `WorkerError`s, `Cancelled`, and what `noted` raises: then nothing goes.
    """

    def __init__(
        self, door: Door, place: Place, *, key: str = "", noted: Callable[[Errand], None] = lambda _: None
    ) -> None:
        """`key` is a bearer token. `noted` is called before anything goes to the server, which does not go
        where it raises, and again with what came of it.
        """
        super().__init__(
            WorkerSpec(
                name="shared",
                target="engine.remote.chroma_worker:build",
                config={"place": cast("dict[str, Json]", asdict(place)), "key": key},
                limits=Limits(idle_seconds=_SILENCE_SECONDS, memory_bytes=_MEMORY_BYTES),
                rest_seconds=_REST_SECONDS,
                descriptors=lambda: door.lines(1),
            )
        )
        self.place = place
        self.batch = 0  # passages that the server takes at a time, as it told; 0 while it has not
        self._noted = noted
        self._lock = threading.Lock()

    def collections(self, cancel: CancelToken | None = None) -> tuple[Listed, ...]:
        """What it holds, in its own order."""
        with self._errand("list"):
            header = self._worker.call("list", cancel=cancel).header
        self.batch = cast("int", header["batch"])
        return tuple(_listed(row) for row in cast("list[dict[str, Any]]", header["collections"]))

    def near(self, of: Listed, vector: NDArray[np.float32], count: int, cancel: CancelToken) -> Near:
        """The passages nearest to a vector."""
        params: Mapping[str, Json] = {"id": of.id, "name": of.name, "count": count}
        with self._errand("search", of.name, vectors=1):
            frame = self._worker.call("near", params, (vector.astype("<f4").tobytes(),), cancel=cancel)
        rows = cast("list[dict[str, Any]]", frame.header["passages"])
        vectors = np.frombuffer(frame.blobs[0], "<f4").reshape(len(rows), vector.size)
        return Near(tuple(Kept(**row) for row in rows), vectors)

    def make(self, name: str, told: Mapping[str, Value], cancel: CancelToken) -> Listed:
        """A new collection. Raises `RemoteNameTaken`, and `ValueError` for a name that no server takes."""
        params: Mapping[str, Json] = {"name": name, "told": cast("dict[str, Json]", dict(told))}
        with self._errand("make", name):
            return _listed(self._worker.call("make", params, cancel=cancel).header)

    def ids(self, of: Listed, cancel: CancelToken) -> set[str]:
        """The ids of all passages of a collection."""
        found: set[str] = set()
        while True:
            params: Mapping[str, Json] = {
                "id": of.id,
                "name": of.name,
                "limit": _IDS_AT_ONCE,
                "offset": len(found),
            }
            with self._errand("look", of.name):
                ids = cast("list[str]", self._worker.call("ids", params, cancel=cancel).header["ids"])
            before = len(found)
            found.update(ids)
            if len(found) == before:
                return found

    def put(
        self, of: Listed, passages: Sequence[Kept], vectors: NDArray[np.float32], cancel: CancelToken
    ) -> None:
        """Add passages with their vectors, or put them in place of those of the same ids."""
        rows = [cast("dict[str, Json]", asdict(one)) for one in passages]
        params: Mapping[str, Json] = {"id": of.id, "name": of.name, "passages": cast("list[Json]", rows)}
        with self._errand("put", of.name, passages=len(rows)):
            self._worker.call("put", params, (vectors.astype("<f4").tobytes(),), cancel=cancel)

    def drop(self, of: Listed, ids: Sequence[str], cancel: CancelToken) -> None:
        """Take passages out of a collection."""
        params: Mapping[str, Json] = {"id": of.id, "name": of.name, "ids": cast("list[Json]", list(ids))}
        with self._errand("drop", of.name):
            self._worker.call("drop", params, cancel=cancel)

    def tell(self, of: Listed, told: Mapping[str, Value], cancel: CancelToken) -> None:
        """Put other metadata in place of a collection's."""
        fields = cast("dict[str, Json]", dict(told))
        with self._errand("make", of.name):
            params: Mapping[str, Json] = {"id": of.id, "name": of.name, "told": fields}
            self._worker.call("tell", params, cancel=cancel)

    def remove(self, of: Listed, cancel: CancelToken) -> None:
        """Delete a collection with all that it holds."""
        with self._errand("remove", of.name):
            self._worker.call("remove", {"name": of.name}, cancel=cancel)

    @contextmanager
    def _errand(self, what: str, name: str = "", *, passages: int = 0, vectors: int = 0) -> Iterator[None]:
        """Tells of a request before it goes, and how it ended."""
        asked = Errand(self.place.url, what, name, passages, vectors)
        self._noted(asked)
        ended = "cancelled"
        try:
            yield
            ended = "end"
        except Fault as fault:
            ended = fault.code
            raise
        finally:
            self._noted(replace(asked, ended=ended))


def _listed(row: Mapping[str, Any]) -> Listed:
    return Listed(str(row["id"]), str(row["name"]), int(row["dimension"]), row["told"])
