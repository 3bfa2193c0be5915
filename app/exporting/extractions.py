"""A table of values as JSON and as a paper: each value with its page, what is doubtful marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count as count_from
from typing import Any

from app.exporting.shape import Cell as Shown
from app.exporting.shape import Section, Source, Table
from app.runs.extractions import Cell, rows_of, schema_of
from app.runs.reviews import cells_of, is_open, reviewed
from app.words.amounts import percent
from app.words.catalogue import count, say
from app.words.covered import cited_pages
from app.words.extracting import head_words
from app.words.messages import notice_for
from app.words.surveys import page_words
from rag.extracting.fields.filling import Status
from rag.extracting.fields.schema import ColumnType
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


def table(report: Report) -> Table:
    """The table of all documents: a column for each of the schema's, behind the document's name."""
    schema, number = schema_of(report.run), count_from(0)
    head = (say("extractions.document"), *map(head_words, schema.columns))
    rows = tuple(
        (Shown(result.part.document), *(_shown(row[column.name], number) for column in schema.columns))
        for result in report.results
        for row in rows_of(schema, result)
    )
    return Table(head, rows)


def sections(report: Report) -> tuple[Section, ...]:
    """The same as all that a paper holds."""
    return (Section("", (table(report),)),)


def sources(report: Report) -> tuple[Source, ...]:
    """The place of each value, in the order of the table's cells, with how sure it is."""
    return tuple(
        Source(
            place.document,
            page_words((place,)),
            place.section,
            place.quote,
            (head_words(cell.column), percent(cell.confidence), standing_of(cell)),
        )
        for _, cell in cells_of(report.run, report.results)
        for place in cell.citations[:1]
    )


def facts() -> tuple[str, ...]:
    """What heads the facts of these sources."""
    return tuple(say(f"extractions.facts.{key}") for key in ("column", "confidence", "status"))


def standing_of(cell: Cell) -> str:
    """How a cell stands, in words."""
    return say(f"extractions.standing.{cell.decision or cell.status}")


def _shown(cell: Cell, number: Iterator[int]) -> Shown:
    text = ", ".join(value_words(cell))
    pages = cited_pages(cell.citations[:1]) if cell.citations else ""
    return Shown(
        text,
        pages,
        mark_of(cell),
        next(number) if cell.citations else None,
        _worth(cell),
        cell.unit,
        is_open(cell),
    )


def _worth(cell: Cell) -> float | date | None:
    """What one value is worth as a number or a day; None for words and for lists."""
    (value,) = cell.values if len(cell.values) == 1 else (None,)
    if cell.column.type is ColumnType.DATE and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:  # a person's own
            return None
    return value if isinstance(value, float) else None


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
