"""What the model writes of a part, taken apart into sentences or rows and held against the part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.grounding.grounder import Grounder
from rag.grounding.meaning import bends
from rag.language.sentences import sentences
from rag.language.words import letters, plain
from rag.prompting.writing import Writing
from rag.runs.types import Point
from rag.types import Citation, Support

_MARK = re.compile(r"^\s*(?:[-–—•*#]+|\(?\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")
# What small models begin or end with, whatever they are told.
_FRAME = re.compile(
    r"^(?:here (?:is|are)\b|sure\b|certainly\b|in summary,?$|summary:?$|none\b\W*$|note:|let me\b"
    r"|(?:the|this) (?:part|passage|text|excerpt|document) (?:does not|is (?:a|part of|not))\b"
    r"|i (?:hope|can)\b)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"^(?:(?:the|this) (?:part|passage|text|excerpt|section|document) (?:of the document )?"
    r"(?:states|says|notes|explains|mentions|finds|concludes) that )(?=\w)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_CELL = "|"


def statements(writing: Writing) -> list[str]:
    """Its sentences, without bullets, introductions and repetitions; the last only if it was ended."""
    text = _EMPHASIS.sub("", writing.text)
    spans = sentences(text)
    if not writing.whole and len(spans) > 1:
        spans = spans[:-1]
    found: dict[str, str] = {}
    for span in spans:
        line = _MARK.sub("", plain(text[span.start : span.end]))
        line = _INTRODUCED.sub("", line)
        line = line[:1].upper() + line[1:]
        if not _FRAME.match(line) and not line.endswith(":"):
            found.setdefault(letters(line), line)
    return [line for key, line in found.items() if key]


def table_rows(writing: Writing, columns: int) -> list[tuple[str, ...]]:
    """The rows of a table that the model writes a line each, cells apart by a bar; others are passed over."""
    lines = writing.text.splitlines() if writing.whole else writing.text.splitlines()[:-1]
    found: dict[tuple[str, ...], None] = {}
    for line in lines:
        cells = tuple(
            _EMPHASIS.sub("", cell).strip() for cell in _MARK.sub("", line).strip().strip(_CELL).split(_CELL)
        )
        ruled = all(set(cell) <= set("-: ") for cell in cells)
        if len(cells) == columns and any(cells) and not ruled:
            found.setdefault(cells)
    return list(found)


def grounded(grounder: Grounder, text: str, cells: tuple[str, ...] = ()) -> Point | None:
    """A point with its places; UNSUPPORTED when the part does not hold it, None when it claims nothing."""
    grounding = grounder.ground(text)
    if grounding.support is Support.NEUTRAL:
        return None
    if grounding.support is Support.SUPPORTED and not (
        _held(text, grounding.citations) and not bends(text, grounding.citations)
    ):
        return Point(text, (), Support.UNSUPPORTED, cells)
    return Point(text, grounding.citations, grounding.support, cells)


def _held(text: str, citations: Sequence[Citation]) -> bool:
    """Does every number of a sentence stand in the passages cited, digit for digit? "5" for "five" is right,
    and cannot be looked up.
    """
    there = re.sub(r"[,\s]", "", " ".join(f"{one.section} {one.quote}" for one in citations))
    return all(number.replace(",", "").rstrip(".") in there for number in _NUMBER.findall(text))
