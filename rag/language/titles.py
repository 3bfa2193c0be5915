"""Headings that stand in lines of their own before a sentence, where a text is cut into sentences with them.

"3. Deposit" and below it "The Tenant shall pay …" are two things, though no full stop parts them: read on one
line they become "3. Deposit The Tenant shall pay".
"""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import languages
from rag.language.marks import is_headed
from rag.language.words import letters, words

_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3}){1,4}[.)]?|\d{1,3}[.)]|\(\d{1,3}\)|[IVXLC]{1,6}[.)]|[A-Z][.)])"
_WORDS = 8  # of a heading, at most
_BARE = 2  # words of a heading with a number that whatever stands below it may follow
_SHORTER = 1.3  # times as long as a heading's line the next one is, at least; a wrapped line fills its column
_SAID = 4  # words of a sentence below a title that nothing else tells: "Minutes", "• They are signed by …"
_CUTS = (".", ",", ";", "?", "!")  # with which a line that is no heading ends


def behind_headings(text: str, section: str = "") -> int:
    """Where the sentence begins that stands below one or more headings in lines of their own; 0 where `text`
    begins with it, or is nothing but headings.

    `section`: the headings that the layout of its document told, joined by " › ".
    """
    told = [letters(one) for one in section.split(" › ") if letters(one)]
    at = 0
    while True:
        line, end, rest = text[at:].partition("\n")
        below = rest.lstrip()
        if not end or not below or not letters(below):
            return at
        if not _is_heading(line.strip(), below.partition("\n")[0], told, alone=rest.startswith("\n")):
            return at
        at = len(text) - len(below)


def _is_heading(line: str, below: str, told: list[str], *, alone: bool) -> bool:
    """`alone`: an empty line stands below it."""
    if not letters(line):
        return not line
    if is_headed(line):
        return True
    if letters(line) in told:
        return True
    if line.endswith(_CUTS) or len(words(line)) > _WORDS or below[:1].islower():
        return False
    if alone and (line.isupper() or (line[:1].isupper() and line[-1:].isalpha() and _is_said(below))):
        return True
    mark = _numbered().match(line)
    title = (mark["title"] or "") if mark is not None else ""
    if mark is None or title[:1].islower():
        return False
    few = len(words(title)) <= _BARE
    return alone or few or len(below) >= _SHORTER * len(line)


def _is_said(line: str) -> bool:
    """Whether a line is a sentence of some length, or the item of a list: what a title stands above."""
    return line.endswith(".") and len(words(line)) >= _SAID


@cache
def _numbered() -> re.Pattern[str]:
    """A line with the number or the label that a heading has: "3. Deposit", "§ 3 Kaution"."""
    named = "|".join(sorted((re.escape(word) for one in languages() for word in one.divisions), reverse=True))
    label = rf"(?:§+|(?:{named})\b\.?)\s*(?:{_NUMBER}|\d+\w?|[^\W\d_]+(?=\s*:))"
    return re.compile(
        rf"\W*(?:{label}|(?-i:{_NUMBER}))\s*(?:[–—:.-]\s*)?(?P<title>[^\W\d_].*)?$", re.IGNORECASE
    )
