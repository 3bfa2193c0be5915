"""Contracts held against a playbook as JSON and as a paper: a table for each contract."""

from __future__ import annotations

from typing import Any

from app.exporting.shape import Cell, Section, Table
from app.runs.playbooks import COLUMNS, Clause, clauses_of
from app.words.catalogue import say
from app.words.playbooks import reason_words, stance_words
from rag.runs.types import PartState, Report, Result, Run
from rag.types import Citation


def record(run: Run, result: Result) -> dict[str, Any]:
    """The row of `playbook`: one contract with its positions; a contract (see docs/playbooks.md)."""
    told: dict[str, Any] = {
        "document": result.part.document,
        "positions": [_row(one) for one in clauses_of(run, result)],
    }
    if result.state is PartState.FAILED:
        told["error"] = {"code": result.error_code, "message": result.error_code}
    return told


def _row(clause: Clause) -> dict[str, Any]:
    point, places = clause.point, clause.citations
    row: dict[str, Any] = {
        "name": point.name,
        "verdict": point.stance.value,
        "quote": places[0].quote if places else None,
        "page": places[0].page if places else None,
        "reason": reason_words(point),
        "preferred": point.preferred,
        "confidence": point.confidence,
    }
    if len(places) > 1:
        row["others"] = [{"quote": one.quote, "page": one.page} for one in places[1:]]
    return row


def sections(report: Report) -> tuple[Section, ...]:
    """A row for each position of each contract."""
    head = tuple(say(f"playbooks.columns.{one}") for one in COLUMNS)
    rows = tuple(
        _cells(result, clause) for result in report.results for clause in clauses_of(report.run, result)
    )
    return (Section("", (Table(head, rows),)),)


def cited(report: Report) -> list[Citation]:
    """The places that the verdicts rest on."""
    return [
        one
        for result in report.results
        for clause in clauses_of(report.run, result)
        for one in clause.citations
    ]


def _cells(result: Result, clause: Clause) -> tuple[Cell, ...]:
    point = clause.point
    pages = f"p. {clause.citations[0].page}" if clause.citations else ""
    return (
        Cell(result.part.document),
        Cell(clause.name),
        Cell(stance_words(point.stance)),
        Cell(clause.quote, pages),
        Cell(reason_words(point)),
        Cell(point.preferred),
    )
