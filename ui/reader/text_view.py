"""A document without pages to draw: its text, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QTextBrowser, QTextEdit, QWidget

from app.words.catalogue import say
from ui.parts.controls import characters, utf16
from ui.parts.desk import Given
from ui.parts.palettes import CURRENT, FOUND, ON_MARK
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.reader.kinds import ZOOMS, Highlight, Hit, Opened, Place, Span

if TYPE_CHECKING:
    from app.library.reading import Leaf, Reading

_INK = QColor(ON_MARK)  # on the marker, which has one colour on either ground
_FOUND, _CURRENT = QColor(FOUND), QColor(CURRENT)


class TextView(QTextBrowser):
    """A `Kind` for every document that no other shows."""

    moved = Signal(object)  # Place
    chosen = Signal()
    followed = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._given: Given | None = None
        self._reading: Reading | None = None
        self._opened: Opened | None = None
        self._leaf: Leaf | None = None
        self._page = 1
        self._going: Place | None = None  # a page that is on its way
        self._notes: tuple[Highlight, ...] = ()
        self._marks: tuple[Span, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._current: int | None = None
        self._zoom = 1.0
        self._request = 0
        self._then: Callable[[], None] | None = None  # what is brought into view once the page is there
        self.setProperty("role", "page")
        self.setAccessibleName(say("reader.names.text"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.selectionChanged.connect(self.chosen)
        self.viewport().installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def widget(self) -> QWidget:
        return self

    def attach(self, given: Given) -> None:
        from app.library.reading import Reading

        self._given = given
        self._reading = Reading(given.services.store, given.services.library)

    def shows(self, opened: Opened) -> bool:  # noqa: ARG002 - all that others leave
        return True

    def open(self, opened: Opened, place: Place) -> None:
        if self._opened is None or self._opened.document.id != opened.document.id:
            self._notes = ()
        self._opened = opened
        self._marks, self._hits, self._current = (), (), None
        self._then = None
        self.go(place)

    def clear(self) -> None:
        self._request += 1
        self._opened = self._leaf = self._going = None
        self._marks, self._hits = (), ()
        super().clear()

    @property
    def place(self) -> Place:
        if self._going is not None:
            return self._going
        bar = self.verticalScrollBar()
        return Place(self._page, bar.value() / max(1, bar.maximum() + bar.pageStep()))

    def go(self, place: Place) -> None:
        opened, reading, given = self._opened, self._reading, self._given
        if opened is None or reading is None or given is None:
            return
        number = min(max(1, place.page), len(opened.sheets))
        self._request += 1
        request, self._going = self._request, Place(number, place.down)

        def show(leaf: Leaf) -> None:
            if request == self._request:
                self._leaf, self._page = leaf, leaf.number
                led = self._then is not None or bool(self._marks)  # it knows better where to look
                self._show()
                if not led:
                    self._scroll_to(place.down)
                self._going = None
                self.moved.emit(self.place)

        given.tasks.run(Lane.LIBRARY, lambda: reading.leaf(opened.document, number), show)

    def show_marks(self, spans: Sequence[Span], *, reveal: bool) -> None:
        self._marks = tuple(spans)
        if self._leaf is not None:
            self._show()
        if reveal and self._marks:
            self._reveal(self._marks[0])

    def show_hits(self, hits: Sequence[Hit], current: int | None, *, reveal: bool) -> None:
        self._hits, self._current = tuple(hits), current
        self._draw_hits()
        if reveal and current is not None and self._opened is not None:
            hit = self._hits[current]
            self._then = self._to_hit
            if self._leaf is not None and hit.page == self._page:
                self._to_hit()
            else:
                self.go(Place(hit.page))

    def show_notes(self, notes: Sequence[Highlight]) -> None:
        """See `Noted`."""
        self._notes = tuple(notes)
        if self._leaf is not None:
            cursor, seen = self.textCursor(), self.verticalScrollBar().value()
            self._show()
            self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(seen)

    def note_at(self, point: QPointF) -> int | None:
        """See `Noted`; of several the shortest, which lies in the others."""
        leaf = self._leaf
        if leaf is None:
            return None
        at = leaf.begin + characters(leaf.text, self.cursorForPosition(point.toPoint()).position())
        here = [one for one in self._notes if one.span.start <= at < one.span.end]
        return min(here, key=lambda one: one.span.end - one.span.start).number if here else None

    @property
    def selection(self) -> Span | None:
        leaf, cursor = self._leaf, self.textCursor()
        if leaf is None or not cursor.hasSelection():
            return None
        start, end = (characters(leaf.text, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        return Span(leaf.begin + start, leaf.begin + end) if start < end else None

    def select(self, span: Span | None) -> None:
        cursor = self.textCursor()
        cursor.clearSelection()
        if span is not None:
            cursor = self._cursor(span) or cursor
        self.setTextCursor(cursor)

    def turn(self, steps: int) -> None:
        if self._opened is not None and 1 <= self._page + steps <= len(self._opened.sheets):
            self.go(Place(self._page + steps))

    @property
    def zoom(self) -> float:
        return self._zoom

    def change_zoom(self, steps: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self._zoom))
        place = ZOOMS.index(1.0) if steps == 0 else min(len(ZOOMS) - 1, max(0, nearest + steps))
        if ZOOMS[place] != self._zoom:
            self._zoom = ZOOMS[place]
            font = self.font()
            font.setPointSizeF(QApplication.font().pointSizeF() * self._zoom)
            self.setFont(font)
            self.zoomed.emit(self._zoom)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        if self._leaf is not None:
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.change_zoom(1 if turned > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    # --- inside --------------------------------------------------------------------------------------------

    def _show(self) -> None:
        leaf = self._leaf
        if leaf is None:
            return
        # Qt gives a new text the look of where the cursor stood, which after a citation is its mark.
        self.setCurrentCharFormat(QTextCharFormat())
        self.setPlainText(leaf.text)
        for number, link in enumerate(leaf.links):
            kind = QTextCharFormat()
            kind.setAnchor(True)
            kind.setAnchorHref(str(number))
            kind.setForeground(QColor(self._palette.accent))
            self._format(Span(leaf.begin + link.start, leaf.begin + link.end), kind)
        for note in self._notes:
            marker = QTextCharFormat()
            marker.setBackground(QColor(*note.colour))
            marker.setForeground(_INK)
            marker.setFontUnderline(note.has_words)  # something is written beside it
            self._format(note.span, marker)
        kind = QTextCharFormat()
        kind.setBackground(QColor(self._palette.mark))
        kind.setForeground(_INK)
        for span in self._marks:
            self._format(span, kind)
        self._draw_hits()
        then, self._then = self._then, None
        if then is not None:
            then()
        elif self._marks:
            self._stand(self._marks[0])

    def _scrolled(self) -> None:
        if self._going is None and self._leaf is not None:
            self.moved.emit(self.place)

    def _scroll_to(self, down: float) -> None:
        self.document().size()  # all of it is laid out now, and the bar knows how long it is
        bar = self.verticalScrollBar()
        bar.setValue(round(down * (bar.maximum() + bar.pageStep())))

    def _format(self, span: Span, kind: QTextCharFormat) -> None:
        cursor = self._cursor(span)
        if cursor is not None:
            cursor.mergeCharFormat(kind)

    def _draw_hits(self) -> None:
        drawn = []
        for place, hit in enumerate(self._hits):
            cursor = self._cursor(hit.span) if hit.page in (self._page, self._page - 1) else None
            if cursor is not None:
                one = QTextEdit.ExtraSelection()
                kind = QTextCharFormat()
                kind.setBackground(_CURRENT if place == self._current else _FOUND)
                kind.setForeground(_INK)
                kind.setFontUnderline(place == self._current)  # seen where colours are not
                one.cursor, one.format = cursor, kind
                drawn.append(one)
        self.setExtraSelections(drawn)

    def _to_hit(self) -> None:
        if self._current is not None:
            self._stand(self._hits[self._current].span)

    def _reveal(self, span: Span) -> None:
        """Bring it into view, on this page or another."""
        page = self._opened.sheet_at(span.start).number if self._opened is not None else self._page
        self._then = lambda: self._stand(span)
        if self._leaf is not None and page == self._page:
            self._then()
            self._then = None
        elif page != self._page:
            self.go(Place(page))

    def _stand(self, span: Span) -> None:
        """Have all of it in view, its beginning above all."""
        found = self._cursor(span)
        if found is None:
            return
        cursor = QTextCursor(self.document())
        for at in (found.selectionEnd(), found.selectionStart()):
            cursor.setPosition(at)
            self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _cursor(self, span: Span) -> QTextCursor | None:
        """What of a stretch of the text is on the page that is shown."""
        leaf = self._leaf
        if leaf is None:
            return None
        start, end = max(0, span.start - leaf.begin), min(len(leaf.text), span.end - leaf.begin)
        if start >= end:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16(leaf.text, start))  # Qt counts UTF-16 units, offsets count characters
        cursor.setPosition(utf16(leaf.text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _follow(self, address: QUrl) -> None:
        leaf = self._leaf
        if leaf is not None:
            link = leaf.links[int(address.path())]
            self.followed.emit(leaf.begin + link.start, link.target)
