"""A document's text as it is compared: sentence by sentence, without what printing added.

Page numbers and running heads are taken out, line ends and hyphenation do not count, an enumerator stands
apart from its sentence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev

from rag.language.clauses import decimal_label, keyword_label
from rag.language.sentences import sentences
from rag.language.statements import MARKER, ClauseTracker
from rag.language.words import plain
from rag.storing.documents import DocumentStore
from rag.structuring.sections import heading_path
from rag.types import Section

_TOKEN = re.compile(r"[^\W_]+|[%€$£]|(?<=\d)[.,](?=\d)")
_LINE = re.compile(r"[^\n]+\n?")
_RUNNING = 5  # times that a running head is printed, at least
_APART = 600  # characters between two of them
_LONGEST_HEAD = 120  # characters
_PAGE = re.compile(r"page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]", re.IGNORECASE)
_REGULAR = 0.4  # of the mean distance: how much the distances may differ
_PAGE_DIGITS = 4
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or heading; `start` and `end` count characters of the document's text."""

    start: int
    end: int
    text: str  # on one line, without its enumerator
    marker: str
    tokens: tuple[str, ...]
    key: str  # the tokens without what is between them
    clause: str
    section: str  # headings of its ancestors
    label: str = ""  # of a heading: "Article 33"
    words: tuple[str, ...] = ()  # by which it is known: of a heading its title, not its number


def units(store: DocumentStore, document_id: int) -> list[Unit]:
    """The document's sentences in order."""
    text = without_running_lines(store.text(document_id))
    sections = store.sections(document_id)
    starts = [section.start for section in sections]
    heads = {section.start for section in sections}
    paths: dict[int, str] = {}
    clause = ClauseTracker()
    found: list[Unit] = []
    for start, end in _spans(text, starts):
        index = bisect_right(starts, start) - 1
        path = _path(sections, index, paths)
        mark = MARKER.match(text, start, end)
        body = mark.end() if mark else start
        marker = mark.group().strip() if mark else ""
        said = plain(text[body:end])
        tokens = tuple(_TOKEN.findall(unicodedata.normalize("NFKC", said).lower()))
        if not tokens:
            continue
        clause.at(path, "" if start in heads else marker)
        label, words = _heading(said, tokens) if start in heads else ("", tokens)
        found.append(Unit(start, end, said, marker, tokens, "".join(tokens), clause.name, path, label, words))
    return found


def without_running_lines(text: str) -> str:
    """`text` with page numbers and running heads blanked out; every other character keeps its place."""
    lines = [
        (match.start(), match.end(), match.group().strip())
        for match in _LINE.finditer(text)
        if len(match.group()) <= _LONGEST_HEAD
    ]
    blank = _repeated(lines) | _counted(lines) | {start for start, _, line in lines if _PAGE.fullmatch(line)}
    pieces, done = list[str](), 0
    for start, end, _ in lines:
        if start in blank:
            pieces += [text[done:start], " " * (end - start)]
            done = end
    return "".join([*pieces, text[done:]])


def _repeated(lines: Sequence[tuple[int, int, str]]) -> set[int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for start, _, line in lines:
        places[line].append(start)
    return {
        start
        for line, found in places.items()
        if line and len(found) >= _RUNNING and _regular(found)
        for start in found
    }


def _counted(lines: Sequence[tuple[int, int, str]]) -> set[int]:
    """Lines that are the same but for a number that goes up by one: "Page 3 of 12", "4"."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, _, line in lines:
        number = _NUMBER.search(line)
        if number is None or len(line) > _LONGEST_HEAD // 2 or len(number.group()) > _PAGE_DIGITS:
            continue
        if keyword_label(line) is None and not line.startswith("("):  # "Article 4", "(4)"
            places[f"{line[: number.start()]}#{line[number.end() :]}"].append((start, int(number.group())))
    found: set[int] = set()
    for series in places.values():
        run: list[tuple[int, int]] = []
        for start, value in [*series, (0, -1)]:
            if run and (value != run[-1][1] + 1 or start - run[-1][0] < _APART):
                if len(run) >= _RUNNING:
                    found |= {place for place, _ in run}
                run = []
            run.append((start, value))
    return found


def _regular(places: Sequence[int]) -> bool:
    """Do lines come as pages do: far apart, and at about the same distance?"""
    gaps = [later - earlier for earlier, later in pairwise(places)]
    return min(gaps) >= _APART and pstdev(gaps) <= _REGULAR * fmean(gaps)


def _heading(text: str, tokens: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    found = keyword_label(text) or decimal_label(text)
    if found is None:
        return "", tokens
    return found.label, tuple(_TOKEN.findall(found.rest.lower())) or tokens


def _spans(text: str, starts: Sequence[int]) -> list[tuple[int, int]]:
    """Sentences, none of which goes on into the next section."""
    found: list[tuple[int, int]] = []
    for span in sentences(text):
        start = span.start
        for cut in starts[bisect_right(starts, span.start) : bisect_right(starts, span.end - 1)]:
            if text[start:cut].strip():
                found.append((start, start + len(text[start:cut].rstrip())))
            start = cut
        if text[start : span.end].strip():
            found.append((start, span.end))
    return found


def _path(sections: Sequence[Section], index: int, known: dict[int, str]) -> str:
    if index < 0:
        return ""
    if index not in known:
        known[index] = heading_path(sections, sections[index].index)
    return known[index]
