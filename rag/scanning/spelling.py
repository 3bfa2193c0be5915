"""How likely a text is, character by character, from how often words are used.

A word's frequency is spread over its prefixes, so that the chance of the next character is known in the
middle of a word; what no word begins with falls back to triples of characters.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rag.language.word_lists import many_words, most_spoken

_CODES = ("en", "fr", "de", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ro", "hu", "tr")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 5
_COMMON_WORDS = 10_000
_CLEARLY = 0.65  # of the words are among a language's common ones
_ENOUGH = 0.35
_MOST_WORDS = 60_000
_OUTSIDE = 0.03  # chance that a word is none of those known
_OWN_WEIGHT = 2e-5  # frequency lent to a word each time a document itself uses it
_FLOOR = 1e-4  # of a character after any two others
_SEPARATORS = {
    " ": 0.80,
    ",": 0.07,
    ".": 0.07,
    "-": 0.01,
    "'": 0.01,
    "’": 0.005,
    ";": 0.005,
    ":": 0.005,
    "?": 0.003,
}
_RARE_SEPARATOR = 0.0008
_AFTER_FIGURES = {
    " ": 0.50,
    ".": 0.15,
    ",": 0.12,
    "%": 0.05,
    ":": 0.05,
    "/": 0.04,
    "-": 0.04,
    ")": 0.02,
    ";": 0.01,
    "°": 0.005,
    "€": 0.005,
    "'": 0.005,
}
_RARE_AFTER_FIGURES = 0.002
_FIGURES_END = 0.3  # chance that a number has no more figures
_FIGURE_IN_WORD = 0.002  # as in "V2"
_LETTER = 0.90  # chance that a word begins with a letter
_DIGIT = 0.06 / 10
_MARK = 0.04 / 30
_DIGIT_AFTER_DIGIT = 0.07
_CAPITAL_FIRST = 0.15
_CAPITAL_INSIDE = 0.01
_CAPITAL_AFTER_CAPITAL = 0.4


class Language:
    """Chances of characters. Words are kept in lower case; capitals have a price of their own."""

    def __init__(self, frequencies: Mapping[str, float]) -> None:
        """`frequencies`: of words in lower case, each a fraction of all words used."""
        self._words = dict(frequencies)
        self._mass: defaultdict[str, float] = defaultdict(float)
        triples: defaultdict[str, float] = defaultdict(float)
        pairs: defaultdict[str, float] = defaultdict(float)
        for word, frequency in frequencies.items():
            for end in range(len(word) + 1):
                self._mass[word[:end]] += frequency
            weight = math.sqrt(frequency)  # rare words tell more of how strange ones look
            for place, character in enumerate(word):
                before = f"^^{word}"[place : place + 2]
                triples[before + character] += weight
                pairs[before] += weight
        self._triples, self._pairs = dict(triples), dict(pairs)

    def learn(self, word: str) -> None:
        """Take up a word that a document itself uses, a little more with each use."""
        small = word.lower()
        self._words[small] = self._words.get(small, 0.0) + _OWN_WEIGHT
        for end in range(len(small) + 1):
            self._mass[small[:end]] += _OWN_WEIGHT

    def knows(self, word: str) -> bool:
        return word.lower() in self._words

    def next(self, word: str, character: str) -> float:
        """Log chance of `character` after the letters `word` of the word begun (empty between words)."""
        if character.isalpha():
            return self._letter(word, character)
        if word[-1:].isdigit():
            if character.isdigit():
                return math.log(_DIGIT_AFTER_DIGIT)
            return math.log(_FIGURES_END * _AFTER_FIGURES.get(character, _RARE_AFTER_FIGURES))
        if word and character.isdigit():
            return math.log(_FIGURE_IN_WORD)
        if word:
            return math.log(self._end(word) * _SEPARATORS.get(character, _RARE_SEPARATOR))
        if character == " ":
            return math.log(0.5)  # after a mark
        return math.log(_DIGIT if character.isdigit() else _MARK)

    def of_text(self, text: str) -> float:
        """Log chance of a whole text."""
        total, word = 0.0, ""
        for character in text:
            total += self.next(word, character)
            word = word + character if character.isalnum() else ""
        return total + (self.next(word, " ") if word else 0.0)

    def _letter(self, word: str, character: str) -> float:
        small = character.lower()
        known = word.lower()
        if word[-1:].isdigit():
            return math.log(_MARK)
        mass = self._mass.get(known, 0.0)
        inside = self._mass.get(known + small, 0.0) / mass if mass else 0.0
        before = f"^^{known}"[-2:]
        strange = max(self._triples.get(before + small, 0.0) / self._pairs.get(before, 1.0), _FLOOR)
        chance = (1 - _OUTSIDE) * inside + _OUTSIDE * strange if mass else _OUTSIDE * strange
        if not word:
            chance *= _LETTER
        return math.log(chance) + self._case(word, character)

    def _case(self, word: str, character: str) -> float:
        capital = character.isupper()
        if not word:
            share = _CAPITAL_FIRST
        elif word[-1:].isupper() and (len(word) == 1 or word[-2:-1].isupper()):
            share = _CAPITAL_AFTER_CAPITAL if len(word) > 1 else 0.05
        else:
            share = _CAPITAL_INSIDE
        return math.log(share if capital else 1 - share)

    def _end(self, word: str) -> float:
        known = word.lower()
        mass = self._mass.get(known, 0.0)
        ended = self._words.get(known, 0.0) / mass if mass else 0.0
        return (1 - _OUTSIDE) * ended + _OUTSIDE * 0.1


@lru_cache(maxsize=2)
def language_of(code: str) -> Language:
    """The language with this ISO 639-1 code; a second to make, and kept."""
    return Language(_frequencies(code))


def spoken(texts: Iterable[str]) -> str | None:
    """The language of most words (ISO 639-1); None where there are too few, or no language knows them."""
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    if len(words) < _FEWEST_WORDS:
        return None
    return most_spoken(words, _CODES, commonest=_COMMON_WORDS, enough=_ENOUGH, clearly=_CLEARLY)


def _frequencies(code: str) -> dict[str, float]:
    listed = many_words(code, _MOST_WORDS)
    return {word: frequency for word, frequency in listed.items() if word.isalpha()}
