"""A table of values as JSON and as a paper: each value with its page, what is doubtful marked."""

from __future__ import annotations

from typing import Any

from app.exporting.shape import Cell as Shown
from app.exporting.shape import Section, Table
from app.runs.extractions import Cell, rows_of, schema_of
from app.runs.reviews import reviewed
from app.words.catalogue import count, say
from app.words.covered import cited_pages
from app.words.messages import notice_for
from rag.extracting.fields.filling import Status
from rag.runs.types import PartState, Report, Result, Run


def record(run: Run, result: Result) -> dict[str, Any]:
    """The row of `extract`: one document with its rows."""
    found = [
        {"cells": {name: cell_row(cell) for name, cell in row.items()}}
        for row in rows_of(schema_of(run), result)
    ]
    told: dict[str, Any] = {"document": result.part.document, "rows": found}
    if result.state is PartState.FAILED:
        notice = notice_for(result.error_code, result.error_facts)
        told["error"] = {"code": result.error_code, "message": notice.sentence}
    return told


def cell_row(cell: Cell) -> dict[str, Any]:
    """A cell, as the command line writes it."""
    first = cell.citations[0] if cell.citations else None
    row: dict[str, Any] = {
        "value": cell.value,
        "text": cell.text,
        "page": first.page if first else None,
        "quote": first.quote if first else None,
        "confidence": cell.confidence,
        "status": cell.status.value,
    }
    if cell.unit:
        row["currency"] = cell.unit
    if cell.reason:
        row["reason"] = cell.reason
    return row | ({"review": cell.decision.value} if cell.decision else {})


def sections(report: Report) -> tuple[Section, ...]:
    """The table of all documents: a column for each of the schema's, behind the document's name."""
    schema = schema_of(report.run)
    head = (say("extractions.document"), *(column.name for column in schema.columns))
    rows = tuple(
        (Shown(result.part.document), *(_shown(row[column.name]) for column in schema.columns))
        for result in report.results
        for row in rows_of(schema, result)
    )
    return (Section("", (Table(head, rows),)),)


def _shown(cell: Cell) -> Shown:
    text = ", ".join(value_words(cell))
    return Shown(text, cited_pages(cell.citations[:1]) if cell.citations else "", mark_of(cell))


def mark_of(cell: Cell) -> str:
    """What is said of a cell beside its value: who looked at it, or that somebody should."""
    if cell.decision is not None:
        return say(f"extractions.decided.{cell.decision.value}")
    return say("extractions.doubtful") if cell.status is Status.DOUBTFUL else ""


def notes(report: Report) -> list[str]:
    """How far a person has gone through the table; nothing where nobody has."""
    found = reviewed(report.run, report.results)
    return [count("extractions.reviewed", found.cells, decided=found.decided)] if found.decided else []


def value_words(cell: Cell) -> list[str]:
    """A cell's values as people read them."""
    return [_words(value, cell.unit) for value in cell.values]


def _words(value: object, unit: str) -> str:
    if isinstance(value, bool):
        return say("extractions.yes") if value else say("extractions.no")
    if isinstance(value, float):
        return f"{value:,.2f} {unit}".strip() if unit else f"{value:,g}"
    return str(value)
