"""What a person corrects in text read from a picture, and the page as it is with it.

A correction names its place by a box, not by a line's number: another reader may cut the page into other
lines, and the correction still has to find its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from rag.types import Box, Doubt, Heading, Line, Page, Word

_SAME_PLACE = 0.5  # of the smaller box


@dataclass(frozen=True, slots=True)
class Correction:
    """`text` stands where `read` was read: in `box` of page `page`."""

    page: int
    box: Box
    read: str
    text: str


def is_same_place(one: Box, other: Box) -> bool:
    """Whether two boxes of a page are the place of one line, read twice."""
    return _overlap(one, other) > _SAME_PLACE


def edited(page: Page, place: int, text: str) -> Correction:
    """The correction that writes `text` in place of a line read from a picture."""
    line = page.lines[place]
    if line.box is None:
        raise ValueError(place)
    return Correction(page.number, line.box, line.text if line.read is None else line.read, text)


def corrected(page: Page, edits: Sequence[Correction]) -> Page:
    """The page with its corrections: text, and the places of everything behind them."""
    for edit in edits:
        place = _line_at(page, edit)
        if place is not None:
            page = with_line(page, place, corrected_line(page.lines[place], edit))
    return page


def _line_at(page: Page, edit: Correction) -> int | None:
    """The line that stands where the correction was made."""
    if edit.page != page.number:
        return None
    shares = [
        (_overlap(line.box, edit.box), place)
        for place, line in enumerate(page.lines)
        if line.box is not None and line.end > line.start
    ]
    share, place = max(shares, default=(0.0, -1))
    return place if share > _SAME_PLACE else None


def with_line(page: Page, place: int, line: Line) -> Page:
    """The page with another text in one of its lines, and the places of everything behind it."""
    before = page.lines[place]
    grown = len(line.text) - (before.end - before.start)

    def moved(at: int) -> int:
        return at + grown if at >= before.end else at

    words = [
        Word(moved(word.start), moved(word.end), word.box)
        for word in page.words
        if not before.start <= word.start < before.end
    ]
    if page.words:
        held = [word for word in page.words if before.start <= word.start < before.end]
        words += respaced(before, line.text, held)
    lines = tuple(
        replace(line, end=before.start + len(line.text))
        if at == place
        else replace(
            other,
            start=moved(other.start),
            end=moved(other.end),
            doubts=tuple(Doubt(moved(one.start), moved(one.end), one.confidence) for one in other.doubts),
        )
        for at, other in enumerate(page.lines)
    )
    return replace(
        page,
        text=page.text[: before.start] + line.text + page.text[before.end :],
        lines=lines,
        words=tuple(sorted(words, key=lambda word: word.start)),
        headings=tuple(
            Heading(moved(one.start), moved(one.end), one.level, one.title) for one in page.headings
        ),
        confidence=_confidence(lines, page.confidence),
    )


def corrected_line(line: Line, edit: Correction) -> Line:
    """A line as a person wrote it; as it was read where the correction is withdrawn."""
    return replace(line, text=edit.text, doubts=(), read=None if edit.text == edit.read else edit.read)


def respaced(line: Line, text: str, held: Sequence[Word]) -> list[Word]:
    """The words of a line that says `text` now, which had the words `held`: those that are the same keep
    their places; what is new shares the room of what it stands for.
    """
    if line.box is None:
        return []
    kept = _kept(line, text, held)
    found, at = list[Word](), 0
    ends = [*sorted(kept), len(held)]
    for before, place in zip([-1, *ends], ends, strict=False):
        start = kept[place][0] if place in kept else len(text)
        fresh = [(at + one.start(), at + one.end()) for one in re.finditer(r"[^ ]+", text[at:start])]
        boxes = _shares(_room(line.box, held, before + 1, place), fresh) if fresh else []
        found += [
            Word(line.start + low, line.start + high, box)
            for (low, high), box in zip(fresh, boxes, strict=True)
        ]
        if place in kept:
            at = kept[place][1]
            found.append(Word(line.start + start, line.start + at, held[place].box))
    return found


def _kept(line: Line, text: str, held: Sequence[Word]) -> dict[int, tuple[int, int]]:
    """Which words stand in the new text as they stood, and where. Letters are compared, not words: of the
    same word said twice, the one is kept whose neighbours are, and a language may part none by blanks.
    """
    parted = " " in line.text or len(held) < 2
    found = dict[int, tuple[int, int]]()
    same = SequenceMatcher(None, line.text, text, autojunk=False).get_matching_blocks()
    for place, one in enumerate(held):
        start, end = one.start - line.start, one.end - line.start
        block = next((by for by in same if by.a <= start and end <= by.a + by.size), None)
        if block is None:
            continue
        low, high = start - block.a + block.b, end - block.a + block.b
        if not parted or (text[:low][-1:] in ("", " ") and text[high:][:1] in ("", " ")):
            found[place] = (low, high)
    return found


def _room(box: Box, held: Sequence[Word], low: int, high: int) -> Box:
    """Where the words from `low` to `high` of a line stand; between their neighbours where these are none."""
    if low < high:
        boxes = [one.box for one in held[low:high]]
        return Box(min(one.x0 for one in boxes), box.y0, max(one.x1 for one in boxes), box.y1)
    begin = held[low - 1].box.x1 if low else box.x0
    end = held[high].box.x0 if high < len(held) else box.x1
    return Box(min(begin, end), box.y0, max(begin, end), box.y1)


def _shares(room: Box, spans: Sequence[tuple[int, int]]) -> list[Box]:
    """A part of the room for each word, by its length."""
    begin = spans[0][0]
    wide = (room.x1 - room.x0) / max(spans[-1][1] - begin, 1)
    return [
        Box(room.x0 + wide * (start - begin), room.y0, room.x0 + wide * (end - begin), room.y1)
        for start, end in spans
    ]


def _confidence(lines: Sequence[Line], before: float) -> float:
    """Of a page: the mean of its lines', by length."""
    weights = [line.end - line.start for line in lines]
    if not sum(weights):
        return before
    return sum(line.certainty * weight for line, weight in zip(lines, weights, strict=True)) / sum(weights)


def _overlap(one: Box, other: Box) -> float:
    """What two boxes share, of the smaller one."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    if wide <= 0 or high <= 0:
        return 0.0
    areas = [max((box.x1 - box.x0) * (box.y1 - box.y0), 1e-9) for box in (one, other)]
    return wide * high / min(areas)
