"""The difference of two editions as changes that are tracked in the earlier one, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from app.exporting.tracked.original import data_of, original
from rag.comparing.editions import ADDED, REMOVED
from rag.language.sentences import sentences
from rag.runs.types import Point, Report
from rag.storing.documents import DocumentStore
from rag.types import Citation

if TYPE_CHECKING:
    from app.exporting.tracked.marks import Pen
    from app.exporting.tracked.spans import WordText

_WORD = re.compile(r"\S+")
_ALIKE = 0.4  # of two wordings, from which on single words are struck and put in
_BEFORE = 6000  # characters before an addition in which a sentence of both editions is looked for


def editions(store: DocumentStore, report: Report, made: float) -> bytes:
    """Of a comparison. Raises `DocumentUnknown`, `VaultError`s."""
    from app.exporting.tracked.marks import Pen
    from app.exporting.tracked.spans import WordText

    run = report.run
    assert run.document_id is not None  # the earlier and the later edition
    assert run.other_id is not None
    document = original(store, run.document_id)
    text, pen = WordText(document.element.body), Pen(document, made)
    later = store.text(run.other_id)
    points = [point for block in report.blocks for point in block.points]
    added: dict[int, Any] = {}  # the paragraph put in last behind another, so that several stay in order
    for point in points:
        before = [one for one in point.citations if one.document_id == run.document_id]
        after = [one for one in point.citations if one.document_id == run.other_id]
        if point.cells[0] == ADDED:
            for one in after:
                _add(text, pen, later, one, added)
        else:
            _change(text, pen, before, _wording(point, after))
    return data_of(document)


def _wording(point: Point, after: Sequence[Citation]) -> str:
    return "" if point.cells[0] == REMOVED else " ".join(" ".join(one.quote.split()) for one in after)


def _change(text: WordText, pen: Pen, before: Sequence[Citation], wording: str) -> None:
    spans = [span for one in before if (span := text.find(one.quote)) is not None]
    for place, (start, end) in enumerate(spans):
        said = wording if place == len(spans) - 1 else ""
        _rewrite(text, pen, start, end, said)
        text.renew()


def _rewrite(text: WordText, pen: Pen, start: int, end: int, wording: str) -> None:
    """Strike what is no longer said and put in what is, from the end on, so that places before it stay."""
    from app.exporting.tracked.spans import paragraph_of, solid

    was = [word for word in _WORD.findall(text.text(start, end)) if solid(word)]
    now = _WORD.findall(wording)
    keys = [solid(word) for word in was], [solid(word) or word for word in now]
    match = SequenceMatcher(None, *keys, autojunk=False)
    if not now or match.ratio() < _ALIKE:
        runs = text.runs(start, end)
        pen.delete(runs)
        if wording:
            pen.insert_after(runs[-1], wording)
        for paragraph in {id(one): one for one in map(paragraph_of, runs)}.values():
            if not wording and pen.is_struck(paragraph):
                pen.delete_paragraph_mark(paragraph)
        return
    bounds = [start]
    for key in keys[0]:
        bounds.append(bounds[-1] + len(key))
    for kind, first, last, new_first, new_last in reversed(match.get_opcodes()):
        if kind == "equal":
            continue
        put_in = " ".join(now[new_first:new_last])
        if last > first:
            runs = text.runs(bounds[first], bounds[last])
            pen.delete(runs)
            if put_in:
                pen.insert_after(runs[-1], put_in)
        elif first:
            run, _ = text.anchor(bounds[first] - 1)
            pen.insert_after(run, f" {put_in}")
        else:
            runs = text.runs(bounds[0], bounds[1])
            change = pen.insert_after(runs[-1], f"{put_in} ")
            runs[0].addprevious(change)
        text.renew()


def _add(text: WordText, pen: Pen, later: str, place: Citation, added: dict[int, Any]) -> None:
    """Behind the last sentence before it that stands in the earlier edition too, else at the end."""
    wording = " ".join(place.quote.split())
    for sentence in _before(later, place.start):
        span = text.find(sentence)
        if span is None:
            continue
        run, paragraph = text.anchor(span[1] - 1)
        if "\n" in later[max(0, place.start - 2) : place.start]:
            key = id(paragraph)
            added[key] = pen.paragraph_after(added.get(key, paragraph), wording)
        else:
            pen.insert_after(run, f" {wording}")
        text.renew()
        return
    added[0] = pen.paragraph_after(added.get(0), wording)


def _before(later: str, start: int) -> Iterator[str]:
    begin = max(0, start - _BEFORE)
    part = later[begin:start]
    for span in reversed(sentences(part)):
        if len(part[span.start : span.end].split()) >= 3:
            yield part[span.start : span.end]
