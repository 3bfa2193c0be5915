"""The frame of a card: as high as what it shows takes at the width that it has, and no higher."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QSizePolicy


class Whole(QFrame):
    """Qt gives what may not grow no more than its size at the width that it would like, where words that
    wrap take fewer lines.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, self.heightForWidth(self.width())))
