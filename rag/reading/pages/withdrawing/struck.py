"""Words that a line is drawn through."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rag.layout.printed import RawLine, Rectangle
from rag.reading.pages.withdrawing.marks import Place, words_in
from rag.reading.pages.withdrawing.shapes import Shape, is_pale

# Where a stroke through a word lies, from the top of its box: a box reaches from a font's ascent to its
# descent, small letters fill 0.35 to 0.8 of it, underlines lie below 0.85, rules of tables outside.
_HIGHEST, _LOWEST = 0.30, 0.70
_THICKEST = 0.25  # of a word's height
_OVERHANG = 1.0  # of a word's height: how far a stroke goes beyond what it strikes; gridlines go farther
_OVERHANG_SHARE = 0.3  # of the stroke's length, where that is more
_LEVEL = 0.6  # points: pieces of one stroke lie on one level
_GAP = 2.0  # points between them


def struck_words(
    lines: Sequence[RawLine], strokes: Sequence[Shape], size: tuple[float, float]
) -> Iterator[Place]:
    """The words struck through by strokes; `size` is the page's, in points."""
    if not strokes or not lines:
        return
    middles = sorted(((line.box[1] + line.box[3]) / 2, index) for index, line in enumerate(lines))
    reach = max(line.box[3] - line.box[1] for line in lines) / 2
    for box, pieces in _joined(strokes, size):
        level = (box[1] + box[3]) / 2
        at = bisect_left(middles, (level - reach, -1))
        while at < len(middles) and middles[at][0] <= level + reach:
            index = middles[at][1]
            at += 1
            places = _through(lines[index], box, size)
            if places and any(_is_seen(piece) for piece in pieces):
                yield from ((index, place) for place in places)


def _is_seen(shape: Shape) -> bool:
    colour = shape.colour()
    return colour is not None and not is_pale(colour)


def _through(line: RawLine, stroke: Rectangle, size: tuple[float, float]) -> list[int]:
    """The words of a line that a stroke goes through, where it begins and ends with them."""
    left, top, right, bottom = stroke
    level = (top + bottom) / 2
    places = [place for _, place in words_in((line,), (left, line.box[1], right, line.box[3]))]
    words = [line.words[place] for place in places]
    if not words:
        return []
    for word in words:
        high = word.box[3] - word.box[1]
        if (
            not _HIGHEST < (level - word.box[1]) / max(high, 1e-6) < _LOWEST
            or bottom - top > _THICKEST * high
        ):
            return []
    allowed = max(
        _OVERHANG * (words[0].box[3] - words[0].box[1]) * size[1] / size[0], _OVERHANG_SHARE * (right - left)
    )
    first, last = min(word.box[0] for word in words), max(word.box[2] for word in words)
    return places if first - left <= allowed and right - last <= allowed else []


def _joined(strokes: Sequence[Shape], size: tuple[float, float]) -> Iterator[tuple[Rectangle, list[Shape]]]:
    """Strokes that go on in each other as one."""
    level, gap = _LEVEL / size[1], _GAP / size[0]
    box: Rectangle | None = None
    pieces: list[Shape] = []
    for one in sorted(strokes, key=lambda shape: (round(shape.box[1] / level), shape.box[0])):
        x0, y0, x1, y1 = one.box
        if box is not None and abs(y0 - box[1]) <= level and x0 <= box[2] + gap:
            box = (box[0], min(box[1], y0), max(box[2], x1), max(box[3], y1))
            pieces.append(one)
            continue
        if box is not None:
            yield box, pieces
        box, pieces = one.box, [one]
    if box is not None:
        yield box, pieces
