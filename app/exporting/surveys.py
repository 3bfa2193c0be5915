"""A survey as a table: lines to show, and as text, CSV, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable
from app.exporting.formats.delimited import delimited
from app.exporting.formats.markdown import pipe_table
from app.exporting.shape import Cell, Paper, Section, Source, Table
from app.words.messages import notice_for
from rag.extracting.listing import item_key, merged
from rag.runs.types import Part, PartState, Point, Result, Run, Verdict
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Citation

SILENT_DOCUMENT = "Not in this document."
SILENT_PART = "Nothing in this part."
REPEATED_PART = "Nothing in this part that is not listed already."

_HEAD = ("Document", "Answer", "State", "Page", "Section", "Quote")


Standing = Verdict | PartState
"""How a row stands: what the document says, or that it waits or failed."""


class TableFormat(StrEnum):
    TEXT = "text"  # tab-separated, as spreadsheets take it from the clipboard
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `place` is the survey's row it comes from."""

    place: int
    part: Part
    state: Standing
    answer: str
    citations: tuple[Citation, ...] = ()
    seconds: float = 0.0
    result: Result | None = None  # None while it waits

    @property
    def page(self) -> int:
        return self.citations[0].page if self.citations else self.part.page

    @property
    def section(self) -> str:
        return self.citations[0].section if self.citations else self.part.heading

    def with_item(self, item: Point) -> Line:
        """The line of one of a part's items."""
        return replace(self, state=item.verdict, answer=item.text, citations=item.citations)

    def with_places(self, citations: Sequence[Citation]) -> Line:
        """The same item, found in other places too."""
        held = {(one.start, one.end) for one in self.citations}
        more = tuple(one for one in citations if (one.start, one.end) not in held)
        return replace(self, citations=self.citations + more)

    def without_items(self) -> Line:
        """The line of a part whose items all stand elsewhere already."""
        return replace(self, state=Verdict.SILENT, answer=REPEATED_PART, citations=())


def lines(survey: Run, rows: Sequence[Result]) -> list[Line]:
    """One line a document; of a document's parts one line an item, its repetitions merged, and one for each
    part without any.
    """
    if SurveyScope.of(survey).kind is SurveyKind.DOCUMENTS:
        return [line_of(row, SurveyKind.DOCUMENTS) for row in rows]
    kept = _kept_items(rows)
    return [line for row in rows for line in _lines_of_part(row, kept.get(row.part.place, ()))]


def line_of(row: Result, kind: SurveyKind) -> Line:
    """A row as one line, whatever it holds."""
    if row.state is PartState.WAITING:
        return Line(row.part.place, row.part, PartState.WAITING, "")
    citations = tuple(citation for point in row.points for citation in point.citations)
    if row.points:
        answer = " ".join(point.text for point in row.points)
    elif row.state is PartState.FAILED:
        notice = notice_for(row.error_code, row.error_facts)
        answer = f"{notice.sentence} {notice.remedy}"
    else:
        answer = SILENT_PART if kind is SurveyKind.SECTIONS else SILENT_DOCUMENT
    return Line(row.part.place, row.part, row.verdict or row.state, answer, citations, row.seconds, row)


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


def page_words(citations: Iterable[Citation]) -> str:
    """The pages cited, each once: "3, 7", "slide 4"."""
    places = (one.place.removeprefix("page ") or str(one.page) for one in citations)
    return ", ".join(dict.fromkeys(places))


def state_words(state: Standing) -> str:
    """A row's state, in words."""
    return {
        PartState.WAITING: "Waiting",
        Verdict.FOUND: "Found",
        Verdict.NEAR: "See passage",
        Verdict.OTHERWISE: "Says otherwise",
        Verdict.SILENT: "Not found",
        PartState.FAILED: "Not answered",
    }[state]


# --- inside -------------------------------------------------------------------------------------------------


def _kept_items(rows: Sequence[Result]) -> dict[int, list[Point]]:
    """Items by the row they stand in first; one that comes again brings its places there."""
    found = [(row.part.place, point) for row in rows for point in row.points]
    home = {item_key(item.text): place for place, item in reversed(found)}
    kept: dict[int, list[Point]] = {}
    for item in merged([item for _, item in found]):
        kept.setdefault(home[item_key(item.text)], []).append(item)
    return kept


def _lines_of_part(row: Result, items: Sequence[Point]) -> list[Line]:
    line = line_of(row, SurveyKind.SECTIONS)
    if line.state not in (Verdict.FOUND, Verdict.NEAR):
        return [line]
    share = replace(line, seconds=line.seconds / max(1, len(items)))
    return [share.with_item(item) for item in items] or [line.without_items()]


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
