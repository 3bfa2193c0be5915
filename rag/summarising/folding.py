"""From what the parts gave to the summary that is read: chosen, freed of repetitions, under the outline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from rag.language.words import letters
from rag.runs.parts import SUMMIT
from rag.runs.types import Block, Part, Point, Result
from rag.summarising.choosing import Candidate, choose, same
from rag.summarising.types import Length, SummaryScope
from rag.types import Support

Embed = Callable[[Sequence[str]], tuple[NDArray[np.float32], NDArray[np.float32] | None]]
"""Vectors of texts, shape (n, dimension), and how like they are to each other, shape (n, n), where told."""

_CHARACTERS_A_WORD = 6.2
_LEVELS = {Length.BRIEF: 0, Length.PAGE: 1, Length.DETAILED: 3}  # of headings shown


def allotted(parts: Sequence[Part], words: int, least: int, most: int) -> dict[int, int]:
    """Words for each part by its place, in proportion to its length."""
    whole = sum(part.length for part in parts)
    return {part.place: max(least, min(most, round(words * part.length / max(whole, 1)))) for part in parts}


def folded(
    results: Sequence[Result],
    opening: Sequence[Point],
    scope: SummaryScope,
    columns: Sequence[str],
    embed: Embed,
    middle: NDArray[np.float32] | None = None,
    order: Callable[[Sequence[str]], str] | None = None,
) -> tuple[Block, ...]:
    """The summary. `opening` are sentences of the document's beginning as they stand: they compete with what
    the model wrote, and come before what it wrote of the same words. A table takes all its rows, sorted
    by what `order` makes of their cells. `middle` is what the document is about (see
    `rag.summarising.choosing.choose`).
    """
    points = [(result.part, point) for result in results for point in result.points]
    if columns:
        rows = _unrepeated([point for _, point in points])
        if order is not None:
            rows.sort(key=lambda row: order(row.cells))
        return (
            (Block("", rows[0].citations[0].page if rows[0].citations else 1, tuple(rows)),) if rows else ()
        )
    parts = [result.part for result in results]
    if opening and parts:
        points = [held for held in points if not _overlaps(held[1], opening)]
        points += [(_holding(parts, point), point) for point in opening]
    if not points:
        return ()
    points.sort(key=_place)
    texts = [point.text for _, point in points]
    vectors, alike = embed(texts)
    firsts = same(texts, alike)
    merged = _with_places([point for _, point in points], firsts)
    single = [place for place, first in enumerate(firsts) if first == place]
    kept = [(points[place][0], merged[place]) for place in single]
    if scope.length is not Length.DETAILED:
        among = None if alike is None else alike[np.ix_(single, single)]
        chosen = choose(_candidates(kept), vectors[single], scope.words, middle, among)
        kept = [kept[place] for place in chosen]
    return under_headings(kept, scope.length)


def _candidates(points: Sequence[tuple[Part, Point]]) -> list[Candidate]:
    found, headed = [], set[int]()
    for part, point in points:
        start = point.citations[0].start if point.citations else part.start
        found.append(
            Candidate(
                len(point.text.split()),
                round(start / _CHARACTERS_A_WORD),
                part.place not in headed,
                not point.citations or letters(point.citations[0].quote) != letters(point.text),
                point.support is not Support.UNSUPPORTED,
            )
        )
        headed.add(part.place)
    return found


def _place(held: tuple[Part, Point]) -> tuple[int, int]:
    part, point = held
    return (part.place, point.citations[0].start if point.citations else part.start + part.length)


def _overlaps(point: Point, others: Sequence[Point]) -> bool:
    """Does a point say what one of the others says: do they stand in the same place?"""
    return any(
        mine.start < theirs.end and theirs.start < mine.end
        for mine in point.citations[:1]
        for other in others
        for theirs in other.citations
    )


def _holding(parts: Sequence[Part], point: Point) -> Part:
    start = point.citations[0].start
    return next((part for part in parts if part.start <= start < part.start + part.length), parts[0])


def _with_places(points: Sequence[Point], firsts: Sequence[int]) -> list[Point]:
    """Each point with the places of those that say the same."""
    merged = list(points)
    for place, first in enumerate(firsts):
        if first == place or points[place].support is Support.UNSUPPORTED:
            continue
        held = {(one.start, one.end) for one in merged[first].citations}
        more = tuple(one for one in points[place].citations if (one.start, one.end) not in held)
        merged[first] = replace(merged[first], citations=merged[first].citations + more)
    return merged


def _unrepeated(rows: Sequence[Point]) -> list[Point]:
    found: dict[tuple[str, ...], Point] = {}
    for row in rows:
        found.setdefault(tuple(letters(cell) for cell in row.cells), row)
    return list(found.values())


def under_headings(points: Sequence[tuple[Part, Point]], length: Length) -> tuple[Block, ...]:
    """Points, in the document's order, under the headings they stand under there."""

    def heading(held: tuple[Part, Point]) -> str:
        part, point = held
        section = point.citations[0].section if point.citations else part.heading
        return SUMMIT.join(section.split(SUMMIT)[: _LEVELS[length]])

    blocks = []
    for name, group in groupby(points, heading):
        members = list(group)
        part, first = members[0]
        page = first.citations[0].page if first.citations else part.page
        blocks.append(Block(name, page, tuple(point for _, point in members)))
    return tuple(blocks)
