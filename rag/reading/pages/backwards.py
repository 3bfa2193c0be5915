"""Words of scripts that run from right to left, where PDFium leaves them in the order that they are drawn in.

It turns whole words around by itself. What is left: a ligature of lam and alef, which LibreOffice writes,
comes as alef and lam, so that "not" is read as the article; marks that are drawn to the left of a number,
or to the right of a line, stand before it; and brackets and quotation marks that a file names as they are
said, as typst does, are turned around like those that others name as they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rag.layout.printed import RawLine, RawWord, Rectangle

_PAIR = re.compile("([اأإآ])ل")
_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_MARKS = ".:;,!?،؛؟"
_BEFORE_NUMBER = re.compile(rf"([{_MARKS}]+)(\d[\d.,:/٫٬-]*)")
_OPENING, _CLOSING = "([{«", ")]}»"
_TURNED = str.maketrans(_OPENING + _CLOSING, _CLOSING + _OPENING)
_WRONG = re.compile(rf"^[{re.escape(_CLOSING)}]|[{re.escape(_OPENING)}][{_MARKS}]*$")
_RIGHT = re.compile(rf"^[{re.escape(_OPENING)}]|[{re.escape(_CLOSING)}][{_MARKS}]*$")
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
    """Put the marks of every line of a page behind what they end, and turn its brackets where they open
    with what closes.
    """
    found: list[Sequence[RawWord]] = []
    before: Sequence[RawWord] = ()
    for line in lines:
        if _runs_backwards(line.words):
            found.append(line.words)
        elif len(line.words) == 1 and before:  # the end of the line before: "17." alone
            _put_behind_number(line.words[0])
        before = line.words if found and found[-1] is line.words else ()
    for words in found:
        put_marks(words)
    turn_brackets([word for words in found for word in words])


def turn_brackets(words: Sequence[RawWord]) -> None:
    """Turn the brackets around words from right to left, where more of them are the wrong way round."""
    own = [word for word in words if _LETTER.search(word.text)]
    wrong = sum(_WRONG.search(word.text) is not None for word in own)
    if wrong > sum(_RIGHT.search(word.text) is not None for word in own):
        for word in own:
            word.text = word.text.translate(_TURNED)


def _runs_backwards(words: Sequence[RawWord]) -> bool:
    backwards = sum(_LETTER.search(word.text) is not None for word in words)
    return backwards > sum(_LATIN.search(word.text) is not None for word in words)


def put_marks(words: Sequence[RawWord]) -> None:
    """Put the marks of a line behind what they end, where most of its words run from right to left."""
    if not _runs_backwards(words):
        return
    for word in words:
        _put_behind_number(word)
    first = _BEFORE_LINE.match(words[0].text)
    if first is not None:
        words[0].text = words[0].text[first.end() :]
        words[-1].text += first[1]


def _put_behind_number(word: RawWord) -> None:
    found = _BEFORE_NUMBER.fullmatch(word.text)
    if found is not None:
        word.text = found[2] + found[1]
