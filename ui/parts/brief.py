"""Words of which there are two wordings: the whole of them where there is room, else the brief one."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from ui.parts.controls import leading
from ui.parts.inert import inert


class Brief(QLabel):
    """Widens its pane for the brief wording alone; the whole is the tooltip then, and what is read aloud."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self._whole = self._brief = ""
        self.setProperty("role", role)
        self.setAlignment(leading())
        self.setIndent(0)

    def set_words(self, whole: str, brief: str) -> None:
        """What it says, and how it says so where room is short."""
        self._whole, self._brief = whole, brief
        self.setAccessibleName(whole)
        self.updateGeometry()
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(self._brief), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _wide(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words) + 2 if words else 0

    def _fit(self) -> None:
        whole = self._wide(self._whole) <= self.width()
        self.setText(self._whole if whole else self._brief)
        self.setToolTip("" if whole else inert(self._whole))
