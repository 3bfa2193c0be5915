"""What the model may write of its own: courtesies. Anything that tells a fact has to come from the wish, or
from what the person gave.
"""

from __future__ import annotations

import tomllib
from functools import cache

from rag.drafting.customs import custom_of
from rag.drafting.slots import DRAFTS
from rag.language.languages import Language, language_of
from rag.language.quantities import quantities
from rag.language.words import function_words, letters, names, stems, words

_TOLD_BY = 5  # words, from which on a text tells its language


def is_courtesy(text: str, known: str, language: Language) -> bool:
    """Whether a sentence says nothing but courtesies and what is `known`: no figure, name or content word
    that stands in neither, in the letter's language, and nothing that only machines write.
    """
    if "[" in text or "{" in text or custom_of(language.code).cliches.search(text):
        return False
    if len(words(text)) >= _TOLD_BY and language_of(text) is not language and not _is_of(text, language):
        return False
    there = {str(one) for one in quantities(known, language)}
    if any(str(one) not in there for one in quantities(text, language)):
        return False
    own = letters(known)
    if any(letters(name) not in own for name in names(text, language)):
        return False
    said = set(stems(text, language))
    return said <= set(stems(known, language)) | _courteous(language)


def _is_of(text: str, language: Language) -> bool:
    return function_words(text, language) * 3 >= len(words(text))


@cache
def _courteous(language: Language) -> frozenset[str]:
    given = tomllib.loads((DRAFTS / "courtesies.toml").read_text(encoding="utf-8"))
    return frozenset(stems(str(given.get(language.code, "")), language))
