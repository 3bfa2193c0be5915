"""How likely letters follow each other in a language, told from its commonest words.

Only what is outside ASCII is weighed: the rest of a text says the same in every code page.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice, takewhile

from rag.language.word_lists import common_words

_WORDS = 10_000
_WEIGHED = 3_000  # words whose letters are counted; as many more change no choice
_PAIRS, _SINGLE, _ANY = 0.55, 0.4, 0.05
_LETTERS = 200  # an alphabet, capitals and all
_IDEOGRAPHS = 7_000
_STRANGE = -11.0  # log chance of a letter that the language does not have
_LOAN = -8.5  # of a Latin one, in a name or a word from next door
_WORD_OF_A_LETTER = 2e-4  # frequency; every letter stands by itself now and then
_STRANGE_WORD = -9.0  # of an ASCII word that is not among the common ones
_EDGE = "\n"
_SPELT = str.maketrans({"ς": "σ", "ş": "ș", "ţ": "ț"})  # as the lists spell them
# The lists write "ss" for it, so that its own chance is not known.
_SHARP_S, _SHARP_S_CHANCE = "ß", -4.5
_BEFORE_SHARP_S = frozenset("aeiouyäöü")
_UNSPACED = frozenset({"zh", "ja", "ko"})
_THAI = [chr(code) for code in range(0x0E01, 0x0E5C)]


class Letters:
    """A language's letters. Words are given in lower case."""

    def __init__(
        self, frequencies: Mapping[str, float], *, spaced: bool = True, sharp_s: bool = False
    ) -> None:
        """`frequencies`: of words, each a fraction of all words used. `spaced`: between blanks. `sharp_s`:
        it has a letter that its list does not.
        """
        self._words = frequencies
        self._sharp_s = sharp_s
        self.spaced = spaced
        self._pairs: defaultdict[str, float] = defaultdict(float)
        self._firsts: defaultdict[str, float] = defaultdict(float)
        self._single: defaultdict[str, float] = defaultdict(float)
        for word, frequency in list(frequencies.items())[:_WEIGHED]:
            weight = math.sqrt(frequency)  # rare words tell more of how others look
            before = _EDGE
            for letter in word + _EDGE:
                self._pairs[before + letter] += weight
                self._firsts[before] += weight
                self._single[letter] += weight
                before = letter
        self._is_latin = "e" in self._single
        self._all = sum(self._single.values()) or 1.0
        self._size = _LETTERS if spaced else _IDEOGRAPHS

    def of_word(self, word: str) -> float:
        """Log chance of the letters outside ASCII, and of what follows each."""
        total, before = 0.0, _EDGE
        for letter in word.translate(_SPELT) if "ș" in self._single else word:
            if not (letter.isascii() and before.isascii()):
                total += self._after(before, letter)
            before = letter
        if self.spaced and not before.isascii():
            total += self._after(before, _EDGE)
        return total

    def knows(self, word: str) -> bool:
        return word in self._words or (self._sharp_s and word.replace(_SHARP_S, "ss") in self._words)

    def is_word(self, letter: str) -> bool:
        """Whether a letter by itself is a word, as "à" and "и" are."""
        return self._words.get(letter, 0.0) >= _WORD_OF_A_LETTER

    def of_plain_word(self, word: str) -> float:
        """Log chance of a word of ASCII letters."""
        return max(math.log(self._words.get(word, 1e-9)), _STRANGE_WORD)

    def _after(self, before: str, letter: str) -> float:
        if _SHARP_S in (before, letter) and self._sharp_s:
            return 0.0 if before == _SHARP_S else _SHARP_S_CHANCE if before in _BEFORE_SHARP_S else _STRANGE
        if letter not in self._single:
            return _LOAN if "\u00c0" <= letter < "\u0180" and self._is_latin else _STRANGE
        firsts = self._firsts.get(before, 0.0)
        pair = self._pairs.get(before + letter, 0.0) / firsts if firsts else 0.0
        return math.log(_PAIRS * pair + _SINGLE * self._single[letter] / self._all + _ANY / self._size)


@lru_cache(maxsize=64)
def letters_of(code: str) -> Letters:
    """The letters of the language with this code."""
    if code == "th":  # no list has its words
        return Letters(dict.fromkeys(_THAI, 1e-4), spaced=False)
    return Letters(_common(code), spaced=code not in _UNSPACED, sharp_s=code == "de")


def _common(code: str) -> dict[str, float]:
    """The words that are more frequent than all but so many, or as frequent as the last of these."""
    words = common_words(code)
    least = next(islice(words.values(), _WORDS, None), 0.0)
    return dict(takewhile(lambda one: one[1] >= least, words.items()))
