"""Shows that an answer is on its way: a quiet dot, and how long it has taken so far."""

from __future__ import annotations

import time

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QTimer, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.words.catalogue import say
from ui.parts.controls import label, leading
from ui.parts.motion import moves
from ui.parts.theme import Space

_BREATH = 1800  # milliseconds, of the dot's fading and coming back
_FAINT = 0.35
_TOLD_AFTER = 1  # seconds: what takes less needs no clock


class Working(QWidget):
    """Stands in a row with the words for what is done; nothing moves where nothing may."""

    def __init__(self, status: QLabel) -> None:
        super().__init__()
        self._began = 0.0
        self._dot = _Dot()
        self.elapsed = label("", "small")
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._dot)
        row.addWidget(status, 1)
        row.addWidget(self.elapsed)
        self._dot.hide()
        self.elapsed.hide()
        self._status = status
        status.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The row takes no room where nothing is said."""
        if watched is self._status and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self._status.isHidden())
        return super().eventFilter(watched, event)

    @property
    def is_on(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        """From now on it takes time."""
        self._began = time.monotonic()
        self._timer.start()
        self._dot.show()
        if moves():
            self._dot.breath.start()

    def stop(self) -> None:
        """It is there, or will not come."""
        self._timer.stop()
        self._dot.breath.stop()
        self._dot.hide()
        self.elapsed.hide()

    def _tell(self) -> None:
        seconds = int(time.monotonic() - self._began)
        self.elapsed.setText(say("chat.answer.elapsed", seconds=seconds))
        self.elapsed.setVisible(seconds >= _TOLD_AFTER)


class _Dot(QLabel):
    """Fades and comes back. It is drawn as faint as it is, by no effect: for one of those Qt goes through all
    widgets of the window at each step, and brings those that are hidden into the sizes that they wait for.
    """

    def __init__(self) -> None:
        super().__init__("●")
        self.setAlignment(leading())
        self.setProperty("role", "small")
        self._strength = 1.0
        self.breath = breath = QVariantAnimation(self)
        breath.setDuration(_BREATH)
        for at, strength in ((0.0, 1.0), (0.5, _FAINT), (1.0, 1.0)):
            breath.setKeyValueAt(at, strength)
        breath.setEasingCurve(QEasingCurve.Type.InOutSine)
        breath.setLoopCount(-1)
        breath.valueChanged.connect(self._fade)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.setOpacity(self._strength)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self.text())

    def _fade(self, strength: float) -> None:
        self._strength = strength
        self.update()
