"""What Arabic needs beside its word list: one word is written in several ways, and is joined with its
article, "and" and short prepositions.

Signs of vowels may be written or left out, so may a hamza above or below an alef, and a word may be drawn out
(Unicode 15, chapter 9.2). Stems are those of Snowball, behind what stands before the word.
"""

from __future__ import annotations

import re

MARKS = "\u0610-\u061a\u064b-\u065f\u0670"  # signs of vowels, for a character class
_MARKS = re.compile(f"[{MARKS}\u0640]+")
_TANWEEN = re.compile("\u064b\u0627|\u0627\u064b")  # "daily": the alef is no part of the word
_ALEFS = str.maketrans("أإآٱ", "اااا")
# Joined before a word: "and", "then", "with", "like", "for", and the article.
_ARTICLE = re.compile("(?:[وف]?(?:[بك]?ال|لل)(?=..))")
_AND = re.compile("و(?=[يتنأ]...)|[وف](?=[بلك]?ال..)")
_ALIKE = {
    **dict.fromkeys("اأإآ", "[اأإآ]"), **dict.fromkeys("يى", "[يى]"), **dict.fromkeys("ةه", "[ةه]"),
}  # fmt: skip
_LETTER = re.compile("[\u0621-\u064a]")
_CLASS = re.compile(r"\[[^\]]*\]|[\u0621-\u064a]")


_PUNCTUATION = str.maketrans("؟،؛٪", "?,;%")


def punctuated(text: str) -> str:
    """A text with the marks that rules know, letter for letter as long."""
    return text.translate(_PUNCTUATION)


def is_arabic(word: str) -> bool:
    """Whether a word is written in Arabic letters, by its first two."""
    return any("\u0621" <= letter <= "\u064a" for letter in word[:2])


def bare(word: str) -> str:
    """A word without signs of vowels, drawn out letters and what is joined before it."""
    plain = _MARKS.sub("", _TANWEEN.sub("", word)).translate(_ALEFS)
    plain = _AND.sub("", plain, count=1) if _AND.match(plain) else plain
    found = _ARTICLE.match(plain)
    return plain[found.end() :] if found is not None else plain


def spellings(word: str) -> set[str]:
    """A word of a list as it may stand in a text: without its hamza, joined with "and"."""
    plain = _MARKS.sub("", word)
    alike = {plain, plain.translate(_ALEFS), re.sub("ة$", "ه", plain), re.sub("ى$", "ي", plain)}
    return {word, *alike, *("و" + one for one in alike)}


def loosened(pattern: str) -> str:
    """A pattern that its letters match in every spelling, with signs of vowels between them or without."""

    def loose(found: re.Match[str]) -> str:
        letter = found.group()
        return letter if letter.startswith("[") else f"{_ALIKE.get(letter, letter)}[{MARKS}]*"

    return _CLASS.sub(loose, pattern) if _LETTER.search(pattern) else pattern
