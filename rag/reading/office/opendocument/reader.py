"""OpenDocument: texts (ODT), spreadsheets (ODS) and presentations (ODP). Source: ISO/IEC 26300 (ODF 1.2).

A text's pages are where it says that they break; where it does not, it is one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from rag.errors import FileCorrupt, FileProtected
from rag.reading.cleaning import one_line
from rag.reading.course import Course, Step, told
from rag.reading.office.embedded import EmbeddedFiles
from rag.reading.office.opendocument.controls import Controls
from rag.reading.office.opendocument.elements import name_of
from rag.reading.office.opendocument.flow import Flow
from rag.reading.office.opendocument.margins import margins_of
from rag.reading.office.opendocument.numbering import Numbering
from rag.reading.office.opendocument.objects import Objects, pictured
from rag.reading.office.opendocument.paragraphs import Paragraphs
from rag.reading.office.opendocument.shapes import paper
from rag.reading.office.opendocument.sheets import sheets_of
from rag.reading.office.opendocument.slides import slides_of
from rag.reading.office.opendocument.styles import Manner, Styles
from rag.reading.office.package import Package, opened_package
from rag.reading.office.sheet_pages import Sheet, pages_of
from rag.reading.paging import FlowPages
from rag.reading.shown import Pictures
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`, `FileProtected`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, its pictures read first. Raises as `read` does."""
    with opened_package(source) as package:
        root, body = _content(package, source)
        title, author = _about(package)
        common = package.optional(_STYLES, "styles")
        pictures = Pictures(package, source)
        yield from pictures.read(pictured(body), course)
        load = partial(package.optional, called="chart, formula or sheet within")
        objects = Objects(load, pictures.take, package.held)
        pages = _pages(root, body[0], common, objects)
        unread = package.take_unread()
        if pages and unread:
            pages[0] = replace(pages[0], unread=(*unread, *pages[0].unread))
        info = DocumentInfo(title=title, page_count=len(pages), author=author)
        yield from EmbeddedFiles(package, source, password).with_them(info, pages, course)


def sheets_in(source: Source) -> Iterator[Sheet]:
    """The sheets of a spreadsheet alone, pictures unread. Raises as `read` does."""
    with opened_package(source) as package:
        root, body = _content(package, source)
        objects = Objects(partial(package.optional, called="chart, formula or sheet within"))
        yield from sheets_of(body[0], Styles(root, package.optional(_STYLES, "styles")), objects)


def _content(package: Package, source: Source) -> tuple[Any, Any]:
    """The part that holds the content, and its body. Raises `FileProtected`, `FileCorrupt`."""
    manifest = package.root(_MANIFEST)
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise FileProtected(path=str(source.path), detail="by a password of OpenDocument")
    root = package.root(_CONTENT)
    body = None if root is None else root.find("{*}body")
    if body is None or not len(body):
        raise FileCorrupt(path=str(source.path), detail="no content")
    return root, body


def _pages(root: Any, content: Any, common: Any, objects: Objects) -> list[Page]:
    """The pages of a document; `common` is the part that holds the styles that have names."""
    if name_of(content) == "spreadsheet":
        return list(pages_of(list(sheets_of(content, Styles(root, common), objects))))
    styles, numbering = Styles(root, common), Numbering.parse(root, common)
    paragraphs = Paragraphs(styles, Controls(content), objects)
    if name_of(content) == "presentation":
        return slides_of(content, styles, numbering, paragraphs, common)
    pages, of_margins = FlowPages(), Styles(common)
    margins = Flow(pages, of_margins, numbering, Paragraphs(of_margins, in_margin=True))
    for text in margins_of(common, content, styles, margins):
        pages.note(text)
    Flow(pages, styles, numbering, paragraphs).add(content, manner=Manner(ground=paper(common, root)))
    return pages.finish()


def _about(package: Package) -> tuple[str, str]:
    root, _ = package.tried("meta.xml")
    if root is None:
        return "", ""
    found = [root.find(f".//{{*}}{name}") for name in ("title", "creator")]
    title, author = (one_line(node.text or "") if node is not None else "" for node in found)
    return title, author
