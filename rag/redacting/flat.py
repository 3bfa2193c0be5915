"""A text as rules read it: blanks alike, words that a line's end parts joined, no brackets around what is
withdrawn, each character with its place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rag.language.withdrawn import brackets

_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_BLANKS = frozenset("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t\u000b\u000c\u2028\u2029\x85\r")
_ORDINALS = "ºª²³¹¼½¾"  # NFKC makes letters and figures of them
_HYPHENS = {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-"}
_QUOTES = {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "\u2032": "'"}


@dataclass(frozen=True, slots=True)
class Flat:
    """`places[n]` is where character n of `text` stands in the text it was made of."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Flat:
        signs: list[str] = []
        places: list[int] = []
        said = frozenset(brackets(text)) if "[" in text else frozenset()
        for place, sign in enumerate(text):
            for one in "" if place in said else _plain(sign):
                signs.append(one)
                places.append(place)
        return cls(*_joined(signs, places))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stands in the text it was made of."""
        return self.places[start], self.places[end - 1] + 1


def _plain(sign: str) -> str:
    if sign.isascii():
        return " " if sign in _BLANKS else sign
    if sign in _ORDINALS:
        return sign
    if sign in _NOTHING:
        return ""
    if sign in _BLANKS:
        return " "
    sign = _HYPHENS.get(sign) or _QUOTES.get(sign) or sign
    # Letters in circles, of mathematics, double width and ligatures are letters.
    whole = unicodedata.normalize("NFKC", sign)
    return whole if (len(whole) > 1 and whole.isalpha()) or (len(whole) == 1 and whole.isalnum()) else sign


def _joined(signs: list[str], places: list[int]) -> tuple[str, tuple[int, ...]]:
    """Without the hyphens at the ends of lines: a letter before, a small letter in the next line."""
    kept: list[int] = []
    at, length = 0, len(signs)
    while at < length:
        if signs[at] == "-" and kept and signs[kept[-1]].isalpha():
            behind = at + 1
            while behind < length and signs[behind] == " ":
                behind += 1
            if behind < length and signs[behind] == "\n":
                behind += 1
                while behind < length and signs[behind] == " ":
                    behind += 1
                if behind < length and signs[behind].islower():
                    at = behind
                    continue
        kept.append(at)
        at += 1
    # What was written as letter and accent is one letter, as the rules write it.
    text = "".join(signs[one] for one in kept)
    if unicodedata.is_normalized("NFC", text):
        return text, tuple(places[one] for one in kept)
    composed: list[str] = []
    found: list[int] = []
    for one in kept:
        if composed and unicodedata.combining(signs[one]):
            both = unicodedata.normalize("NFC", composed[-1] + signs[one])
            if len(both) == 1:
                composed[-1] = both
                continue
        composed.append(signs[one])
        found.append(places[one])
    return "".join(composed), tuple(found)


def small_words(text: str) -> frozenset[str]:
    """The words that a text writes small, but for those of its addresses: "jane.roe@example.org" says
    nothing of how "roe" is used.
    """
    return frozenset(_SMALL.findall(_ADDRESS.sub(" ", text)))


_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
_SMALL = re.compile(r"(?<![\w'])[a-zà-ÿ]\w+")
