"""Whether documents in other languages than a question's are read in place of those in its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.cancel import CancelToken
from rag.answering.narrowing import Search
from rag.answering.quoting.standing import Ranked
from rag.answering.quoting.vocabulary import Across
from rag.answering.selection import worth_reading
from rag.finding.crossing import Crossing
from rag.types import Hit, SearchScope

_OWN_TELLS = 0.5  # share of the question's words
_OWN_SAYS = 0.66  # the same, in the sentence itself
PASSAGES = 12  # in other languages than the question's, as many as are asked for in its own

Rank = Callable[[Sequence[Hit], Across | None], list[Ranked]]


class CrossSearcher(Search, Protocol):
    """Finds passages also in other languages than a question's; see `rag.finding.retriever.Retriever`."""

    def across(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> Crossing | None: ...

    def respelled(self, question: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Crossed:
    """Passages in other languages, and how the question is held against them."""

    hits: tuple[Hit, ...]
    across: Across


def crossed(asked: str, own: Sequence[Hit], crossing: Crossing | None, rank: Rank) -> Crossed | None:
    """What to read in place of passages in the question's `own` language: where it names the document of
    others, or they answer and its own do not, or come nearer. None: its own.
    """
    if crossing is None or not crossing.hits:
        return None
    best = rank(own, None)
    if best and not crossing.named and (best[0].answers or _tells(best[0])):
        return None
    across = Across(asked, crossing.told, named=crossing.named or crossing.alone)
    others = rank(worth_reading(crossing.hits), across)
    if not others or not (crossing.named or _answers(others[0], best) or _nearer(others[0], best)):
        return None
    return Crossed(crossing.hits, across)


def _tells(own: Ranked) -> bool:
    """Whether a sentence in the question's own language is about it, and has what is asked for; or has nearly
    all of it: then it is the nearest, and a word that only its own documents have ("ruht") is not left out.
    """
    return (own.fits and own.share >= _OWN_TELLS) or (own.all_heard and own.own >= _OWN_SAYS)


def _answers(one: Ranked, own: Sequence[Ranked]) -> bool:
    """Whether a sentence in another language answers, and holds as much of the question as its own do."""
    return one.answers and (not own or not own[0].is_near or one.share >= own[0].share)


def _nearer(one: Ranked, own: Sequence[Ranked]) -> bool:
    """Whether a sentence in another language is nearer than those in the question's own."""
    return one.is_near and (not own or not own[0].is_near)
