"""Words of scripts that run from right to left, where PDFium leaves them in the order that they are drawn in.

It turns whole words around by itself. What is left: a ligature of lam and alef, which LibreOffice writes,
comes as alef and lam, so that "not" is read as the article; and marks that are drawn to the left of a number,
or to the right of a line, stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rag.layout.printed import RawLine, RawWord, Rectangle

_PAIR = re.compile("([اأإآ])ل")
_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_MARKS = ".:;,!?،؛؟"
_BEFORE_NUMBER = re.compile(rf"([{_MARKS}]+)(\d[\d.,/٫٬-]*)")
_BEFORE_LINE = re.compile(rf"([{_MARKS}]+)(?=[\u0590-\u08ff])")


def with_ligatures(token: str, start: int, box_of: Callable[[int], Rectangle]) -> str:
    """A word whose first character is the `start`-th of its page, its ligatures of lam and alef as they are
    written: two letters that have one box.
    """
    if "ل" not in token:
        return token

    def turned(found: re.Match[str]) -> str:
        first = start + found.start()
        return f"ل{found[1]}" if box_of(first) == box_of(first + 1) else found.group()

    return _PAIR.sub(turned, token)


def put_all_marks(lines: Iterable[RawLine]) -> None:
    """Put the marks of every line behind what they end."""
    for line in lines:
        put_marks(line.words)


def put_marks(words: Sequence[RawWord]) -> None:
    """Put the marks of a line behind what they end, where most of its words run from right to left."""
    backwards = sum(_LETTER.search(word.text) is not None for word in words)
    if not backwards or backwards <= sum(_LATIN.search(word.text) is not None for word in words):
        return
    for word in words:
        found = _BEFORE_NUMBER.fullmatch(word.text)
        if found is not None:
            word.text = found[2] + found[1]
    first = _BEFORE_LINE.match(words[0].text)
    if first is not None:
        words[0].text = words[0].text[first.end() :]
        words[-1].text += first[1]
