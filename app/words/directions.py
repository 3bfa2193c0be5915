"""What stands in a sentence that runs the other way: it keeps its own direction, and turns nothing else.

Unicode's isolates do it (https://www.unicode.org/reports/tr9/, 2.4): U+2068 before, U+2069 behind.
"""

from __future__ import annotations

import re
import unicodedata

_BEGIN, _END = "\u2068", "\u2069"
_AHEAD = "\u200e"  # a letter without a look, from left to right
_BACK = "\u200f"  # the same from right to left
_LEFT = "\u2066"  # begins what runs from left to right, whatever stands in it
# A command with its words, facts and options, as it stands in a sentence of the catalogue.
_COMMAND = re.compile(r"confidant(?: [A-Za-z0-9{}_:,./<>-]+…?)+")  # not for people
_MARKS = re.compile("[\u2066-\u2069]")
_ALL_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
_FACT = re.compile(r"\{[^}]*\}")
_LEFTWARD = ("L", "EN", "AN")  # letters and digits that run from left to right
_BACKWARDS = ("R", "AL")  # letters that run from right to left


def isolated(text: str, *, backwards: bool = True) -> str:
    """A text as it may stand in a sentence from right to left, or from left to right where that is not
    `backwards`; one that runs the same way stays as it is.
    """
    others = _LEFTWARD if backwards else _BACKWARDS
    if not any(unicodedata.bidirectional(one) in others for one in text):
        return text
    return f"{_BEGIN}{text if is_closed(text) else _MARKS.sub('', text)}{_END}"


def led(text: str) -> str:
    """A sentence from left to right that stays one where it begins with a name from right to left: without
    the mark before it, what is put behind the name would stand before it, its full stop first.
    """
    return f"{_AHEAD}{text}" if is_backwards(text) else text


def turned(text: str) -> str:
    """A sentence of a language from right to left, before its facts stand in it, that runs so whatever comes
    first: one of facts and marks alone, or with a Latin name in front, would run from left to right. What
    has Latin letters alone stays (“5 GB”), and what begins with a mark of its own.
    """
    ways = [unicodedata.bidirectional(one) for one in _FACT.sub("", text)]
    letters = [one for one in ways if one in ("L", *_BACKWARDS)]
    if letters and (letters[0] in _BACKWARDS or "AL" not in letters or text.startswith(_AHEAD)):
        return text
    return f"{_BACK}{text}" if letters or "{" in text else text


def is_backwards(text: str) -> bool:
    """Whether a text is one from right to left: its first letter tells."""
    directions = map(unicodedata.bidirectional, text)
    return next((one for one in directions if one in ("L", *_BACKWARDS)), "L") in _BACKWARDS


def leftward(text: str) -> str:
    """What runs from left to right whatever it begins and ends with: “Ctrl++” is no “++Ctrl”."""
    return f"{_LEFT}{text}{_END}" if text else ""


def commands_isolated(text: str) -> str:
    """A sentence from right to left whose commands are read as they are typed, facts in them too."""
    return _COMMAND.sub(lambda found: f"{_LEFT}{found.group()}{_END}", text)


def is_closed(text: str) -> bool:
    """Whether every isolate that begins in a text ends in it, and none ends that does not begin."""
    depth = 0
    for mark in _MARKS.findall(text):
        depth += -1 if mark == _END else 1
        if depth < 0:
            return False
    return depth == 0


def bare(text: str) -> str:
    """A text without marks of direction: for names of files and what is compared."""
    return _ALL_MARKS.sub("", text)
