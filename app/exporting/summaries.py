"""A summary to be taken along: as Markdown, as HTML to paste, print or make a PDF of, and as a Word file.

Every sentence and row carries the pages it comes from, what the document does not bear out is marked, and the
last paragraph says what the summary rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import FileUnwritable
from app.exporting.surveys import page_words
from app.exporting.text import marked_up, printable
from app.words.amounts import counted
from app.words.coverage import gap_lines
from app.words.messages import notice_for
from rag.runs.types import Block, Covered, PartResult, Point, Report, SummaryState
from rag.types import Citation, Support

if TYPE_CHECKING:
    from docx.document import Document

MARKED = "⚠ not found in the document"
_PAGES = "Pages"
_SIZE_PT = 10.5
_STYLE = """
body { font-family: sans-serif; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999999; padding: 3px 6px; text-align: left; vertical-align: top; }
.pages { color: #555555; }
.marked { color: #a33a00; }
.covered { color: #555555; }
"""


class ExportFormat(StrEnum):
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"


def save(path: Path, report: Report, form: ExportFormat) -> None:
    """Write a summary as Markdown or as a Word file. Raises `FileUnwritable`.

    A PDF is printed from `html`, see `app.exporting.paper`.
    """
    target = path.expanduser()
    try:
        if form is ExportFormat.DOCX:
            _docx(report).save(str(target))
        else:
            target.write_text(markdown(report), encoding="utf-8")
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def title(report: Report) -> str:
    """ "Executive summary: report.pdf"; both documents of a comparison."""
    summary = report.summary
    return f"{summary.title}: {summary.document}" + (f" → {summary.other}" if summary.other else "")


def markdown(report: Report) -> str:
    """The summary as Markdown; tables as pipe tables."""
    lines = [f"# {marked_up(title(report))}", ""]
    for block in shown(report):
        if block.heading:
            lines += [f"## {marked_up(block.heading)}", ""]
        for cells, points in _rows_or_points(block.points):
            if cells:
                lines += [*_pipe_table(report, points), ""]
            else:
                lines += [*(f"- {marked_up(one.text)}{_tail(one)}" for one in points), ""]
    lines += ["---", "", *(line for text in covered_lines(report) for line in (marked_up(text), ""))]
    return "\n".join(lines)


def html(report: Report) -> str:
    """The summary as a page of its own, which needs no other file."""
    parts = [f"<h1>{escape(title(report))}</h1>"]
    for block in shown(report):
        if block.heading:
            parts.append(f"<h2>{escape(block.heading)}</h2>")
        for cells, points in _rows_or_points(block.points):
            parts += _html_table(report, points) if cells else _html_list(points)
    parts.append("<hr>")
    parts += [f'<p class="covered">{escape(text)}</p>' for text in covered_lines(report)]
    head = f'<meta charset="utf-8"><title>{escape(title(report))}</title><style>{_STYLE}</style>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"


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
    summary, covered = report.summary, report.covered
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
    summary = report.summary
    if summary.scope.other_id is not None:
        if summary.state is not SummaryState.DONE:
            return "The comparison is not finished."
        count = sum(len(block.points) for block in report.blocks)
        found = f"{counted(count, 'difference')} found" if count else "No difference was found"
        return f"{found} between {summary.document} and {summary.other}, both compared to their end."
    text = f"Covers {covered.pages_read:,} of {counted(covered.pages, 'page')}"
    if covered.parts:
        text += f" ({covered.parts_read:,} of {counted(covered.parts, 'part')} read)"
    return text + ("." if summary.state is SummaryState.DONE else ". The summary is not finished.")


def _part(result: PartResult, why: str) -> str:
    part = result.part
    pages = f"p. {part.page}" if part.page == part.page_end else f"p. {part.page}–{part.page_end}"
    name = f"{part.heading} ({pages})" if part.heading else pages
    return f"{name}, {why}" if why else name


def _why(result: PartResult) -> str:
    return notice_for(result.error_code, result.error_facts).sentence.rstrip(".") if result.error_code else ""


def _pages(citations: Sequence[Citation]) -> str:
    words = page_words(citations)
    return f"p. {words}" if words[:1].isdigit() else words


def _rows_or_points(points: Iterable[Point]) -> Iterator[tuple[bool, list[Point]]]:
    for cells, group in groupby(points, key=lambda one: bool(one.cells)):
        yield cells, list(group)


def _head(report: Report) -> tuple[str, ...]:
    return (*report.summary.columns, _PAGES)


def _cells(point: Point) -> tuple[str, ...]:
    marked = f" {MARKED}" if point.support is Support.UNSUPPORTED else ""
    return (*(" ".join(cell.split()) for cell in point.cells), f"{pages_of(point)}{marked}".strip())


def _tail(point: Point) -> str:
    """Behind a sentence: its pages, and the mark."""
    pages = f" ({pages_of(point)})" if point.citations else ""
    return pages + (f" {MARKED}" if point.support is Support.UNSUPPORTED else "")


def _pipe_table(report: Report, points: Sequence[Point]) -> list[str]:
    head = _head(report)
    body = [tuple(marked_up(cell).replace("|", "\\|") for cell in _cells(point)) for point in points]
    return [f"| {' | '.join(cells)} |" for cells in (head, tuple("---" for _ in head), *body)]


def _html_table(report: Report, points: Sequence[Point]) -> list[str]:
    rows = ["<tr>" + "".join(f"<th>{escape(name)}</th>" for name in _head(report)) + "</tr>"]
    for point in points:
        *cells, _ = _cells(point)
        found = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{found}<td>{_html_pages(point, pages_of(point))}</td></tr>")
    return ["<table>", *rows, "</table>"]


def _html_list(points: Sequence[Point]) -> list[str]:
    items = (
        f"<li>{escape(one.text)} {_html_pages(one, f'({pages_of(one)})' if one.citations else '')}</li>"
        for one in points
    )
    return ["<ul>", *items, "</ul>"]


def _html_pages(point: Point, pages: str) -> str:
    text = f'<span class="pages">{escape(pages)}</span>' if pages else ""
    marked = f' <span class="marked">{MARKED}</span>' if point.support is Support.UNSUPPORTED else ""
    return text + marked


def _docx(report: Report) -> Document:
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = printable(title(report))
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.styles["Normal"].font.size = Pt(_SIZE_PT)
    document.add_heading(printable(title(report)), 0)
    for block in shown(report):
        if block.heading:
            document.add_heading(printable(block.heading), 1)
        for cells, points in _rows_or_points(block.points):
            if cells:
                _docx_table(document, report, points)
            else:
                for point in points:
                    _docx_point(document.add_paragraph(style="List Bullet"), point)
    document.add_paragraph()
    for text in covered_lines(report):
        document.add_paragraph().add_run(printable(text)).italic = True
    return document


def _docx_point(paragraph: Any, point: Point) -> None:
    paragraph.add_run(printable(point.text))
    if point.citations:
        paragraph.add_run(printable(f" ({pages_of(point)})"))
    if point.support is Support.UNSUPPORTED:
        paragraph.add_run(f" {MARKED}").bold = True


def _docx_table(document: Document, report: Report, points: Sequence[Point]) -> None:
    head = _head(report)
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(printable(name)).bold = True
    for point in points:
        for cell, text in zip(table.add_row().cells, _cells(point), strict=False):
            cell.text = printable(text)
    document.add_paragraph()
