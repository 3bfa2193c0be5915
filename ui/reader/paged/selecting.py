"""What a person selects of a document by mouse and keyboard: a caret and an anchor in the document's text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from rag.types import Box, Sheet
from ui.reader.kinds import Span
from ui.reader.paged.carets import boxes_of, caret_at, caret_box

if TYPE_CHECKING:
    from app.library.reading import Leaf

_WORD = re.compile(r"\w+|[^\w\s]+")
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a page, in shares of it."""

    page: int
    across: float
    down: float


class Selecting(QObject):
    """Knows the sheets, and asks for leaves; a page whose leaf is not there yet is selected whole or not at
    all.
    """

    changed = Signal()

    def __init__(self, leaf: Callable[[int], Leaf | None], shape: Callable[[int], float]) -> None:
        super().__init__()
        self._leaf = leaf
        self._shape = shape
        self._sheets: tuple[Sheet, ...] = ()
        self._anchor: int | None = None
        self._caret: int | None = None
        self._held = Span(0, 0)  # what a double click selected: dragging goes on by words

    def open(self, sheets: tuple[Sheet, ...]) -> None:
        self._sheets = sheets
        self.select(None)

    @property
    def span(self) -> Span | None:
        """What is selected; None for nothing."""
        if self._anchor is None or self._caret is None or self._anchor == self._caret:
            return None
        return Span(min(self._anchor, self._caret), max(self._anchor, self._caret))

    @property
    def caret(self) -> int | None:
        return self._caret

    def select(self, span: Span | None) -> None:
        self._set(*(span or (None, None)))

    def select_all(self) -> None:
        if self._sheets:
            self._set(0, self._sheets[-1].start + self._sheets[-1].length)

    # --- by mouse ------------------------------------------------------------------------------------------

    def begin(self, spot: Spot, *, extend: bool) -> None:
        """A button is pressed; with `extend`, Shift is held."""
        at = self.offset(spot)
        if at is None:
            if not extend:
                self.select(None)
            return
        self._held = Span(at, at)
        self._set(self._anchor if extend and self._anchor is not None else at, at)

    def word(self, spot: Spot) -> None:
        self._take(spot, _word_around)

    def paragraph(self, spot: Spot) -> None:
        self._take(spot, _paragraph_around)

    def drag(self, spot: Spot) -> None:
        """The mouse is moved with its button held."""
        at = self.offset(spot)
        if at is None or self._anchor is None:
            return
        if self._held.start < self._held.end:
            leaf = self._leaf(spot.page)
            around = _moved(_word_around(leaf.text, at - leaf.begin), leaf.begin) if leaf else Span(at, at)
            back = around.start < self._held.start
            self._set(
                self._held.end if back else self._held.start,
                around.start if back else max(around.end, self._held.end),
            )
        else:
            self._set(self._anchor, at)

    # --- by keyboard ---------------------------------------------------------------------------------------

    def move(
        self, key: Qt.Key, *, extend: bool, by_word: bool, from_: Callable[[], int | None]
    ) -> int | None:
        """Move the caret by a key; where there is none yet, one is set at `from_`. Returns its place."""
        if self._caret is None:
            at = from_()
            if at is not None:
                self._set(at, at)
        if self._caret is None:
            return None
        match key:
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                to = self._beside(self._caret, forward=key is Qt.Key.Key_Right, by_word=by_word)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                to = self._line(self._caret, down=key is Qt.Key.Key_Down)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                to = self._line_end(self._caret, end=key is Qt.Key.Key_End)
            case _:
                return self._caret
        self._set(self._anchor if extend else to, to)
        return to

    # --- between text and pages ----------------------------------------------------------------------------

    def page_of(self, at: int) -> int:
        """The page that a place of the text is on."""
        low, high = 0, len(self._sheets) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._sheets[middle].start <= at else (low, middle - 1)
        return low + 1

    def offset(self, spot: Spot) -> int | None:
        """The place of the text that is nearest to a point; None where its page has no words, or none yet."""
        leaf = self._leaf(spot.page)
        if leaf is None:
            return None
        at = caret_at(leaf.words, leaf.text, spot.across, spot.down, self._shape(spot.page))
        return None if at is None else leaf.begin + at

    def boxes(self, page: int, span: Span) -> tuple[Box, ...]:
        """Where a stretch of the text stands on a page."""
        leaf = self._leaf(page)
        if leaf is None or span.end <= leaf.begin or span.start >= leaf.begin + max(1, len(leaf.text)):
            return ()
        return boxes_of(leaf.words, leaf.text, span.start - leaf.begin, span.end - leaf.begin)

    def caret_box(self) -> tuple[int, Box] | None:
        """The page and the place at which the caret is seen."""
        if self._caret is None:
            return None
        page = self.page_of(self._caret)
        leaf = self._leaf(page)
        box = None if leaf is None else caret_box(leaf.words, leaf.text, self._caret - leaf.begin)
        return None if box is None else (page, box)

    # --- inside --------------------------------------------------------------------------------------------

    def _set(self, anchor: int | None, caret: int | None) -> None:
        if (anchor, caret) != (self._anchor, self._caret):
            self._anchor, self._caret = anchor, caret
            self.changed.emit()

    def _take(self, spot: Spot, around: Callable[[str, int], Span]) -> None:
        at, leaf = self.offset(spot), self._leaf(spot.page)
        if at is not None and leaf is not None:
            self._held = _moved(around(leaf.text, at - leaf.begin), leaf.begin)
            self._set(*self._held)

    def _beside(self, at: int, *, forward: bool, by_word: bool) -> int:
        leaf = self._leaf(self.page_of(at))
        last = self._sheets[-1].start + self._sheets[-1].length
        if leaf is None or not by_word:
            return min(last, at + 1) if forward else max(0, at - 1)
        words = [found.span() for found in _WORD.finditer(leaf.text)]
        here = at - leaf.begin
        if forward:
            to = next((end for _, end in words if end > here), None)
            return min(last, leaf.begin + len(leaf.text) + 1) if to is None else leaf.begin + to
        to = next((start for start, _ in reversed(words) if start < here), None)
        return max(0, leaf.begin - 1) if to is None else leaf.begin + to

    def _line(self, at: int, *, down: bool) -> int:
        """The place above or below, on the next page where the page ends."""
        page = self.page_of(at)
        leaf = self._leaf(page)
        box = None if leaf is None else caret_box(leaf.words, leaf.text, at - leaf.begin)
        if leaf is None or box is None:
            return at
        high = box.y1 - box.y0
        step = high
        while step < 1.0:
            down_to = box.y1 + step - high / 2 if down else box.y0 - step + high / 2
            to = caret_at(leaf.words, leaf.text, box.x0, down_to, self._shape(page))
            there = caret_box(leaf.words, leaf.text, to) if to is not None else None
            if there is None or not 0.0 <= down_to <= 1.0:
                break
            if (there.y0 >= box.y1 - high / 2) if down else (there.y1 <= box.y0 + high / 2):
                return leaf.begin + (to or 0)
            step += high / 2
        beyond = self._leaf(page + (1 if down else -1))
        if beyond is None:
            return at
        to = caret_at(beyond.words, beyond.text, box.x0, 0.0 if down else 1.0, self._shape(beyond.number))
        return at if to is None else beyond.begin + to

    def _line_end(self, at: int, *, end: bool) -> int:
        page = self.page_of(at)
        leaf = self._leaf(page)
        box = None if leaf is None else caret_box(leaf.words, leaf.text, at - leaf.begin)
        if leaf is None or box is None:
            return at
        middle = (box.y0 + box.y1) / 2
        row = [one for one in leaf.words if one.box.y0 <= middle <= one.box.y1]
        return (
            leaf.begin + (max(one.end for one in row) if end else min(one.start for one in row))
            if row
            else at
        )


def _word_around(text: str, at: int) -> Span:
    for found in _WORD.finditer(text):
        if found.start() <= at < found.end() or (found.end() == at and not text[at : at + 1].strip()):
            return Span(*found.span())
    return Span(at, at)


def _paragraph_around(text: str, at: int) -> Span:
    breaks = [(0, 0), *(found.span() for found in _PARAGRAPH.finditer(text)), (len(text), len(text))]
    start = max(end for _, end in breaks if end <= at)
    end = min((begin for begin, _ in breaks[1:] if begin >= at), default=len(text))
    return Span(start, max(start, end))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
