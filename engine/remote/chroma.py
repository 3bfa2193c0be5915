"""What a Chroma server is asked and what it replies, by version 2 of its HTTP interface (chromadb 1.5,
`chromadb/api/fastapi.py` and the server that comes with it), as values; nothing here is sent.

A name of a collection is put into a path as it is: servers allow letters, digits, ".", "_" and "-".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import RemoteNonsense

COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections"
LIMITS = "/api/v2/pre-flight-checks"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,510}[A-Za-z0-9]")
ID = re.compile(r"[0-9A-Fa-f-]{1,64}")
MOST_LISTED = 500  # collections of a server that are looked at

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A collection as its server tells of it. `dimension` is 0 while it holds nothing."""

    id: str
    name: str
    dimension: int
    told: Mapping[str, Value]  # its metadata


@dataclass(frozen=True, slots=True)
class Kept:
    """One passage of a collection."""

    id: str
    text: str
    told: Mapping[str, Value]  # its metadata


@dataclass(frozen=True, slots=True)
class Near:
    """Passages nearest to a vector, the nearest first, and their own vectors, shape (n, dimension)."""

    passages: tuple[Kept, ...]
    vectors: NDArray[np.float32]


def listed(reply: Any, host: str) -> tuple[Listed, ...]:
    """Out of a reply to `GET COLLECTIONS`. Raises `RemoteNonsense`."""
    if not isinstance(reply, list):
        raise RemoteNonsense(host=host, detail="collections")
    return tuple(one_listed(row, host) for row in reply)


def one_listed(row: Any, host: str) -> Listed:
    """One of these. Raises `RemoteNonsense`."""
    fields = row if isinstance(row, dict) else {}
    id_, name = fields.get("id"), fields.get("name")
    if not isinstance(id_, str) or not ID.fullmatch(id_) or not isinstance(name, str):
        raise RemoteNonsense(host=host, detail="collections")
    return Listed(id_, name, _whole(fields.get("dimension")), _told(fields.get("metadata")))


def near(reply: Any, dimension: int, host: str) -> Near:
    """Out of a reply to a query of one vector. What has no text is left out. Raises `RemoteNonsense`, also
    for vectors of another dimension.
    """
    fields = reply if isinstance(reply, dict) else {}
    ids, texts, told, vectors = (
        _first(fields.get(name)) for name in ("ids", "documents", "metadatas", "embeddings")
    )
    if not len(ids) == len(texts) == len(told) == len(vectors):
        raise RemoteNonsense(host=host, detail="passages")
    kept = [place for place, text in enumerate(texts) if isinstance(text, str) and text.strip()]
    try:
        found = np.array([vectors[place] for place in kept], np.float32).reshape(len(kept), -1)
    except (ValueError, TypeError):
        raise RemoteNonsense(host=host, detail="passages") from None
    if kept and (found.shape[1] != dimension or not np.isfinite(found).all()):
        raise RemoteNonsense(host=host, detail="passages")
    passages = tuple(Kept(str(ids[place]), texts[place], _told(told[place])) for place in kept)
    return Near(passages, found.reshape(len(kept), dimension))


def ids_in(reply: Any, host: str) -> list[str]:
    """Out of a reply to a `get` of nothing but ids. Raises `RemoteNonsense`."""
    ids = reply.get("ids") if isinstance(reply, dict) else None
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise RemoteNonsense(host=host, detail="passages")
    return ids


def batch_in(reply: Any) -> int:
    """How many passages the server takes at a time, at most; 0 where it does not tell."""
    return _whole(reply.get("max_batch_size")) if isinstance(reply, dict) else 0


def query_of(vector: NDArray[np.float32], count: int) -> dict[str, Any]:
    """The body of a query for the passages nearest to a vector, with their texts and vectors."""
    return {
        "query_embeddings": [vector.astype(float).tolist()],
        "n_results": count,
        "include": ["documents", "metadatas", "embeddings"],
    }


def creation_of(name: str, told: Mapping[str, Value]) -> dict[str, Any]:
    """The body by which a collection is made; vectors are compared by their angle."""
    return {"name": name, "metadata": dict(told), "configuration": {"hnsw": {"space": "cosine"}}}


def addition_of(passages: Sequence[Kept], vectors: NDArray[np.float32]) -> dict[str, Any]:
    """The body by which passages are added, or put in place of those of the same ids."""
    return {
        "ids": [one.id for one in passages],
        "documents": [one.text for one in passages],
        "metadatas": [dict(one.told) for one in passages],
        "embeddings": [row.astype(float).tolist() for row in vectors],
    }


def _first(value: Any) -> list[Any]:
    """What belongs to the one vector that was asked with."""
    found = value[0] if isinstance(value, list) and len(value) == 1 else None
    return found if isinstance(found, list) else []


def _told(value: Any) -> dict[str, Value]:
    """Metadata as far as they are plain; anything may stand there."""
    fields = value if isinstance(value, dict) else {}
    return {str(name): one for name, one in fields.items() if isinstance(one, str | int | float | bool)}


def _whole(value: object) -> int:
    """A number of things; 0 for anything that is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
