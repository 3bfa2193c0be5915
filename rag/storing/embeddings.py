"""What the vault keeps of passages for the search by meaning: vectors in blocks, and token codes.

A block holds the vectors of neighbouring passages by one embedder, half floats, little-endian; vectors of two
embedders never mix.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.types import PassageVectors
from rag.errors import DocumentUnknown
from rag.storing.vault import Vault
from rag.types import DocumentState

if TYPE_CHECKING:
    from sqlite3 import Connection


def put_vectors(
    db: Connection, document_id: int, first: int, embedded: PassageVectors, embedder: str
) -> None:
    """Write vectors and token codes of the document's passages `first` to `first` + n (from 0)."""
    count, dimension = embedded.vectors.shape
    block = np.ascontiguousarray(embedded.vectors, dtype="<f2").tobytes()
    db.execute(
        "DELETE FROM vectors WHERE document_id = ? AND embedder = ? AND first >= ? AND first < ?",
        (document_id, embedder, first, first + count),
    )
    db.execute(
        "INSERT INTO vectors (document_id, embedder, first, count, dimension, block)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (document_id, embedder, first, count, dimension, block),
    )
    db.executemany(
        "INSERT OR REPLACE INTO token_codes (passage_id, embedder, codes)"
        " SELECT first_passage + ?, ?, ? FROM documents WHERE id = ?",
        ((first + n, embedder, codes, document_id) for n, codes in enumerate(embedded.codes)),
    )


class Embeddings:
    """Methods may be called from any thread. They raise `VaultError`s, and `DocumentUnknown`."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def add(self, document_id: int, first: int, embedded: PassageVectors, *, embedder: str) -> None:
        """Keep vectors and token codes of the document's passages `first` to `first` + n (from 0)."""
        with self._vault.write() as db:
            if db.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is None:
                raise DocumentUnknown(document=document_id)
            put_vectors(db, document_id, first, embedded, embedder)

    def keep_only(self, document_id: int, embedder: str) -> None:
        """Drop the document's vectors of every other embedder."""
        with self._vault.write() as db:
            db.execute("DELETE FROM vectors WHERE document_id = ? AND embedder <> ?", (document_id, embedder))

    def of(self, document_id: int, embedder: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Passage ids, ascending, and vectors of one document; shapes (n,) and (n, dimension)."""
        return self._vectors("d.id = ?", (document_id,), embedder)

    def of_some(
        self, document_ids: Sequence[int], embedder: str
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The same of several documents."""
        return self._vectors(
            "d.id IN (SELECT value FROM json_each(?))", (json.dumps(list(document_ids)),), embedder
        )

    def all(self, embedder: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The same of every READY document."""
        return self._vectors("d.state = ?", (DocumentState.READY,), embedder)

    def token_codes(self, ids: Iterable[int], embedder: str) -> list[bytes]:
        """The token codes of each passage, in the order of `ids`; b"" where `embedder` made none."""
        with self._vault.read() as db:
            rows = [
                db.execute(
                    "SELECT codes FROM token_codes WHERE passage_id = ? AND embedder = ?", (id_, embedder)
                ).fetchone()
                for id_ in ids
            ]
        return [b"" if row is None else row[0] for row in rows]

    def places(self, document_id: int, embedder: str) -> set[int]:
        """Places (from 0) of the document's passages that have a vector by `embedder`."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT first, count FROM vectors WHERE document_id = ? AND embedder = ?",
                (document_id, embedder),
            ).fetchall()
        return {place for first, count in rows for place in range(first, first + count)}

    def _vectors(
        self, condition: str, values: tuple[object, ...], embedder: str
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        source = (
            f"FROM vectors v JOIN documents d ON d.id = v.document_id WHERE {condition} AND v.embedder = ?"
        )
        with self._vault.read() as db:
            total, dimension = db.execute(
                f"SELECT coalesce(sum(v.count), 0), coalesce(max(v.dimension), 0) {source}",
                (*values, embedder),
            ).fetchone()
            ids = np.empty(total, np.int64)
            matrix = np.empty((total, dimension), np.float32)
            at = 0
            for first, count, block in db.execute(
                f"SELECT d.first_passage + v.first, v.count, v.block {source} ORDER BY 1", (*values, embedder)
            ):
                ids[at : at + count] = np.arange(first, first + count)
                matrix[at : at + count] = np.frombuffer(block, "<f2").reshape(count, -1)
                at += count
        return ids, matrix
