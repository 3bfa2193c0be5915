"""The sample of a run's rejected documents as JSON and as a table of a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.exporting.shape import Cell, Section, Table
from app.words.catalogue import say
from app.words.silence import part_words
from rag.runs.samples import Judged, Sample, sample_of
from rag.runs.types import Report, Result, Run
from rag.surveying.rejected import failed


def record(run: Run, results: Sequence[Result], sample: Sample) -> dict[str, Any]:
    """The row of `silence`; its shape is a contract (see README)."""
    names = {one.part.place: part_words(one.part) for one in results}
    return {
        "run": run.id,
        "population": len(sample.population),
        "drawn": len(sample.drawn),
        "read": len(sample.judged),
        "found": sample.found,
        "missed_at_most": sample.most_missed,
        "share_at_most": round(sample.at_most, 6),
        "confidence": sample.confidence,
        "elusion": None if sample.elusion is None else round(sample.elusion, 6),
        "seed": sample.seed,
        "not_asked": [part_words(one.part) for one in failed(results)],
        "unread_pages": [
            {"document": names.get(place, ""), "pages": list(pages)} for place, pages in sample.unread.items()
        ],
        "sample": [_row(names.get(place, ""), sample.judged.get(place)) for place in sample.drawn],
    }


def _row(document: str, judged: Judged | None) -> dict[str, Any]:
    if judged is None:
        return {"document": document, "found": None, "page": None, "quote": None}
    return {
        "document": document,
        "found": judged.found,
        "page": judged.page or None,
        "quote": judged.quote or None,
    }


def sections(report: Report) -> tuple[Section, ...]:
    """A table of the documents that were drawn and what was said of each; none without a sample."""
    sample = sample_of(report.run)
    if sample is None:
        return ()
    names = {one.part.place: part_words(one.part) for one in report.results}
    head = tuple(say(f"silence.column.{name}") for name in ("document", "said", "quote"))
    rows = tuple(_cells(names.get(place, ""), sample.judged.get(place)) for place in sample.drawn)
    return (Section(say("silence.title"), (Table(head, rows),)),)


def _cells(document: str, judged: Judged | None) -> tuple[Cell, ...]:
    key = "waits" if judged is None else "found" if judged.found else "nothing"
    quote = judged.quote if judged is not None else ""
    page = say("silence.page", page=judged.page) if judged is not None and judged.page else ""
    return Cell(document), Cell(say(f"silence.said.{key}")), Cell(quote, page)
