"""Signatures, stamps and handwriting that nobody reads: ink that is no word, where something is signed.

All sides are in dots of the page's picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from rag.types import Box

_SIGNED = re.compile(
    r"(?i)sign(?:ed|ature|é|ée|ataire)?s?\b|unterschr|unterzeichn|gez\.|gezeichnet|i\. ?[av]\.|ppa\.|"
    r"firm[ao]|fdo\b|firmat|assina[td]|handtekening|getekend|ondertekend|w\.g\.|sincerely|faithfully|regards|"
    r"grü(?:ß|ss)en?|salutations|cordialement|saludo|atentamente|saluti|cumprimentos|groet|"
    r"stamp|stempel|cachet|sello|timbro"
)
_CELL = 0.4  # of a line's height: ink nearer than that is of one thing
_WIDE, _HIGH = (2.0, 30.0), (1.1, 9.0)  # of a line's height: how large it may be
_FULL = 0.4  # of its dots that may be ink: a picture has more
_RULE = 6.0  # of a line's height: a straight run of ink as long is a line of a form
_NEAR = 6.0  # of a line's height above or below what says that something is signed
_BESIDE = 12.0  # of a line's height to its side
_MARGIN = 0.25  # of a line's height around a word that is its own ink


def signatures(
    ink: NDArray[np.bool_], words: Sequence[tuple[str, Box]], bars: Sequence[Box]
) -> Iterator[Box]:
    """Where such ink is. `bars`: what is taken out, with which people sign. Without words nothing is told."""
    high, wide = ink.shape
    heights = [(box.y1 - box.y0) * high for _, box in words]
    if not heights:
        return
    line = max(6.0, float(np.median(heights)))
    signed = [box for text, box in words if _SIGNED.search(text)]
    if not signed:
        return
    left = _without(ink, [*(box for _, box in words), *bars], line)
    for x0, y0, x1, y1 in _things(left, line):
        width, height = (x1 - x0) / line, (y1 - y0) / line
        if not (_WIDE[0] <= width <= _WIDE[1] and _HIGH[0] <= height <= _HIGH[1]):
            continue
        if left[y0:y1, x0:x1].mean() > _FULL:
            continue
        box = Box(x0 / wide, y0 / high, x1 / wide, y1 / high)
        if any(_is_near(box, one, line / wide, line / high) for one in (*signed, *bars)):
            yield box


def _is_near(box: Box, told: Box, across: float, down: float) -> bool:
    above = max(told.y0 - box.y1, box.y0 - told.y1)
    beside = max(told.x0 - box.x1, box.x0 - told.x1)
    return (above < _NEAR * down and beside < 2 * across) or (above < 0 and beside < _BESIDE * across)


def _without(ink: NDArray[np.bool_], boxes: Sequence[Box], line: float) -> NDArray[np.bool_]:
    """The ink that is of no word and of no rule."""
    left, (high, wide) = ink.copy(), ink.shape
    margin = _MARGIN * line
    for one in boxes:
        top, bottom = round(one.y0 * high - margin), round(one.y1 * high + margin)
        start, end = round(one.x0 * wide - margin), round(one.x1 * wide + margin)
        left[max(0, top) : max(0, bottom), max(0, start) : max(0, end)] = False
    longest = max(2, round(_RULE * line))
    return left & ~_runs(left, longest) & ~_runs(left.T, longest).T


def _runs(ink: NDArray[np.bool_], longest: int) -> NDArray[np.bool_]:
    """Where dots stand in a row of so many."""
    if ink.shape[1] < longest:
        return np.zeros_like(ink)
    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))).astype(np.int32), axis=1)
    full = (sums[:, longest:] - sums[:, :-longest]) == longest
    starts = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int32)
    starts[:, : full.shape[1]] += full
    starts[:, longest:] -= full
    return np.asarray(np.cumsum(starts, axis=1)[:, :-1] > 0)


def _things(ink: NDArray[np.bool_], line: float) -> Iterator[tuple[int, int, int, int]]:
    """The sides of what hangs together."""
    cell = max(2, round(_CELL * line))
    high, wide = ink.shape
    padded = np.pad(ink, ((0, -high % cell), (0, -wide % cell)))
    cells = padded.reshape(padded.shape[0] // cell, cell, padded.shape[1] // cell, cell).any(axis=(1, 3))
    open_ = {(int(y), int(x)) for y, x in np.argwhere(cells)}
    while open_:
        waiting, rows, columns = [open_.pop()], list[int](), list[int]()
        while waiting:
            y, x = waiting.pop()
            rows.append(y)
            columns.append(x)
            beside = [(y + down, x + across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
            found = [one for one in beside if one in open_]
            open_.difference_update(found)
            waiting += found
        y0, y1 = min(rows) * cell, min(high, (max(rows) + 1) * cell)
        x0, x1 = min(columns) * cell, min(wide, (max(columns) + 1) * cell)
        drawn = np.argwhere(ink[y0:y1, x0:x1])
        top, start = drawn.min(axis=0)
        bottom, end = drawn.max(axis=0) + 1
        yield x0 + int(start), y0 + int(top), x0 + int(end), y0 + int(bottom)
