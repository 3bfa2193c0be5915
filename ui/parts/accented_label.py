"""Labels that leave the accents of capitals whole."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel

_FIRST = 120  # letters, which is more than the first line has


class AccentedLabel(QLabel):
    """As high as what it says: the accent of É reaches above what many fonts say of themselves, and Qt draws
    nothing outside of a widget.
    """

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(0, self._over())

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(0, self._over())

    def heightForWidth(self, width: int) -> int:
        high = super().heightForWidth(width)
        return high + self._over() if high > 0 else high

    def _over(self) -> int:
        """Pixels above the letters, and as many below: they stay in the middle."""
        text, metrics = self.text()[:_FIRST], self.fontMetrics()
        if text.isascii():
            return 0
        return 2 * max(0, -metrics.tightBoundingRect(text).top() - metrics.ascent())
