"""Pages in view that are not drawn yet: they stand in the window's colours, and say so after a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter

from app.words.catalogue import say
from ui.parts.theme import Palette, Space

_SAID_MS = 400  # milliseconds before it is said: what is scrolled past is drawn sooner, or not at all
_DOWN = 0.22  # of the view's height or the page's: where the words stand


class Awaited(QObject):
    """Since when each page in view waits for its picture; `show` is called when there is more to say."""

    def __init__(self, show: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since: dict[int, float] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(show)

    def keep(self, pages: Collection[int]) -> None:
        """These are in view without a picture, and no others."""
        now = time.monotonic()
        self._since = {page: self._since.get(page, now) for page in pages}
        waits = [since for since in self._since.values() if now - since < _SAID_MS / 1000]
        if waits and not self._timer.isActive():
            self._timer.start(round(_SAID_MS - 1000 * (now - min(waits))) + 1)

    def draw(self, painter: QPainter, page: int, rect: QRectF, view: QRectF, palette: Palette) -> None:
        """Such a page at `rect` of a view; white paper would flash on a dark ground."""
        painter.setPen(palette.color("line"))
        painter.setBrush(palette.color("paper"))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if time.monotonic() - self._since.get(page, time.monotonic()) < _SAID_MS / 1000:
            return
        seen = rect.intersected(view)
        high = painter.fontMetrics().height()
        top = seen.top() + min(seen.height() * _DOWN, max(0.0, seen.height() - high - Space.M))
        painter.setPen(palette.color("quiet"))
        words = say("reader.being-drawn", page=page)
        painter.drawText(QRectF(seen.left(), top, seen.width(), high), Qt.AlignmentFlag.AlignCenter, words)
