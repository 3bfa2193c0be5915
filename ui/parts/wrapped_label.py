"""Words that take as many lines as they need, each of which begins where the window's language begins."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle

from ui.parts.accented_label import AccentedLabel


class WrappedLabel(AccentedLabel):
    """Plain text on several lines, some of it marked as with a pen.

    From right to left Qt counts the space at which a line is broken and does not draw it: all lines but the
    last stand off the edge by a space, and one that just fits loses its last letter at the other.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.marked: list[str] = []  # what of the text is
        self._marks: list[QTextLayout.FormatRange] = []
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mark(self, spans: Sequence[tuple[int, int]], ground: str, ink: str) -> None:
        """Have some of the text stand on a ground and in an ink of its own. It stays plain text, which a
        document's words never leave.
        """
        kind = QTextCharFormat()
        kind.setBackground(QColor(ground))
        kind.setForeground(QColor(ink))
        text = self.text()
        self.marked = [text[start:end] for start, end in spans]
        self._marks = []
        for start, end in spans:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = _units(text[:start]), _units(text[start:end]), kind
            self._marks.append(one)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        backwards = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
        selectable = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        if (not backwards and not self._marks) or selectable:
            super().paintEvent(event)
            return
        direction = Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight
        side = QStyle.visualAlignment(direction, self.alignment())
        option = QTextOption(side & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        room = QRectF(self.contentsRect())
        # Of one layout: a line that somebody broke is a line more, not a paragraph.
        words = QTextLayout(self.text().replace("\n", "\u2028"), self.font(), self)
        words.setTextOption(option)
        words.setFormats(self._marks)
        between = QFontMetricsF(self.font()).leading()
        high = -between
        words.beginLayout()
        while (line := words.createLine()).isValid():
            line.setLineWidth(room.width())
            line.setPosition(QPointF(0, high + between))
            high += between + line.height()
        words.endLayout()
        is_middle = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter)
        above = max(0.0, (room.height() - high) / 2) if is_middle else 0.0
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words.draw(painter, room.topLeft() + QPointF(0, round(above)))


def _units(text: str) -> int:
    """How long Qt takes a text to be: what is beyond the first 65,536 characters counts twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)
