"""A survey to be taken along: as text, CSV, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable
from app.exporting.formats.delimited import delimited
from app.exporting.formats.markdown import pipe_table
from app.exporting.shape import Cell, Paper, Section, Source, Table
from app.runs.table import Line
from app.words.surveys import page_words, state_words
from rag.runs.types import PartState, Run, Verdict
from rag.surveying.types import SurveyKind

_HEAD = ("Document", "Answer", "State", "Page", "Section", "Quote")


class TableFormat(StrEnum):
    TEXT = "text"  # tab-separated, as spreadsheets take it from the clipboard
    CSV = "csv"
    MARKDOWN = "markdown"


def save(path: Path, found: Iterable[Line], form: TableFormat) -> None:
    """Write the table to a file. Raises `FileUnwritable`."""
    try:
        # The mark at the beginning tells spreadsheet programs that this is UTF-8.
        path.expanduser().write_text(written(found, form), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def written(found: Iterable[Line], form: TableFormat) -> str:
    """The table in a format to be pasted or kept."""
    table = _table(found)
    if form is TableFormat.MARKDOWN:
        return "".join(f"{line}\n" for line in pipe_table(table))
    return delimited(table, "\t" if form is TableFormat.TEXT else ",")


def json_row(line: Line, citations: list[dict[str, Any]], kind: SurveyKind) -> dict[str, Any]:
    """The row of `ask --every-document` and `--every-section`; its shape is a contract (see README)."""
    row: dict[str, Any] = {"document": line.part.document}
    if kind is SurveyKind.SECTIONS:
        row["section"] = line.section
    row |= {
        "answer": line.answer,
        "found": line.state is Verdict.FOUND,
        "supported": bool(line.citations),
        "citations": citations,
        "seconds": round(line.seconds, 3),
    }
    if line.state is PartState.FAILED and line.result is not None:
        row["error"] = {"code": line.result.error_code, "message": line.answer}
    return row


# --- inside -------------------------------------------------------------------------------------------------


def paper(survey: Run, found: Iterable[Line]) -> Paper:
    """The table in the shape that every format takes."""
    shown = tuple(found)
    places = tuple(
        Source(one.document, page_words((one,)), one.section, one.quote)
        for line in shown
        for one in line.citations
    )
    section = Section("", (_table(shown),))
    return Paper(survey.title, (section,), sources=places, made=survey.updated)


def _table(found: Iterable[Line]) -> Table:
    return Table(_HEAD, tuple(tuple(map(Cell, _cells(line))) for line in found))


def _cells(line: Line) -> tuple[str, ...]:
    quote = " … ".join(" ".join(one.quote.split()) for one in line.citations)
    return (
        line.part.document,
        " ".join(line.answer.split()),
        state_words(line.state),
        page_words(line.citations),
        line.section,
        quote,
    )
