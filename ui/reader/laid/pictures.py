"""The pictures of a text in view, as pixels that the reader's process drew; nothing else is ever loaded.

Those that were seen last are kept. One that is not there, or of a kind that cannot be drawn, is a quiet field
with what the document says it shows.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument

from app.words.catalogue import say
from rag.types.views import Pictured
from ui.parts.desk import Given
from ui.parts.tasks import Lane
from ui.reader.laid.inks import Inks

if TYPE_CHECKING:  # the window is seen before what follows is loaded: `ui.window.loading`
    from rag.reading.reader import Picture

_MOST = 96 << 20  # bytes of pictures that are kept
_LINES = 3.2  # of letters, as tall as a field for a picture that cannot be shown is
_NARROWEST = 220.0  # pixels of it, at the usual size
_INSET = 10.0
_NAME = "picture:"


class Pictures(QObject):
    """Fetches the pictures of the document `of` when they are drawn."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.of: int | None = None
        self.ratio = 1.0  # pixels of the screen in one of the program's
        self._given: Given | None = None
        self._begun = 0  # documents that were shown
        self._kept: OrderedDict[int, tuple[int, QImage]] = OrderedDict()  # how wide it was asked for
        self._asked: dict[int, int] = {}
        self._lost: set[int] = set()

    def attach(self, given: Given) -> None:
        self._given = given

    def clear(self) -> None:
        """Another document is shown."""
        self._begun += 1
        self._kept.clear()
        self._asked.clear()
        self._lost.clear()

    def is_lost(self, one: Pictured) -> bool:
        """Whether it cannot be shown."""
        return not one.is_drawn or one.number in self._lost

    def image(self, one: Pictured, size: tuple[float, float], inks: Inks) -> QImage:
        """What is drawn now; the picture itself is asked for where it is not there yet."""
        if self.is_lost(one):
            return _field(one.said, size, self.ratio, inks)
        wanted = max(round(size[0] * self.ratio), 1)
        wide, image = self._kept.get(one.number, (0, None))
        if image is None or (wide < wanted and image.width() >= wide):
            self._ask(one.number, wanted)
        if image is None:
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(QColor(inks.palette.hover))
            return image
        self._kept.move_to_end(one.number)
        return image

    def _ask(self, number: int, wanted: int) -> None:
        given, document, begun = self._given, self.of, self._begun
        if given is None or document is None or self._asked.get(number, 0) >= wanted:
            return
        self._asked[number] = wanted
        views = given.services.library.views

        def put(found: Picture | None) -> None:
            if begun == self._begun:
                self._put(number, wanted, found)

        given.tasks.run(Lane.PICTURE, lambda: views.picture(document, number, wanted), put)

    def _put(self, number: int, wanted: int, found: Picture | None) -> None:
        self._asked.pop(number, None)
        if found is None:
            self._lost.add(number)
        else:
            wide, high = found.width, found.height
            image = QImage(found.rgb, wide, high, wide * 3, QImage.Format.Format_RGB888).copy()
            self._kept[number] = (wanted, image)
            self._kept.move_to_end(number)
            while len(self._kept) > 1 and sum(one.sizeInBytes() for _, one in self._kept.values()) > _MOST:
                self._kept.popitem(last=False)
        self.changed.emit()


class PicturedText(QTextDocument):
    """A document that shows pictures by their numbers, and knows no file and no address."""

    def __init__(self, pictures: Pictures | None, inks: Inks) -> None:
        super().__init__()
        self._pictures = pictures
        self._inks = inks
        self._sizes: dict[str, tuple[Pictured, tuple[float, float]]] = {}

    def named(self, one: Pictured, room: float) -> tuple[str, float, float]:
        """The name that a picture has here, and how large it is shown: no wider than there is room."""
        wide, high = one.wide * self._inks.zoom, one.high * self._inks.zoom
        if self._pictures is not None and self._pictures.is_lost(one):
            high = _LINES * self._inks.font.pointSizeF()
            wide = max(wide, _NARROWEST * self._inks.zoom)
        elif wide > room:
            high *= room / wide
        size = (min(wide, room), max(high, 1.0))
        self._sizes[f"{_NAME}{one.number}"] = (one, size)
        return f"{_NAME}{one.number}", *size

    def picture(self, name: str) -> Pictured | None:
        """The picture of a name."""
        found = self._sizes.get(name)
        return None if found is None else found[0]

    def loadResource(self, _kind: int, name: QUrl | str) -> Any:
        found = self._sizes.get(name.toString() if isinstance(name, QUrl) else name)
        if self._pictures is None or found is None:
            return QImage(1, 1, QImage.Format.Format_ARGB32)
        return self._pictures.image(*found, self._inks)


def picture_words(one: Pictured) -> str:
    """What is said of a picture to whoever does not see it."""
    return say("reader.pictures.of", said=one.said) if one.said else say("reader.pictures.one")


def _field(said: str, size: tuple[float, float], ratio: float, inks: Inks) -> QImage:
    """What stands for a picture that cannot be shown."""
    image = QImage(
        max(round(size[0] * ratio), 1), max(round(size[1] * ratio), 1), QImage.Format.Format_ARGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(inks.palette.line))
    painter.setBrush(QColor(inks.palette.hover))
    field = QRectF(0.5, 0.5, size[0] - 1, size[1] - 1)
    painter.drawRoundedRect(field, 6, 6)
    font = inks.font
    font.setPointSizeF(font.pointSizeF() * 0.9)
    painter.setFont(font)
    painter.setPen(QColor(inks.palette.quiet))
    inside = field.adjusted(_INSET, 0, -_INSET, 0)
    words = say("reader.pictures.lost-of", said=said) if said else say("reader.pictures.lost")
    words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inside.width()))
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.end()
    image.setDevicePixelRatio(1.0)  # the document says how large it is shown
    return image
