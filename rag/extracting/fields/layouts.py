"""The layout of a document: the words of its head and of its labels, and how high on the page they stand.

Papers of one issuer have one layout: the same head and the same labels, with other figures between them. A
scan moves words a little and reads some of them otherwise, so layouts are alike more or less.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.extracting.fields.sight import Sight

_HEAD = 10  # lines that a head has
_WORDS = 80  # of a layout
_LETTERS = 3  # of a word that counts
_FAR = 0.12  # of the page's height that a word of the head may have moved
_OF_HEAD = 0.65  # of the likeness: the head; the rest are all words of the page


@dataclass(frozen=True, slots=True)
class Layout:
    """`head`: words with their height on the page, 0-1, None without one; `words`: those of all of it."""

    head: tuple[tuple[str, float | None], ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, sight: Sight) -> Layout:
        """Of a document's first page."""
        first = sight.lines[0].page if sight.lines else 1
        lines = [one for one in sight.by_eye(first) if _words(one.text)]
        head = [
            (word, round(one.box.y0, 3) if one.box else None)
            for one in lines[:_HEAD]
            for word in _words(one.text)
        ]
        words = dict.fromkeys(word for one in lines for word in _words(one.text))
        return cls(tuple(head[:_WORDS]), tuple(words)[:_WORDS])


def likeness(one: Layout, other: Layout) -> float:
    """How alike two layouts are, 0-1."""
    if not one.head or not other.head:
        return 0.0
    fewer, more = sorted((one.head, other.head), key=len)
    there: dict[str, list[float | None]] = {}
    for word, height in more:
        there.setdefault(word, []).append(height)
    held = sum(any(_near(height, at) for at in there.get(word, ())) for word, height in fewer)
    # Of a short head, a few words in common say little: half of the longer one has to be there, too.
    head = held / max(len(fewer), len(more) / 2)
    return _OF_HEAD * head + (1 - _OF_HEAD) * _shared(one.words, other.words)


def _near(height: float | None, at: float | None) -> bool:
    return height is None or at is None or abs(height - at) <= _FAR


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    both = set(one) & set(other)
    return len(both) / max(1, min(len(set(one)), len(set(other))))


def _words(text: str) -> list[str]:
    return [one for one in re.findall(r"[^\W\d_]+", text.lower()) if len(one) >= _LETTERS]
