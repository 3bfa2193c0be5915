"""What was added, removed and changed between two documents or editions, by clause, without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.comparing.alignment import Pair, align
from rag.comparing.compared_text import Unit, units
from rag.grounding.citations import Quote, citation_of
from rag.language.clauses import decimal_label, keyword_label
from rag.runs.types import Point
from rag.storing.documents import DocumentStore
from rag.types import Citation, Hit

ADDED, REMOVED, CHANGED = "Added", "Removed", "Changed"
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]+)[.)]{0,2}$", re.IGNORECASE)
_BARE = re.compile(r"[\W\d_]*$")


@dataclass(frozen=True, slots=True)
class _Change:
    earlier: tuple[Unit, ...]
    later: tuple[Unit, ...]
    number_only: bool = False  # the same text under another number


def compare(store: DocumentStore, earlier_id: int, later_id: int, cancel: CancelToken) -> tuple[Point, ...]:
    """The differences, in the later document's order; each cites what stood before and what stands now.

    Line ends, hyphenation, page breaks, running heads and clauses that only moved do not count. A clause
    with another number and the same text is one change, as are neighbours whose numbers all moved on.
    Raises `DocumentUnknown`, `Cancelled`.
    """
    names = store.get(earlier_id).name, store.get(later_id).name
    pairs = align(units(store, earlier_id), units(store, later_id), cancel)
    points = []
    for change in _folded(_changes(pairs)):
        if cancel.cancelled:
            raise Cancelled
        cited = [
            citation
            for document_id, name, side in (
                (earlier_id, names[0], change.earlier),
                (later_id, names[1], change.later),
            )
            for citation in _citations(store, document_id, name, side)
        ]
        points.append(_point(change, tuple(cited)))
    return tuple(points)


def _changes(pairs: Sequence[Pair]) -> Iterator[_Change]:
    for pair in pairs:
        if pair.same and pair.earlier:
            if _renumbered(pair):
                yield _Change(pair.earlier, pair.later, number_only=True)
        elif not all(_BARE.match(one.text) for one in (*pair.earlier, *pair.later)) or (
            pair.earlier and pair.later
        ):
            yield _Change(pair.earlier, pair.later, number_only=_relabelled(pair))


def _renumbered(pair: Pair) -> bool:
    """Has the same sentence another enumerator: "4." for "3."?"""
    before, after = pair.earlier[0].marker, pair.later[0].marker
    if not _ENUMERATOR.match(before) or not _ENUMERATOR.match(after):
        return False
    return before.strip("().") != after.strip("().")


def _relabelled(pair: Pair) -> bool:
    """Is it one heading, "Article 57 Tasks", with another label?"""
    if not pair.earlier or not pair.later:
        return False
    before, after = _unlabelled(pair.earlier), _unlabelled(pair.later)
    return before is not None and before == after


def _unlabelled(group: Sequence[Unit]) -> str | None:
    text = " ".join(one.text for one in group)
    label = keyword_label(text) or decimal_label(text)
    return None if label is None else label.rest.lower()


def _folded(changes: Iterator[_Change]) -> list[_Change]:
    """Neighbours of one kind as one change: the sentences of a new clause, a row of new numbers."""
    found: list[_Change] = []
    for change in changes:
        last = found[-1] if found else None
        if last is not None and _goes_on(last, change):
            found[-1] = _Change(
                last.earlier + change.earlier, last.later + change.later, number_only=last.number_only
            )
        else:
            found.append(change)
    return found


def _goes_on(last: _Change, change: _Change) -> bool:
    if last.number_only or change.number_only:
        return last.number_only and change.number_only
    for before, after, empty in (
        (last.earlier, change.earlier, last.later + change.later),
        (last.later, change.later, last.earlier + change.earlier),
    ):
        if before and after and not empty:
            return before[-1].section == after[0].section and after[0].start - before[-1].end < 5
    return False


def _point(change: _Change, citations: tuple[Citation, ...]) -> Point:
    kind = CHANGED if change.earlier and change.later else ADDED if change.later else REMOVED
    clause = (change.later or change.earlier)[0].clause
    before, after = (_said(side, change.number_only) for side in (change.earlier, change.later))
    where = f"{clause}: " if clause else ""
    text = f"{where}{after or before}"
    return Point(text, citations, cells=(kind, clause, before, after))


def _said(side: Sequence[Unit], number_only: bool) -> str:
    if number_only and len(side) > 1:
        return "; ".join(_label(one) for one in side)
    return " ".join(f"{one.marker} {one.text}".strip() for one in side)


def _label(unit: Unit) -> str:
    found = keyword_label(unit.text) or decimal_label(unit.text)
    return unit.clause if unit.marker or found is None else found.label


def _citations(store: DocumentStore, document_id: int, name: str, side: Sequence[Unit]) -> Iterator[Citation]:
    """The place of a run of sentences, in one piece where they are neighbours."""
    run: list[Unit] = []
    for unit in side:
        if run and unit.start - run[-1].end > 5:
            yield _cited(store, document_id, name, run)
            run = []
        run.append(unit)
    if run:
        yield _cited(store, document_id, name, run)


def _cited(store: DocumentStore, document_id: int, name: str, run: Sequence[Unit]) -> Citation:
    start, end = run[0].start, run[-1].end
    text = store.text(document_id, start, end)
    page, _ = store.page_at(document_id, start)
    last, _ = store.page_at(document_id, end - 1)
    hit = Hit(0, document_id, name, None, page, last, run[0].section, start, end, 1.0, text)
    return citation_of(store, Quote(hit, 0, len(text)))
