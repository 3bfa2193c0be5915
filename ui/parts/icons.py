"""Icons of one hand, tinted with the theme and sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine.assets import ASSETS

_FOLDER = ASSETS / "icons"
_SCALES = (1.0, 1.5, 2.0, 3.0)


@lru_cache(maxsize=256)
def icon(name: str, color: str, size: int = 18) -> QIcon:
    """`assets/icons/<name>.svg` drawn in `color`."""
    found = QIcon()
    for scale in _SCALES:
        found.addPixmap(pixmap(name, color, size, scale))
    return found


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, scale: float) -> QPixmap:
    """One rendering, `size` device-independent pixels wide at a device pixel ratio of `scale`."""
    drawing = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("#000", color)
    image = QPixmap(round(size * scale), round(size * scale))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image
