"""Word stems as the index makes them: without accents, then M. F. Porter's algorithm of 1980."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rag.language.stemming import stemmed

WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The stem of a word in lower case."""
    plain = "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))
    return stemmed(plain, "porter")


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word in WORD.findall(text.lower()))
