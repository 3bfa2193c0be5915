"""The page beside the answer: which document, which page, and what is marked on it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.library.library import Library
from app.words.messages import notice_of
from rag.grounding.citations import spot
from rag.reading.reader import Picture
from rag.types import Box, Citation, Document, PageUnit, Word
from ui.parts.tasks import Lane, Tasks

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A cross-reference on a page: `start` to `end` of its text, which lead to `target`."""

    start: int
    end: int
    text: str
    boxes: tuple[Box, ...]
    target: int  # in the document's text


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page ready to draw: its picture with boxes, or its text with a marked span."""

    document: Document
    number: int
    section: str
    picture: Picture | None
    text: str
    boxes: tuple[Box, ...]
    mark: tuple[int, int] | None  # in `text`
    links: tuple[PageLink, ...] = ()
    label: str = ""  # what is printed on it, "iv", where that is not its number
    begin: int = 0  # where `text` begins in the document's text
    words: tuple[Word, ...] = ()  # what can be marked on the picture


class ReaderViewModel(QObject):
    shown = Signal(object)  # PageShown
    refused = Signal(object)  # Notice
    zoomed = Signal(float)

    def __init__(self, library: Library, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._citation: Citation | None = None
        self._document: Document | None = None
        self._number = 1
        self._width = 800
        self._zoom = 1.0
        self._request = 0
        self._past: list[Citation] = []

    @property
    def zoom(self) -> float:
        return self._zoom

    @property
    def can_go_back(self) -> bool:
        return bool(self._past)

    def cite(self, citation: Citation) -> None:
        """Open the cited page and mark the passage."""
        if self._citation is not None and self._citation != citation:
            self._past.append(self._citation)
        self._show(citation)

    def follow(self, link: PageLink) -> None:
        """Open what a cross-reference of the page in view speaks of; `back` leads here again."""
        document, number, left = self._document, self._number, self._citation
        if document is None:
            return

        def find() -> tuple[Citation, Citation]:
            begin = self._library.page_start(document.id, number)
            start, end = begin + link.start, begin + link.end
            here = spot(document, number, start, end, link.text)
            return left or here, self._library.clause_at(document.id, link.target)

        def show(places: tuple[Citation, Citation]) -> None:
            self._past.append(places[0])
            self._show(places[1])

        self._tasks.run(Lane.LIBRARY, find, show, lambda error: self.refused.emit(notice_of(error)))

    def back(self) -> None:
        """To the citation that was open before."""
        if self._past:
            self._show(self._past.pop())

    def browse(self, document: Document, page: int = 1) -> None:
        """Open a document at a page."""
        self._document, self._citation, self._number = document, None, page
        self._load()

    def go(self, number: int) -> None:
        if self._document is not None and 1 <= number <= self._document.pages and number != self._number:
            self._number = number
            self._load()

    def go_to(self, name: str) -> None:
        """Open the page with this number, or with this label printed on it; nothing where there is none."""
        document = self._document
        if name.isdigit():
            self.go(int(name))
        elif document is not None and name:
            self._tasks.run(
                Lane.LIBRARY,
                lambda: self._library.page_labelled(document.id, name),
                lambda number: self.go(number or 0),
                lambda error: self.refused.emit(notice_of(error)),
            )

    @property
    def document(self) -> Document | None:
        """The one that was opened last."""
        return self._document

    def turn(self, steps: int) -> None:
        self.go(self._number + steps)

    def fit(self, width_px: int) -> None:
        """The pane's width in device pixels; the picture is drawn anew when it changes much."""
        wanted = max(200, width_px)
        if abs(wanted - self._width) > 24:
            self._width = wanted
            if self._document is not None:
                self._load()

    def change_zoom(self, steps: int) -> None:
        """Steps up or down the scale; 0 fits the width again."""
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self._zoom))
        place = ZOOMS.index(1.0) if steps == 0 else min(len(ZOOMS) - 1, max(0, nearest + steps))
        if ZOOMS[place] != self._zoom:
            self._zoom = ZOOMS[place]
            self.zoomed.emit(self._zoom)
            self._load()

    def _show(self, citation: Citation) -> None:
        self._citation = citation
        self._number = citation.page
        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._library.document(citation.document_id),
            self._found,
            lambda error: self.refused.emit(notice_of(error)),
        )

    def _found(self, document: Document) -> None:
        self._document = document
        self._load()

    def _load(self) -> None:
        document, number, citation = self._document, self._number, self._citation
        if document is None:
            return
        self._request += 1
        request, width = self._request, round(self._width * self._zoom)

        def show(page: PageShown) -> None:
            if request == self._request:
                self.shown.emit(page)

        self._tasks.run(
            Lane.PICTURE,
            lambda: _page(self._library, document, number, citation, width),
            show,
            lambda error: self.refused.emit(notice_of(error)),
        )


def _page(
    library: Library, document: Document, number: int, citation: Citation | None, width_px: int
) -> PageShown:
    """Everything a page needs; runs in a lane."""
    picture = library.page_picture(document.id, number, width_px)
    page = library.page(document.id, number)
    boxes: tuple[Box, ...] = ()
    mark: tuple[int, int] | None = None
    section = ""
    begin = library.page_start(document.id, number)
    links = tuple(
        PageLink(
            one.start - begin,
            one.end - begin,
            page.text[one.start - begin : one.end - begin],
            tuple(place.box for place in library.boxes(document.id, one.start, one.end)),
            one.target,
        )
        for one in library.references(document.id, begin, begin + len(page.text))
    )
    if citation is not None:
        found = citation.boxes or library.boxes(document.id, citation.start, citation.end)
        boxes = tuple(one.box for one in found if one.page == number)
        start, end = max(0, citation.start - begin), min(len(page.text), citation.end - begin)
        mark = (start, end) if start < end else None
        section = citation.section
    label = (page.label or "") if document.unit is PageUnit.PAGE else ""
    words = page.words or tuple(Word(one.start, one.end, one.box) for one in page.lines if one.box)
    return PageShown(document, number, section, picture, page.text, boxes, mark, links, label, begin, words)
