"""The lines of a table of answers in the shape that formats take, and as text to be pasted."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from app.exporting.formats.delimited import delimited
from app.exporting.formats.markdown import pipe_table
from app.exporting.shape import Cell, Table
from app.runs.table import Line
from app.words.catalogue import say
from app.words.surveys import page_words, state_words

_COLUMNS = ("document", "answer", "state", "page", "section", "quote")


class TableFormat(StrEnum):
    """What lines can be pasted as."""

    TEXT = "text"  # tab-separated, as spreadsheets take it from the clipboard
    CSV = "csv"
    MARKDOWN = "markdown"


def table_of(found: Iterable[Line]) -> Table:
    """Lines as a table: document, answer, state, pages, section, quote."""
    columns = tuple(say(f"exporting.answers.{name}") for name in _COLUMNS)
    return Table(columns, tuple(tuple(map(Cell, _cells(line))) for line in found))


def written(found: Iterable[Line], form: TableFormat) -> str:
    """Lines in a form to be pasted."""
    table = table_of(found)
    if form is TableFormat.MARKDOWN:
        return "".join(f"{line}\n" for line in pipe_table(table))
    return delimited(table, "\t" if form is TableFormat.TEXT else ",")


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
