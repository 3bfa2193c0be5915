"""Who owes what to whom: whether sentences of the same words exchange what is before and behind the verb.

"The berth holder shall notify the harbour office" and "the harbour office shall notify the berth holder" hold
the same words. Told by the order of shared words around one they share, where neither sentence is turned into
the passive; coarse, made to catch an exchange and not to understand a sentence.
"""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language
from rag.language.words import stems

_PASSIVE = {
    "en": r"\b(?:by|was|were|been|being|be|is|are)\s+\w+",
    "de": r"\b(?:von|durch|wird|werden|wurde|worden)\b",
    "fr": r"\b(?:par|est|sont|être|été)\b",
    "es": r"\b(?:por|es|son|ser|sido)\b",
    "it": r"\b(?:da|dal|dalla|è|sono|essere|viene|stato)\b",
    "pt": r"\b(?:por|pelo|pela|é|são|ser|sido)\b",
    "nl": r"\b(?:door|wordt|worden|werd|geworden)\b",
}


def exchanged(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` gives to one what `source` gives to the other."""
    if bool(_passive(language).search(claim)) != bool(_passive(language).search(source)):
        return False
    said, known = stems(claim, language), stems(source, language)
    shared = [one for one in dict.fromkeys(said) if said.count(one) == 1 and known.count(one) == 1]
    for pivot in shared:
        before, behind = _around(said, pivot)
        known_before, known_behind = _around(known, pivot)
        if before & known_behind & set(shared) and behind & known_before & set(shared):
            return True
    return False


def _around(found: list[str], pivot: str) -> tuple[set[str], set[str]]:
    at = found.index(pivot)
    return set(found[:at]), set(found[at + 1 :])


@cache
def _passive(language: Language) -> re.Pattern[str]:
    return re.compile(_PASSIVE.get(language.code, r"(?!)"), re.IGNORECASE)
