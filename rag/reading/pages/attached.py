"""The files that a PDF holds: of a portfolio, attached to the document, or to a place on a page."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from rag.errors import FileCorrupt, FileTooLarge
from rag.reading.cleaning import one_line
from rag.reading.containers.members import MemberPages
from rag.reading.course import Course, PageBegun
from rag.reading.pages.annotations.strings import wide_string
from rag.reading.source import Source
from rag.types import OutlineItem, Page

_log = logging.getLogger(__name__)

_MOST = 1000  # of one document
_LARGEST = 250_000_000  # bytes; a file is held in memory
_NAMELESS = "attached file"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    name: str
    handle: Any

    def load(self, source: Source) -> bytes:
        """Its bytes. Raises `FileTooLarge`, `FileCorrupt`."""
        import pypdfium2.raw as pdfium

        size = ctypes.c_ulong()
        if not pdfium.FPDFAttachment_GetFile(self.handle, None, 0, size):
            raise FileCorrupt(path=str(source.path), detail="missing")
        if size.value > _LARGEST:
            raise FileTooLarge(path=str(source.path), limit=_LARGEST, size=size.value, unpacked=True)
        buffer = ctypes.create_string_buffer(max(size.value, 1))
        if not pdfium.FPDFAttachment_GetFile(self.handle, buffer, size.value, size):
            raise FileCorrupt(path=str(source.path), detail="cut short")
        return buffer.raw[: size.value]


class Attachments:
    """Reads the files that a PDF holds, after its own pages."""

    def __init__(self, document: Any, own: int, source: Source, password: str | None) -> None:
        """`own` are the pages of the document itself."""
        self._document = document
        self._source = source
        self._members = MemberPages(source, password)
        self._own = own

    @property
    def count(self) -> int:
        """Of all pages, the document's own and those of its files."""
        return max(self._members.count, self._own)

    @property
    def outline(self) -> tuple[OutlineItem, ...]:
        return tuple(self._members.outline)

    def pages(self, course: Course, pages_with_files: Collection[int]) -> Iterator[Page | PageBegun]:
        """The pages of the files, numbered on from the document's; each is announced before it is read.

        A file at whose page the process ended before is left there.
        """
        members = self._members
        members.count = self._own
        for step in self._steps(course, pages_with_files):
            if step.number > course.known:
                yield step

    def _steps(self, course: Course, pages_with_files: Collection[int]) -> Iterator[Page | PageBegun]:
        try:
            for one in self._files(pages_with_files):
                yield from self._members.in_course(one.name, partial(one.load, self._source), course)
        except Exception:
            # A boundary like that of the process: the document's own pages are read.
            _log.exception("The files that a PDF holds cannot be read")
            yield self._members.unreadable(_NAMELESS, "damaged")

    def _files(self, pages_with_files: Collection[int]) -> Iterator[AttachedFile]:
        import pypdfium2.raw as pdfium

        listed: set[tuple[str, int]] = set()
        for count, one in enumerate(self._all(pages_with_files)):
            if count >= _MOST:
                _log.warning("A PDF holds more than %d files; the rest is left out", _MOST)
                return
            if pages_with_files:  # what is shown on a page may be listed with the document, too
                size = ctypes.c_ulong()
                pdfium.FPDFAttachment_GetFile(one.handle, None, 0, size)
                if (one.name, size.value) in listed:
                    continue
                listed.add((one.name, size.value))
            yield one

    def _all(self, pages_with_files: Collection[int]) -> Iterator[AttachedFile]:
        import pypdfium2.raw as pdfium

        for place in range(pdfium.FPDFDoc_GetAttachmentCount(self._document)):
            handle = pdfium.FPDFDoc_GetAttachment(self._document, place)
            if handle:
                yield AttachedFile(_name(handle), handle)
        for number in pages_with_files:
            page = self._document.get_page(number - 1)
            try:
                yield from self._on(page)
            finally:
                page.close()

    def _on(self, page: Any) -> Iterator[AttachedFile]:
        import pypdfium2.raw as pdfium

        for place in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, place)
            try:
                if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                    handle = pdfium.FPDFAnnot_GetFileAttachment(annotation)
                    if handle:
                        yield AttachedFile(_name(handle), handle)
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _name(handle: Any) -> str:
    import pypdfium2.raw as pdfium

    get = pdfium.FPDFAttachment_GetName
    return one_line(wide_string(lambda buffer, size: get(handle, buffer, size))) or _NAMELESS
