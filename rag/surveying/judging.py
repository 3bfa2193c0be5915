"""Whether a row's answer tells anything, and which sentence to show where the model gave none.

A small model asked for a name or a term often gives the question back ("The term of the obligations is the
obligations.") or the role of a party ("the Employee's law"). It also says "not in your documents" of a
sentence in front of it; that sentence is then shown word for word, for the reader to judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.grounding.citations import Quote
from rag.language.quantities import holds, quantities
from rag.language.sentences import sentences
from rag.language.words import content_stem, letters, names, plain, stems
from rag.surveying.questions import Put
from rag.types import Hit

_ENOUGH = 0.6  # share of the question's content words in a sentence that is worth showing
_LEAST = 2  # of them
_HEADING = 8  # words: a shorter sentence may be a heading
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


def nearest(put: Put, hits: Sequence[Hit]) -> Quote | None:
    """The sentence that holds most of the question's words, when it holds enough of them."""
    asked = frozenset(stems(put.question)) - _GENERIC
    if len(asked) < _LEAST:
        return None
    best: tuple[float, Quote] | None = None
    for rank, hit in enumerate(hits):
        spans = sentences(hit.text)
        for at, span in enumerate(spans):
            text = plain(hit.text[span.start : span.end])
            held = asked & frozenset(stems(text))
            share = len(held) / len(asked)
            if share < _ENOUGH or len(held) < _LEAST or not _fits(put, text):
                continue
            score = share - 0.02 * rank
            if best is None or score > best[0]:
                # A heading ("3.1 No Solicitation of Employees.") is shown with what it heads.
                last = spans[min(at + 1, len(spans) - 1)] if len(text.split()) < _HEADING else span
                best = score, Quote(hit, span.start, last.end)
    return None if best is None else best[1]


def _fits(put: Put, text: str) -> bool:
    """Is the kind of thing asked for in a sentence, and every name of the question?"""
    if _COUNTING.search(put.question) and not any(not one.place for one in quantities(text)):
        return False
    known = letters(text)
    return all(letters(name) in known for name in names(put.question))
