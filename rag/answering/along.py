"""Passages of shared collections beside those of the library: asked for along with them, and put in their
order by what their texts hold of the question.

What a server says of nearness is not taken over: its passages are compared here, as they were fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.answering.narrowing import Narrowed, Search
from rag.language.concepts import spoken
from rag.language.languages import language_of
from rag.language.likeness import alike_or_none
from rag.language.words import letters, stems
from rag.types import Answer, Hit, SearchScope, Unasked

_COMPARED = 5  # of the library's best passages, by which the scores of both are put on one scale
_EVERYWHERE = SearchScope()


@dataclass(frozen=True, slots=True)
class Found:
    """What shared collections gave for a question: passages in no order that counts, from which of them, and
    those that could not be asked.
    """

    hits: tuple[Hit, ...] = ()
    collections: tuple[str, ...] = ()
    missed: tuple[Unasked, ...] = ()


class Others(Protocol):
    """Shared collections of others; see `app.sharing.searching.Sharing`."""

    def search(self, question: str, k: int, cancel: CancelToken) -> Found:
        """At most k passages of each. Raises `Cancelled` alone: what cannot be asked is in `missed`."""
        ...


class Along:
    """Searches as `search` does, kept to the documents that a question names; where it names none, and is put
    to the whole library, also in shared collections.
    """

    def __init__(self, search: Search, shelf: Others | None, embedder: Embedder) -> None:
        self._search = search
        self._own = Narrowed(search)
        self._shelf = shelf
        self._embedder = embedder
        self.begin()

    def begin(self, *, asks: bool = True) -> None:
        """From here on another answer is made; unless it `asks`, of the library alone."""
        self._asks = asks
        self.missed: tuple[Unasked, ...] = ()
        self.collections: tuple[str, ...] = ()  # that gave a passage
        self._looked: set[int] = set()  # documents of these

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        """The k passages that fit best, best first. Raises what the search raises."""
        own = self._own.search(question, k, scope, cancel)
        everywhere = (scope or _EVERYWHERE) == _EVERYWHERE
        if self._shelf is None or not self._asks or not everywhere:
            return own
        if self._search.documents_named(question, scope):
            return own
        cancel = cancel or CancelToken()
        found = self._shelf.search(question, k, cancel)
        self.missed = tuple(dict.fromkeys((*self.missed, *found.missed)))
        self.collections = tuple(dict.fromkeys((*self.collections, *found.collections)))
        self._looked.update(hit.document_id for hit in found.hits)
        return self._joined(question, own, found.hits, cancel)[:k]

    def told(self, answer: Answer, read: int | None) -> Answer:
        """An answer with how many documents it could rest on, `read` of the library and those of others, and
        with what could not be asked.
        """
        read = None if read is None else read + len(self._looked)
        return replace(answer, read=read, unasked=self.missed)

    def _joined(
        self, question: str, own: Sequence[Hit], others: Sequence[Hit], cancel: CancelToken
    ) -> list[Hit]:
        """Both in one order, in which those of the library keep theirs; what stands in it already is left
        out.
        """
        here = {letters(hit.text) for hit in own}
        others = [hit for hit in others if letters(hit.text) not in here]
        if not others:
            return list(own)
        measured = self._measured(question, [*own[:_COMPARED], *others], cancel)
        best = max(measured[: len(own[:_COMPARED])], default=0.0)
        whole = own[0].score if own and best > 0 else 1.0
        scale = whole / (best if best > 0 else max(*measured, 1.0))
        scores = [one * scale for one in measured[len(own[:_COMPARED]) :]]
        rated = [*own, *(replace(hit, score=score) for hit, score in zip(others, scores, strict=True))]
        most = max(1.0, *(hit.score for hit in rated))
        rated = [replace(hit, score=hit.score / most) for hit in rated]
        return sorted(rated, key=lambda hit: -hit.score)

    def _measured(self, question: str, hits: Sequence[Hit], cancel: CancelToken) -> list[float]:
        """How much each text has of the question: of its words, and by meaning."""
        asked = set(stems(question, spoken(question)))
        found = []
        for hit in hits:
            held = set(stems(f"{hit.document} {hit.section} {hit.text}", language_of(hit.text)))
            found.append(len(asked & held) / len(asked) if asked else 0.0)
        likeness = alike_or_none(self._embedder, question, [hit.text for hit in hits], cancel)
        if likeness is None:
            return found
        return [share + max(float(near), 0.0) for share, near in zip(found, likeness, strict=True)]
