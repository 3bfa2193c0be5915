"""Given names that stand alone: "Margaret thinks so", "mit Gesine", "le chat de Manon"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.redacting.flat import small_words
from rag.redacting.name_words import WORD, Person, is_given, is_word
from rag.redacting.vocabulary import vocabulary

_SHORTEST = 3
_BEFORE = re.compile(rf"({WORD}|\d[\d.,]*)[ \n]$")
_BEHIND = re.compile(rf"(?:[ \n]({WORD}|\d)|-\w|[.]\w)")
_INITIAL = re.compile(r" [A-Z]\.(?!\w)")
_GENITIVE = re.compile(r"['’]s?$")


def by_given_names(text: str, language: str) -> Iterator[Person]:
    """Who is called by a given name alone. Lists hold words, months, places and makes, too: those that are
    used in small letters here, that are known as such, or that stand in a longer name of something.
    """
    small = small_words(text)
    for one in re.finditer(rf"(?<![\w@/.&'’#-])({WORD})(?![\w@/&])", text):
        word = _GENITIVE.sub("", one[1])
        if not _names_somebody(word, small) or _in_longer(text, one.start(), one.end(), language):
            continue
        initial = _INITIAL.match(text, one.end())
        yield Person((word,), (), one.start(), initial.end() if initial else one.start() + len(word))


def _names_somebody(word: str, small: frozenset[str]) -> bool:
    known, low = vocabulary(), word.lower()
    if len(word) < _SHORTEST or word.isupper() or not is_given(word) or low in small:
        return False
    return not any(low in words for words in (known.words, known.not_alone, known.no_names))


def _in_longer(text: str, start: int, end: int, language: str) -> bool:
    """Whether it is a part of a date or of a name of something: "12 Jan", "San Diego", "Jordan Consulting".
    German writes every noun with a capital: there only those words count that make a thing of a name.
    """
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before is not None:
        word = before[1]
        if word[0].isdigit() or word.lower() in vocabulary().no_names | vocabulary().leads:
            return True
        if language != "de" and not is_word(word):
            return True
    behind = _BEHIND.match(text, end)
    if behind is None:
        return False
    word = behind[1] or ""
    if not word or word.isdigit():
        return True
    return language != "de" or word.lower() in vocabulary().no_names
