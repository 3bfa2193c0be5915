"""Where a span of text lies on its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.types import Box, Line, LineKind, Word


def span_boxes(words: Sequence[Word], lines: Sequence[Line], start: int, end: int) -> tuple[Box, ...]:
    """Boxes that cover characters `start` to `end` of a page, one for each printed line they touch.

    Words are preferred; a page that knows only its lines gives whole lines; one without geometry nothing.
    """
    touched = [word.box for word in words if word.start < end and word.end > start]
    if touched:
        return tuple(_joined(touched))
    return tuple(line.box for line in lines if line.box is not None and line.start < end and line.end > start)


def certainty(lines: Sequence[Line], start: int, end: int) -> tuple[float, LineKind]:
    """How surely the lines from `start` to `end` were read, the least sure counting, and how they are
    written.
    """
    touched = [line for line in lines if line.start < end and line.end > start]
    if not touched:
        return 1.0, LineKind.PRINTED
    least = min(touched, key=lambda line: line.certainty)
    by_hand = any(line.kind is LineKind.HANDWRITTEN for line in touched)
    return least.certainty, LineKind.HANDWRITTEN if by_hand else least.kind


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Unite neighbours, in reading order, as long as they share most of their height and go to the right."""
    rows: list[Box] = []
    for box in boxes:
        if rows and _same_row(rows[-1], box):
            last = rows[-1]
            rows[-1] = Box(
                min(last.x0, box.x0), min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1)
            )
        else:
            rows.append(box)
    return rows


def _same_row(row: Box, box: Box) -> bool:
    shared = min(row.y1, box.y1) - max(row.y0, box.y0)
    return shared > 0.5 * min(row.y1 - row.y0, box.y1 - box.y0) and box.x1 >= row.x1
