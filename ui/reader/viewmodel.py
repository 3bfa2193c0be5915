"""The page beside the answer: which document, which place, what is marked, and where one was before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.words.messages import notice_of
from rag.types import Box, Citation, Document, Section, Sheet, Word
from ui.parts.tasks import Lane, Tasks
from ui.reader.history import History, Stop
from ui.reader.kinds import Opened, Place, Span
from ui.reader.paged.carets import boxes_of

if TYPE_CHECKING:
    from app.library.reading import Leaf, Link, Reading

_AHEAD = 1 / 3  # of a page: a section that begins so far below the top is the one that is read


@dataclass(frozen=True, slots=True)
class PageShown:
    """The page that is read: what stands on it, and what of it is marked."""

    document: Document
    number: int
    section: str
    text: str
    boxes: tuple[Box, ...] = ()
    mark: tuple[int, int] | None = None  # in `text`
    links: tuple[Link, ...] = ()
    label: str = ""  # what is printed on it, "iv", where that is not its number
    begin: int = 0  # where `text` begins in the document's text
    words: tuple[Word, ...] = ()  # those that have a place on it


@dataclass(frozen=True, slots=True)
class Showing:
    """A document to be opened at a place, with something marked or nothing."""

    opened: Opened
    place: Place
    marks: tuple[Span, ...]
    reveal: bool  # what is marked, or else the place
    page: PageShown
    zoom: float | None = None  # how large, where the document has a size of its own


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where a document is to be opened."""

    place: Place
    marks: tuple[Span, ...] = ()
    section: str = ""  # of what is cited
    reveal: bool = False
    zoom: float | None = None


