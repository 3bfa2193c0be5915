"""A summary to be taken along: as Markdown, as HTML to paste, print or make a PDF of, and as a Word file.

Every sentence and row carries the pages it comes from, what the document does not bear out is marked, and the
last paragraph says what the summary rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from app.errors import FileUnwritable
from app.exporting.formats.docx import docx
from app.exporting.formats.html import html_text
from app.exporting.formats.markdown import markdown as markdown_bytes
from app.exporting.formats.markdown import markdown_text
from app.exporting.shape import Cell, Paper, Points, Section, Source, Table
from app.words.amounts import counted
from app.words.catalogue import say
from app.words.coverage import gap_lines
from app.words.messages import notice_for
from app.words.surveys import page_words
from rag.runs.types import Block, Covered, Point, Report, Result, RunState
from rag.types import Citation, Support

MARKED = "⚠ not found in the document"


class ExportFormat(StrEnum):
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


def save(path: Path, report: Report, form: ExportFormat) -> None:
    """Write a summary as Markdown or as a Word file. Raises `FileUnwritable`.

    A PDF is printed from `html`, see `app.exporting.paper`.
    """
    write = docx if form is ExportFormat.DOCX else markdown_bytes
    try:
        path.expanduser().write_bytes(write(paper(report)))
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def title(report: Report) -> str:
    """ "Executive summary: report.pdf"; both documents of a comparison."""
    summary = report.run
    return f"{summary.title}: {summary.document}" + (f" → {summary.other}" if summary.other else "")


def markdown(report: Report) -> str:
    """The summary as Markdown; tables as pipe tables."""
    return markdown_text(paper(report))


def html(report: Report) -> str:
    """The summary as a page of its own, which needs no other file."""
    return html_text(paper(report))


def paper(report: Report, record: Mapping[str, object] | None = None) -> Paper:
    """The summary in the shape that every format takes. `record`: its row of the command line, for JSON."""
    blocks = shown(report)
    return Paper(
        title(report),
        tuple(Section(block.heading, tuple(_content(report, block.points))) for block in blocks),
        tuple(covered_lines(report)),
        tuple(
            Source(one.document, page_words((one,)), one.section, one.quote)
            for block in blocks
            for point in block.points
            for one in point.citations
        ),
        report.run.updated,
        record or {},
    )


def shown(report: Report) -> tuple[Block, ...]:
    """The blocks, or the first lines while there are none."""
    if report.blocks or not report.quick:
        return report.blocks
    return (Block("", 1, report.quick),)


def pages_of(point: Point) -> str:
    """ "p. 3, 7", "slide 4"; of a comparison with the documents: "a.pdf p. 3; b.pdf p. 4"."""
    names = {citation.document for citation in point.citations}
    return "; ".join(
        f"{name} {_pages(list(group))}" if len(names) > 1 else _pages(list(group))
        for name, group in groupby(point.citations, key=lambda one: one.document)
    )


def covered_lines(report: Report) -> list[str]:
    """What the summary rests on, a sentence or more a line."""
    summary, covered = report.run, report.covered
    lines = [_read(report, covered)]
    lines += [
        f"{label}: {'; '.join(_part(one, why) for one, why in results)}."
        for label, results in (
            ("Skipped", [(one, one.reason) for one in covered.skipped]),
            ("Not summarised", [(one, _why(one)) for one in covered.failed]),
        )
        if results
    ]
    if covered.gaps:
        lines.append(f"Without text: {'; '.join(gap_lines(covered.gaps))}.")
    if report.unsupported:
        are = "sentence is" if report.unsupported == 1 else "sentences are"
        lines.append(f"{report.unsupported} {are} marked “{MARKED}”: check before relying on it.")
    model = f"by {summary.model}" if summary.model else "by rules, without a model"
    day = datetime.fromtimestamp(summary.updated).astimezone()
    lines.append(f"Made {model} on {day.day} {day:%B %Y}, with Confidant, on this computer.")
    return lines


# --- inside -------------------------------------------------------------------------------------------------


def _read(report: Report, covered: Covered) -> str:
    summary = report.run
    if summary.other_id is not None:
        if summary.state is not RunState.DONE:
            return "The comparison is not finished."
        count = sum(len(block.points) for block in report.blocks)
        found = f"{counted(count, 'difference')} found" if count else "No difference was found"
        return f"{found} between {summary.document} and {summary.other}, both compared to their end."
    text = f"Covers {covered.pages_read:,} of {counted(covered.pages, 'page')}"
    if covered.parts:
        text += f" ({covered.parts_read:,} of {counted(covered.parts, 'part')} read)"
    return text + ("." if summary.state is RunState.DONE else ". The summary is not finished.")


def _part(result: Result, why: str) -> str:
    part = result.part
    pages = f"p. {part.page}" if part.page == part.page_end else f"p. {part.page}–{part.page_end}"
    name = f"{part.heading} ({pages})" if part.heading else pages
    return f"{name}, {why}" if why else name


def _why(result: Result) -> str:
    return notice_for(result.error_code, result.error_facts).sentence.rstrip(".") if result.error_code else ""


def _pages(citations: Sequence[Citation]) -> str:
    words = page_words(citations)
    return f"p. {words}" if words[:1].isdigit() else words


def _content(report: Report, points: Iterable[Point]) -> Iterator[Points | Table]:
    head = (*report.run.columns, say("exporting.columns.pages"))
    for cells, group in groupby(points, key=lambda one: bool(one.cells)):
        if cells:
            yield Table(head, tuple(_row(one) for one in group))
        else:
            yield Points(tuple(Cell(one.text, pages_of(one), _mark(one)) for one in group))


def _row(point: Point) -> tuple[Cell, ...]:
    return (*map(Cell, point.cells), Cell("", pages_of(point), _mark(point)))


def _mark(point: Point) -> str:
    return MARKED if point.support is Support.UNSUPPORTED else ""
