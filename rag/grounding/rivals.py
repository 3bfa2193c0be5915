"""Whether a figure is told of what a sentence beside it tells its own figure of: "children pay 12 euros", of
"Adults pay 12 euros. Children pay 6 euros."

Two neighbouring sentences, or rows of a table, have between them every word and every figure of a claim that
changes them over. The one that has its figure must not say less of the claim than one with another figure of
the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.language.languages import Language
from rag.language.quantities import Quantity, holds, quantities
from rag.language.words import stems, words

_FIRST = 2  # words of a sentence, of which one may refer back


class Told(Protocol):
    """A sentence of a passage."""

    @property
    def start(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def stems(self) -> frozenset[str]: ...
    @property
    def quantities(self) -> frozenset[Quantity]: ...


def changed_over(claim: str, start: int, end: int, passage: Sequence[Told], language: Language) -> bool:
    """Whether a figure of `claim` stands, between `start` and `end` of a passage, in a sentence that says
    less of it than another one of the passage, with a figure of its own. `passage`: its sentences, in order.
    """
    said = [_with_before(at, passage, language) for at in range(len(passage))]
    for figure, near in _figures(claim, language):
        having = [
            near & own
            for one, own in zip(passage, said, strict=True)
            if start <= one.start < end and holds(figure, one.quantities)
        ]
        rivals = [
            near & own
            for one, own in zip(passage, said, strict=True)
            if not holds(figure, one.quantities) and any(_alike(figure, other) for other in one.quantities)
        ]
        if having and all(any(own < other for other in rivals) for own in having):
            return True
    return False


def _figures(claim: str, language: Language) -> Iterator[tuple[Quantity, frozenset[str]]]:
    """The figures of a claim, each with the stems of its part of the sentence."""
    both = language.meaning["both"]
    for part in re.split(rf"[,;]\s|\s(?:{both})\s", claim, flags=re.IGNORECASE):
        near = frozenset(stems(part, language))
        for one in quantities(part, language):
            if not one.place:
                yield one, near


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and not other.place


def _with_before(at: int, passage: Sequence[Told], language: Language) -> frozenset[str]:
    """What a sentence says, with the one before it where it refers to that: "It is 6 euros now"."""
    own = passage[at].stems
    refers = at and any(word.lower() in language.refers for word in words(passage[at].text)[:_FIRST])
    return own | passage[at - 1].stems if refers else own
