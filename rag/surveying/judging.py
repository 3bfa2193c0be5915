"""Whether a row's answer tells anything.

A small model asked for a name or a term often gives the question back ("The term of the obligations is the
obligations.") or the role of a party ("the Employee's law").
"""

from __future__ import annotations

import re

from rag.answering.quoting.vocabulary import Own
from rag.language.concepts import spoken
from rag.language.languages import english, language_of
from rag.language.quantities import holds, quantities
from rag.language.words import content_stem, letters, names, stems
from rag.surveying.questions import Put

_DEFINED = re.compile(r"[“\"](?:the )?([A-Z][\w&-]*(?: [A-Z][\w&-]*){0,3})[”\"]")
_GENERIC_LIST = """
    agreement contract document parties party part section clause name term thing way
"""
_GENERIC = frozenset(stem for word in _GENERIC_LIST.split() if (stem := content_stem(word)) is not None)
_OF_LAWS = frozenset(["law", "state"])  # "the Employee's state's law" names no state
_WHO = re.compile(
    r"^\W*(?:who|whom|whose)\b|\bwhich (?:company|companies|person|persons|people|firms?)\b", re.IGNORECASE
)
_COUNTING = re.compile(
    r"\bhow (?:many|much|long|often|old|soon|quickly|late)\b|\b(?:until )?when\b"
    r"|\b(?:what|which) (?:\w+ )?(?:age|amount|percentage|number|deadline|date|year|rate|sum|period)\b",
    re.IGNORECASE,
)


def defined_terms(text: str) -> frozenset[str]:
    """Stems of the terms a document defines for itself: (the “Employee”), “Confidential Information”."""
    return frozenset(stem for found in _DEFINED.findall(text) for stem in stems(found))


def speaks_of(question: str, sentence: str) -> bool:
    """Whether a sentence has a word of the question besides those for papers, in this form or another.

    Told of one language alone; in English by meaning too, before.
    """
    language = spoken(question)
    if language is english() or language_of(sentence) is not language:
        return True
    own = Own(language)
    papers = frozenset(stems(language.wishes["papers"], language))
    told = frozenset(own.told(sentence, language))
    asked = own.asked(question)
    telling = [one for one in asked if one not in papers] or asked
    return any(own.same(one, told) or own.stand_in(one, told) for one in telling)


def informs(put: Put, said: str, defined: frozenset[str]) -> bool:
    """Does an answer say more than the question did?

    A question for a number or a date needs one, a question for a person a name that is no defined term.
    """
    if put.sorting:
        return True
    asked = frozenset(stems(put.question))
    known = frozenset(quantities(put.question))
    figures = [one for one in quantities(said) if not one.place and not holds(one, known)]
    if _COUNTING.search(put.question):
        return bool(figures)
    own, common = letters(put.question), defined | _GENERIC | _OF_LAWS
    named = [
        name
        for name in names(f". x {said}")  # the first word may be the name
        if letters(name) not in own and content_stem(name) not in common
    ]
    if _WHO.search(put.question):
        return bool(named)
    return bool(figures) or bool(named) or bool(frozenset(stems(said)) - asked - common)
