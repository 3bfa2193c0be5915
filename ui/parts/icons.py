"""Icons of one hand, tinted with the theme and sharp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from engine.assets import ASSETS

_FOLDER = ASSETS / "icons"
_SCALES = (1.0, 1.5, 2.0, 3.0)
# They point along the way of reading, or are laid out along it.
_DIRECTED = frozenset(
    {"back", "forward", "left", "right", "outside", "strip", "summary", "chat"}
)  # not for people


def icon(name: str, color: str, size: int = 18) -> QIcon:
    """`assets/icons/<name>.svg` drawn in `color`; what points onward points left from right to left."""
    return _icon(name, color, size, _is_mirrored(name))


def pixmap(name: str, color: str, size: int, scale: float) -> QPixmap:
    """One rendering, `size` device-independent pixels wide at a device pixel ratio of `scale`."""
    return _pixmap(name, color, size, scale, _is_mirrored(name))


def _is_mirrored(name: str) -> bool:
    return name in _DIRECTED and QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


@lru_cache(maxsize=256)
def _icon(name: str, color: str, size: int, mirrored: bool) -> QIcon:
    found = QIcon()
    for scale in _SCALES:
        found.addPixmap(_pixmap(name, color, size, scale, mirrored))
    return found


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int, scale: float, mirrored: bool) -> QPixmap:
    drawing = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("#000", color)
    image = QPixmap(round(size * scale), round(size * scale))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    if mirrored:
        image = image.transformed(QTransform.fromScale(-1, 1))
    image.setDevicePixelRatio(scale)
    return image
