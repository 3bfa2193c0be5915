"""A contract held against a playbook as a Word file: comments at its clauses, its wording tracked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.exporting.tracked.original import data_of, original
from app.runs.playbooks import Clause, clauses_of
from app.words.catalogue import quoted, say
from app.words.playbooks import reason_words, stance_words
from rag.runs.types import Result, Run
from rag.storing.documents import DocumentStore
from rag.vetting.playbook import Stance

if TYPE_CHECKING:
    from app.exporting.tracked.marks import Pen
    from app.exporting.tracked.spans import WordText

_TOLD = (Stance.UNACCEPTABLE, Stance.REVIEW)


def vetted(store: DocumentStore, run: Run, result: Result, made: float) -> bytes:
    """The contract of a result. What is not acceptable is struck and its preferred wording put in its
    place; what is missing is put in at the end. Raises `DocumentUnknown`, `VaultError`s.
    """
    from app.exporting.tracked.marks import Pen
    from app.exporting.tracked.spans import WordText

    document = original(store, result.part.document_id)
    text, pen = WordText(document.element.body), Pen(document, made)
    for clauses in _by_place(run, result):
        _mark(text, pen, clauses)
    for clause in clauses_of(run, result):
        if clause.point.stance is Stance.MISSING:
            wording = clause.point.preferred or clause.name
            paragraph = pen.paragraph_after(None, wording)
            runs = [one for one in paragraph.iter() if one.tag.endswith("}r")]
            pen.comment(runs, _said(clause))
    return data_of(document)


def _by_place(run: Run, result: Result) -> Iterator[list[Clause]]:
    """Clauses that are told, those of one sentence together, in the contract's order."""
    found: dict[tuple[int, int], list[Clause]] = {}
    for clause in clauses_of(run, result):
        if clause.point.stance in _TOLD and clause.citations:
            place = clause.citations[0]
            found.setdefault((place.start, place.end), []).append(clause)
    for place_ in sorted(found):
        yield found[place_]


def _mark(text: WordText, pen: Pen, clauses: list[Clause]) -> None:
    span = text.find(clauses[0].citations[0].quote)
    if span is None:  # a header, a text box: told at the beginning
        span = (0, 1) if text.length else None
    if span is None:
        return
    whole = text.find(clauses[0].citations[0].quote) is not None
    runs = text.runs(*span)
    for clause in clauses:
        said = "" if whole else f"{quoted(clause.quote)} "
        pen.comment(runs, said + _said(clause))
    wording = [
        one.point.preferred
        for one in clauses
        if one.point.stance is Stance.UNACCEPTABLE and one.point.preferred
    ]
    if wording and whole:
        pen.delete(runs)
        pen.insert_after(runs[-1], " ".join(wording))
    text.renew()


def _said(clause: Clause) -> str:
    point = clause.point
    verdict, reason = stance_words(point.stance), reason_words(point)
    told = say("playbooks.comment.said", position=clause.name, verdict=verdict, reason=reason)
    if not point.preferred:
        return told
    return f"{told} {say('playbooks.comment.wording', wording=point.preferred)}"
