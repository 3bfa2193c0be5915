"""A field of one line that says itself what belongs there."""

from __future__ import annotations

from PySide6.QtCore import QSize

from ui.parts.theme import Space
from ui.parts.writing import Line

_AROUND = 2 * Space.L  # pixels beside the words: edges, and what Qt leaves inside of them


class Hinted(Line):
    """As wide as what it says while it is empty, in any language."""

    def __init__(self, words: str, *, whole: bool = False) -> None:
        """`whole`: never narrower, so that what stands beside it gives way."""
        super().__init__()
        self._whole = whole
        self.setPlaceholderText(words)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self._said())

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return least.expandedTo(self._said()) if self._whole else least

    def _said(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.placeholderText()) + _AROUND, 0)
