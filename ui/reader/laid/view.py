"""Shows documents without printed pages: texts from top to bottom, slides on cards, sheets as grids.

How a document is laid out is asked of the reader's process; until it answers, and where it cannot, the text
is shown as it is. Parts of it are fetched when they come into view.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.types.views import Family, Part
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.reader.kinds import Highlight, Hit, Opened, Place, Span
from ui.reader.laid.fetching import Fetched, attached_page, called, fetched, is_laid, plain_parts
from ui.reader.laid.grid import Grid
from ui.reader.laid.sections import placeholder
from ui.reader.laid.tabs import SheetTabs
from ui.reader.laid.text import LaidText
from ui.reader.laid.under_way import UnderWay

if TYPE_CHECKING:
    from app.library.views import Views
    from rag.reading.viewing.packing import View


class LaidView(QWidget):
    """A `ui.reader.kinds.Kind`."""

    moved = Signal(object)  # Place
    chosen = Signal()
    followed = Signal(int, int)
    zoomed = Signal(float)
    copy_asked = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._given: Given | None = None
        self._views: Views | None = None
        self._opened: Opened | None = None
        self._view: View | None = None
        self._parts: tuple[Part, ...] = ()
        self._request = 0
        self._cancel = CancelToken()
        self._asked: set[int] = set()
        self._marks: tuple[Span, ...] = ()
        self._hits: tuple[Span, ...] = ()
        self._current: Span | None = None
        self._aim: Place | int | None = None  # what is to be in view once it is known how it is laid out
        self._revealed: int | None = None  # the character that was brought into view last
        self._sheet = -1
        self._settled = False  # the reader's process has answered
        self.text = LaidText(palette)
        self.text.setAccessibleName(say("reader.names.text"))
        self.grid = Grid(palette)
        self.tabs = SheetTabs()
        self._sheets = QWidget()
        self._stack = QStackedWidget()
        self.under_way = UnderWay()
        self._arrange()
        self._connect()

    # --- what the pane asks --------------------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        return self

    def attach(self, given: Given) -> None:
        self._given, self._views = given, given.services.library.views
        self.text.pictures.attach(given)

    def shows(self, opened: Opened) -> bool:
        return is_laid(opened)

    def open(self, opened: Opened, place: Place) -> None:
        before, self._opened = self._opened, opened
        if before is not None and before == opened and self._view is not None:
            self._show_found((), None)
            self.go(place)
            return
        self._begin(opened)
        self._aim, self.text.pictures.of = place, opened.document.id
        given, views, request = self._given, self._views, self._request
        if given is None or views is None:
            self._show_plain()
            return
        document, cancel = opened.document.id, self._cancel
        told = self.under_way.begin(given, opened, cancel)
        given.tasks.stream(
            Lane.PICTURE,
            lambda: iter((views.view(document, cancel, told),)),
            lambda view: self._known(request, view),
            failed=lambda error: self._failed(request, error),
            cancel=cancel,
        )

    def clear(self) -> None:
        self._cancel.cancel()
        self.under_way.end(Cancelled())
        self._request += 1
        self._opened = self._view = self._aim = self._revealed = None
        self._parts, self._marks, self._hits, self._current = (), (), (), None
        self.text.show_sections([], cards=False)

    @property
    def place(self) -> Place:
        if self._opened is None:
            return Place()
        if isinstance(self._aim, Place):
            return self._aim
        if not self._is_grid:
            return self.text.place
        top = self.grid.top
        if top is None:
            sheet = self._view.sheets[self._sheet] if self._view is not None else None
            return Place(sheet.first if sheet is not None else 1)
        at = self._opened.sheet_at(top)
        return Place(at.number, min((top - at.start) / max(at.length, 1), 1.0))

    def go(self, place: Place) -> None:
        self._revealed = None
        if self._opened is None or not self._parts:
            self._aim = place
        elif self._is_grid:
            sheet = self._opened.sheets[min(max(place.page, 1), len(self._opened.sheets)) - 1]
            self._to_sheet(sheet.number)
            self.grid.put_at_top(sheet.start + round(place.down * sheet.length))
        else:
            self.text.go(place)

    def show_marks(self, spans: Sequence[Span], *, reveal: bool) -> None:
        self._marks = tuple(spans)
        self.text.show_marks(self._marks)
        self.grid.model.show_marks(self._marks)
        if reveal and self._marks:
            self._reveal(self._marks[0].start)

    def show_notes(self, notes: Sequence[Highlight]) -> None:
        """See `Noted`."""
        self.text.show_notes(notes)
        self.grid.model.show_notes(notes)

    def note_at(self, point: QPointF) -> int | None:
        return self.grid.note_at(point) if self._is_grid else self.text.note_at(point)

    def show_hits(self, hits: Sequence[Hit], current: int | None, *, reveal: bool) -> None:
        spans = tuple(one.span for one in hits if one.span.start < one.span.end)
        found = hits[current].span if current is not None and current < len(hits) else None
        self._show_found(spans, found)
        if reveal and found is not None:
            self._reveal(found.start)

    @property
    def is_laid_out(self) -> bool:
        """Whether it is known how the document is laid out, or that it is not, and something is there."""
        if not self._parts or self.under_way.is_patient or not self._settled:
            return False
        if self._is_grid:
            return not self.grid.model.parts or self.grid.model.row(0) is not None or bool(self.grid.top)
        return any(one.loaded for one in self.text.sections)

    @property
    def selection(self) -> Span | None:
        return self.grid.selection if self._is_grid else self.text.selected

    def select(self, span: Span | None) -> None:
        if self._is_grid:
            self.grid.select(span)
        else:
            self.text.select(span)

    def turn(self, steps: int) -> None:
        opened = self._opened
        if opened is None:
            return
        page = min(max(self.place.page + steps, 1), len(opened.sheets))
        self.go(Place(page))
        self.moved.emit(self.place)

    @property
    def zoom(self) -> float:
        return self.text.zoom

    def change_zoom(self, steps: int) -> None:
        self.text.change_zoom(steps)

    def retint(self, palette: Palette) -> None:
        self.text.retint(palette)
        self.grid.retint(palette)

    # --- what is known -------------------------------------------------------------------------------------

    def _begin(self, opened: Opened) -> None:
        self._cancel.cancel()
        self._cancel = CancelToken()
        self._request += 1
        self._view, self._parts, self._sheet, self._revealed = None, (), -1, None
        self._marks, self._hits, self._current = (), (), None
        self._asked.clear()
        self._settled = False
        self.text.named = lambda page: called(opened, page)
        self.text.show_sections([], cards=False)
        self._stack.setCurrentWidget(self.text)

    def _known(self, request: int, view: View | None) -> None:
        if request != self._request:
            return
        self.under_way.end()
        self._settled = True
        if view is None:
            if not self._parts:
                self._show_plain()
            return
        kept: Place | int | None = self._aim if not self._parts else self.place
        kept = self._revealed if self._revealed is not None else kept
        self._asked.clear()
        self._view, self._parts = view, view.parts
        if view.family is Family.SHEETS and view.sheets:
            self._show_sheets(view)
        else:
            self._show_text(cards=view.family is Family.SLIDES)
        self._to(kept)

    def _failed(self, request: int, error: Exception) -> None:
        if request != self._request:
            return
        self.under_way.end(error)
        self._settled = True
        self._show_plain()
        if self._given is not None and not isinstance(error, Cancelled):
            self._given.frame.banner.show_notice(notice_of(error))

    def _show_plain(self) -> None:
        """Show the text as it is."""
        opened = self._opened
        if opened is None or self._parts:
            return
        self._parts = tuple(plain_parts(opened.sheets))
        self._show_text(cards=False)
        self._to(self._aim)

    def _show_text(self, *, cards: bool) -> None:
        self._stack.setCurrentWidget(self.text)
        self.text.show_sections(
            [placeholder(one, number) for number, one in enumerate(self._parts)], cards=cards
        )
        self.text.show_marks(self._marks)
        self.text.show_hits(self._hits, self._current)

    def _show_sheets(self, view: View) -> None:
        self.tabs.show_names([sheet.name for sheet in view.sheets])
        self._stack.setCurrentWidget(self._sheets)
        self.grid.model.show_marks(self._marks)
        self.grid.model.show_hits(self._hits, self._current)
        self._show_sheet(0)

    def _show_sheet(self, number: int) -> None:
        view = self._view
        if view is None or not 0 <= number < len(view.sheets) or number == self._sheet:
            return
        self._sheet = number
        self.tabs.choose(number)
        sheet = view.sheets[number]
        parts = [(place, part) for place, part in enumerate(view.parts) if part.sheet == number]
        self._asked -= {place for place, _ in parts}
        # What its columns are called, where no row says so, comes with its first part.
        self.grid.show_sheet(sheet, parts, {cell.column: "" for cell in sheet.names})
        for place, _ in parts[:1]:
            self._fetch(place)

    def _to(self, aim: Place | int | None) -> None:
        self._aim = None
        if isinstance(aim, int):
            self._reveal(aim)
        elif aim is not None:
            self.go(aim)

    def _reveal(self, offset: int) -> None:
        self._revealed = offset
        if not self._parts:
            self._aim = offset
        elif self._is_grid and self._opened is not None:
            self._to_sheet(self._opened.sheet_at(offset).number)
            self.grid.reveal(offset)
        else:
            self.text.reveal(offset)

    def _to_sheet(self, page: int) -> None:
        view = self._view
        if view is not None:
            found = [place for place, one in enumerate(view.sheets) if one.first <= page <= one.last]
            self._show_sheet(found[0] if found else self._sheet)

    def _show_found(self, spans: tuple[Span, ...], current: Span | None) -> None:
        self._hits, self._current = spans, current
        self.text.show_hits(spans, current)
        self.grid.model.show_hits(spans, current)

    @property
    def _is_grid(self) -> bool:
        return self._stack.currentWidget() is self._sheets

    # --- fetching ------------------------------------------------------------------------------------------

    def _fetch(self, place: int) -> None:
        """Have a part brought that comes into view."""
        given, opened = self._given, self._opened
        if given is None or opened is None or place in self._asked or place >= len(self._parts):
            return
        self._asked.add(place)
        request, view, library = self._request, self._view, given.services.library
        part = self._parts[place]
        sheet = view.sheets[part.sheet] if view is not None and part.sheet >= 0 else None

        def show(found: Fetched) -> None:
            if request != self._request or self._view is not view:
                return
            if found.rows is not None:
                self._asked.discard(place)
                self.grid.name_columns(found.names)
                self.grid.load(place, found.rows)
            else:
                self.text.replace_part(place, found.sections)

        given.tasks.run(
            Lane.LIBRARY,
            lambda: fetched(library, opened, part, place, sheet),
            show,
            lambda error: self._failed(request, error),
        )

    def _open_attached(self, start: int) -> None:
        """Go to the pages of what is attached, whose name begins there."""
        opened = self._opened
        section = self.text.section_of(start)
        if opened is None or section is None:
            return
        page = attached_page(opened, section, start)
        if page:
            self.go(Place(page))
            self.moved.emit(self.place)

    def _connect(self) -> None:
        self.under_way.late.connect(self._show_plain)
        text, grid = self.text, self.grid
        text.moved.connect(lambda: self.moved.emit(self.place))
        text.chosen.connect(self.chosen)
        text.followed.connect(self.followed)
        text.wanted.connect(self._fetch)
        text.opened.connect(self._open_attached)
        text.copy_asked.connect(self.copy_asked)
        text.zoomed.connect(self._zoom_grid)
        grid.moved.connect(lambda: self.moved.emit(self.place))
        grid.chosen.connect(self.chosen)
        grid.copy_asked.connect(self.copy_asked)
        grid.zoom_asked.connect(self.change_zoom)
        grid.model.wanted.connect(self._fetch)
        self.tabs.currentChanged.connect(self._choose_sheet)

    def _choose_sheet(self, number: int) -> None:
        self._show_sheet(number)
        self.moved.emit(self.place)

    def _zoom_grid(self, zoom: float) -> None:
        self.grid.set_zoom(zoom)
        self.zoomed.emit(zoom)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self._sheets)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.tabs)
        self._sheets.setFocusProxy(self.grid)
        self._stack.addWidget(self.text)
        self._stack.addWidget(self._sheets)
        self.setFocusProxy(self.text)
        self._stack.currentChanged.connect(self._pass_focus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.under_way)
        whole.addWidget(self._stack, 1)

    def _pass_focus(self) -> None:
        had = self.hasFocus()
        self.setFocusProxy(self.grid.body if self._is_grid else self.text)
        if had:
            self.setFocus()
