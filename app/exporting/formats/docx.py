"""Word files. They carry no author, and no time but that of the work."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.exporting.formats.numbering import Numbering
from app.exporting.lists import Item, begun
from app.exporting.shape import Cell, Look, Paper, Points, Table
from app.exporting.text import printable

if TYPE_CHECKING:
    from docx.document import Document

_SIZE_PT = 10.5
_PLAIN, _QUOTED, _DENSE = "Normal", "Quote", "No Spacing"  # not for people
_STYLES = {Look.TEXT: _PLAIN, Look.QUOTE: _QUOTED, Look.CODE: _DENSE}
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP file knows no year before


def docx(paper: Paper) -> bytes:
    import docx as library
    from docx.shared import Pt

    document = library.Document()
    about = document.core_properties
    about.title = printable(paper.title)[:255]  # the library takes no longer one
    about.author = ""
    about.comments = ""
    about.created = about.modified = datetime.fromtimestamp(paper.made, UTC).replace(microsecond=0)
    document.styles["Normal"].font.size = Pt(_SIZE_PT)  # not for people
    if paper.is_wide:
        _turn(document)
    numbering = Numbering(document)
    document.add_heading(printable(paper.title), 0)
    for section in paper.sections:
        if section.heading:
            document.add_heading(printable(section.heading), 1)
        for content in section.content:
            if isinstance(content, Points):
                _points(document, numbering, content)
            else:
                _table(document, content)
    document.add_paragraph()
    for note in paper.notes:
        document.add_paragraph().add_run(printable(note)).italic = True
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _turn(document: Document) -> None:
    from docx.enum.section import WD_ORIENT

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width


def _points(document: Document, numbering: Numbering, points: Points) -> None:
    if points.look is Look.LIST:
        cells = iter(points.items)
        for item, begins in begun(Item(one.level, one.number, "") for one in points.items):
            _point(numbering.paragraph(item.level, item.number, begins=begins), next(cells))
        return
    for one in points.items:
        paragraph = document.add_paragraph(style=_STYLES[points.look])
        _point(paragraph, one)
        if points.look is Look.CODE:
            _as_code(paragraph)


def _point(paragraph: Any, cell: Cell) -> None:
    paragraph.add_run(printable(cell.text))
    if cell.pages:
        paragraph.add_run(printable(f" ({cell.pages})"))
    if cell.mark:
        paragraph.add_run(f" {cell.mark}").bold = True


def _as_code(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.name = "Courier New"  # not for people


def _table(document: Document, found: Table) -> None:
    style = "Table Grid"  # not for people
    table = document.add_table(rows=1 + len(found.rows), cols=len(found.columns), style=style)
    # The library counts all cells anew for each row that is asked for its own.
    cells = table._cells  # noqa: SLF001
    width = len(found.columns)
    for cell, name in zip(cells[:width], found.columns, strict=True):
        cell.paragraphs[0].add_run(printable(name)).bold = True
    for place, row in enumerate(found.rows, 1):
        for cell, one in zip(cells[place * width : (place + 1) * width], row, strict=False):
            cell.text = printable(one.line)
    document.add_paragraph()


def timeless(data: bytes) -> bytes:
    """The same file without the time of its writing, so that the same work gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as written:
        for entry in read.infolist():
            fresh = zipfile.ZipInfo(entry.filename, _EARLIEST)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(fresh, read.read(entry))
    return out.getvalue()
