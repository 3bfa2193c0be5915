"""Passages: what is embedded, found and quoted. Each is an exact slice of the document's text.

A passage stays inside one section and ends where a paragraph, list item, sentence or at worst a line
ends; and with its page, unless a sentence runs over: what two pages say is not read as one. Its size is
counted in estimated word pieces, since that is what embedders cut off at 256: about 150 words of prose, fewer
of a table of figures.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.language.clauses import starts_item
from rag.structuring.sections import heading_path, is_sentence
from rag.types import Passage, Section

_GOAL = 190  # word pieces
_MOST = 235
_PROSE_LINE = 60  # characters
_FULL = 0.8  # of the line above, a last line that its paragraph fills
_LOOKED_BACK = 600  # characters
_DENSE_LINE = 20  # the same of scripts that write a word in one or two characters
_CHARACTERS_A_PIECE = 12  # at most
_RECORD_GOAL = 330
_RECORD_MOST = 560

_PIECE = re.compile(r"[^\W\d_]+|\d{1,3}|[^\w\s]")
_LONG_WORD = 9  # letters of a word that is more than one piece
_STOPS = frozenset(".!?:;…。！？：；؟۔।॥")
_CLOSERS = "\"'”’»)]』」）"
_DENSE = 0x2E80  # the first of the East Asian scripts
_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(
    r"(?<![A-Z]\.)(?<!\b[A-Za-z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!No\.)(?<!Art\.)(?<=[.!?;])[\"'”’)\]]*\s+"
    r"(?=[\"'“‘(\[]?[A-Z0-9(•])"
)


_Splitter = Callable[[str, int, int], Iterator[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    pieces: int


class PageMap:
    """Tells which page a place of the document's text is on."""

    def __init__(self, starts: Sequence[int], numbers: Sequence[int]) -> None:
        self._starts = starts
        self._numbers = numbers

    def page(self, place: int) -> int:
        return self._numbers[max(bisect_right(self._starts, place) - 1, 0)] if self._numbers else 1

    def breaks(self, text: str, low: int, high: int) -> list[int]:
        """Where, between two places, a page begins and no sentence runs over from the page before."""
        inside = self._starts[bisect_right(self._starts, low) : bisect_right(self._starts, high)]
        return [place for place in inside if place < high and not _runs_over(text, place)]


def _runs_over(text: str, place: int) -> bool:
    """Whether the sentence before a page break provably goes on after it.

    A small letter after the break tells; before a capital one only that the last line is as full as the line
    above it, or a paragraph that is not wrapped at all: a closing line of an invoice stands alone.
    """
    before = text[max(place - _LOOKED_BACK, 0) : place].rstrip().rstrip(_CLOSERS)
    after = text[place : place + 40].lstrip()
    if not before or not after or before[-1] in _STOPS or starts_item(after):
        return False
    if after[0].islower():
        return True
    above, _, last = before.rpartition("\n")
    letters, digits = sum(mark.isalpha() for mark in last), sum(mark.isdigit() for mark in last)
    if letters <= 4 * digits:
        return False
    dense = sum(unicodedata.category(mark) == "Lo" and ord(mark) >= _DENSE for mark in last)
    line = _DENSE_LINE if 2 * dense > letters else _PROSE_LINE
    if len(last) > 3 * line:
        return True
    return len(last) > line and len(last) >= _FULL * len(above.rpartition("\n")[2]) > _FULL * line


def cut_sections(
    text: str, sections: Sequence[Section], pages: PageMap, skipped: Sequence[tuple[int, int]]
) -> Iterator[Passage]:
    """Passages of a paged document in reading order. `skipped`: spans that no passage holds, in order."""
    if not sections or sections[0].start > 0:
        yield from _cut_span(
            text, (0, sections[0].start if sections else len(text)), None, "", pages, skipped
        )
    done = 0
    for section in sections:
        index = section.index
        if section.start < done:
            continue
        end = sections[index + 1].start if index + 1 < len(sections) else section.end
        if end < section.end:
            if _stands_whole(text, sections, section):
                end = section.end
            elif _is_heading_only(text[section.start : end], section):
                continue
        done = end
        path = heading_path(sections, index)
        yield from _cut_span(text, (section.start, end), index, path, pages, skipped)


