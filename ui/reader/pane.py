"""The document beside the answer: one view of its kind, what stands above it, and what is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.storing.document_rows import is_printed
from rag.types import PageUnit
from ui.parts.controls import holds_focus, rule
from ui.parts.desk import Given
from ui.parts.theme import Palette
from ui.reader.find_bar import FindBar
from ui.reader.head import ReaderHead
from ui.reader.kinds import ZOOMS, Hit, Kind, Opened, Span
from ui.reader.laid import face as laid_face
from ui.reader.laid.view import LaidView
from ui.reader.paged import face
from ui.reader.paged.geometry import Fit
from ui.reader.paged.view import PagedView
from ui.reader.strip import Strip
from ui.reader.text_view import TextView
from ui.reader.viewmodel import PageShown, Showing

if TYPE_CHECKING:
    from app.library.reading import Link, Reading

_STRIP = 180  # pixels of the outline at first
_FIND, _NEXT, _BEFORE = QKeySequence("Ctrl+F"), QKeySequence("F3"), QKeySequence("Shift+F3")


class ReaderPane(QWidget):
    closed = Signal()
    went = Signal(str)  # page number, or the label printed on it
    back_asked = Signal()
    forward_asked = Signal()
    outside_asked = Signal()
    save_asked = Signal()
    copy_asked = Signal()
    section_asked = Signal(object)  # Section
    page_asked = Signal(int)
    followed = Signal(int, int)  # where a cross-reference begins in the text, and where it leads
    check_asked = Signal(object, int, object)  # Document, page number, Box or None
    moved = Signal(object)  # Place
    opened = Signal(object)  # Opened
    sought = Signal(str)  # words to find
    stepped = Signal(int)  # to another place where they were found
    speaker_asked = Signal(int)  # the number of one who speaks, of a recording

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("reader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._palette = palette
        self._reading: Reading | None = None
        self._shown: PageShown | None = None
        self._opened: Opened | None = None
        face.install()
        laid_face.install()
        self.head = ReaderHead()
        self.finder = FindBar()
        self.page = PagedView(palette)
        self.text = TextView(palette)
        # The first that shows a document is taken; the last shows all.
        self.laid = LaidView(palette)
        self.kinds: list[Kind] = [self.laid, self.page, self.text]
        self.strip = Strip(palette)
        self._stack = QStackedWidget()
        for kind in self.kinds:
            self._stack.addWidget(kind.widget)
        self.kind: Kind = self.kinds[0]
        self._arrange()
        self._connect()

    def attach(self, given: Given, reading: Reading) -> None:
        """The library is open."""
        self._reading = reading
        self.strip.pages.attach(reading, given.tasks)
        for kind in self.kinds:
            kind.attach(given)

    # --- what is shown -------------------------------------------------------------------------------------

    @property
    def shown(self) -> PageShown | None:
        """The page that is read."""
        return self._shown

    def show_document(self, showing: Showing) -> None:
        opened = showing.opened
        kind = next(one for one in self.kinds if one.shows(opened))
        if kind is not self.kind:
            self.kind.clear()
            self.kind = kind
            self._stack.setCurrentWidget(kind.widget)
        self._opened = opened
        self.strip.show_document(opened, drawn=kind is self.page)
        self.head.show_document(opened.document)
        self.show_page(showing.page)
        if showing.zoom is not None:
            kind.change_zoom(0)
            kind.change_zoom(_steps_to(showing.zoom))
        kind.open(opened, showing.place)
        kind.show_marks(showing.marks, reveal=showing.reveal)
        self._show_fit()
        self.opened.emit(opened)

    def renew(self) -> None:
        """Show the document as it is now, where it is read; what is cited stays marked."""
        page, opened = self._shown, self._opened
        if page is not None and opened is not None:
            self.kind.open(opened, self.kind.place)
            if page.mark is not None:
                begin = page.begin
                self.kind.show_marks([Span(begin + page.mark[0], begin + page.mark[1])], reveal=False)

    def show_page(self, page: PageShown) -> None:
        """Another page is read."""
        self._shown = page
        self.head.show_section(page.section, page.document)
        self.head.show_links(page.links)
        self.strip.pages.show_read(page.number)
        if self.kind is self.page:
            face.tell(self.page)
        if self._opened is not None:
            self.head.show_place(page.document, self._opened.sheets[page.number - 1])

    def show_ways(self, back: bool, on: bool) -> None:
        self.head.show_ways(back=back, on=on)

    def show_hits(self, hits: Sequence[Hit], current: int | None, reveal: bool) -> None:
        self.kind.show_hits(hits, current, reveal=reveal)

    def clear(self) -> None:
        """Show nothing any more."""
        self.kind.clear()
        self._shown = self._opened = None

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        for kind in self.kinds:
            kind.retint(palette)
        self.strip.pages.retint(palette)
        self._show_fit()

    # --- what is taken along -------------------------------------------------------------------------------

    @property
    def marked(self) -> tuple[str, int, int] | None:
        """What a person has selected: its text, and from where to where it stands in the document's text;
        None for nothing.
        """
        span, opened, reading = self.kind.selection, self._opened, self._reading
        if span is None or opened is None or reading is None:
            return None
        text = reading.text(opened.document.id, *span)
        start = span.start + len(text) - len(text.lstrip())
        return (text.strip(), start, start + len(text.strip())) if text.strip() else None

    @property
    def quoted(self) -> tuple[Span, tuple[str, ...]] | None:
        """What is taken along, its document and its pages: what a person has selected, else the passage that
        was cited; None for nothing.
        """
        page, opened = self._shown, self._opened
        if page is None or opened is None:
            return None
        span = self.kind.selection
        if span is None:
            if page.mark is None:
                return None
            span = Span(page.begin + page.mark[0], page.begin + page.mark[1])
        return span, (opened.document.name, *_pages(opened, span))

    # --- what a person does --------------------------------------------------------------------------------

    def turn(self, steps: int) -> None:
        self.kind.turn(steps)

    def change_zoom(self, steps: int) -> None:
        """Steps up or down; 0 fits the width, or is the usual size of letters."""
        self.kind.change_zoom(steps)

    def begin_finding(self) -> None:
        """Let somebody type what to find."""
        if self._opened is None:
            return
        marked = self.marked
        words = " ".join(marked[0].split()) if marked is not None else ""
        self.finder.begin(words if len(words) <= 80 else "")

    def toggle_strip(self) -> None:
        """Show the outline and the small pages, or put them away."""
        shown = self.strip.isHidden()
        had_focus = holds_focus(self.strip)
        self.strip.setVisible(shown)
        if shown:
            self.strip.focus()
        elif had_focus:
            self.kind.widget.setFocus()

    def end_first(self) -> bool:
        """End what one would end before the document is closed; False where there is nothing."""
        if self.end_finding():
            return True
        selected = holds_focus(self) and self.kind.selection is not None
        if selected:
            self.kind.select(None)
        return selected

    def end_finding(self) -> bool:
        """Close the bar; False where it is closed."""
        if not self.finder.isVisibleTo(self):
            return False
        had_focus = holds_focus(self.finder)
        self.finder.hide()
        self.sought.emit("")
        if had_focus:
            self.kind.widget.setFocus()
        return True

    def focus_document(self) -> None:
        self.kind.widget.setFocus()

    def event(self, event: QEvent) -> bool:
        # The keys of the document go before those of the menus while it has the keyboard.
        before_menus = event.type() is QEvent.Type.ShortcutOverride
        if before_menus and isinstance(event, QKeyEvent) and _sequence(event) in (_FIND, _NEXT, _BEFORE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = _sequence(event)
        if keys == _FIND:
            self.begin_finding()
        elif keys in (_NEXT, _BEFORE):
            if self.finder.isVisible():
                self.stepped.emit(1 if keys == _NEXT else -1)
            else:
                self.begin_finding()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.BackButton:
            self.back_asked.emit()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.forward_asked.emit()
        else:
            super().mousePressEvent(event)

    # --- inside --------------------------------------------------------------------------------------------

    def _take_place(self, place: object) -> None:
        number = self.kind.place.page
        if self._opened is not None and number <= len(self._opened.sheets):
            self.head.show_place(self._opened.document, self._opened.sheets[number - 1])
        self.moved.emit(place)

    def _follow(self, link: Link) -> None:
        if self._shown is not None:
            self.followed.emit(self._shown.begin + link.start, link.target)

    def _check(self) -> None:
        page = self._shown
        if page is not None:
            self.check_asked.emit(page.document, page.number, page.boxes[0] if page.boxes else None)

    def _fit(self, fit: Fit) -> None:
        self.page.show_fit(fit)
        self._show_fit()

    def _show_fit(self) -> None:
        self.head.fit.setVisible(self.kind is self.page)
        self.head.show_fit(self.page.fit, self._palette)

    def _connect(self) -> None:
        head, finder = self.head, self.finder
        head.closed.connect(self.closed)
        head.went.connect(self.went)
        head.turned.connect(self.turn)
        head.zoomed.connect(self.change_zoom)
        head.fitted.connect(self._fit)
        head.back_asked.connect(self.back_asked)
        head.forward_asked.connect(self.forward_asked)
        head.find_asked.connect(self.begin_finding)
        head.strip_asked.connect(self.toggle_strip)
        head.outside_asked.connect(self.outside_asked)
        head.save_asked.connect(self.save_asked)
        head.followed.connect(self._follow)
        head.check_asked.connect(self._check)
        self.strip.section_chosen.connect(self.section_asked)
        self.strip.page_chosen.connect(self.page_asked)
        finder.sought.connect(self.sought)
        finder.stepped.connect(self.stepped)
        finder.closed.connect(self.end_finding)
        self.page.copy_asked.connect(self.copy_asked)
        self.laid.copy_asked.connect(self.copy_asked)
        self.laid.text.speaker_asked.connect(self.speaker_asked)
        for kind in self.kinds:
            kind.moved.connect(self._take_place)
            kind.followed.connect(self.followed)
            kind.zoomed.connect(self._show_fit)

    def _arrange(self) -> None:
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setChildrenCollapsible(False)
        body.setHandleWidth(1)
        body.addWidget(self.strip)
        body.addWidget(self._stack)
        body.setStretchFactor(1, 1)
        body.setSizes([_STRIP, 3 * _STRIP])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.finder)
        layout.addWidget(rule())
        layout.addWidget(body, 1)


def _sequence(event: QKeyEvent) -> QKeySequence:
    return QKeySequence(event.keyCombination())


def _steps_to(zoom: float) -> int:
    """From the usual size to the one of the scale that is nearest."""
    nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - zoom))
    return nearest - ZOOMS.index(1.0)


def _pages(opened: Opened, span: Span) -> tuple[str, ...]:
    """The page that a stretch of the text is on, or from which to which, and what is printed on it."""
    first, last = opened.sheet_at(span.start), opened.sheet_at(max(span.start, span.end - 1))
    unit = opened.document.unit
    if first.number == last.number:
        pages = say(f"reader.place.{unit.value}", number=first.number)
    else:
        pages = say(f"reader.places.{unit.value}", first=first.number, last=last.number)
    labels = [
        one.label or "" for one in (first, last) if unit is PageUnit.PAGE and is_printed(one.label or "")
    ]
    if not any(labels):
        return (pages,)
    printed = labels[0] if len(set(labels)) == 1 else "–".join(labels)
    return pages, say("reader.quoted-printed", label=printed)