class ReaderViewModel(QObject):
    opened = Signal(object)  # Showing
    read = Signal(object)  # PageShown: another page is read
    moved_on = Signal(object)  # Section or None: another one is read
    outlined = Signal(object)  # tuple[Section, ...] of the document that is open
    refused = Signal(object)  # Notice

    def __init__(self, reading: Reading, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = reading
        self._tasks = tasks
        self._history = History()
        self._opened: Opened | None = None
        self._sections: tuple[Section, ...] = ()
        self._marks: tuple[Span, ...] = ()
        self._section = ""  # of what is cited
        self._cited: Citation | None = None
        self._place = Place()
        self._page = 0  # that is told, or asked for
        self._told: Section | None = None
        self._request = 0

    @property
    def document(self) -> Document | None:
        """The one that was opened last."""
        return self._opened.document if self._opened is not None else None

    @property
    def opened_now(self) -> Opened | None:
        return self._opened

    @property
    def can_go_back(self) -> bool:
        return self._history.can_go_back

    @property
    def can_go_on(self) -> bool:
        return self._history.can_go_on

    def section_of(self, offset: int) -> str:
        """Headings from the outermost to the section that an offset of the text is in; "" for none."""
        return path_of(self._sections, innermost(self._sections, offset))

    @property
    def section(self) -> Section | None:
        """The section that is read."""
        return section_at(self._sections, self._opened, self._place)

    # --- to another place ----------------------------------------------------------------------------------

    def cite(self, citation: Citation) -> None:
        """Open the cited page and mark the passage."""
        if citation != self._cited:
            self._leave()
        self._cite(citation)

    def browse(self, document: Document, page: int | None = None) -> None:
        """Open a document at a page, or by itself, where it was read last."""
        open_now = self._opened is not None and self._opened.document.id == document.id
        if not open_now:
            self._leave()
        here = self._place

        def aim(_: Opened) -> _Aim:
            if page is not None:
                return _Aim(Place(page))
            if open_now:
                return _Aim(here)
            kept = self._reading.place(document.id)
            return _Aim(Place(kept.page, kept.down), zoom=kept.zoom) if kept else _Aim(Place())

        self._open(document.id, aim)

    def follow(self, start: int, target: int) -> None:
        """Open what a cross-reference that begins at `start` of the text speaks of; `back` leads here again,
        to the reference where nothing else is marked.
        """
        opened = self._opened
        if opened is None:
            return
        sheet = opened.sheet_at(start)

        def find() -> tuple[Leaf, Citation]:
            leaf = self._reading.leaf(opened.document, sheet.number)
            return leaf, self._reading.clause(opened.document.id, target)

        def show(found: tuple[Leaf, Citation]) -> None:
            leaf, clause = found
            link = next((one for one in leaf.links if leaf.begin + one.start == start), None)
            here = Span(start, leaf.begin + link.end) if link is not None else Span(start, start)
            self._leave(self._marks or (here,))
            self._cite(clause)

        self._tasks.run(Lane.LIBRARY, find, show, self._refuse)

    def open_section(self, section: Section) -> None:
        """Go to where a section begins."""
        opened = self._opened
        if opened is None:
            return

        def show(heading: Citation) -> None:
            self._leave()
            self._cite(heading)

        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._reading.clause(opened.document.id, section.start),
            show,
            self._refuse,
        )

    def go(self, number: int) -> None:
        """Go to a page."""
        opened = self._opened
        if opened is not None and 1 <= number <= len(opened.sheets):
            self._leave()
            self._open(opened.document.id, lambda _: _Aim(Place(number), self._marks, self._section))

    def go_to(self, name: str) -> None:
        """Open the page with this number, or with this label printed on it; nothing where there is none."""
        document = self.document
        if document is None or not name:
            return
        if name.isdigit():
            self.go(int(name))
            return
        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._reading.labelled(document.id, name),
            lambda number: self.go(number or 0),
            self._refuse,
        )

    def back(self) -> None:
        """To where one was before."""
        self._return(self._history.back(self._here()) if self._opened is not None else None)

    def forward(self) -> None:
        """To where one came back from."""
        self._return(self._history.on(self._here()) if self._opened is not None else None)

    def move(self, place: Place) -> None:
        """Something else is in view."""
        self._place = place
        section = self.section
        if section is not self._told:
            self._told = section
            self.moved_on.emit(section)
        if self._opened is not None and place.page != self._page:
            self._page = place.page
            self._tell()

    # --- inside --------------------------------------------------------------------------------------------

    def _here(self, marks: tuple[Span, ...] | None = None) -> Stop:
        document = self.document
        assert document is not None
        return Stop(document.id, self._place, self._marks if marks is None else marks, self._section)

    def _leave(self, marks: tuple[Span, ...] | None = None) -> None:
        if self._opened is not None:
            self._history.leave(self._here(marks))

    def _return(self, stop: Stop | None) -> None:
        if stop is not None:
            self._open(stop.document, lambda _: _Aim(stop.place, stop.marks, stop.section))

    def _cite(self, citation: Citation) -> None:
        def aim(opened: Opened) -> _Aim:
            return _Aim(Place(citation.page), parted(opened, citation), citation.section, reveal=True)

        self._open(citation.document_id, aim, citation)

    def _open(
        self,
        document_id: int,
        aim: Callable[[Opened], _Aim],
        citation: Citation | None = None,
    ) -> None:
        """Open a document where `aim` says, once it is known how it is made up."""
        self._request += 1
        request, before, sections = self._request, self._opened, self._sections

        def find() -> tuple[Showing, tuple[Section, ...], str]:
            document = self._reading.document(document_id)
            known = before is not None and before.document == document
            opened = before if known and before is not None else self._fresh(document)
            to = aim(opened)
            number = min(max(1, to.place.page), len(opened.sheets))
            leaf = self._reading.leaf(document, number)
            tree = sections if known else self._reading.outline(document_id)
            named = to.section or path_of(tree, section_at(tree, opened, to.place))
            page = page_shown(document, leaf, to.marks, named)
            return Showing(opened, to.place, to.marks, to.reveal, page, to.zoom), tree, to.section

        def show(found: tuple[Showing, tuple[Section, ...], str]) -> None:
            if request != self._request:
                return
            showing, tree, section = found
            fresh = self._opened is None or self._opened.document.id != showing.opened.document.id
            self._opened, self._marks, self._section = showing.opened, showing.marks, section
            self._cited = citation
            self._place, self._page, self._sections = showing.place, showing.page.number, tree
            self.opened.emit(showing)
            if fresh:
                self.outlined.emit(tree)

        self._tasks.run(Lane.LIBRARY, find, show, self._refuse)

    def _fresh(self, document: Document) -> Opened:
        return Opened(document, self._reading.sheets(document.id) or (Sheet(1, 0, 0),))

    def _tell(self) -> None:
        """Another page is read: say what stands on it."""
        opened, number, request = self._opened, self._page, self._request
        assert opened is not None
        marks, place = self._marks, self._place

        def show(leaf: Leaf) -> None:
            if request == self._request and number == self._page:
                marked = [one.start for one in marks if opened.sheet_at(one.start).number == number]
                section = (
                    innermost(self._sections, marked[0])  # what is marked is what is read
                    if marked
                    else section_at(self._sections, opened, place)
                )
                named = path_of(self._sections, section)
                self.read.emit(page_shown(opened.document, leaf, marks, named))

        self._tasks.run(Lane.LIBRARY, lambda: self._reading.leaf(opened.document, number), show, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(notice_of(error))


def parted(opened: Opened, citation: Citation) -> tuple[Span, ...]:
    """What is cited, page by page, that of the page which is named first."""
    if citation.start >= citation.end:
        return ()
    spans = []
    for sheet in opened.sheets:
        start, end = max(citation.start, sheet.start), min(citation.end, sheet.start + sheet.length)
        if start < end:
            spans.append((sheet.number != citation.page, Span(start, end)))
    return tuple(span for _, span in sorted(spans)) or (Span(citation.start, citation.end),)


def section_at(sections: Sequence[Section], opened: Opened | None, place: Place) -> Section | None:
    """The innermost section that is read at a place, as far as shares of a page tell."""
    if opened is None or not sections:
        return None
    sheet = opened.sheets[min(max(1, place.page), len(opened.sheets)) - 1]
    reached = sheet.start + min(1.0, max(0.0, place.down) + _AHEAD) * sheet.length
    begun = [one for one in sections if one.start <= reached]
    return max(begun, key=lambda one: (one.start, one.level), default=None)


def innermost(sections: Sequence[Section], offset: int) -> Section | None:
    """The innermost section that a place of the text is in."""
    around = [one for one in sections if one.start <= offset < one.end]
    return max(around, key=lambda one: (one.start, one.level), default=None)


def path_of(sections: Sequence[Section], section: Section | None) -> str:
    from rag.structuring.sections import heading_path

    return heading_path(sections, section.index) if section is not None else ""


def page_shown(document: Document, leaf: Leaf, marks: Sequence[Span], section: str) -> PageShown:
    """A page with what of the marks is on it."""
    inside = [(max(0, one.start - leaf.begin), min(len(leaf.text), one.end - leaf.begin)) for one in marks]
    inside = [(start, end) for start, end in inside if start < end]
    boxes = tuple(box for start, end in inside for box in boxes_of(leaf.words, leaf.text, start, end))
    return PageShown(
        document,
        leaf.number,
        section,
        leaf.text,
        boxes,
        inside[0] if inside else None,
        leaf.links,
        leaf.label,
        leaf.begin,
        leaf.words,
    )
