"""A question about many documents, put to one: "Which of these contracts are …" becomes "Is this contract …".

A small model that sees one document and is asked about "these contracts" answers about contracts in general.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.words import letters, names

_NOUNS = (
    r"documents?|contracts?|agreements?|ndas?|files?|papers|policies|policy|reports?|statements|laws|rules"
    r"|regulations|acts|standards|leases?|licen[cs]es?|letters?|invoices?|records|texts|deeds?|wills"
    r"|guidelines|handbooks?|manuals?|filings?|protocols|plans|circulars?"
)  # not "law" and its like: "Which law governs the contract?" asks for no document
_POINTER = r"(?:the|these|those|my|our|your|all|this|of)"
_WHICH = re.compile(
    rf"^\W*(?:in\s+)?which\s+(?:{_POINTER}\s+)*(?:(?:[\w-]+\s+){{0,2}}?)(?P<noun>{_NOUNS})\s+(?P<rest>.+?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_EACH = re.compile(
    rf"\b(?:each|every|any|all)(?:\s+one)?(?:\s+{_POINTER})*\s+(?P<noun>{_NOUNS})\b"
    rf"|\b(?:these|those|my|our|your)\s+(?P<plural>{_NOUNS})\b",
    re.IGNORECASE,
)
_DO = re.compile(r"\b(?P<verb>do|have|are|were)(?=\s+this\s)", re.IGNORECASE)
_SINGULAR_VERBS = {"do": "does", "have": "has", "are": "is", "were": "was"}
_BE = {"are": "Is", "is": "Is", "were": "Was", "was": "Was"}
_THIRD = {"has": "have", "does": "do", "is": "be"}
_MODALS = frozenset(["can", "must", "may", "shall", "should", "will", "would", "could"])
_YES_NO = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|has|have|can|must|may|shall|should|will|would|could)\b",
    re.IGNORECASE,
)
_REFUSING = re.compile(r"^\W*no\b(?!\s*\.\s*\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Put:
    """A question as one document is asked it."""

    question: str
    sorting: bool  # it can be answered yes or no: which documents are of that kind?


def for_one(question: str) -> Put:
    """The question as it is put to a single document."""
    text = " ".join(question.split())
    which = _WHICH.match(text)
    if which is not None:
        turned = _turned(_singular(which["noun"].lower()), which["rest"])
        if turned is not None:
            return Put(turned, sorting=True)
    text = _EACH.sub(lambda found: f"this {_singular((found['noun'] or found['plural']).lower())}", text)
    text = _DO.sub(lambda found: _like(found["verb"], _SINGULAR_VERBS[found["verb"].lower()]), text)
    return Put(text, sorting=bool(_YES_NO.match(text)))


def says_otherwise(put: Put, said: str, cited: str) -> bool:
    """Does an answer to a sorting question put the document on the other side?

    It says no, or speaks of other names than those asked for: New York was asked, the clause says Delaware.
    `cited` is the text the answer rests on.
    """
    if not put.sorting:
        return False
    if _REFUSING.match(said):
        return True
    known = letters(f"{said} {cited}")
    return any(letters(name) not in known for name in names(put.question) if letters(name))


def _turned(noun: str, rest: str) -> str | None:
    verb, _, tail = rest.partition(" ")
    verb = verb.lower()
    if not tail:
        return f"Does this {noun} {_THIRD.get(verb, verb)}?" if verb else None
    if verb in _BE:
        return f"{_BE[verb]} this {noun} {tail}?"
    if verb in _MODALS:
        return f"{verb.capitalize()} this {noun} {tail}?"
    if verb in ("do", "does") and tail.lower().startswith("not "):
        return f"Does this {noun} not {tail[4:]}?"
    if verb in ("that", "who", "which", "and", "or", "of", "in", "by", "from", "to", "does", "do"):
        return None
    bare = _THIRD.get(verb) or (verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb)
    return f"Does this {noun} {bare} {tail}?"


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun.removesuffix("s")


def _like(model: str, word: str) -> str:
    return word.capitalize() if model[:1].isupper() else word
