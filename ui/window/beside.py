"""The room of what is opened beside the page: the conversation gives it, and the page keeps its own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSplitter, QWidget


class Beside(QObject):
    """While `strip` is shown within `page`, `page` is wider by it, as far as `giving` can be narrower."""

    def __init__(self, splitter: QSplitter, giving: QWidget, page: QWidget, strip: QWidget) -> None:
        super().__init__(splitter)
        self._splitter, self._giving, self._page, self._strip = splitter, giving, page, strip
        self._taken = 0  # pixels, while the strip is shown
        self._before: tuple[int, list[int]] | None = None  # the room and its division before that
        splitter.splitterMoved.connect(lambda *_: self._forget())  # somebody divides it otherwise
        # Of a pane that is hidden a splitter says 0, and would take that for the width it is to have.
        found = (splitter.widget(place) for place in range(splitter.count()))
        self._panes = [pane for pane in found if pane is not None]
        self._widths = splitter.sizes()
        for watched in (strip, *self._panes):
            watched.installEventFilter(self)

    def give_back(self) -> None:
        """The division as it is without the strip: what is kept for the next time."""
        if self._taken and self._move(-self._taken):
            self._taken = 0
            if self._before is not None and self._before[0] == self._splitter.width():
                self._splitter.setSizes(self._before[1])  # also where a pane stepped aside meanwhile

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._strip and kind is QEvent.Type.ShowToParent:
            self._take()
        elif watched is self._strip and kind is QEvent.Type.HideToParent:
            self.give_back()
        elif kind is QEvent.Type.Resize and watched in self._panes:
            place = self._panes.index(watched)
            self._widths[place] = self._panes[place].width() or self._widths[place]
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        wanted = max(self._strip.minimumWidth(), self._strip.width()) - self._taken
        found = min(wanted, self._giving.width() - self._giving.minimumWidth())
        before = self._splitter.width(), list(self._widths)
        if found > 0 and self._move(found):
            self._before = self._before if self._taken else before
            self._taken += found

    def _forget(self) -> None:
        self._before = None

    def _move(self, pixels: int) -> bool:
        """Make the page wider by so much; False where the two do not stand beside each other."""
        if self._giving.isHidden() or self._page.isHidden():
            return False
        sizes = list(self._widths)
        sizes[self._splitter.indexOf(self._giving)] -= pixels
        sizes[self._splitter.indexOf(self._page)] += pixels
        self._splitter.setSizes(sizes)
        return True
