"""What comes after the first frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_AT_MOST_MS = 500  # where nothing is painted: the window was started minimised, or behind another


class Seen(QObject):
    """Calls `then` once when a window has been painted, or after half a second."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._end)
        self._painted = False
        # Counted from when events are taken: on a busy machine half a second may pass before the first is.
        QTimer.singleShot(0, self, self._wait)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._painted = True
            self._timer.start(0)  # what is in the window is painted within the same event
        return super().eventFilter(watched, event)

    def _wait(self) -> None:
        if not self._painted:
            self._timer.start(_AT_MOST_MS)

    def _end(self) -> None:
        self._window.removeEventFilter(self)
        self._then()
        self.deleteLater()
