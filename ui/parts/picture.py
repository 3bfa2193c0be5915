"""A picture as large as the room it has."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget


class Picture(QWidget):
    """Draws whatever picture it shows whole, in its proportions, at any size of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def show_picture(self, picture: QPixmap) -> None:
        """A null picture for none."""
        self._picture = picture
        self.update()

    @property
    def place(self) -> QRect:
        """Where the picture is drawn; empty where there is none."""
        if self._picture.isNull():
            return QRect()
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        return QRect(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        if self._picture.isNull() or self.place.isEmpty():
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        kept = Qt.AspectRatioMode.IgnoreAspectRatio
        drawn = self._picture.scaled(self.place.size() * ratio, kept, smooth)
        painter.drawPixmap(self.place, drawn)
        painter.end()
