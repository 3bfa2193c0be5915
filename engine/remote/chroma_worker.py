"""The process that speaks with a Chroma server: serves `engine.remote.collections.SharedServer`.

It has no socket and no file, as the one that speaks with an engine. Methods: `list`, `near`, `make`, `ids`,
`put`, `drop`, `tell`, `remove`. It keeps nothing from one request to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, cast

import numpy as np

from engine.cancel import CancelToken
from engine.errors import (
    RemoteBusy,
    RemoteCollectionMissing,
    RemoteFailed,
    RemoteNameTaken,
    RemoteNonsense,
    RemoteOtherDimension,
    RemoteRefused,
)
from engine.remote.asking import Caller, Reply
from engine.remote.chroma import (
    COLLECTIONS,
    ID,
    LIMITS,
    MOST_LISTED,
    NAME,
    Kept,
    Value,
    addition_of,
    batch_in,
    creation_of,
    ids_in,
    listed,
    near,
    one_listed,
    query_of,
)
from engine.remote.line import Line
from engine.remote.places import Place
from engine.workers.frames import Frame, Json

_LOOK_SECONDS = 15.0  # a question waits for what is found
_CHANGE_SECONDS = 120.0  # for many passages to be taken in, or deleted


def build(config: Mapping[str, Json]) -> ChromaHandler:
    """The factory `engine.workers.child` calls; nothing is connected yet."""
    fields = cast("dict[str, Json]", config["place"])
    place = Place(**fields)  # type: ignore[arg-type]  # the fields of a Place
    (descriptor,) = cast("list[int]", config["descriptors"])
    return ChromaHandler(Caller(Line(descriptor, place.host), place, str(config["key"])))


class ChromaHandler:
    """One request at a time."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._host = caller.place.host

    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the methods."""
        match method:
            case "list":
                yield self._list(cancel)
            case "near":
                yield self._near(params, blobs[0], cancel)
            case "make":
                name, told = str(params["name"]), cast("dict[str, Value]", params["told"])
                made = self._asked("POST", COLLECTIONS, creation_of(_name(name), told), cancel, name)
                yield Frame(_row(one_listed(made, self._host)))
            case "ids":
                body = {"include": [], "limit": params["limit"], "offset": params["offset"]}
                found = self._asked("POST", f"{_path(params)}/get", body, cancel, str(params["name"]))
                yield Frame({"ids": cast("list[Json]", ids_in(found, self._host))})
            case "put":
                yield self._put(params, blobs[0], cancel)
            case "drop":
                body = {"ids": params["ids"]}
                self._asked("POST", f"{_path(params)}/delete", body, cancel, str(params["name"]))
                yield Frame({})
            case "tell":
                body = {"new_metadata": params["told"]}
                self._asked("PUT", _path(params), body, cancel, str(params["name"]))
                yield Frame({})
            case "remove":
                name = str(params["name"])
                self._asked("DELETE", f"{COLLECTIONS}/{_name(name)}", None, cancel, name)
                yield Frame({})
            case _:
                raise ValueError(method)

    def _list(self, cancel: CancelToken) -> Frame:
        found = self._asked("GET", f"{COLLECTIONS}?limit={MOST_LISTED}", None, cancel)
        most = batch_in(self._asked("GET", LIMITS, None, cancel))
        return Frame({"collections": [_row(one) for one in listed(found, self._host)], "batch": most})

    def _near(self, params: Mapping[str, Json], blob: bytes, cancel: CancelToken) -> Frame:
        vector, name = np.frombuffer(blob, "<f4"), str(params["name"])
        body = query_of(vector, cast("int", params["count"]))
        found = self._asked("POST", f"{_path(params)}/query", body, cancel, name, vector.size)
        got = near(found, vector.size, self._host)
        passages = [cast("dict[str, Json]", asdict(one)) for one in got.passages]
        return Frame({"passages": cast("list[Json]", passages)}, (got.vectors.astype("<f4").tobytes(),))

    def _put(self, params: Mapping[str, Json], blob: bytes, cancel: CancelToken) -> Frame:
        rows = cast("list[dict[str, Any]]", params["passages"])
        passages = [Kept(**row) for row in rows]
        vectors = np.frombuffer(blob, "<f4").reshape(len(passages), -1)
        body, name = addition_of(passages, vectors), str(params["name"])
        self._asked("POST", f"{_path(params)}/upsert", body, cancel, name, vectors.shape[1])
        return Frame({})

    def _asked(
        self, method: str, path: str, body: object, cancel: CancelToken, name: str = "", dimension: int = 0
    ) -> Any:
        """The reply as JSON. Raises what another status than success means for a collection of this `name`,
        asked with vectors of a `dimension`.
        """
        cancel.raise_if_cancelled()
        changes = method in ("PUT", "DELETE") or path.endswith(("/upsert", "/delete"))
        silence = _CHANGE_SECONDS if changes else _LOOK_SECONDS
        with self._caller.ask(method, path, body, cancel, silence) as reply:
            self._check(reply, name, dimension)
            return reply.json()

    def _check(self, reply: Reply, name: str, dimension: int) -> None:
        """The server's own words are read for what they mean, and not passed on."""
        status = reply.status
        if status in (200, 201):
            return
        if status in (401, 403):
            raise RemoteRefused(host=self._host, status=status)
        if status in (429, 503):
            raise RemoteBusy(host=self._host, status=status)
        try:
            said = str(reply.json().get("message", ""))
        except (RemoteNonsense, AttributeError):
            said = ""
        if name and status == 404:
            raise RemoteCollectionMissing(host=self._host, collection=name)
        if name and status == 409:
            raise RemoteNameTaken(host=self._host, collection=name)
        if dimension and "dimension" in said.lower():
            raise RemoteOtherDimension(host=self._host, collection=name, ours=dimension)
        raise RemoteFailed(host=self._host, status=status)


def _row(one: Any) -> dict[str, Json]:
    return cast("dict[str, Json]", asdict(one))


def _path(params: Mapping[str, Json]) -> str:
    """Of a collection by its id. Raises `ValueError` for what is none: it would be another path."""
    id_ = str(params["id"])
    if not ID.fullmatch(id_):
        raise ValueError(id_)
    return f"{COLLECTIONS}/{id_}"


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(name)
    return name
