"""The ranking: what bytes say in each code page is weighed as words of the languages that use it.

No count of characters alone tells "5 €" from "5 Є" or "Prüfung" from "Prьfung"; letters beside each other,
small and capital ones, and what stands beside a sign do, in a dozen characters.
"""

from __future__ import annotations

import codecs
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rag.language.code_pages.letters import Letters, letters_of
from rag.language.code_pages.pages import FAMILIES, Family, Origin
from rag.language.code_pages.signs import cost_of_sign

_HIGH = re.compile(rb"[\x80-\xff]")
# No page puts these bytes inside a character: not as the second byte of two, nor the fourth of four.
_BETWEEN = re.compile(rb"[\x00-\x2f\x3a-\x3f]")
_PLAIN_WORD = re.compile(rb"(?<![\x80-\xff\w])[A-Za-z]{2,}(?![\x80-\xff\w])")
_LONGEST = 400  # bytes of a word; scripts without blanks write whole sentences as one
_BEFORE = 40  # bytes of it before the first that is outside ASCII
_MOST_FOUND = 3_000  # words
_WEIGHED = 250
_PLAIN_BYTES = 20_000
_PLAIN_WORDS = 60
_PLAIN_COUNT = 8  # words: more evidence of the language than so many adds nothing
_FOREIGN = -1.0  # log odds for another script, of each word in Latin letters more than there are in it
_LETTERS_ALONE = -6.0  # where no two of its letters stand together
_UNLIKELY = 12.0  # log odds behind the likeliest language of a family: its letters are not looked at
_KNOWN = 0.7  # log odds for each letter of a word that is among the common ones
_LONGEST_KNOWN = 8
_ALONE = -3.0  # a letter that is no word
_MIXED_CASE = -4.0
_MIXED_SCRIPT = -10.0
_BESIDE_FIGURE = -2.0
_DEFAULT = "cp1252"
_RUN = re.compile(r"[^\W\d_ªº²³¹¼½¾µ]+")

_Words = Sequence[tuple[bytes, float]]


def code_page(data: bytes, origin: Origin = Origin.PROGRAM) -> str:
    """The name of the codec that makes most sense of bytes that are no UTF-8; total."""
    words = _words(data)
    if not words:
        return _DEFAULT
    plain = Counter(word.lower().decode() for word in _PLAIN_WORD.findall(data[:_PLAIN_BYTES]))
    latin = {
        code: _evidence(letters_of(code), plain)
        for family in FAMILIES
        if family.is_latin
        for code in family.languages
    }
    foreign = _FOREIGN * max(min(len(plain) - len(words), _PLAIN_COUNT), 0)
    if all(len(word) == 1 for word, _ in words):
        foreign += _LETTERS_ALONE
    best, chosen = -math.inf, _DEFAULT
    for family in FAMILIES:
        for name, odds in family.candidates(origin):
            score = odds + _score(name, family, words, latin) + (0.0 if family.is_latin else foreign)
            if score > best:
                best, chosen = score, name
    return chosen


def _words(data: bytes) -> _Words:
    """The commonest words with bytes outside ASCII, and the weight of each."""
    found: Counter[bytes] = Counter()
    at = count = 0
    while count < _MOST_FOUND and (high := _HIGH.search(data, at)):
        count += 1
        end = _BETWEEN.search(data, high.start())
        at = end.start() if end else len(data)
        before = data[max(high.start() - _BEFORE, 0) : high.start()]
        begin = high.start() - len(before) + max((gap.end() for gap in _BETWEEN.finditer(before)), default=0)
        found[data[begin : min(at, begin + _LONGEST)]] += 1
    return [(word, 1 + 0.5 * math.log(times)) for word, times in found.most_common(_WEIGHED)]


def _evidence(letters: Letters, plain: Mapping[str, int]) -> float:
    """How much the words of ASCII letters speak for a language (log odds)."""
    words = list(plain)[:_PLAIN_WORDS]
    if not words:
        return 0.0
    mean = sum(letters.of_plain_word(word) for word in words) / len(words)
    return mean * min(len(words), _PLAIN_COUNT)


def _score(name: str, family: Family, words: _Words, latin: Mapping[str, float]) -> float:
    texts = [(_decoded(word, name), weight) for word, weight in words]
    best = -math.inf
    top = max(latin.values())
    # What stands in ASCII in a text of another script may be of any language.
    evidence = {code: latin.get(code, top) for code in family.languages}
    least = max(evidence.values()) - _UNLIKELY
    for code in (code for code in family.languages if evidence[code] >= least):
        letters = letters_of(code)
        score = evidence[code] - top + sum(weight * _of_text(text, letters) for text, weight in texts)
        best = max(best, score)
    return best


def _decoded(word: bytes, name: str) -> str:
    """A word, without a character that its end cuts in two."""
    return codecs.getincrementaldecoder(name)("replace").decode(word, final=len(word) < _LONGEST)


def _of_text(text: str, letters: Letters) -> float:
    """Log chance of what stands outside ASCII in a word of bytes."""
    text = unicodedata.normalize("NFC", text)
    total = 0.0
    inside: set[int] = set()
    for run in _RUN.finditer(text):
        word = run.group()
        if not word.isascii():
            total += _of_run(word, letters)
            beside = text[run.start() - 1 : run.start()] + text[run.end() : run.end() + 1]
            ends = word[0] + word[-1]
            if any(mark.isdigit() for mark in beside) and not ends.isascii():
                total += _BESIDE_FIGURE
        inside.update(range(run.start(), run.end()))
    for place, sign in enumerate(text):
        if place not in inside and not sign.isascii():
            total += cost_of_sign(text, place)
    return total


def _of_run(word: str, letters: Letters) -> float:
    """Log chance of letters in a row, not all of them in ASCII."""
    small = word.replace("İ", "i").lower()
    total = letters.of_word(small)
    if len(word) > 1 and letters.knows(small):
        total += _KNOWN * min(len(word), _LONGEST_KNOWN)
    elif len(word) == 1 and letters.spaced and not letters.is_word(small):
        total += _ALONE
    for before, letter in pairwise(word):
        if before.isascii() and letter.isascii():
            continue
        if before.islower() and letter.isupper():
            total += _MIXED_CASE
        elif before.isascii() != letter.isascii() and not _is_latin(letter if before.isascii() else before):
            total += _MIXED_SCRIPT
    if len(word) > 2 and word[:2].isupper() and not word.isupper():
        total += _MIXED_CASE
    return total


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter < "\u1f00"