def _stands_whole(text: str, sections: Sequence[Section], section: Section) -> bool:
    """Whether a section is small enough to be one passage with its parts, none of them a clause itself."""
    if section.end - section.start > _MOST * _CHARACTERS_A_PIECE:
        return False
    for part in sections[section.index + 1 :]:
        if part.start >= section.end:
            break
        if part.label:
            return False
    return _pieces(text[section.start : section.end]) <= _MOST


def cut_record(text: str, offset: int, page: int, headings: str, key: str | None) -> Iterator[Passage]:
    """The passages of one record, whose text stands at `offset` of the document: one, unless it is long."""
    for start, end in _pack(_units(text, 0, len(text), _RECORD_MOST), _RECORD_GOAL, _RECORD_MOST):
        yield Passage(None, offset + start, offset + end, page, page, text[start:end], headings, key)


def _cut_span(
    text: str,
    span: tuple[int, int],
    section: int | None,
    path: str,
    pages: PageMap,
    skipped: Sequence[tuple[int, int]],
) -> Iterator[Passage]:
    for low, high in _without(span, skipped):
        for part_low, part_high in pairwise([low, *pages.breaks(text, low, high), high]):
            for start, end in _pack(_units(text, part_low, part_high, _MOST), _GOAL, _MOST):
                first, last = pages.page(start), pages.page(end - 1)
                yield Passage(section, start, end, first, last, text[start:end], path)


def _without(span: tuple[int, int], skipped: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    low, high = span
    first = max(bisect_right(skipped, (low, low)) - 1, 0)
    for start, end in skipped[first:]:
        if end <= low:
            continue
        if start >= high:
            break
        if start > low:
            yield low, start
        low = max(low, end)
    if low < high:
        yield low, high


def _is_heading_only(text: str, section: Section) -> bool:
    if is_sentence(section):
        return False
    said = sum(mark.isalnum() for mark in section.label + section.title)
    return sum(mark.isalnum() for mark in text) <= said


def _pieces(text: str) -> int:
    """How many word pieces an embedder's tokenizer makes of `text`, within about a tenth."""
    found = _PIECE.findall(text)
    return len(found) + sum(len(piece) // _LONG_WORD for piece in found)


def _units(text: str, start: int, end: int, most: int) -> list[_Unit]:
    """Paragraphs and list items; those over `most` as sentences, those as lines, those as runs of words."""
    units: list[_Unit] = []
    for low, high in _paragraphs(text, start, end):
        _add(units, text, low, high, most, (_sentences, _lines, _halves))
    return units


def _add(units: list[_Unit], text: str, low: int, high: int, most: int, finer: tuple[_Splitter, ...]) -> None:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    if low == high:
        return
    pieces = _pieces(text[low:high])
    if pieces <= most or not finer:
        units.append(_Unit(low, high, pieces))
        return
    spans = list(finer[0](text, low, high))
    again = finer if finer[0] is _halves and len(spans) > 1 else finer[1:]
    for part_low, part_high in spans:
        _add(units, text, part_low, part_high, most, again)


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for match in _PARAGRAPH.finditer(text, start, end):
        yield from _items(text, low, match.start())
        low = match.end()
    yield from _items(text, low, end)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph parted before each line that begins a list item."""
    low = start
    for line_start, line_end in _lines(text, start, end):
        if line_start > low and starts_item(text[line_start : min(line_end, line_start + 40)].lstrip()):
            yield low, line_start
            low = line_start
    yield low, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for match in _SENTENCE.finditer(text, start, end):
        yield low, match.end()
        low = match.end()
    yield low, end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    while low < end:
        found = text.find("\n", low, end)
        high = end if found < 0 else found + 1
        yield low, high
        low = high


def _halves(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Two halves, parted at a blank where there is one: for text without sentences or lines."""
    middle = (start + end) // 2
    blank = text.rfind(" ", start + 1, middle)
    cut = blank + 1 if blank > start else middle
    if start < cut < end:
        yield start, cut
        yield cut, end
    else:
        yield start, end


def _pack(units: list[_Unit], goal: int, most: int) -> Iterator[tuple[int, int]]:
    """Join units in order into spans of even size near `goal`, none over `most` unless one unit is."""
    total = sum(unit.pieces for unit in units)
    even = total / max(1, round(total / goal)) if total > most else most
    first, last, size = -1, -1, 0
    for unit in units:
        over = size + unit.pieces > most or size + unit.pieces / 2 > even
        if first >= 0 and over:
            yield first, last
            first, size = -1, 0
        if first < 0:
            first = unit.start
        last = unit.end
        size += unit.pieces
    if first >= 0:
        yield first, last
