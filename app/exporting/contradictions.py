"""A map of contradictions as JSON and as a paper: both quotes of each side by side, grouped by kind."""

from __future__ import annotations

from typing import Any

from app.exporting.shape import Cell, Section, Table
from app.words.catalogue import say
from app.words.contradictions import kind_words, reason_words
from rag.contradicting.maker import ClashPoint, dismissed
from rag.contradicting.values import Kind
from rag.runs.types import Point, Report
from rag.types import Citation

_HEAD = ("subject", "left", "left-quote", "right", "right-quote", "confidence", "reason", "mark")


def record(point: Point) -> dict[str, Any]:
    """The row of `contradictions`; its shape is a contract (see README)."""
    told = ClashPoint.of(point)
    left, right = point.citations
    return {
        "kind": told.kind.value,
        "subject": told.subject,
        "left": _side(left, told.left),
        "right": _side(right, told.right),
        "confidence": told.confidence,
        "reason": told.reason,
        "dismissed": dismissed(point),
    }


def _side(citation: Citation, value: str) -> dict[str, Any]:
    quote = " ".join(citation.quote.split())
    return {"document": citation.document, "page": citation.page, "quote": quote, "value": value}


def sections(report: Report) -> tuple[Section, ...]:
    """A table for each kind of disagreement."""
    head = tuple(say(f"contradictions.column.{name}") for name in _HEAD)
    return tuple(
        Section(kind_words(Kind(block.heading)), (Table(head, tuple(map(_row, block.points))),))
        for block in report.blocks
    )


def _row(point: Point) -> tuple[Cell, ...]:
    told = ClashPoint.of(point)
    left, right = point.citations
    mark = say("contradictions.marked") if dismissed(point) else ""
    return (
        Cell(told.subject),
        *_told(left, told.left),
        *_told(right, told.right),
        Cell(f"{told.confidence:.2f}"),
        Cell(reason_words(told)),
        Cell(mark),
    )


def _told(citation: Citation, value: str) -> tuple[Cell, Cell]:
    where = say("contradictions.place", document=citation.document, page=citation.page)
    return Cell(value), Cell(" ".join(citation.quote.split()), where)
