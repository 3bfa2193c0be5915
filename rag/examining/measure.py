"""What a page's own text and boxes tell of how well it was read.

A page of ordinary text passes at the price of a few hundred look-ups: pages are read by the thousand, and
next to none of them poorly.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.examining.dictionaries import strange_share
from rag.types import Box, Flaw, FlawKind, Line, Page, Word

_STRANGE_CHARACTERS = 0.01  # of a page's: two in a line
_STRANGE_WORDS = 0.3  # of a page's: see tests/benchmarks/README.md
_OVERLAPPING = 0.1  # of a page's lines
_FEWEST = 3  # lines, or characters, to say so
_MOST_LINES = 1500  # of a page whose lines are compared
_OVER = 0.5  # of the smaller of two lines' areas
_ACROSS = 6  # rows one below the other with the same gap: columns read across
_GAP = 2.0  # of a row's height
_SAME_GAP = 0.03  # of the page's width
_COLUMN_WORDS = 3  # of letters on either side of the gap

# What stands for a character that is not known; codes of private use, of control, and halves of pairs.
_MEANINGLESS = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)


def measured(page: Page) -> Page:
    """The page with what its text tells against its reading, in place of what it told before."""
    others = tuple(one for one in page.flaws if one.kind not in _MEASURED)
    flaws = (*others, *_flaws(page))
    return replace(page, flaws=flaws) if flaws != page.flaws else page


_MEASURED = frozenset((FlawKind.CHARACTERS, FlawKind.WORDS, FlawKind.OVERLAPS, FlawKind.COLUMNS))


def _flaws(page: Page) -> Iterator[Flaw]:
    for kind, share, least in (
        (FlawKind.CHARACTERS, _meaningless(page.text), _STRANGE_CHARACTERS),
        (FlawKind.WORDS, strange_share(page.text), _STRANGE_WORDS),
        (FlawKind.OVERLAPS, _overlapping(page), _OVERLAPPING),
        (FlawKind.COLUMNS, _read_across(page), 0.0),
    ):
        if share > least:
            yield Flaw(kind, round(share, 3))


def _meaningless(text: str) -> float:
    """The share of characters without a meaning; one that stands alone is a bullet or a tick."""
    if _MEANINGLESS.search(text) is None:
        return 0.0
    strange = sum(len(_MEANINGLESS.findall(token)) for token in text.split() if len(token) > 1)
    return strange / len(text) if strange >= _FEWEST else 0.0


def _overlapping(page: Page) -> float:
    """The share of lines that are printed over others, which say something else."""
    boxed = [
        (line.box, line.text)
        for line in page.lines
        if line.box is not None and not line.aside and len(line.text) >= _FEWEST
    ]
    if not _FEWEST <= len(boxed) <= _MOST_LINES:
        return 0.0
    boxed.sort(key=lambda one: one[0].y0)
    others: defaultdict[int, set[int]] = defaultdict(set)
    for place, (box, text) in enumerate(boxed):
        for other in range(place + 1, len(boxed)):
            below, said = boxed[other]
            if below.y0 >= box.y1:
                break
            # A shadow, or a letter set twice to look bold, says the same.
            if text not in said and said not in text and _shared(box, below) > _OVER:
                others[place].add(other)
                others[other].add(place)
    # One line that lies over many, such as one that runs up the page, says nothing against them.
    over = [place for place in others if any(len(others[one]) < _FEWEST for one in others[place])]
    return len(over) / len(boxed) if len(over) >= _FEWEST else 0.0


def _shared(one: Box, other: Box) -> float:
    """The part of the smaller box that lies in the other."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    if wide <= 0 or high <= 0:
        return 0.0
    smaller = min((box.x1 - box.x0) * (box.y1 - box.y0) for box in (one, other))
    return wide * high / smaller if smaller > 0 else 0.0


def _read_across(page: Page) -> float:
    """The share of lines that seem to run across two columns: rows of words with the same wide gap."""
    lines = [line for line in page.lines if not line.aside and line.box is not None]
    if not page.words or not page.width or len(lines) < _ACROSS:
        return 0.0
    starts = [word.start for word in page.words]

    def gap_of(line: Line) -> float | None:
        words = page.words[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        return _gap(line, words, page)

    # So many rows in a row cannot hide between those that are looked at first.
    if all(gap_of(line) is None for line in lines[:: _ACROSS // 2]):
        return 0.0
    across, run, before = 0, 0, -1.0
    for gap in (*map(gap_of, lines), None):
        if gap is not None and (run == 0 or abs(gap - before) < _SAME_GAP):
            run += 1
        else:
            across += run if run >= _ACROSS else 0
            run = int(gap is not None)
        before = -1.0 if gap is None else gap
    return across / len(lines)


def _gap(line: Line, words: Sequence[Word], page: Page) -> float | None:
    """Where a row of words is parted, as a fraction of the page's width, if it is and both sides are text."""
    if len(words) < 2 * _COLUMN_WORDS or line.box is None:
        return None
    wide, place = max(
        (words[place + 1].box.x0 - words[place].box.x1, place) for place in range(len(words) - 1)
    )
    if wide * page.width < _GAP * (line.box.y1 - line.box.y0) * page.height:
        return None
    for side in (words[: place + 1], words[place + 1 :]):
        letters = sum(page.text[word.start : word.end].isalpha() for word in side)
        if letters < _COLUMN_WORDS:
            return None
    return (words[place].box.x1 + words[place + 1].box.x0) / 2
