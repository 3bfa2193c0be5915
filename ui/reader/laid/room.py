"""A text in view: sections below one another, which are set when they are seen, and where one is in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractScrollArea

from rag.types.views import Pictured
from ui.parts.theme import Palette, Space
from ui.reader.kinds import Place, Span
from ui.reader.laid.inks import Inks
from ui.reader.laid.pictures import Pictures, picture_words
from ui.reader.laid.sections import Section
from ui.reader.laid.setting import set_blocks

PAGE_GAP = 30.0  # pixels above a page that is not the first, with its name
_GUESS = 0.012  # lines of a character, where nothing is set yet


class LaidRoom(QAbstractScrollArea):
    """Sections and their places. All places are those of the document's text."""

    moved = Signal()
    wanted = Signal(int)  # a part that comes into view and is not loaded
    zoomed = Signal(float)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._inks = Inks(palette)
        self.pictures = Pictures()
        self.pictures.changed.connect(self.viewport().update)
        self.sections: list[Section] = []
        self._tops: list[float] = []
        self._starts: list[int] = []
        self._width = 0.0  # of what is set
        self._widest = 0.0
        self.named: Callable[[int], str] = lambda _: ""  # what a page is called
        self._cards = False
        self._marks: tuple[Span, ...] = ()
        self._hits: tuple[Span, ...] = ()
        self._current: Span | None = None
        self._selected: Span | None = None
        self._goal: tuple[int, bool] | None = None  # what is to be in view once its part is loaded
        self._held: Place | None = None
        self._told = False
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)

    # --- what is shown -------------------------------------------------------------------------------------

    def show_sections(self, sections: Sequence[Section], *, cards: bool) -> None:
        """Show another document. `cards`: each page on a sheet of its own."""
        self._marks = self._hits = ()
        self._current = self._selected = self._goal = self._held = None
        self.pictures.clear()
        self._cards = cards
        self._width, self._widest = self._wanted_width(), 0.0
        self.sections = list(sections)
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self.viewport().update()

    def replace_part(self, part: int, sections: Sequence[Section]) -> None:
        """A part was loaded."""
        places = [place for place, one in enumerate(self.sections) if one.part == part]
        if not places:
            return
        kept = self._anchor()
        self.sections[places[0] : places[-1] + 1] = sections
        self._arrange()
        self._restore(kept)
        if self._goal is not None:
            self.reveal(*self._goal)
        self.viewport().update()

    @property
    def palette_now(self) -> Palette:
        return self._inks.palette

    def retint(self, palette: Palette) -> None:
        self._set_anew(Inks(palette, self._inks.zoom))

    @property
    def zoom(self) -> float:
        return self._inks.zoom

    def set_zoom(self, zoom: float) -> None:
        """Show it in letters of another size; what is at the top stays there."""
        if zoom != self._inks.zoom:
            self._set_anew(Inks(self._inks.palette, zoom))
            self.zoomed.emit(zoom)

    def show_marks(self, spans: Sequence[Span]) -> None:
        self._marks = tuple(spans)
        self.viewport().update()

    def show_hits(self, spans: Sequence[Span], current: Span | None) -> None:
        self._hits, self._current = tuple(spans), current
        self.viewport().update()

    @property
    def found(self) -> tuple[Span, ...]:
        """What was found in the text."""
        return self._hits

    @property
    def selected(self) -> Span | None:
        return self._selected

    def set_selected(self, span: Span | None) -> None:
        self._selected = span
        self.viewport().update()

    def shown(self, span: Span) -> str:
        """What a person sees of a stretch of the text, where it is set."""
        said = []
        for section in self.sections:
            if section.start < span.end and section.end > span.start and section.loaded:
                setting = self._set(section).setting
                if setting is not None:
                    for one in setting.placing.shown:
                        low, high = max(one.start, span.start), min(one.end, span.end)
                        said.append(
                            section.text[low - section.start : high - section.start] if low < high else ""
                        )
        return " ".join(filter(None, said))

    @property
    def seen(self) -> str:
        """The text of the sections that are in view, with what their pictures show."""
        top, bottom = self._scroll, self._scroll + self.viewport().height()
        return "\n".join(
            said
            for one in self.sections
            for said in (one.text, *(picture_words(block.picture) for block in one.blocks if block.picture))
            if one.loaded and one.top < bottom and one.top + one.height > top
        )

    def rects(self, span: Span) -> list[QRectF]:
        """Where a stretch of the text is drawn, in the viewport."""
        found = []
        for section in self.sections:
            if section.start < span.end and section.end > span.start and section.loaded:
                setting = self._set(section).setting
                assert setting is not None
                for low, _ in setting.placing.ranges(span):
                    cursor = QTextCursor(setting.document)
                    cursor.setPosition(low)
                    found.append(self._caret(cursor).translated(self._left(), section.top - self._scroll))
        return found

    # --- where one is --------------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """The page at the top, and how much of it is above."""
        if not self.sections:
            return Place()
        if self._held is not None:
            return self._held
        section = self.sections[self._at(self._scroll)]
        own = [one for one in self.sections if one.page == section.page and one.part == section.part]
        top, bottom = own[0].top, own[-1].top + own[-1].height
        return Place(section.page, min(max((self._scroll - top) / max(bottom - top, 1.0), 0.0), 1.0))

    def go(self, place: Place) -> None:
        """Have a place at the top."""
        own = [one for one in self.sections if one.page == place.page]
        if not own:
            part = [one for one in self.sections if one.page <= place.page]
            own = part[-1:] or self.sections[:1]
        if not own:
            return
        section = own[0]
        if not section.loaded:
            self._goal = None
            self.wanted.emit(section.part)
        self._settle(section)
        bottom = own[-1].top + own[-1].height
        top = section.top + place.down * (bottom - section.top)
        self._scroll_to(top)
        # What is too near the end to stand at the top is all the same where one is, until one goes on.
        self._held = place if top > self._scroll + 1 else None

    def reveal(self, start: int, middle: bool = True) -> None:
        """Bring a character of the text into view, or what stands for it."""
        if not self.sections:
            return
        section = self.sections[max(bisect_right(self._starts, start) - 1, 0)]
        if not section.loaded:
            self._goal = (start, middle)
            self.wanted.emit(section.part)
            self._scroll_to(section.top)
            return
        self._goal = None
        self._settle(section)
        setting = section.setting
        if setting is None:
            return
        cursor = QTextCursor(setting.document)
        cursor.setPosition(setting.placing.position(start))
        caret = self._caret(cursor)
        top = section.top + caret.top()
        high = self.viewport().height()
        if not self._scroll <= top <= self._scroll + high - 2 * caret.height() or not self._told:
            self._scroll_to(top - high / 3 if middle else top)
            self._settle(section)
        bar = self.horizontalScrollBar()
        if bar.maximum() > 0 and not 0 <= caret.left() - bar.value() <= self.viewport().width() - 80:
            bar.setValue(int(caret.left() - 40))

    def section_of(self, offset: int) -> Section | None:
        """The section that a character of the text is in, set."""
        if not self.sections:
            return None
        section = self.sections[max(bisect_right(self._starts, offset) - 1, 0)]
        return self._set(section) if section.loaded else None

    # --- room ----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wanted_width() != self._width:
            self._set_anew(self._inks)
        else:
            self._arrange()

    def _wanted_width(self) -> float:
        most = Space.READING_WIDTH * max(self._inks.zoom, 1.0)
        return max(min(most, self.viewport().width() - 2 * self._margin), 160.0)

    @property
    def _margin(self) -> float:
        return float(Space.L + Space.M if self._cards else Space.L)

    def _set_anew(self, inks: Inks) -> None:
        kept = self._anchor()
        self._inks, self._width, self._widest = inks, self._wanted_width(), 0.0
        for section in self.sections:
            section.setting = None
        self._arrange()
        self._restore(kept)
        self.viewport().update()

    def _left(self) -> float:
        left = (self.viewport().width() - self._width) / 2
        if self._widest > self._width + 1:
            left = self._margin
        return max(left, self._margin) - self.horizontalScrollBar().value()

    def _head(self, section: Section) -> float:
        """The room above what is set of a section."""
        if not section.begins:
            return 0.0
        if self._cards:
            return PAGE_GAP + Space.L
        return PAGE_GAP if section.page > 1 else float(Space.L)

    def _foot(self, section: Section) -> float:
        if not section.ends:
            return 0.0
        return float(Space.L + 8) if self._cards else float(Space.S)

    def _set(self, section: Section) -> Section:
        """Set a section that is loaded."""
        if section.setting is None:
            section.setting = set_blocks(
                section.text,
                section.start,
                section.blocks,
                self._inks,
                section.heads,
                self.pictures,
                self._width,
            )
            document = section.setting.document
            document.setTextWidth(self._width)
            size = document.size()
            self._widest = max(self._widest, size.width())
            section.height = size.height() + self._head(section) + self._foot(section)
        return section

    def _settle(self, section: Section) -> None:
        """Set a section and those around it, so that nothing moves when it is drawn."""
        place = self.sections.index(section)
        below = 0.0
        for one in self.sections[place:]:
            if not one.loaded or below > self.viewport().height():
                break
            below += self._set(one).height
        if section.loaded:
            self._set(section)
        self._arrange()

    def _guess(self, section: Section) -> float:
        line = self._inks.font.pointSizeF() * 2.1
        signs = max(section.end - section.start, 1)
        across = max(self._width / (self._inks.font.pointSizeF() * 0.72), 10.0)
        lines = signs / across + 1.6 * max(len(section.blocks), signs * _GUESS)
        pictures = sum(self._as_high(one.picture) for one in section.blocks if one.picture is not None)
        return lines * line + pictures + self._head(section) + self._foot(section)

    def _as_high(self, picture: Pictured) -> float:
        wide = picture.wide * self._inks.zoom
        return picture.high * self._inks.zoom * min(self._width / wide, 1.0) if picture.is_drawn else 0.0

    def _arrange(self) -> None:
        self._width = self._width or self._wanted_width()
        top = 0.0
        for section in self.sections:
            section.top = top
            if section.setting is None:
                section.height = self._guess(section)
            top += section.height
        self._tops = [section.top for section in self.sections]
        self._starts = [section.start for section in self.sections]
        high, wide = self.viewport().height(), self.viewport().width()
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        bar.setPageStep(high)
        bar.setSingleStep(int(self._inks.font.pointSizeF() * 3))
        bar.setRange(0, max(int(top + Space.L - high), 0))
        across.setPageStep(wide)
        beyond = int(self._widest + 2 * self._margin - wide)
        across.setRange(0, max(beyond, 0) if self._widest > self._width + 1 else 0)

    @property
    def _scroll(self) -> float:
        return float(self.verticalScrollBar().value())

    def _scroll_to(self, top: float) -> None:
        self.verticalScrollBar().setValue(int(max(top, 0.0)))
        self.viewport().update()

    def _scrolled(self) -> None:
        self._held = None
        self._told = True
        self.viewport().update()
        self.moved.emit()

    def _at(self, y: float) -> int:
        return min(max(bisect_right(self._tops, y) - 1, 0), max(len(self._tops) - 1, 0))

    def _seen(self) -> list[Section]:
        if not self.sections:
            return []
        first, last = self._at(self._scroll), self._at(self._scroll + self.viewport().height())
        return self.sections[first : last + 1]

    def _anchor(self) -> tuple[int, float] | None:
        """What stands at the top: where its section begins in the text, and how much of that is above."""
        if not self.sections:
            return None
        section = self.sections[self._at(self._scroll)]
        return section.start, (self._scroll - section.top) / max(section.height, 1.0)

    def _restore(self, kept: tuple[int, float] | None) -> None:
        if kept is None or not self.sections:
            return
        section = self.sections[max(bisect_right(self._starts, kept[0]) - 1, 0)]
        if section.loaded:
            self._settle(section)
        bar = self.verticalScrollBar()
        blocked = bar.blockSignals(True)
        bar.setValue(int(section.top + kept[1] * section.height))
        bar.blockSignals(blocked)

    def _caret(self, cursor: QTextCursor) -> QRectF:
        """Where a cursor stands in its section."""
        block = cursor.block()
        around = cursor.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(cursor.positionInBlock())
        section = next(
            (
                one
                for one in self.sections
                if one.setting is not None and one.setting.document is cursor.document()
            ),
            None,
        )
        head = self._head(section) if section is not None else 0.0
        if not line.isValid():
            return QRectF(around.left(), around.top() + head, 1, max(around.height(), 1))
        across = line.cursorToX(cursor.positionInBlock())
        left = float(across[0]) if isinstance(across, tuple) else float(across)  # type: ignore[arg-type]  # Qt's stubs
        return QRectF(around.left() + left, around.top() + line.y() + head, 1, line.height())
