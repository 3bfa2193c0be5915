"""The colours of notes as they are seen: on paper, and as spots beside their names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from app.exporting.notes import COLOURS
from rag.types import Colour
from ui.parts.theme import enlarged

_SIZE, _SCALE = 14, 2
_EDGE = 170  # per cent darker: the spot is seen on white too


def rgb(colour: Colour) -> QColor:
    """As words are marked with it; paper is white in the dark too."""
    return QColor(*COLOURS[colour])


def spot_size() -> int:
    """Pixels across a spot."""
    return round(_SIZE * enlarged(QGuiApplication.font()))


def spot(colour: Colour) -> QIcon:
    """A round spot with an edge, as large as the letters are."""
    size = spot_size()
    drawn = QPixmap(size * _SCALE, size * _SCALE)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(rgb(colour))
    painter.setPen(QPen(rgb(colour).darker(_EDGE), _SCALE))
    painter.drawEllipse(_SCALE, _SCALE, (size - 2) * _SCALE, (size - 2) * _SCALE)
    painter.end()
    drawn.setDevicePixelRatio(_SCALE)
    return QIcon(drawn)
