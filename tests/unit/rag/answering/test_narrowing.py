"""A search is kept to the documents that a question names, where they have enough."""

from __future__ import annotations

import pytest

from engine.cancel import CancelToken
from rag.answering.narrowing import Narrowed
from rag.types import Hit, SearchScope


class Found:
    """Passages of documents 1 and 2 in turn."""

    def __init__(self, named: tuple[int, ...], documents: tuple[int, ...]) -> None:
        self._named, self._documents = named, documents

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        return [
            Hit(at, document, f"{document}.pdf", None, 1, 1, "", at, at + 1, 1.0, "x")
            for at, document in enumerate(self._documents[:k])
        ]

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]:
        return self._named


@pytest.mark.parametrize(
    ("named", "documents", "kept"),
    [
        ((2,), (1, 2, 1, 2, 2, 1), [2, 2, 2]),
        ((), (1, 2, 1, 2, 2, 1), [1, 2, 1, 2]),
        ((2,), (1, 1, 2, 1, 1, 1), [1, 1, 2, 1]),  # two passages are too few to answer from alone
        ((1, 2), (1, 2, 1, 2, 3, 3), [1, 2, 1, 2]),
    ],
)
def test_what_is_found(named: tuple[int, ...], documents: tuple[int, ...], kept: list[int]) -> None:
    found = Narrowed(Found(named, documents)).search("What does Boeing say?", 4)
    assert [hit.document_id for hit in found] == kept
