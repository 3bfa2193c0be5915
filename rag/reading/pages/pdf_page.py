"""One loaded page of a PDF: its text layer, its pictures, and what is written beside and over them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from rag.layout.columns import part_columns
from rag.layout.printed import RawLine, RawPage, RawWord
from rag.reading.course import PICTURES_ENDED
from rag.reading.pages.annotations.found import Annotations, annotations_of
from rag.reading.pages.annotations.page import (
    add_entries,
    comments_on,
    drawn_words,
    mark_annotated,
    stamps_on,
)
from rag.reading.pages.pdf_objects import PageObjects, objects_of
from rag.reading.pages.pdf_pictures import PictureReading, asks_for_pictures
from rag.reading.pages.pdf_text import PageText
from rag.reading.pages.tables.rules import rules_of
from rag.reading.pages.withdrawing.marks import Marks
from rag.reading.pages.withdrawing.page import mark_blank, mark_withdrawn
from rag.types import TextSource

_log = logging.getLogger(__name__)

_Found = TypeVar("_Found")

ANNOTATIONS_DAMAGED = "form fields and comments not read: damaged"
LINES_DAMAGED = "lines and bars over text not looked at: damaged"


class LoadedPage:
    """A page as PDFium holds it. `load` gives it anew, once its annotations are drawn into its content."""

    def __init__(self, document: Any, page: Any, number: int, load: Callable[[], Any]) -> None:
        self._document = document
        self._page = page
        self._number = number
        self._load = load
        self._text: Any = None
        self._unread: tuple[str, ...] = ()

    def close(self) -> None:
        import pypdfium2.raw as pdfium

        if self._text:
            pdfium.FPDFText_ClosePage(self._text)
            self._text = None
        self._page.close()

    def read(self, pictures: PictureReading | None) -> RawPage:
        """The page; without its pictures where there is nothing to read them with. Raises `ModelError`s."""
        page = self._page
        found = self._optional(ANNOTATIONS_DAMAGED, lambda: annotations_of(self._document, page), None)
        lines, kept = self._lines()
        drawn: list[list[RawWord]] = []
        if found is not None and found.is_drawn:
            drawn = self._optional(ANNOTATIONS_DAMAGED, lambda: self._drawn(lines), drawn)
        width, height = self._page.get_size()
        result = RawPage(self._number, width, height, lines, kept=kept)
        part_columns(result)
        if kept < 1.0:
            _log.warning(
                "Page %d of a PDF has more characters than a page may have; the rest is left out",
                self._number,
            )
        objects = objects_of(self._page)
        result.rules = self._optional(LINES_DAMAGED, lambda: rules_of(objects, (width, height)), result.rules)
        if pictures is not None:
            pictures.add(result, objects)
        elif asks_for_pictures(result, objects):
            result.unread += (PICTURES_ENDED,)
        self._mark(result, objects, found, drawn=pictures is not None)
        if found is not None:
            result.notes += self._optional(ANNOTATIONS_DAMAGED, lambda: comments_on(result, found), [])
            result.notes += self._optional(ANNOTATIONS_DAMAGED, lambda: stamps_on(found, drawn), [])
            self._optional(ANNOTATIONS_DAMAGED, lambda: add_entries(result, found, drawn), None)
            result.has_files = found.has_files
        result.unread += self._unread
        return result

    def _mark(self, result: RawPage, objects: PageObjects, found: Annotations | None, *, drawn: bool) -> None:
        """`drawn`: also what only a drawing of the whole page tells, which needs its pictures."""
        marks = Marks()
        if result.source is TextSource.TEXT:  # what was read of a picture is what is seen
            self._optional(LINES_DAMAGED, lambda: mark_withdrawn(marks, result, objects, self._text), None)
            if drawn and result.lines:
                self._optional(LINES_DAMAGED, lambda: mark_blank(marks, result, objects), None)
        if found is not None:
            self._optional(ANNOTATIONS_DAMAGED, lambda: mark_annotated(marks, result, found), None)
        self._optional(LINES_DAMAGED, lambda: marks.write(result.lines), None)

    def _lines(self) -> tuple[list[RawLine], float]:
        import pypdfium2.raw as pdfium

        self._text = pdfium.FPDFText_LoadPage(self._page)
        return PageText(pdfium, self._page, self._text).lines() if self._text else ([], 1.0)

    def _drawn(self, own: list[RawLine]) -> list[list[RawWord]]:
        """The words that only the drawing of annotations has; they are drawn into the page's content."""
        import pypdfium2.raw as pdfium

        if pdfium.FPDFPage_Flatten(self._page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return []
        flattened = self._load()
        if flattened is None:
            return []
        self.close()
        self._page = flattened
        return drawn_words(own, self._lines()[0])

    def _optional(self, reason: str, read: Callable[[], _Found], otherwise: _Found) -> _Found:
        """What `read` gives of what a page can do without; what fails is told."""
        try:
            return read()
        except Exception:
            # A boundary like that of the process: whatever a library makes of it, the text stays.
            _log.exception("Page %d of a PDF is not read in full", self._number)
            if reason not in self._unread:
                self._unread += (reason,)
            return otherwise
