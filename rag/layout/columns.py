"""Columns of running text that were written row by row, across the gap between them, put one after the other.

Most producers write a column to its end before they begin the next; that order is kept. Some write what
stands at one height in one go, so that each line of the left column runs on into the right one. Such lines
are parted where the same gap runs down through all of them, if both sides read as text and not as the cells
of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
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


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines from `first` up to, not with, `end`, and the gaps that run down through all of them."""

    first: int
    end: int
    gaps: tuple[Gap, ...]


def part_columns(page: RawPage) -> None:
    """Put the lines of `page` that run across columns in the order they are read."""
    lines = page.lines
    if sum(bool(_gaps(line, page)) for line in lines) < _FEWEST:
        return
    found: list[RawLine] = []
    place = 0
    while place < len(lines):
        run = _run(page, place)
        columns = _columns(page, run) if run is not None else []
        if run is None or not columns:
            found.append(lines[place])
            place += 1
            continue
        found += (line for column in columns for line in column)
        place = run.end
    page.lines = found


def _run(page: RawPage, first: int) -> _Run | None:
    """The lines that begin with `first` and share a gap with it."""
    lines = page.lines
    gaps: list[Gap] = _gaps(lines[first], page)
    least = _GAP * _size(lines[first], page) / max(page.width, 1.0)
    across, end = 0, first
    for place in range(first, len(lines)):
        line = lines[place]
        if place > first:
            step = line.box[1] - lines[place - 1].box[1]
            if step <= 0 or step > _STEP * (line.box[3] - line.box[1]):
                break
        shared = [both for gap in gaps for both in _white(gap, line) if both[1] - both[0] >= least]
        if not shared:
            break
        gaps, end = shared, place + 1
        across += any(line.box[0] < gap[0] and line.box[2] > gap[1] for gap in gaps)
    if across < max(_FEWEST, _ACROSS * (end - first)):
        return None
    return _Run(first, end, tuple(gaps))


def _white(gap: Gap, line: RawLine) -> list[Gap]:
    """What of a gap stays white where a line stands."""
    left = [gap]
    for word in line.words:
        left = [
            part
            for low, high in left
            for part in ((low, min(high, word.box[0])), (max(low, word.box[2]), high))
            if part[0] < part[1]
        ]
    return left


def _columns(page: RawPage, run: _Run) -> list[list[RawLine]]:
    """The lines of each column, from the left; none where they are no columns of text."""
    edges = [(low + high) / 2 for low, high in run.gaps]
    columns: list[list[RawLine]] = [[] for _ in range(len(edges) + 1)]
    for line in page.lines[run.first : run.end]:
        for column, words in zip(columns, _parted(line.words, edges), strict=True):
            if words:
                column.append(_piece(line, words))
    return columns if all(_is_text(column, page) for column in columns) else []


def _parted(words: Sequence[RawWord], edges: Sequence[float]) -> list[list[RawWord]]:
    parts: list[list[RawWord]] = [[] for _ in range(len(edges) + 1)]
    for word in words:
        middle = (word.box[0] + word.box[2]) / 2
        parts[sum(middle > edge for edge in edges)].append(word)
    return parts


def _piece(line: RawLine, words: list[RawWord]) -> RawLine:
    piece = replace(line, words=words, hyphen=line.hyphen and words[-1] is line.words[-1])
    piece.settle()
    return piece


def _is_text(column: Sequence[RawLine], page: RawPage) -> bool:
    """Whether lines under each other are running text."""
    if len(column) < _FEWEST:
        return False
    left, right = min(line.box[0] for line in column), max(line.box[2] for line in column)
    size = median(_size(line, page) for line in column) / max(page.width, 1.0)
    words = [word.text for line in column for word in line.words]
    further = [line.text for line in column[1:]]
    cased = [text for text in further if text[:1].lower() != text[:1].upper()]
    return (
        right - left >= _NARROWEST * size
        and median(line.box[2] - line.box[0] for line in column) >= _WIDEST * (right - left)
        and median(len(line.words) for line in column) >= _WORDS
        and sum(any(mark.isdigit() for mark in word) for word in words) <= _FIGURES * len(words)
        and sum(line.box[0] - left <= size for line in column) >= _ALIGNED * len(column)
        and sum(text[:1].islower() for text in cased) >= _GOES_ON * len(cased)
    )


def _gaps(line: RawLine, page: RawPage) -> list[Gap]:
    """The wide blanks of a line."""
    least = _GAP * _size(line, page) / max(page.width, 1.0)
    return [
        (before.box[2], after.box[0])
        for before, after in pairwise(line.words)
        if after.box[0] - before.box[2] >= least
    ]


def _size(line: RawLine, page: RawPage) -> float:
    """Of its letters, in points."""
    return line.size or (line.box[3] - line.box[1]) * page.height * _LETTERS
