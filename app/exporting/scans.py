"""What was read of a scan, to be taken along: as text, Markdown, a Word file, a PDF to search, or ALTO.

Words that were not read for sure are marked, but in plain text; what a person has corrected is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import FileUnwritable, NotScanned, ScanFileUnknown
from app.exporting.alto import alto
from app.exporting.searchable_pdf import write_searchable
from app.exporting.text import marked_up, printable
from app.scans import Scans
from app.words.catalogue import say
from rag.scanning.scanned import ScannedLine, ScannedPage
from rag.types import PageUnit

if TYPE_CHECKING:
    from docx.document import Document

DOUBTFUL = "[?]"


class ScanFormat(StrEnum):
    TEXT = "txt"
    MARKDOWN = "md"
    DOCX = "docx"
    PDF = "pdf"
    ALTO = "xml"


def export(scans: Scans, document_id: int, path: Path) -> None:
    """Write every page of a document, in the format that the file's name asks for.

    Raises `ScanFileUnknown` for another ending, `NotScanned` where no page was read from a picture,
    `FileUnwritable`, `DocumentUnknown`, `VaultError`s; for a PDF also `ReadError`s, since it shows the pages.
    """
    form = form_of(path)
    document = scans.document(document_id)
    shows_pages = form in (ScanFormat.PDF, ScanFormat.ALTO)  # which a recording has none of
    if not scans.overview(document_id) or (shows_pages and document.unit is PageUnit.MINUTE):
        raise NotScanned(document=document.name)
    pages = (scans.page(document_id, number) for number in range(1, document.pages + 1))
    target = path.expanduser()
    try:
        match form:
            case ScanFormat.PDF:
                write_searchable(scans, document_id, document.pages, target)
            case ScanFormat.DOCX:
                _docx(document.name, pages).save(str(target))
            case ScanFormat.ALTO:
                target.write_bytes(alto(document.name, pages))
            case ScanFormat.MARKDOWN:
                target.write_text(markdown(document.name, pages), encoding="utf-8")
            case ScanFormat.TEXT:
                target.write_text(plain(pages), encoding="utf-8")
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def form_of(path: Path) -> ScanFormat:
    """What a file is to be saved as, by its name. Raises `ScanFileUnknown`."""
    try:
        return ScanFormat(path.suffix.lower().lstrip("."))
    except ValueError:
        raise ScanFileUnknown(path=str(path)) from None


def plain(pages: Iterator[ScannedPage]) -> str:
    """The lines as they stand, with nothing marked; a form feed between pages."""
    return "\n\f".join("\n".join(line.text for line in page.written) for page in pages) + "\n"


def markdown(name: str, pages: Iterator[ScannedPage]) -> str:
    """A heading for each page; doubtful words are followed by "[?]"."""
    lines = [f"# {marked_up(name)}", ""]
    for page in pages:
        lines += [f"## {say('exporting.scans.page', number=page.number)}", ""]
        # Two spaces keep a line a line.
        lines += [f"{_marked(line)}  " for line in page.written]
        lines.append("")
    return "\n".join(lines)


def pieces(line: ScannedLine) -> Iterator[tuple[str, bool]]:
    """The line's text in pieces, each with whether it is doubtful."""
    at = 0
    for doubt in sorted(line.doubts, key=lambda one: one.start):
        start = max(doubt.start, at)
        if doubt.end <= start:
            continue
        if start > at:
            yield line.text[at:start], False
        yield line.text[start : doubt.end], True
        at = doubt.end
    if at < len(line.text):
        yield line.text[at:], False


# --- inside -------------------------------------------------------------------------------------------------


def _marked(line: ScannedLine) -> str:
    # Marked up as a whole, because what stands at its start matters; no guard stands within a word's mark.
    placeholder = "\N{OBJECT REPLACEMENT CHARACTER}"
    text = "".join(text + (placeholder if doubtful else "") for text, doubtful in pieces(line))
    return marked_up(text).replace(placeholder, DOUBTFUL)


def _docx(name: str, pages: Iterator[ScannedPage]) -> Document:
    import docx
    from docx.enum.text import WD_COLOR_INDEX

    document = docx.Document()
    document.core_properties.title = printable(name)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for page in pages:
        document.add_heading(say("exporting.scans.page", number=page.number), 1)
        for line in page.written:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = 0
            for text, doubtful in pieces(line):
                run = paragraph.add_run(printable(text))
                if doubtful:
                    run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return document
