"""OpenDocument: texts (ODT), spreadsheets (ODS) and presentations (ODP). Source: ISO/IEC 26300 (ODF 1.2).

A text's pages are where it says that they break; where it does not, it is one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rag.errors import FileCorrupt, FileProtected
from rag.reading.cleaning import one_line
from rag.reading.office.opendocument.elements import attribute, name_of
from rag.reading.office.opendocument.flow import Flow
from rag.reading.office.opendocument.sheets import sheets_of
from rag.reading.office.opendocument.slides import slides_of
from rag.reading.office.package import Package, opened_package
from rag.reading.office.sheet_pages import pages_of
from rag.reading.paging import FlowPages
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`, `FileProtected`."""
    with opened_package(source) as package:
        manifest = package.root(_MANIFEST)
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise FileProtected(path=str(source.path), detail="by a password of OpenDocument")
        root = package.root(_CONTENT)
        body = None if root is None else root.find("{*}body")
        if body is None or not len(body):
            raise FileCorrupt(path=str(source.path), detail="no content")
        title, author = _about(package)
        breaks = _page_breaks(root, package.root("styles.xml"))
        pages = _pages(root, body[0], breaks)
    yield DocumentInfo(title=title, page_count=len(pages), author=author)
    yield from pages


def _pages(root: Any, content: Any, breaks: frozenset[str]) -> list[Page]:
    match name_of(content):
        case "spreadsheet":
            return list(pages_of(list(sheets_of(root, content))))
        case "presentation":
            return slides_of(content)
        case _:
            flow = FlowPages()
            Flow(flow, breaks).add(content)
            return flow.finish()


def _about(package: Package) -> tuple[str, str]:
    root = package.root("meta.xml")
    if root is None:
        return "", ""
    found = [root.find(f".//{{*}}{name}") for name in ("title", "creator")]
    title, author = (one_line(node.text or "") if node is not None else "" for node in found)
    return title, author


def _page_breaks(*roots: Any) -> frozenset[str]:
    """The names of the styles that begin a new page."""
    names = set()
    for root in roots:
        for style in () if root is None else root.iter("{*}style"):
            for properties in style.iterfind("{*}paragraph-properties"):
                if attribute(properties, "break-before") == "page" or style.get("master-page-name"):
                    names.add(attribute(style, "name"))
    return frozenset(names)
