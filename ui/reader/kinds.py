"""What the pane asks of whatever shows a document, and what it hears from it.

Every place is one of the document's text, as the vault keeps it: what is cited, found, selected and followed
are spans of it (`Span`), so that searching, copying and history are the same for all kinds. A kind knows how
its picture of the document and that text belong together, both ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QPointF, SignalInstance
from PySide6.QtWidgets import QWidget

from rag.types import Document, PageBox, Sheet
from ui.parts.desk import Given
from ui.parts.theme import Palette

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class Span(NamedTuple):
    """Characters of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody reads: a page, and how much of it is above the view (a share; below 0, none)."""

    page: int = 1
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that is opened to be read. Its sheets are known before anything is drawn."""

    document: Document
    sheets: tuple[Sheet, ...]

    def sheet_at(self, start: int) -> Sheet:
        """The sheet that a character of the text stands on."""
        return self.sheets[max(0, bisect_right(self.sheets, start, key=lambda one: one.start) - 1)]


@dataclass(frozen=True, slots=True)
class Hit:
    """What was looked for. `boxes`: where it stands on the page but not in the text (a running head); the
    span is then where the page begins, and empty.
    """

    page: int
    span: Span
    boxes: tuple[PageBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlight:
    """What a person marked for themselves, in red, green and blue; `number` of the note that it is of."""

    span: Span
    colour: tuple[int, int, int]
    number: int
    has_words: bool  # whether something is written beside it


@runtime_checkable
class Noted(Protocol):
    """A kind that shows what a person marked."""

    def show_notes(self, notes: Sequence[Highlight]) -> None:
        """Draw these in place of those before; they stay while the document stays."""
        ...

    def note_at(self, point: QPointF) -> int | None:
        """The number of the note at a point of the viewport."""
        ...


class Kind(Protocol):
    """One way to show documents: pages as they are printed, plain text, a letter, a table. All of it is
    called in the GUI thread; nothing may take longer than a frame, so what takes long goes through the lanes.
    """

    @property
    def moved(self) -> SignalInstance:
        """Emitted with the `Place` when another part is in view, however that came."""
        ...

    @property
    def chosen(self) -> SignalInstance:
        """Emitted, without anything, when something else is selected."""
        ...

    @property
    def followed(self) -> SignalInstance:
        """Emitted with two numbers when a person follows a cross-reference: where it begins in the text, and
        where it leads to.
        """
        ...

    @property
    def zoomed(self) -> SignalInstance:
        """Emitted with how large it is shown: 1.0 fits the width, or is the usual size of letters."""
        ...

    @property
    def widget(self) -> QWidget:
        """What stands in the pane; it takes the keyboard."""
        ...

    def attach(self, given: Given) -> None:
        """The library is open: what it is shown with."""
        ...

    def shows(self, opened: Opened) -> bool:
        """Whether it is the right one for this document. The first that says so is taken."""
        ...

    def open(self, opened: Opened, place: Place) -> None:
        """Show a document, with nothing marked; or the one that is shown, as it is now."""
        ...

    def clear(self) -> None:
        """Show nothing any more, and hold nothing of what was shown."""
        ...

    @property
    def place(self) -> Place: ...

    def go(self, place: Place) -> None:
        """Have this place at the top of the view."""
        ...

    def show_marks(self, spans: Sequence[Span], *, reveal: bool) -> None:
        """Mark what is cited, and with `reveal` bring its beginning into view."""
        ...

    def show_hits(self, hits: Sequence[Hit], current: int | None, *, reveal: bool) -> None:
        """Mark what was found, the current one apart, and with `reveal` bring that into view; none of it is
        marked any more where `hits` is empty.
        """
        ...

    @property
    def selection(self) -> Span | None:
        """What a person has selected."""
        ...

    def select(self, span: Span | None) -> None:
        """Select this, as a person would."""
        ...

    def turn(self, steps: int) -> None:
        """So many pages on, or back; what has no pages, screens."""
        ...

    @property
    def zoom(self) -> float: ...

    def change_zoom(self, steps: int) -> None:
        """Steps up or down its scale; 0 fits the width, or is the usual size."""
        ...

    def retint(self, palette: Palette) -> None: ...
