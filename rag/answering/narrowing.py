"""A search kept to the documents that a question names: what another company says of itself is no answer."""

from __future__ import annotations

from typing import Protocol

from engine.cancel import CancelToken
from rag.types import Hit, SearchScope

_ENOUGH = 3  # passages of named documents, with which the others can be left out
_WIDER = 2  # times as many are looked for


class Search(Protocol):
    """Finds passages, and the documents that a question names; see `rag.finding.retriever.Retriever`."""

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]: ...

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]: ...


class Narrowed:
    """Searches as `search` does, but finds only what stands in the documents a question names."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        """The k passages that fit best, best first. Raises what the search raises."""
        named = self._search.documents_named(question, scope)
        if not named:
            return self._search.search(question, k, scope, cancel)
        found = self._search.search(question, _WIDER * k, scope, cancel)
        kept = [hit for hit in found if hit.document_id in named]
        return (kept if len(kept) >= _ENOUGH else found)[:k]
