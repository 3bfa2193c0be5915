"""The picture of a page with the lines that were read from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.words.catalogue import say
from app.words.scans import line_words
from rag.layout.trust import Trust
from rag.scanning.scanned import ScannedLine
from rag.types import Box
from ui.parts.inert import inert
from ui.parts.theme import LIGHT

_TAG = 15  # of the mark beside a line
_FAINT = 60  # opacity of boxes that need no look
_SPARE = 2  # between a line and its box


class ScanPageView(QWidget):
    """Boxes of lines: how sure each is, by colour, by pattern and by a mark; the current one strongest."""

    chosen = Signal(int)  # place of a line

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._lines: dict[int, ScannedLine] = {}
        self._current: int | None = None
        self.setMouseTracking(True)
        self.setAccessibleName(say("checking.view.picture"))

    @property
    def current(self) -> int | None:
        return self._current

    def show_lines(self, lines: Sequence[ScannedLine]) -> None:
        self._lines = {line.place: line for line in lines}
        self.update()

    def show_picture(self, image: QImage, ratio: float) -> None:
        self._pixmap = QPixmap.fromImage(image)
        self._pixmap.setDevicePixelRatio(ratio)
        self.setFixedSize(self._pixmap.deviceIndependentSize().toSize())
        self.update()

    def clear(self) -> None:
        self._pixmap, self._lines, self._current = QPixmap(), {}, None
        self.setFixedSize(QSize(0, 0))

    def change(self, line: ScannedLine) -> None:
        """A line is another one now."""
        if line.place in self._lines:
            self._lines[line.place] = line
            self._mend(line.place)

    def show_current(self, place: int | None) -> None:
        """Mark the line one stands at."""
        before, self._current = self._current, place
        for one in (before, place):
            if one is not None:
                self._mend(one)

    def place_rect(self, place: int) -> QRectF | None:
        """Where a line is, in widget coordinates; None without a picture."""
        line = self._lines.get(place)
        return None if line is None or self._pixmap.isNull() else self._rect(line.box)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self._pixmap.devicePixelRatio()
        shown = QRectF(event.rect())
        painter.drawPixmap(shown, self._pixmap, QRectF(shown.topLeft() * ratio, shown.bottomRight() * ratio))
        others = [line for line in self._lines.values() if line.place != self._current]
        painter.setPen(_look(None)[0])
        painter.drawRects([self._rect(line.box) for line in others if not _look(line)[1]])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in others:
            if _look(line)[1]:
                self._draw(painter, line, shown)
        current = self._lines.get(self._current) if self._current is not None else None
        if current is not None:
            self._draw(painter, current, shown)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if line is None else Qt.CursorShape.PointingHandCursor)
        self.setToolTip("" if line is None else inert(line_words(line)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position())
        if line is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(line.place)

    def _mend(self, place: int) -> None:
        """Draw a line anew, and nothing else: a page may hold hundreds."""
        rect = self.place_rect(place)
        if rect is not None:
            self.update(rect.adjusted(-2 * _TAG, -_TAG, _TAG, _TAG).toAlignedRect())

    def _draw(self, painter: QPainter, line: ScannedLine, shown: QRectF) -> None:
        box = self._rect(line.box).adjusted(-_SPARE, -_SPARE, _SPARE, _SPARE)
        if not box.adjusted(-2 * _TAG, -_TAG, _TAG, _TAG).intersects(shown):
            return
        current = line.place == self._current
        color, mark = _look(line)
        pen = QPen(color, 1.6)
        if line.is_doubtful and line.trust is Trust.CHECK:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if current:
            wash = QColor(LIGHT.accent)
            wash.setAlpha(28)
            painter.setBrush(wash)
            pen = QPen(QColor(LIGHT.accent), 3)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)
        if mark:
            self._draw_mark(painter, box, color, mark)

    def _draw_mark(self, painter: QPainter, box: QRectF, color: QColor, mark: str) -> None:
        """On the corner of a box, where it hides least of the writing."""
        corner = box.topLeft() - QPointF(_TAG * 0.6, _TAG * 0.4)
        tag = QRectF(max(1.0, corner.x()), max(1.0, corner.y()), _TAG, _TAG)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(tag)
        font = self.font()
        font.setPixelSize(11)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.surface))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, mark)

    def _line_at(self, point: QPointF) -> ScannedLine | None:
        """The line under a point; of several the smallest."""
        found = [line for line in self._lines.values() if self._rect(line.box).contains(point)]
        return min(found, key=lambda line: line.box.y1 - line.box.y0, default=None)

    def _rect(self, box: Box) -> QRectF:
        width, height = self.width(), self.height()
        return QRectF(box.x0 * width, box.y0 * height, (box.x1 - box.x0) * width, (box.y1 - box.y0) * height)


def _look(line: ScannedLine | None) -> tuple[QColor, str]:
    """The colour and the mark of a line, of a sure one by default.

    A page is paper, also in the dark: these are the light colours.
    """
    if line is not None and line.is_corrected:
        return QColor(LIGHT.good), "✓"
    if line is not None and line.trust is Trust.CHECK:
        return QColor(LIGHT.warn), "?"
    if line is not None and line.trust is Trust.UNRELIABLE:
        return QColor(LIGHT.danger), "!"
    faint = QColor(LIGHT.quiet)
    faint.setAlpha(_FAINT)
    return faint, ""
