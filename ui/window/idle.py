"""Notices that nobody has used the program for a while, by its own keys and its own pointer."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

_EVERY_MS = 5000

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.NativeGesture,
        QEvent.Type.DragMove,
    }
)


class IdleWatch(QObject):
    """Tells when there was no input for as long as was chosen, within five seconds of it, and again after
    the same time where that was not heeded.

    It listens at the windows, where the system's events arrive before any widget has them: at the application
    every event of every widget would come by.
    """

    def __init__(
        self,
        parent: QObject,
        on_idle: Callable[[], None],
        after: Callable[[], float],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`after` is asked how many seconds without input are too long, 0.0 for none."""
        super().__init__(parent)
        self._on_idle = on_idle
        self._after = after
        self._clock = clock
        self._touched = clock()
        self._pointer = QPointF()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    def look(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # once only, however often it is asked for
        after = self._after()
        if after and self._clock() - self._touched >= after:
            self._touched = self._clock()
            self._on_idle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and event.spontaneous() and not self._is_where_it_was(event):
            self._touched = self._clock()
        return super().eventFilter(watched, event)

    def _is_where_it_was(self, event: QEvent) -> bool:
        """Systems tell of a pointer that nobody moves when windows move below it."""
        if event.type() != QEvent.Type.MouseMove or not isinstance(event, QMouseEvent):
            return False
        before, self._pointer = self._pointer, event.globalPosition()
        return before == self._pointer
