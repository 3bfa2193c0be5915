"""Lets a pane shrink calmly: what stands below what goes away slides up, and does not jump."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QWidget

from ui.parts.motion import duration


class Settling:
    """Holds a widget at its height while what it shows comes and goes, then lets it down to what it needs.

    The widget's layout ends with a stretch, which takes the room that is left.
    """

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._sliding = QPropertyAnimation(widget, b"minimumHeight", widget)
        self._sliding.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._sliding.finished.connect(self.release)

    def hold(self) -> None:
        """From now on it may grow, and not shrink."""
        if self._widget.isVisible():
            self._sliding.stop()
            self._widget.setMinimumHeight(max(self._widget.minimumHeight(), self._widget.height()))

    def settle(self) -> None:
        """Come down to the height that is needed, as fast as the desktop's own animations are."""
        held, needed = self._widget.minimumHeight(), self._needed()
        time = duration(self._widget)
        if needed >= held or time <= 0 or not self._widget.isVisible():
            self.release()
            return
        self._sliding.setDuration(time)
        self._sliding.setStartValue(held)
        self._sliding.setEndValue(needed)
        self._sliding.start()

    def release(self) -> None:
        """As high as it needs to be, at once."""
        self._sliding.stop()
        self._widget.setMinimumHeight(0)

    def _needed(self) -> int:
        layout = self._widget.layout()
        if layout is None:
            return 0
        layout.activate()
        if layout.hasHeightForWidth():
            return layout.totalHeightForWidth(self._widget.width())
        return layout.totalSizeHint().height()
