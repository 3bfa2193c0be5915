"""How a page is drawn: its paper, what is marked on it, and what can be followed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from rag.types import Box
from ui.parts.theme import LIGHT, Palette
from ui.reader.paged.plain import PlainSheet

_MARK_ALPHA = 105
_FOUND, _FOUND_ALPHA = QColor("#7fc4bd"), 130
_CURRENT, _CURRENT_ALPHA = QColor("#f08a3c"), 150
_SELECTED, _SELECTED_ALPHA = QColor("#2c5f9e"), 70


@dataclass(frozen=True, slots=True)
class Drawn:
    """What there is to draw over a page, in shares of it."""

    notes: tuple[tuple[Box, QColor, bool], ...] = ()  # where, in which colour, and whether words begin there
    marks: tuple[Box, ...] = ()
    found: tuple[Box, ...] = ()
    current: tuple[Box, ...] = ()
    links: tuple[Box, ...] = ()


NOTHING = Drawn()


def paper(painter: QPainter, rect: QRectF, image: QImage | None, plain: PlainSheet | None) -> None:
    """The page itself: its picture, or as it is set where there will be none."""
    if image is not None:
        ratio = painter.device().devicePixelRatioF()
        if image.width() == round(rect.width() * ratio):
            image.setDevicePixelRatio(ratio)
            painter.drawImage(rect.topLeft().toPoint(), image)
            return
        image.setDevicePixelRatio(1.0)
        painter.drawImage(rect, image, QRectF(image.rect()))  # until it is drawn in this size
        return
    if plain is not None:
        painter.fillRect(rect.toAlignedRect(), Qt.GlobalColor.white)
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / plain.width, rect.height() / plain.height)
        plain.draw(painter)
        painter.restore()


def over(painter: QPainter, rect: QRectF, drawn: Drawn, selected: Sequence[Box], palette: Palette) -> None:
    """What is marked, found and selected. Marker darkens paper and leaves ink black, as on a real page."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for box, color, _ in drawn.notes:
        painter.setBrush(color)
        painter.drawRect(part(rect, box).adjusted(-1, -1, 1, 1))
    for boxes, color, alpha in (
        (drawn.marks, QColor(palette.mark), _MARK_ALPHA),
        (drawn.found, _FOUND, _FOUND_ALPHA),
        (drawn.current, _CURRENT, _CURRENT_ALPHA),
        (selected, _SELECTED, _SELECTED_ALPHA),
    ):
        tint = QColor(color)
        tint.setAlpha(alpha)
        painter.setBrush(tint)
        for box in boxes:
            painter.drawRoundedRect(part(rect, box).adjusted(-1.5, -1, 1.5, 1), 2, 2)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    for box, color, begins in drawn.notes:
        if begins:
            _flag(painter, rect, part(rect, box), color)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # The page is paper, also in the dark: the colour of links is the light one.
    painter.setPen(QPen(QColor(LIGHT.accent), 1.2))
    for box in drawn.links:
        under = part(rect, box)
        painter.drawLine(under.bottomLeft(), under.bottomRight())
    painter.setPen(QPen(QColor("#9a4d0c"), 1.6))  # seen where colours are not
    for box in drawn.current:
        painter.drawRoundedRect(part(rect, box).adjusted(-2, -2, 2, 2), 2, 2)


def _flag(painter: QPainter, page: QRectF, at: QRectF, color: QColor) -> None:
    """A small leaf in the margin beside marked words that something is written on."""
    high = min(14.0, max(8.0, page.width() / 50))
    leaf = QRectF(page.right() - high - 4, at.center().y() - high / 2, high, high)
    painter.setBrush(color)
    painter.setPen(QPen(color.darker(170), 1.2))
    painter.drawRoundedRect(leaf, 2, 2)
    for share in (0.35, 0.65):
        down = leaf.top() + share * high
        painter.drawLine(QPointF(leaf.left() + 3, down), QPointF(leaf.right() - 3, down))
    painter.setPen(Qt.PenStyle.NoPen)


def caret(painter: QPainter, rect: QRectF, box: Box) -> None:
    """Where the next key selects from."""
    painter.setPen(QPen(QColor(LIGHT.accent), 1.6))
    where = part(rect, box)
    painter.drawLine(where.topLeft(), where.bottomLeft())


def part(rect: QRectF, box: Box) -> QRectF:
    """A part of a page that stands at `rect`."""
    return QRectF(
        rect.left() + box.x0 * rect.width(),
        rect.top() + box.y0 * rect.height(),
        (box.x1 - box.x0) * rect.width(),
        (box.y1 - box.y0) * rect.height(),
    )


def union(rects: Iterable[QRectF]) -> QRectF:
    """What holds all of them."""
    whole = QRectF()
    for one in rects:
        whole = whole.united(one)
    return whole
