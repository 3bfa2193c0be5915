"""The period of something and a time that is counted from it: "within 14 days after the notice" is no period
of notice.
"""

from __future__ import annotations

import re

from rag.language.languages import Language, within
from rag.language.words import content_stem, words

_NEAR = 3  # words before it, one of which says that a time is counted from it
_LEAST = 4  # letters that two forms of a word have in common: "Kündigungs-", "Kündigung"


def is_counted_from(said: str, source: str, language: Language) -> bool:
    """Whether what is said, or asked, is of the period of something that a source only counts a time from."""
    named = [one for found in within(language, "period-of").finditer(said) for one in found.groups() if one]
    begins = [stem[: max(_LEAST, len(stem) - 1)] for one in named if (stem := content_stem(one, language))]
    if not begins or within(language, "period-of").search(source):
        return False
    told = words(source)
    places = [
        at
        for at, word in enumerate(told)
        if (stem := content_stem(word, language)) and any(stem.startswith(one) for one in begins)
    ]
    since = re.compile(rf"(?:{language.asks['counted-from']})", re.IGNORECASE)
    return bool(places) and all(
        any(since.fullmatch(one) for one in told[max(0, at - _NEAR) : at]) for at in places
    )
