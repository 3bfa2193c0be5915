"""References in brackets: "(see section 2, food, drink and alcohol)" says nothing of what it names."""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language
from rag.language.words import stems


def without_references(text: str, language: Language) -> str:
    """A text without what only refers to another place."""
    return _references(language).sub(" ", text)


def only_referred_to(text: str, language: Language) -> frozenset[str]:
    """The stems of what a text has in references alone."""
    rest = without_references(text, language)
    if rest == text:
        return frozenset()
    return frozenset(stems(text, language)) - frozenset(stems(rest, language))


@cache
def _references(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\((?:{language.asks['see']})\b[^()]*\)", re.IGNORECASE)
