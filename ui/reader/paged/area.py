"""The pages below each other: scrolled, sized and drawn as they come into view, without anything jumping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from app.words.catalogue import say
from rag.types import Box
from ui.parts.desk import Given
from ui.parts.theme import Palette
from ui.reader.kinds import ZOOMS, Opened, Place
from ui.reader.paged.awaited import Awaited
from ui.reader.paged.drawing import paper
from ui.reader.paged.geometry import GAP, Anchor, Fit, Geometry
from ui.reader.paged.leaves import Leaves
from ui.reader.paged.pictures import Pictures
from ui.reader.paged.plain import PlainSheet

if TYPE_CHECKING:
    from app.library.reading import Leaf, Reading

_NOTCH = 120  # of a wheel
_LINE = 40  # pixels that an arrow key scrolls
_READ = 1 / 3  # of the view from its top: where somebody reads
_SCREEN = 0.9  # of the view that a key scrolls


class PageArea(QAbstractScrollArea):
    """Everything but what is marked on pages. A place that was asked for is kept in view until a person
    scrolls, whatever happens to the room.
    """

    moved = Signal(object)  # Place
    zoomed = Signal(float)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._reading: Reading | None = None
        self._given: Given | None = None
        self._opened: Opened | None = None
        self._geometry = Geometry(())
        self._pictures: Pictures | None = None
        self._leaves: Leaves | None = None
        self._plain: dict[int, PlainSheet] = {}
        self._fit, self._zoom = Fit.WIDTH, 1.0
        self._goal: Callable[[], None] | None = None  # what brings into view what was asked for
        self._asked: int | None = None  # the page that was asked for
        self._moving = False  # by ourselves
        self._wheel = 0
        self._told: Place | None = None
        self._awaited = Awaited(self.viewport().update, self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)

    def attach(self, given: Given) -> None:
        from app.library.reading import Reading

        self._given = given
        self._reading = Reading(given.services.store, given.services.library)

    def open(self, opened: Opened, place: Place) -> None:
        before = self._opened
        self._opened = opened
        if before is None or (before.document.id, before.sheets) != (opened.document.id, opened.sheets):
            self._begin(opened)
        self.go(place)

    def clear(self) -> None:
        self._end()
        self._opened = None
        self._geometry = Geometry(())
        self._relay()

    @property
    def geometry_of_pages(self) -> Geometry:
        """Where the pages stand; for what is drawn over them."""
        return self._geometry

    def leaf(self, page: int) -> Leaf | None:
        """What stands on a page, where it is there already; of one that cannot be drawn, as it is set."""
        leaf = self._leaves.of(page) if self._leaves is not None else None
        plain = self._plain.get(page)
        return leaf if leaf is None or plain is None else replace(leaf, words=plain.words)

    # --- where the view is ---------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page that somebody reads: the one asked for, as long as nobody scrolled."""
        if self._asked is not None:
            return self._asked
        return min(self._geometry.page_at(self._top + self._line), self.pages or 1)

    @property
    def pages(self) -> int:
        return self._geometry.pages

    @property
    def place(self) -> Place:
        page = self.page
        if not self.pages:
            return Place()
        rect = self._geometry.rect(page)
        return Place(page, (self._top - (rect.top() - GAP)) / max(1.0, rect.height()))

    def go(self, place: Place) -> None:
        page = min(max(1, place.page), max(1, self.pages))

        def there() -> None:
            if self.pages:
                rect = self._geometry.rect(page)
                self._scroll_to(round(rect.top() - GAP + place.down * rect.height()))

        self._aim(page, there)

    def turn(self, steps: int) -> None:
        """Pages on or back, each with its top at the top of the view."""
        if 1 <= self.page + steps <= self.pages:
            self.go(Place(self.page + steps))

    def visible(self) -> range:
        return self._geometry.between(self._top, self._top + self.viewport().height())

    def seen(self, page: int) -> QRectF:
        """Where a page is seen, in the viewport."""
        return self._geometry.rect(page).translated(-self._left, -self._top)

    def reveal(self, page: int, boxes: Callable[[], tuple[Box, ...]], *, only_if_hidden: bool) -> None:
        """Bring a part of a page into view, as soon as it is known where it is."""

        def there() -> None:
            if self._leaves is not None:
                self._leaves.want((page,))
            found = boxes()
            if not found:
                if page not in self.visible():
                    self._scroll_to(round(self._geometry.rect(page).top() - GAP))
                return
            rect = self._geometry.place(page, found[0])
            room = self.viewport().size()
            top, left = rect.top() - self._top, rect.left() - self._left
            in_view = 0.05 * room.height() <= top and top + rect.height() <= 0.9 * room.height()
            if not (only_if_hidden and in_view):
                self._scroll_to(round(rect.top() - room.height() * _READ))
            if left < 0 or left + min(rect.width(), room.width() / 2) > room.width():
                self._moving = True
                self.horizontalScrollBar().setValue(round(rect.left()) - 4 * GAP)
                self._moving = False

        self._aim(page, there)

    # --- how large it is -----------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """1.0: as wide as the view."""
        if self._fit is Fit.WIDTH or not self.pages:
            return self._zoom
        return self._geometry.rect(self.page).width() / max(1.0, self.viewport().width() - 2 * GAP)

    @property
    def fit(self) -> Fit | None:
        """The way in which a page fits; None where it is larger or smaller."""
        return self._fit if self._zoom == 1.0 else None

    def change_zoom(self, steps: int, at: QPointF | None = None) -> None:
        """Steps up or down the scale; 0 fits the width. What stands at a point of the view stays there."""
        if steps == 0:
            self._size(Fit.WIDTH, 1.0, at)
            return
        now = self.zoom
        above = [one for one in ZOOMS if one > now * 1.01]
        below = [one for one in reversed(ZOOMS) if one < now * 0.99]
        ladder = above if steps > 0 else below
        if ladder:
            self._size(Fit.WIDTH, ladder[min(abs(steps), len(ladder)) - 1], at)

    def show_fit(self, fit: Fit) -> None:
        """Fit each page into the view in this way."""
        self._size(fit, 1.0, None)

    # --- Qt ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay(self._anchor_of())
        if self._goal is not None:
            self._goal()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - Qt's signature
        if not self._moving:
            self._goal = self._asked = None
        self._look()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / _NOTCH)
        if steps:
            self._wheel -= steps * _NOTCH
            self.change_zoom(steps, event.position())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        zoom = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is zoom:
            wanted = min(max(self.zoom * (1.0 + event.value()), ZOOMS[0]), ZOOMS[-1])
            self._size(Fit.WIDTH, wanted, event.position())
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        pages = self.visible() if self.pages else range(0)
        self._awaited.keep([page for page in pages if self._is_awaited(page)])
        for page in pages:
            rect = self.seen(page)
            if not rect.intersects(QRectF(event.rect())):
                continue
            if self._is_awaited(page):
                self._awaited.draw(painter, page, rect, QRectF(self.viewport().rect()), self._palette)
                continue
            image = self._pictures.of(page) if self._pictures is not None else None
            paper(painter, rect, image, self._plain.get(page))
            self.draw_over(painter, page, rect)
        painter.end()

    def _is_awaited(self, page: int) -> bool:
        """Whether its picture is still to come."""
        return page not in self._plain and (self._pictures is None or self._pictures.of(page) is None)

    def draw_over(self, painter: QPainter, page: int, rect: QRectF) -> None:
        """What is drawn over a page."""

    def scroll_by(self, pixels: int) -> None:
        """As a person scrolls."""
        self.verticalScrollBar().setValue(self._top + pixels)

    @property
    def screenful(self) -> int:
        """Pixels that a key for a screen scrolls."""
        return round(self.viewport().height() * _SCREEN)

    # --- inside --------------------------------------------------------------------------------------------

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    @property
    def _left(self) -> int:
        return self.horizontalScrollBar().value()

    @property
    def _line(self) -> float:
        """Where somebody reads, from the top of the view. Towards the end of the document the eye goes down,
        or a short last page would never be reached.
        """
        most, high = self.verticalScrollBar().maximum(), self.viewport().height()
        left = min(1.0, (most - self._top) / max(1, high)) if most > 0 else 1.0
        return high * (_READ + (1 - _READ) * (1 - left))

    def _begin(self, opened: Opened) -> None:
        self._end()
        reading, given, document = self._reading, self._given, opened.document
        self._geometry = Geometry(opened.sheets)
        if reading is None or given is None:
            return
        self._pictures = Pictures(lambda page, wide: reading.picture(document.id, page, wide), given.tasks)
        self._pictures.drawn.connect(self._show_picture)
        self._pictures.refused.connect(self._show_plain)
        self._leaves = Leaves(lambda page: reading.leaf(document, page), given.tasks)
        self._leaves.read.connect(self._show_leaf)
        self._relay()

    def _end(self) -> None:
        for one in (self._pictures, self._leaves):
            if one is not None:
                one.end()
        self._pictures = self._leaves = None
        self._plain = {}
        self._goal = self._asked = self._told = None

    def _aim(self, page: int, there: Callable[[], None]) -> None:
        self._goal, self._asked = there, page
        there()
        self._look()
        self.viewport().update()

    def _anchor_of(self) -> Anchor | None:
        """What somebody reads."""
        if not self.pages:
            return None
        at = QPointF(self.viewport().width() / 2, self._line)
        return self._geometry.anchor(self._top, self._left, at)

    def _size(self, fit: Fit, zoom: float, at: QPointF | None) -> None:
        if (fit, zoom) == (self._fit, self._zoom):
            return
        anchor = self._anchor_of() if at is None else self._geometry.anchor(self._top, self._left, at)
        self._fit, self._zoom = fit, zoom
        self._goal = None
        self._relay(anchor if self.pages else None)
        self.zoomed.emit(self.zoom)

    def _relay(self, anchor: Anchor | None = None) -> None:
        """Give the pages their places in the room there is, and keep an anchor where it is seen."""
        room, read = self.viewport().size(), self.page
        self._geometry.lay(room.width(), room.height(), self._fit, self._zoom)
        wide, high = self._geometry.size
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        self._moving = True
        across.setRange(0, max(0, round(wide - room.width())))
        down.setRange(0, max(0, round(high - room.height())))
        across.setPageStep(room.width())
        down.setPageStep(room.height())
        across.setSingleStep(_LINE)
        down.setSingleStep(_LINE)
        if anchor is not None:
            self._asked = read  # it stays the one that is read until somebody scrolls
            left, top = self._geometry.scrolled(anchor)
            across.setValue(round(left))
            down.setValue(round(top))
        elif across.maximum():
            across.setValue(across.maximum() // 2)
        self._moving = False
        self._look()
        self.viewport().update()

    def _scroll_to(self, top: int) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(top)
        self._moving = False

    def _look(self) -> None:
        """Something else is in view: ask for what belongs there."""
        if self._pictures is None or self._leaves is None or not self.isVisible():
            return
        seen = self.visible()
        around = [*seen, seen.stop, seen.start - 1, seen.stop + 1]
        pages = [one for one in around if 1 <= one <= self.pages]
        ratio = self.devicePixelRatioF()
        self._pictures.want([(one, round(self._geometry.rect(one).width() * ratio)) for one in pages])
        self._leaves.want(pages)
        place = self.place
        if place != self._told:
            self._told = place
            self.moved.emit(place)

    def _show_picture(self, page: int) -> None:
        image = self._pictures.of(page) if self._pictures is not None else None
        if image is not None:
            self._correct(page, image.width(), image.height())
            self.viewport().update(self.seen(page).toAlignedRect())

    def _show_leaf(self, page: int) -> None:
        if self._pictures is not None and self._pictures.has_none(page):
            self._show_plain(page)
        if self._goal is not None:
            self._goal()
        self.viewport().update(self.seen(page).toAlignedRect())

    def _show_plain(self, page: int) -> None:
        """A page that cannot be drawn shows its text, as soon as that is there."""
        leaf = self._leaves.of(page) if self._leaves is not None else None
        if leaf is None or page in self._plain:
            return
        plain = PlainSheet(leaf.text, self.font(), say("reader.plain"))
        self._plain[page] = plain
        self._correct(page, plain.width, plain.height)
        self.viewport().update()

    def _correct(self, page: int, width: float, height: float) -> None:
        """A page has another shape than it was taken to have: what is read stays where it is."""
        anchor = self._anchor_of()
        if self._geometry.correct(page, width, height):
            self._relay(anchor)
            if self._goal is not None:
                self._goal()
