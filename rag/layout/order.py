"""The order in which people read the lines of a page.

The page is cut where a white gap runs through it from edge to edge, across and then down, and so on within
what is left (G. Nagy, S. Seth: Hierarchical Representation of Optically Scanned Documents, ICPR 1984).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rag.layout.printed import Rectangle

_GUTTER = 1.2  # of a line's height: a column gap is at least this wide
_COLUMN_LINES = 3  # lines that a column has at least
_SHARED = 0.5  # of the lower line's height, to stand on one row


def reading_order(boxes: Sequence[Rectangle]) -> list[list[int]]:
    """Rows of the page in reading order, each with the places of its pieces from left to right.

    `boxes`: x0, y0, x1, y1 in one unit for both directions.
    """
    return [row for block in _blocks(boxes, list(range(len(boxes)))) for row in _rows(boxes, block)]


def rows_of(boxes: Sequence[Rectangle]) -> list[list[int]]:
    """Boxes side by side on one row together, rows from the top, whatever columns they stand in."""
    return _rows(boxes, range(len(boxes)))


def _blocks(boxes: Sequence[Rectangle], places: list[int]) -> list[list[int]]:
    if len(places) < 2 * _COLUMN_LINES:
        return [places]
    columns = _columns(boxes, places)
    if len(columns) > 1:
        return [block for column in columns for block in _blocks(boxes, column)]
    bands = _bands(boxes, places)
    if len(bands) < 2:
        return [places]
    found: list[list[int]] = []
    plain: list[int] = []
    # Columns may stand under a heading as wide as both: bands that the same gap parts are one.
    for band in _grouped(boxes, bands):
        if len(_columns(boxes, band)) > 1:
            if plain:
                found.append(plain)
                plain = []
            found += _blocks(boxes, band)
        else:
            plain += band
    return found + ([plain] if plain else [])


def _grouped(boxes: Sequence[Rectangle], bands: list[list[int]]) -> list[list[int]]:
    """Neighbouring bands put together where the same gap runs down through them."""
    groups: list[list[int]] = []
    gaps: list[tuple[float, float] | None] = []
    for band in bands:
        gap = _gap(boxes, band)
        before = gaps[-1] if gaps else None
        if gap is not None and before is not None:
            shared = (max(gap[0], before[0]), min(gap[1], before[1]))
            if shared[1] - shared[0] > _height(boxes, band) * _GUTTER / 2:
                groups[-1] = groups[-1] + band
                gaps[-1] = shared
                continue
        groups.append(list(band))
        gaps.append(gap)
    return groups


def _gap(boxes: Sequence[Rectangle], places: Sequence[int]) -> tuple[float, float] | None:
    """The widest gap that runs down through all of these boxes."""
    spans = _merged(sorted((boxes[place][0], boxes[place][2]) for place in places))
    gaps = [(left[1], right[0]) for left, right in pairwise(spans)]
    widest = max(gaps, key=lambda gap: gap[1] - gap[0], default=None)
    wide = _height(boxes, places) * _GUTTER
    return widest if widest is not None and widest[1] - widest[0] >= wide else None


def _columns(boxes: Sequence[Rectangle], places: list[int]) -> list[list[int]]:
    gap = _gap(boxes, places)
    if gap is None:
        return [places]
    left = [place for place in places if boxes[place][2] <= gap[0]]
    right = [place for place in places if boxes[place][2] > gap[0]]
    if min(_lines(boxes, left), _lines(boxes, right)) < _COLUMN_LINES or not _prose(boxes, left, right):
        return [places]
    return [left, right]


def _prose(boxes: Sequence[Rectangle], left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether both sides are columns of text, not cells of a table: their lines are about as wide as they."""

    def full(side: Sequence[int]) -> bool:
        wide = max(boxes[place][2] for place in side) - min(boxes[place][0] for place in side)
        widths = sorted(boxes[place][2] - boxes[place][0] for place in side)
        return wide > 8 * _height(boxes, side) and widths[len(widths) // 2] > 0.6 * wide

    return full(left) and full(right)


def _bands(boxes: Sequence[Rectangle], places: Sequence[int]) -> list[list[int]]:
    """The boxes parted where a gap runs across."""
    bands: list[list[int]] = []
    bottom = float("-inf")
    for place in sorted(places, key=lambda one: boxes[one][1]):
        box = boxes[place]
        middle = (box[3] - box[1]) * 0.25
        if box[1] + middle > bottom:
            bands.append([])
        bands[-1].append(place)
        bottom = max(bottom, box[3] - middle)
    return bands


def _lines(boxes: Sequence[Rectangle], places: Sequence[int]) -> int:
    return len(_rows(boxes, places))


def _rows(boxes: Sequence[Rectangle], places: Sequence[int]) -> list[list[int]]:
    """Boxes side by side on one row together, rows from the top."""
    rows: list[list[int]] = []
    for place in sorted(places, key=lambda one: _middle(boxes[one])):
        row = next((held for held in reversed(rows[-3:]) if _same_row(boxes, held, place)), None)
        if row is None:
            rows.append([place])
        else:
            row.append(place)
    return [sorted(row, key=lambda one: boxes[one][0]) for row in rows]


def _same_row(boxes: Sequence[Rectangle], row: Sequence[int], place: int) -> bool:
    box = boxes[place]
    for held in row:
        other = boxes[held]
        if min(box[2], other[2]) - max(box[0], other[0]) > 0.3 * min(box[2] - box[0], other[2] - other[0]):
            return False  # one above the other
    nearest = min(row, key=lambda held: min(abs(boxes[held][0] - box[2]), abs(box[0] - boxes[held][2])))
    other = boxes[nearest]
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared > _SHARED * min(box[3] - box[1], other[3] - other[1])


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for low, high in spans:
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _height(boxes: Sequence[Rectangle], places: Sequence[int]) -> float:
    heights = sorted(boxes[place][3] - boxes[place][1] for place in places)
    return heights[len(heights) // 2] if heights else 0.0


def _middle(box: Rectangle) -> float:
    return (box[1] + box[3]) / 2
