"""Pages as they are printed, with what is cited, found, selected and can be followed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.words.catalogue import say
from rag.types import Box
from ui.parts.inert import inert
from ui.parts.theme import Palette
from ui.reader.kinds import Highlight, Hit, Opened, Place, Span
from ui.reader.paged.area import PageArea
from ui.reader.paged.carets import word_at
from ui.reader.paged.drawing import Drawn, caret, over, part
from ui.reader.paged.selecting import Selecting, Spot

if TYPE_CHECKING:
    from app.library.reading import Link

_DRAG_EVERY = 40  # milliseconds between steps while a selection is dragged out of the view
_NEAR = 6  # pixels between clicks that are one
_KEPT = 60  # pages whose boxes are kept
_MOVES = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class PagedView(PageArea):
    """A `Kind` for documents that have printed pages."""

    chosen = Signal()
    followed = Signal(int, int)
    copy_asked = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self.setProperty("role", "pages")
        self.setAccessibleName(say("reader.names.pages"))
        self._notes: tuple[Highlight, ...] = ()
        self._marks: tuple[Span, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._hits_on: defaultdict[int, list[int]] = defaultdict(list)
        self._current: int | None = None
        self._drawn: dict[int, Drawn] = {}
        self._on_link: Link | None = None
        self._pressed: QPointF | None = None
        self._dragged = QPointF()
        self._with_caret = False
        self._doubled = (-1_000_000, QPointF())  # when and where it was clicked twice
        self.selecting = Selecting(self.leaf, self._shape)
        self.selecting.changed.connect(self._show_selection)
        self._dragging = QTimer(self)
        self._dragging.setInterval(_DRAG_EVERY)
        self._dragging.timeout.connect(self._drag_on)

    # --- what the pane asks --------------------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        return self

    def shows(self, opened: Opened) -> bool:
        """Whether any page of the document is printed somewhere."""
        return any(one.width > 0 for one in opened.sheets)

    def open(self, opened: Opened, place: Place) -> None:
        if self._opened is None or self._opened.document.id != opened.document.id:
            self.selecting.open(opened.sheets)
            self._notes = ()
        self._forget()
        super().open(opened, place)

    def clear(self) -> None:
        self._notes = ()
        self._forget()
        self.selecting.open(())
        super().clear()

    def show_marks(self, spans: Sequence[Span], *, reveal: bool) -> None:
        self._marks = tuple(spans)
        self._redraw()
        if reveal and self._marks:
            first = self._marks[0]
            self.reveal(self._page_of(first), lambda: self._first(first), only_if_hidden=False)

    def show_hits(self, hits: Sequence[Hit], current: int | None, *, reveal: bool) -> None:
        self._hits, self._current = tuple(hits), current
        self._hits_on = defaultdict(list)
        for place, one in enumerate(self._hits):
            self._hits_on[one.page].append(place)
        self._redraw()
        if reveal and current is not None:
            hit = self._hits[current]
            self.reveal(hit.page, lambda: self._hit_boxes(hit, hit.page), only_if_hidden=True)

    def show_notes(self, notes: Sequence[Highlight]) -> None:
        """See `Noted`."""
        self._notes = tuple(notes)
        self._redraw()

    def note_at(self, point: QPointF) -> int | None:
        """See `Noted`; of several the shortest, which lies in the others."""
        here = [one for one in self._notes if any(rect.contains(point) for rect in self.rects_of(one.span))]
        return min(here, key=lambda one: one.span.end - one.span.start).number if here else None

    @property
    def selection(self) -> Span | None:
        return self.selecting.span

    def select(self, span: Span | None) -> None:
        self.selecting.select(span)

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.viewport().update()

    # --- for what else is drawn, or pointed at -------------------------------------------------------------

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What is marked on the page that is read."""
        return self._over(self.page).marks if self.pages else ()

    def mark(self) -> QRectF | None:
        """Where the first of that is seen, in the viewport."""
        boxes = self.boxes
        return part(self.seen(self.page), boxes[0]) if boxes else None

    def link_point(self, place: int) -> QPointF:
        """The middle of a cross-reference of the page that is read, in the viewport."""
        return part(self.seen(self.page), self._over(self.page).links[place]).center()

    def rects_of(self, span: Span) -> tuple[QRectF, ...]:
        """Where a stretch of the text is seen, on the pages in view, in the viewport."""
        return tuple(
            part(self.seen(page), box) for page in self.visible() for box in self.selecting.boxes(page, span)
        )

    @property
    def document_name(self) -> str:
        return self._opened.document.name if self._opened is not None else ""

    def offset_at(self, point: QPointF) -> int | None:
        """The place of the text that is nearest to a point of the viewport."""
        return self.selecting.offset(self._spot(point))

    # --- what a person does --------------------------------------------------------------------------------

    @property
    def has_selection(self) -> bool:
        """See `Copied`."""
        return self.selection is not None

    def copy(self) -> None:
        self.copy_asked.emit()

    def select_all(self) -> None:
        self.selecting.select_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        shift, ctrl = bool(held & _SHIFT), bool(held & _CTRL)
        if held & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif key in _MOVES and (shift or self._with_caret):
            self._move(key, shift=shift, ctrl=ctrl)
        elif ctrl and key is Qt.Key.Key_C:
            self.copy()
        elif ctrl and key is Qt.Key.Key_A:
            self.select_all()
        elif key is Qt.Key.Key_F7:
            self._with_caret = not self._with_caret
            if self._with_caret and self.selecting.caret is None:
                self._move(Qt.Key.Key_Home, shift=False, ctrl=False)
            self.viewport().update()
        elif not self._scroll_by_key(key, shift=shift, ctrl=ctrl):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pressed, self._on_link = event.position(), self._link_at(event.position())
        since, near = event.timestamp() - self._doubled[0], event.position() - self._doubled[1]
        if since < QApplication.doubleClickInterval() and near.manhattanLength() < _NEAR:
            self.selecting.paragraph(self._spot(event.position()))
        elif self._on_link is None:
            extend = bool(event.modifiers() & _SHIFT)
            self.selecting.begin(self._spot(event.position()), extend=extend)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._on_link = event.position(), None
            self.selecting.word(self._spot(event.position()))
            self._doubled = (event.timestamp(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._point(event.position())
            return
        self._dragged = event.position()
        if self._on_link is not None:
            moved = (self._dragged - self._pressed).manhattanLength()
            if moved < QApplication.startDragDistance():
                return
            self._on_link = None
            self.selecting.begin(self._spot(self._pressed), extend=False)
        inside = self.viewport().rect().contains(self._dragged.toPoint())
        if inside:
            self._dragging.stop()
            self.selecting.drag(self._spot(self._dragged))
        elif not self._dragging.isActive():
            self._dragging.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link, self._on_link, self._pressed = self._on_link, None, None
        self._dragging.stop()
        if link is not None and event.button() is Qt.MouseButton.LeftButton:
            leaf = self.leaf(self._spot(event.position()).page)
            if leaf is not None:
                self.followed.emit(leaf.begin + link.start, link.target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    # --- inside --------------------------------------------------------------------------------------------

    def draw_over(self, painter: QPainter, page: int, rect: QRectF) -> None:
        span = self.selection
        selected = self.selecting.boxes(page, span) if span is not None else ()
        over(painter, rect, self._over(page), selected, self._palette)
        where = self.selecting.caret_box() if self._with_caret and self.hasFocus() else None
        if where is not None and where[0] == page:
            caret(painter, rect, where[1])

    def _over(self, page: int) -> Drawn:
        """What is drawn over a page, worked out once as long as it stays."""
        known = self._drawn.get(page)
        leaf = self.leaf(page)
        if known is not None:
            return known
        if leaf is None:
            return Drawn()
        here = [one for one in self._marks if self._is_on(one, page)]
        # What is found may run over from the page before.
        places = (*self._hits_on.get(page - 1, ()), *self._hits_on.get(page, ()))
        hits = [(place, self._hits[place]) for place in places]
        found = Drawn(
            notes=tuple(self._notes_on(page)),
            marks=tuple(box for one in here for box in self.selecting.boxes(page, one)),
            found=tuple(
                box for place, one in hits if place != self._current for box in self._hit_boxes(one, page)
            ),
            current=tuple(
                box for place, one in hits if place == self._current for box in self._hit_boxes(one, page)
            ),
            links=tuple(
                box
                for link in leaf.links
                for box in self.selecting.boxes(page, Span(leaf.begin + link.start, leaf.begin + link.end))
            ),
        )
        if len(self._drawn) > _KEPT:
            self._drawn.clear()
        self._drawn[page] = found
        return found

    def _notes_on(self, page: int) -> Iterator[tuple[Box, QColor, bool]]:
        for note in self._notes:
            begins = note.has_words and self._page_of(note.span) == page
            for place, box in enumerate(self.selecting.boxes(page, note.span)):
                yield box, QColor(*note.colour), begins and not place

    def _hit_boxes(self, hit: Hit, page: int) -> tuple[Box, ...]:
        if hit.boxes:
            return tuple(one.box for one in hit.boxes if one.page == page)
        return self.selecting.boxes(page, hit.span)

    def _first(self, span: Span) -> tuple[Box, ...]:
        return self.selecting.boxes(self._page_of(span), span)

    def _page_of(self, span: Span) -> int:
        return self._opened.sheet_at(span.start).number if self._opened is not None else 1

    def _is_on(self, span: Span, page: int) -> bool:
        leaf = self.leaf(page)
        return leaf is not None and span.start < leaf.begin + len(leaf.text) and span.end > leaf.begin

    def _forget(self) -> None:
        self._marks, self._hits, self._current = (), (), None
        self._hits_on.clear()
        self._drawn.clear()

    def _redraw(self) -> None:
        self._drawn.clear()
        self.viewport().update()

    def _show_leaf(self, page: int) -> None:
        self._drawn.pop(page, None)
        super()._show_leaf(page)

    def _show_plain(self, page: int) -> None:
        self._drawn.pop(page, None)
        super()._show_plain(page)

    def _show_selection(self) -> None:
        self.viewport().update()
        self.chosen.emit()

    def _shape(self, page: int) -> float:
        rect = self._geometry.rect(page)
        return rect.height() / max(1.0, rect.width())

    def _spot(self, point: QPointF) -> Spot:
        anchor = self._geometry.anchor(self._top, self._left, point)
        return Spot(anchor.page, anchor.across, anchor.down)

    def _link_at(self, point: QPointF) -> Link | None:
        if not self.pages:
            return None
        spot = self._spot(point)
        leaf = self.leaf(spot.page)
        for link in leaf.links if leaf is not None else ():
            span = Span(leaf.begin + link.start, leaf.begin + link.end) if leaf is not None else Span(0, 0)
            for box in self.selecting.boxes(spot.page, span):
                if box.x0 <= spot.across <= box.x1 and box.y0 <= spot.down <= box.y1:
                    return link
        return None

    def _point(self, point: QPointF) -> None:
        """What the mouse is over tells what a click does."""
        link = self._link_at(point)
        spot = self._spot(point) if self.pages else None
        leaf = self.leaf(spot.page) if spot is not None else None
        over_text = (
            spot is not None and leaf is not None and word_at(leaf.words, spot.across, spot.down) is not None
        )
        shape = Qt.CursorShape.IBeamCursor if over_text else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else shape)
        self.setToolTip(inert(say("reader.link", place=" ".join(link.text.split()))) if link else "")

    def _drag_on(self) -> None:
        """The selection goes on where the mouse has left the view."""
        room, at = self.viewport().rect(), self._dragged
        over_by = at.y() - room.bottom() if at.y() > room.bottom() else min(0.0, at.y() - room.top())
        self.scroll_by(round(over_by / 2))
        inside = QPointF(
            min(max(at.x(), 0.0), float(room.right())), min(max(at.y(), 0.0), float(room.bottom()))
        )
        self.selecting.drag(self._spot(inside))

    def _move(self, key: Qt.Key, *, shift: bool, ctrl: bool) -> None:
        at = self.selecting.move(key, extend=shift, by_word=ctrl, from_=self._first_seen)
        if at is not None:
            page = self.selecting.page_of(at)

            def where() -> tuple[Box, ...]:
                found = self.selecting.caret_box()
                return (found[1],) if found is not None else ()

            self.reveal(page, where, only_if_hidden=True)
            self._goal = None

    def _first_seen(self) -> int | None:
        """The first place of the text that is in view."""
        return self.offset_at(QPointF(0.0, 1.0))

    def _scroll_by_key(self, key: Qt.Key, *, shift: bool, ctrl: bool) -> bool:
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        match key:
            case Qt.Key.Key_PageDown if not ctrl:
                self.scroll_by(self.screenful)
            case Qt.Key.Key_PageUp if not ctrl:
                self.scroll_by(-self.screenful)
            case Qt.Key.Key_Space:
                self.scroll_by(-self.screenful if shift else self.screenful)
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.scroll_by(bar.singleStep() * (1 if key is Qt.Key.Key_Down else -1))
            case Qt.Key.Key_Right | Qt.Key.Key_Left if across.maximum():
                across.setValue(across.value() + across.singleStep() * (1 if key is Qt.Key.Key_Right else -1))
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                self.turn(1 if key is Qt.Key.Key_Right else -1)
            case _:
                return False
        return True
