"""A person's own words for dictation: names and terms that are said here and hard to spell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import WordUnfit, WordUnknown
from rag.storing.dictation import DictationStore
from rag.storing.listed import key_of

MOST_LETTERS = 60  # of one of them: a name and what belongs to it, no sentence
_BETWEEN = re.compile(r"[\n\r\t,;،؛、]+")


@dataclass(frozen=True, slots=True)
class ListedWord:
    """`told`: whether the model is told of it; the latest are, as far as there is room."""

    text: str
    told: bool


class WordList:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: DictationStore) -> None:
        self._store = store

    def all(self) -> list[ListedWord]:
        """The latest first."""
        words = self._store.words()
        told = set(fitting(words))
        return [ListedWord(one, one in told) for one in words]

    def told(self) -> tuple[str, ...]:
        """Those that there is room for."""
        return fitting(self._store.words())

    def add(self, words: Iterable[str]) -> None:
        """Keep words; of what is there already the spelling given now counts. Raises `WordUnfit`; none is
        kept then.
        """
        plain = [" ".join(one.split()) for one in words]
        for one in plain:
            if not is_word(one):
                raise WordUnfit(word=one[: MOST_LETTERS + 1], most=MOST_LETTERS)
        self._store.put(reversed(plain))  # the first of them is the latest

    def remove(self, word: str) -> str:
        """Take a word off; how it was written. Raises `WordUnknown`."""
        taken = self._store.take(word)
        if taken is None:
            raise WordUnknown(word=word)
        return taken

    def lacking(self, words: Iterable[str]) -> list[str]:
        """Those that are not on the list."""
        known = {key_of(one) for one in self._store.words()}
        return [one for one in words if key_of(one) not in known]


def is_word(text: str) -> bool:
    """Whether it can be told: something with a letter, and no sentence."""
    return len(text) <= MOST_LETTERS and any(one.isalpha() for one in text)


def words_of(text: str) -> list[str]:
    """The words of a text as people paste them: a line each, or behind commas, semicolons and tabs."""
    parts = (" ".join(one.split()) for one in _BETWEEN.split(text))
    return list({key_of(one): one for one in parts if one}.values())


# A Whisper model is told 160 tokens at most (`engine.speech.vocabulary`). A name with the comma before
# it takes up to three quarters of a token for a byte of UTF-8: "Rechtsanwaltskammer" 10 for 21, الخوارزمي 11
# for 20, 東京 6 for 8.
_BYTES = 210
_BETWEEN_BYTES = 2


def fitting(words: Iterable[str], room: int = _BYTES) -> tuple[str, ...]:
    """The first of some words that the model can be told together."""
    found: list[str] = []
    for one in words:
        room -= len(one.encode()) + _BETWEEN_BYTES
        if room < 0:
            break
        found.append(one)
    return tuple(found)
