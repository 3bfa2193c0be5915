"""What a sentence denies: the words that stand under "not", "never", "prohibit", "unlikely" …"""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language, english
from rag.language.permission import (
    allows_what_is_forbidden,
    exempting,
    forbids,
    holds_for_the_exempt,
    negates,
)
from rag.language.words import content_stem

_PREFIXED = re.compile(
    r"(?:un|in|im|il|ir|non)(likely|able|lawful|possible|authori[sz]ed|necessary|required|permitted)$"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[.;:,()]")
_PERMIT = frozenset(["allow", "permit"])  # "not allowed" is "prohibited"
_BE = frozenset(["is", "are", "be", "been", "was", "were", "being"])
_SHORTLY = 3  # words between "not" and "granted"
_REACH = 1  # content words that "not" governs: the verb behind it
_FORBIDDEN = 2  # content words that "prohibit" governs, behind it or, in the passive, before it


def denied(text: str, language: Language | None = None) -> frozenset[str]:
    """Stems of the content words that `text` denies; English where no language is given."""
    known = language or english()
    found: set[str] = set()
    clause: list[str] = []  # stems since the last stop
    left = 0
    before = ""
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        if word in ".;:":
            clause, left = [], 0
        elif negates(word, known):
            left = _REACH
        elif left and before in known.negators and word in known.harmless:
            left = 0
        elif (prefixed := _PREFIXED.match(word)) is not None:
            found.update(_stem(prefixed.group(1), known))
        else:
            for stem in _stem(word, known):
                if left and forbids(word, known):  # "not refused" is granted
                    left = 0
                    clause.append(stem)
                    continue
                prohibits = forbids(word, known) or (left > 0 and stem in _PERMIT)
                if left and not prohibits:
                    found.add(stem)
                    left -= 1
                if prohibits:
                    if before in _BE or (before == "not" and left):
                        found.update(clause[-_FORBIDDEN:])
                    else:
                        left = _FORBIDDEN
                clause.append(stem)
        before = word
    return frozenset(found)


def affirmed(text: str, language: Language | None = None) -> frozenset[str]:
    """Stems of the content words that `text` uses without denying them anywhere."""
    used = {stem for match in _WORD.finditer(text) for stem in _stem(match.group(), language)}
    return frozenset(used - denied(text, language))


def contradicts(claim: str, source: str, language: Language | None = None) -> bool:
    """Does one of the two deny what the other affirms? A coarse test, made to catch a lost or an added "not".

    Two that deny something in common agree, and "is exempt from" agrees with "shall not apply to".
    """
    known = language or english()
    against = (_opposed, allows_what_is_forbidden, holds_for_the_exempt)
    if any(one(claim, source, known) for one in against):
        return True
    if bool(exempting(known).search(claim)) != bool(exempting(known).search(source)):
        return False
    claim_denied, source_denied = denied(claim, language), denied(source, language)
    if claim_denied & source_denied:
        return False
    said, told = affirmed(claim, language), affirmed(source, language)
    return bool(claim_denied & told or source_denied & said)


def _opposed(claim: str, source: str, language: Language) -> bool:
    """Whether one says "granted" where the other says "refused", and neither denies it or says the other."""
    said, known = _plainly(claim, language), _plainly(source, language)
    return any(
        said.get(one) and known.get(other) and other not in said and one not in known
        for pair in _opposites(language)
        for one, other in (pair, pair[::-1])
    )


def _plainly(text: str, language: Language) -> dict[str, bool]:
    """The content words of a text by stem, and whether each stands without a negation shortly before it."""
    found: dict[str, bool] = {}
    before: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("’", "'")
        for stem in _stem(word, language):
            free = not any(negates(one, language) for one in before[-_SHORTLY:])
            found[stem] = found.get(stem, True) and free
        before.append(word)
    return found


@cache
def _opposites(language: Language) -> tuple[tuple[str, str], ...]:
    found = (tuple(_stem(word, language) for word in pair) for pair in language.opposites)
    return tuple((one[0], other[0]) for one, other in found if one and other)


def _stem(word: str, language: Language | None) -> tuple[str, ...]:
    stem = content_stem(word, language)
    return () if stem is None else (stem,)
