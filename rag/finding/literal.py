"""Words as somebody types them, found in a text wherever they are printed: in small letters or large, with
accents or without, over the ends of lines and of pages, with the hyphens that a line's end takes or leaves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.types import Box

_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
# What Unicode does not take apart.
_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ŋ": "n"}
_ALIKE = {"'": "’‘ʼ´′‚‹›`", '"': "“”„«»″", "-": "‐‑‒–—−"}
_SIGNS = {sign: plain for plain, signs in _ALIKE.items() for sign in signs}
_HYPHEN = r"(?:-(?:\s*\n\s*)?)?"  # at the end of a line it stands in the text or not: "email" is "e-mail"


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared. `places` tells where each of its characters, and its end, stands in the text
    it was made of; None where that is the same.
    """

    text: str
    places: tuple[int, ...] | None = None

    def place(self, at: int) -> int:
        return at if self.places is None else self.places[at]


class Wanted:
    """What is looked for. Blanks at its ends do not count; nothing is found of what has no other."""

    def __init__(self, words: str) -> None:
        pieces = folded(words).text.split()
        self._pattern = re.compile(r"\s+".join(_piece(one) for one in pieces)) if pieces else None

    @property
    def is_empty(self) -> bool:
        return self._pattern is None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in a text, in order, none over another."""
        if self._pattern is None:
            return
        whole = folded(text)
        for found in self._pattern.finditer(whole.text):
            start, end = whole.place(found.start()), whole.place(found.end() - 1) + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1  # an accent written behind its letter
            yield start, end

    def is_in(self, text: str) -> bool:
        return self._pattern is not None and self._pattern.search(folded(text).text) is not None

    def boxes(self, text: str, box: Box) -> Iterator[Box]:
        """Where it stands in a line of which only its box is known, all letters taken to be as wide."""
        wide = (box.x1 - box.x0) / max(1, len(text))
        for start, end in self.spans(text):
            yield Box(box.x0 + start * wide, box.y0, box.x0 + end * wide, box.y1)


def folded(text: str) -> Folded:
    """A text without what makes no difference to somebody who looks for words."""
    if text.isascii():
        return Folded(text.lower())
    signs = {sign: _plain(sign) for sign in set(text)}
    if all(len(one) == 1 for one in signs.values()):
        return Folded(text.translate({ord(sign): plain for sign, plain in signs.items()}))
    parts: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = signs[sign]
        parts.append(plain)
        places.extend([place] * len(plain))
    return Folded("".join(parts), (*places, len(text)))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    """One character as it is compared; nothing for one that is not to be seen, or stands on another."""
    if sign in _NOTHING or unicodedata.combining(sign):
        return ""
    if sign in _SIGNS:
        return _SIGNS[sign]
    apart = unicodedata.normalize("NFKD", sign)
    bare = "".join(one for one in apart if not unicodedata.combining(one)).casefold()
    return "".join(_LETTERS.get(one, _SIGNS.get(one, one)) for one in bare)


def _piece(piece: str) -> str:
    """A pattern of what stands between two blanks."""
    made = re.escape(piece[0])
    for before, sign, behind in zip(piece, piece[1:], (*piece[2:], ""), strict=False):
        if sign == "-" and before.isalpha() and behind.isalpha():
            made += _HYPHEN
        elif before.isalpha() and sign.isalpha():
            made += (r"\s*" if _is_set_close(before) or _is_set_close(sign) else _HYPHEN) + re.escape(sign)
        else:
            made += re.escape(sign)
    return made


def _is_set_close(sign: str) -> bool:
    """Whether lines end within a word of this script, without a sign."""
    return "\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff"
