"""Parts of a document that say nothing to be summarised: contents, indexes, lists of works cited."""

from __future__ import annotations

import re

from rag.runs.parts import SUMMIT

_TITLES = {
    "a table of contents": r"(?:table of )?contents",
    "an index": r"(?:subject |general |alphabetical )?index",
    "a list of works cited": r"(?:references|bibliography|works cited|literature|citations)",
    "a list of figures or tables": r"(?:list|table) of (?:figures|tables|exhibits|abbreviations)",
    "acknowledgements": r"acknowledge?ments?",
}
_HEADINGS = {
    reason: re.compile(rf"\W*(?:[\dA-Z]{{1,4}}[.)]?\s+)?{pattern}\W*", re.IGNORECASE)
    for reason, pattern in _TITLES.items()
}
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]+\s*$|\s{2,}\d{1,4}\s*$", re.MULTILINE)
_INDEXED = re.compile(r"^\W*[^\d\n]{2,60}(?:,\s*\d{1,4}(?:[–-]\d{1,4})?)+\s*$", re.MULTILINE)
_MOSTLY = 0.5  # of the lines
_FEWEST_LINES = 4
_FEWEST_WORDS = 12


def boilerplate(heading: str, text: str) -> str:
    """Why there is nothing to summarise in a part, in words that end "it is …"; "" where there is."""
    title = heading.rsplit(SUMMIT, maxsplit=1)[-1]
    for reason, pattern in _HEADINGS.items():
        if pattern.fullmatch(title):
            return reason
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) >= _FEWEST_LINES:
        if len(_LEADERS.findall(text)) > _MOSTLY * len(lines):
            return "a table of contents"
        if len(_INDEXED.findall(text)) > _MOSTLY * len(lines):
            return "an index"
    if sum(any(letter.isalpha() for letter in word) for word in text.split()) < _FEWEST_WORDS:
        return "a few words only"
    return ""
