"""Which one of a kind a question asks for, and whether a sentence tells of that one: the next inspection and
no last one, the net pay and not the gross.

Most such words are only missed where the sentence has the other one: "The contract starts on 1 October" tells
no end. A few have to be there: a day of inspection that is told as such is not that of the next.
"""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language

_OTHERS = {
    "next": ("last", "previous"),
    "last": ("next", "first"),
    "previous": ("next", "new"),
    "first": ("next", "last"),
    "new": ("previous",),
    "net": ("gross",),
    "gross": ("net",),
    "most": ("least",),
    "least": ("most",),
    "start": ("end",),
    "end": ("start",),
    "sent": ("received",),
    "received": ("sent",),
    "upper": ("lower",),
    "lower": ("upper",),
    "arrival": ("departure",),
    "departure": ("arrival",),
    "open": ("close",),
    "close": ("open",),
    "against": (),  # who votes so is not told by who votes
    "booking": ("cancelling",),
    "cancelling": (),
}
_NAMED_TOO = frozenset(["booking"])  # by its other: how early one books is not told by how one cancels that
_NEEDED = frozenset(["next", "previous", "against"])


def is_on_another_side(question: str, asked_in: Language, sentence: str, language: Language) -> bool:
    """Whether a sentence, in `language`, tells of another one of the kind than a question names."""
    asked = [key for key in _OTHERS if _asks(asked_in, key).search(question)]
    for key in asked:
        others = [one for one in _OTHERS[key] if _asks(language, one).search(sentence)]
        said = key not in _NAMED_TOO and _says(language, key).search(sentence)
        if set(_OTHERS[key]) & set(asked) or said:
            continue
        if others or key in _NEEDED:
            return True
    return False


@cache
def _asks(language: Language, key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.sides[key][0]})(?!\w)", re.IGNORECASE)


@cache
def _says(language: Language, key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.sides[key][1]})(?!\w)", re.IGNORECASE)
