"""Icons of one hand, tinted with the theme and sharp at every scale."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QScreen, QTransform
from PySide6.QtSvg import QSvgRenderer

from engine.assets import ASSETS

_FOLDER = ASSETS / "icons"
# They point along the way of reading, or are laid out along it.
_DIRECTED = frozenset(
    {"back", "forward", "left", "right", "outside", "strip", "summary", "chat"}
)  # not for people


def icon(name: str, color: str, size: int = 18) -> QIcon:
    """`assets/icons/<name>.svg` drawn in `color`; what points onward points left from right to left."""
    return _icon(name, color, size, scales(), _is_mirrored(name))


def scales() -> tuple[float, ...]:
    """Device pixels for one of ours on the screens that are there: one icon has a drawing for each. For every
    scale that there may be it took .8 ms, and an opened library makes some sixty of them.
    """
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})) or (1.0,)


def follow_screens(draw: Callable[[], object]) -> None:
    """Have `draw` called whenever a screen comes, or becomes one, for whose scale nothing is drawn yet."""
    known = set(scales())

    def looked() -> None:
        if new := set(scales()) - known:
            known.update(new)
            draw()

    def follow(screen: QScreen) -> None:
        screen.geometryChanged.connect(looked)
        looked()

    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.screenAdded.connect(follow)
    for screen in QGuiApplication.screens():
        follow(screen)


def pixmap(name: str, color: str, size: int, scale: float) -> QPixmap:
    """One rendering, `size` device-independent pixels wide at a device pixel ratio of `scale`."""
    return _pixmap(name, color, size, scale, _is_mirrored(name))


def _is_mirrored(name: str) -> bool:
    return name in _DIRECTED and QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


@lru_cache(maxsize=256)
def _icon(name: str, color: str, size: int, at: tuple[float, ...], mirrored: bool) -> QIcon:
    found = QIcon()
    for scale in at:
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
