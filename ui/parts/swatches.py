"""Small round spots in the colours of tags, which stand beside their names and never alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap

from ui.parts.theme import Palette, enlarged

_SIZE, _SCALE = 10, 2


def swatch(palette: Palette, tone: int) -> QIcon:
    """The spot of a tag's colour, as large as the letters are."""
    across = round(_SIZE * enlarged(QGuiApplication.font())) * _SCALE
    drawn = QPixmap(across, across)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_spot(painter, QRectF(0, 0, across, across), palette, tone)
    painter.end()
    drawn.setDevicePixelRatio(_SCALE)
    return QIcon(drawn)


def draw_spot(painter: QPainter, at: QRectF, palette: Palette, tone: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.tone(tone))
    painter.drawEllipse(at)
