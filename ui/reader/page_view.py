"""The picture of a page, with what is marked and what can be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.words.catalogue import say
from rag.types import Box
from ui.parts.inert import inert
from ui.parts.theme import LIGHT, Palette

if TYPE_CHECKING:
    from app.library.reading import Link

_MARK_ALPHA = 105


class PageView(QWidget):
    """A page's picture with marker over the cited words and a line under its cross-references."""

    followed = Signal(object)  # Link
    drawn = Signal(object)  # Box: what a person drew a frame around

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._pixmap = QPixmap()
        self._boxes: tuple[Box, ...] = ()
        self._links: tuple[Link, ...] = ()
        self._chosen: tuple[Box, ...] = ()
        self._from: QPointF | None = None
        self._to = QPointF()
        self.setMouseTracking(True)
        self.setAccessibleName(say("reader.names.page"))

    @property
    def boxes(self) -> tuple[Box, ...]:
        return self._boxes

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def show_page(self, image: QImage, boxes: tuple[Box, ...], links: tuple[Link, ...], ratio: float) -> None:
        self._pixmap = QPixmap.fromImage(image)
        self._pixmap.setDevicePixelRatio(ratio)
        self._boxes, self._links, self._chosen = boxes, links, ()
        self.setFixedSize(self._pixmap.deviceIndependentSize().toSize())
        self.update()

    def show_chosen(self, boxes: tuple[Box, ...]) -> None:
        """What a person has marked."""
        self._chosen = boxes
        self.update()

    def mark(self) -> QRectF | None:
        """Where the first marked words are, in widget coordinates."""
        return self._rect(self._boxes[0]) if self._boxes else None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        color = QColor(self._palette.mark)
        color.setAlpha(_MARK_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        # Marker darkens paper and leaves ink black, as on a real page.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in self._boxes:
            painter.drawRoundedRect(self._rect(box).adjusted(-1.5, -1, 1.5, 1), 2, 2)
        # The page is paper, also in the dark: the colour of links is the light one.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(QColor(LIGHT.accent), 1.2))
        for link in self._links:
            for box in link.boxes:
                under = self._rect(box)
                painter.drawLine(under.bottomLeft(), under.bottomRight())
        painter.setPen(QPen(QColor(LIGHT.accent), 1.6))
        for box in self._chosen:
            painter.drawRoundedRect(self._rect(box).adjusted(-2, -2, 2, 2), 2, 2)
        if self._is_drawn:
            painter.setPen(QPen(QColor(LIGHT.accent), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self._frame)
        painter.end()

    @property
    def _frame(self) -> QRectF:
        return QRectF(self._from or self._to, self._to).normalized()

    @property
    def _is_drawn(self) -> bool:
        """Whether a frame is being drawn, and not only a button held down."""
        moved = self._frame.width() + self._frame.height()
        return self._from is not None and moved >= QApplication.startDragDistance()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position()
            self.update()
            return
        link = self._link_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        self.setToolTip(inert(say("reader.link", place=" ".join(link.text.split()))) if link else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drawn, frame, self._from = self._is_drawn, self._frame, None
        width, height = max(1, self.width()), max(1, self.height())
        if drawn:
            corners = (
                frame.left() / width,
                frame.top() / height,
                frame.right() / width,
                frame.bottom() / height,
            )
            self.drawn.emit(Box(*corners))
            return
        link = self._link_at(event.position())
        if link is not None and event.button() is Qt.MouseButton.LeftButton:
            self.followed.emit(link)

    def link_point(self, place: int) -> QPointF:
        """The middle of a link's first words, in widget coordinates."""
        return self._rect(self._links[place].boxes[0]).center()

    def _link_at(self, point: QPointF) -> Link | None:
        return next(
            (link for link in self._links for box in link.boxes if self._rect(box).contains(point)), None
        )

    def _rect(self, box: Box) -> QRectF:
        width, height = self.width(), self.height()
        return QRectF(box.x0 * width, box.y0 * height, (box.x1 - box.x0) * width, (box.y1 - box.y0) * height)
