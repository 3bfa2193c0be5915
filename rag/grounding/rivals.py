"""Whether a figure is told of what another sentence, or part of one, tells its own figure of: "children pay
12 euros", of "Adults pay 12 euros and children 6".

Neighbouring sentences, rows of a table and the parts of one sentence have between them every word and every
figure of a claim that changes them over. The part that has its figure must not say less of the claim than one
with another figure of the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.grounding.windows import Window, figures_of
from rag.language.languages import Language
from rag.language.quantities import Quantity, holds, quantities
from rag.language.words import stems, words

_FIRST = 2  # words of a sentence, of which one may refer back


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence with its figures. `own`: its words, with those of the sentence before it where it
    refers to that; `whole`: also those of the parts before it, which it may leave out ("… and children 6").
    """

    start: int  # of its sentence, in the passage's text
    own: frozenset[str]
    whole: frozenset[str]
    figures: frozenset[Quantity]

    def says_less(self, other: Part, near: frozenset[str]) -> bool:
        """Whether the other one says all that this one does of `near`, and more of it itself."""
        own, whole = near & self.own, near & self.whole
        return whole < near & other.whole or (own < near & other.own and whole <= near & other.whole)


def parts_of(sentences: Sequence[Window], language: Language) -> list[Part]:
    """The parts of a passage's sentences, in order, that have figures."""
    found: list[Part] = []
    before = frozenset[str]()
    for one in sentences:
        refers = any(word.lower() in language.refers for word in words(one.text)[:_FIRST])
        named = before if refers else frozenset[str]()
        said = frozenset[str]()
        for text in _figured(one.text, language):
            own = named | frozenset(stems(text, language))
            said |= own
            found.append(Part(one.start, own, said, figures_of(text, language)))
        before = one.stems
    return found


def changed_over(claim: str, start: int, end: int, parts: Sequence[Part], language: Language) -> bool:
    """Whether a figure of `claim` stands, between `start` and `end` of a passage of such parts, only where
    less is said of it than where another figure stands.
    """
    for text in _figured(claim, language):
        near = frozenset(stems(text, language))
        told = frozenset(quantities(text, language))
        for figure in told:
            having = [one for one in parts if start <= one.start < end and holds(figure, one.figures)]
            if figure.place or not having:
                continue
            rivals = [one for one in parts if one not in having and _has_another(one, figure, told)]
            if all(any(one.says_less(other, near) for other in rivals) for one in having):
                return True
    return False


def _has_another(part: Part, figure: Quantity, told: frozenset[Quantity]) -> bool:
    """Whether a part has a figure of the same unit, and not this one, nor one that is told beside it: "a
    crane up to 5 t costs 72.50", of a row.
    """
    alike = any(one.unit == figure.unit and not one.place and not holds(one, told) for one in part.figures)
    return alike and not holds(figure, part.figures)


def _figured(sentence: str, language: Language) -> Iterator[str]:
    """A sentence in parts that have a figure each: what has none goes with the one behind it, at the end with
    the one before it.
    """
    cut = rf"[,;]\s|\s(?:{language.meaning['both']}|{language.asks['turn']})\s"
    parts: list[str] = []
    waiting = ""
    for text in re.split(cut, sentence, flags=re.IGNORECASE):
        waiting = f"{waiting} {text}".strip()
        if any(not one.place for one in quantities(waiting, language)):
            parts.append(waiting)
            waiting = ""
    if waiting and parts:
        parts[-1] += f" {waiting}"
    yield from parts
