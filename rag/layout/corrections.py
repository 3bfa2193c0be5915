"""What a person corrects in text read from a picture, and the page as it is with it.

A correction names its place by a box, not by a line's number: another reader may cut the page into other
lines, and the correction still has to find its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
        words += _words(before, line.text)
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


def _words(line: Line, text: str) -> list[Word]:
    """The words of a corrected line, each with its share of the line's width."""
    if line.box is None:
        return []
    found, start, box = [], 0, line.box
    wide = (box.x1 - box.x0) / max(len(text), 1)
    for word in text.split(" "):
        end = start + len(word)
        if word:
            place = Box(box.x0 + wide * start, box.y0, box.x0 + wide * end, box.y1)
            found.append(Word(line.start + start, line.start + end, place))
        start = end + 1
    return found


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
