"""Columns of running text that were written row by row, across the gap between them, put one after the other.

Most producers write a column to its end before they begin the next; that order is kept. Some write what
stands at one height in one go, so that each line of the left column runs on into the right one. Such lines
are parted where the same gap runs down through all of them, if both sides read as text and not as the cells
of a table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import sub
from statistics import median

from rag.layout.printed import RawLine, RawPage, RawWord

_GAP = 0.6  # of the letters' size: blanks between words have 0.25 to 0.35
_FEWEST = 3  # lines that run across
_ACROSS = 0.6  # of the lines of a run, at least; the columns may end at different heights
_STEP = 2.5  # of a line's height: a larger step parts a run
_WIDEST = 0.6  # of a column's width: what the middle one of its lines fills at least
_NARROWEST = 8.0  # times the letters' size: the width of a column
_WORDS = 3  # of the middle line of a column
_GOES_ON = 0.3  # of a column's lines begin with a small letter, as those do that go on
_FIGURES = 0.25  # of a column's words with digits: more is a table
_ALIGNED = 0.6  # of a column's lines begin at its left edge
_LETTERS = 0.85  # of a line's height, their size

Gap = tuple[float, float]  # fractions of the page's width
_Part = tuple[RawLine, list[RawWord]]  # a line, and those of its words that stand in one column


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines from `first` up to, not with, `end`, and the gaps that run down through all of them."""

    first: int
    end: int
    gaps: tuple[Gap, ...]


def part_columns(page: RawPage) -> None:
    """Put the lines of `page` that run across columns in the order they are read."""
    lines = page.lines
    gaps = [_gaps(line, page) for line in lines]
    if sum(map(bool, gaps)) < _FEWEST:
        return
    spans = [[(word.box[0], word.box[2]) for word in line.words] for line in lines]
    found: list[RawLine] = []
    place = 0
    while place < len(lines):
        run = _run(page, place, gaps[place], spans) if gaps[place] else None
        columns = _columns(page, run) if run is not None else []
        if run is None or not columns:
            found.append(lines[place])
            place += 1
            continue
        found += (line for column in columns for line in column)
        place = run.end
    page.lines = found


def _run(page: RawPage, first: int, gaps: list[Gap], spans: Sequence[Sequence[Gap]]) -> _Run | None:
    """The lines that begin with `first`, which has these gaps, and share one with it.

    `spans`: where the words of each line of the page stand.
    """
    lines = page.lines
    least = _GAP * _size(lines[first], page) / max(page.width, 1.0)
    across, end = 0, first
    for place in range(first, len(lines)):
        left, top, right, bottom = lines[place].box
        if place > first:
            step = top - lines[place - 1].box[1]
            if step <= 0 or step > _STEP * (bottom - top):
                break
        words = spans[place]
        shared = [both for gap in gaps for both in _white(gap, words) if both[1] - both[0] >= least]
        if not shared:
            break
        gaps, end = shared, place + 1
        across += any(left < gap[0] and right > gap[1] for gap in gaps)
    if across < max(_FEWEST, _ACROSS * (end - first)):
        return None
    return _Run(first, end, tuple(gaps))


def _white(gap: Gap, words: Sequence[Gap]) -> list[Gap]:
    """What of a gap stays white between words."""
    low, high = gap
    left = [gap] if low < high else []
    for x0, x1 in words:
        if x0 < high and x1 > low:
            left = [
                part
                for start, end in left
                for part in ((start, min(end, x0)), (max(start, x1), end))
                if part[0] < part[1]
            ]
    return left


def _columns(page: RawPage, run: _Run) -> list[list[RawLine]]:
    """The lines of each column, from the left; none where they are no columns of text."""
    edges = sorted((low + high) / 2 for low, high in run.gaps)
    columns: list[list[_Part]] = [[] for _ in range(len(edges) + 1)]
    for line in page.lines[run.first : run.end]:
        for column, words in zip(columns, _parted(line.words, edges), strict=True):
            if words:
                column.append((line, words))
    if not all(_is_text(column, page) for column in columns):
        return []
    return [[_piece(line, words) for line, words in column] for column in columns]


def _parted(words: Sequence[RawWord], edges: Sequence[float]) -> list[list[RawWord]]:
    parts: list[list[RawWord]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        parts[bisect_left(edges, (word.box[0] + word.box[2]) / 2)].append(word)
    return parts


def _piece(line: RawLine, words: list[RawWord]) -> RawLine:
    piece = replace(line, words=words, hyphen=line.hyphen and words[-1] is line.words[-1])
    piece.settle()
    return piece


def _is_text(column: Sequence[_Part], page: RawPage) -> bool:
    """Whether lines under each other are running text."""
    if len(column) < _FEWEST or median(len(words) for _, words in column) < _WORDS:
        return False  # as most of a table's are
    lefts = [min([word.box[0] for word in words]) for _, words in column]
    rights = [max([word.box[2] for word in words]) for _, words in column]
    left, right = min(lefts), max(rights)
    size = median([_part_size(part, page) for part in column]) / max(page.width, 1.0)
    if (
        right - left < _NARROWEST * size
        or median(map(sub, rights, lefts)) < _WIDEST * (right - left)
        or sum([one - left <= size for one in lefts]) < _ALIGNED * len(column)
    ):
        return False
    texts = [word.text for _, words in column for word in words]
    if sum(map(_has_digit, texts)) > _FIGURES * len(texts):
        return False
    begins = [words[0].text[:1] for _, words in column[1:]]
    cased = [mark for mark in begins if mark.lower() != mark.upper()]
    return sum(map(str.islower, cased)) >= _GOES_ON * len(cased)


def _has_digit(text: str) -> bool:
    return not text.isalpha() and any(map(str.isdigit, text))


def _gaps(line: RawLine, page: RawPage) -> list[Gap]:
    """The wide blanks of a line."""
    least = _GAP * _size(line, page) / max(page.width, 1.0)
    found = []
    words = iter(line.words)
    before = next(words).box[2] if line.words else 0.0
    for word in words:
        left, _, right, _ = word.box
        if left - before >= least:
            found.append((before, left))
        before = right
    return found


def _part_size(part: _Part, page: RawPage) -> float:
    """Of the letters of a part of a line, in points."""
    line, words = part
    high = 0.0 if line.size else max(word.box[3] for word in words) - min(word.box[1] for word in words)
    return line.size or high * page.height * _LETTERS


def _size(line: RawLine, page: RawPage) -> float:
    """Of its letters, in points."""
    return line.size or (line.box[3] - line.box[1]) * page.height * _LETTERS
