"""A row of one line: the spot of a collection's colour, its name, and how many documents it has."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from app.words.catalogue import say
from ui.collecting.rows import CountRole, ToneRole
from ui.parts.icons import pixmap
from ui.parts.name_writer import NameWriter
from ui.parts.rows import Index
from ui.parts.swatches import draw_spot
from ui.parts.theme import Palette, Space, enlarged

_SPOT, _ICON = 9, 16  # pixels across


class CollectionPainter(NameWriter):
    """`over`: the row on which something is held that can be let go there, -1 for none."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette = palette
        self.over = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(100, QFontMetrics(option.font).height() + Space.S + 2)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field as high as its row has no room above and below its letters."""
        editor = super().createEditor(parent, option, index)
        editor.setStyleSheet("padding: 0 6px;")
        editor.setAccessibleName(say("collections.side.name"))
        return editor

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(Space.S, 1, -Space.S, -1)
        self._ground(painter, option, rect, held=index.row() == self.over)
        metrics = QFontMetrics(option.font)
        number = index.data(CountRole)
        told = "" if number is None else say("collections.side.count", n=number)
        before, behind = round(_ICON * enlarged(option.font)), metrics.horizontalAdvance(told)
        inside = rect.adjusted(Space.S, 0, -Space.S, 0)

        def part(left: int, width: int) -> QRect:
            placed = QRect(left, inside.top(), max(0, width), inside.height())
            return QStyle.visualRect(option.direction, inside, placed)

        mark = part(inside.left(), before)
        self._mark(painter, mark, index, before)
        left = inside.left() + before + Space.S
        name = part(left, inside.right() - left - behind - Space.S)
        words = metrics.elidedText(index.data() or "", Qt.TextElideMode.ElideRight, name.width())
        middle = Qt.AlignmentFlag.AlignVCenter
        leading = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        trailing = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignRight)
        painter.setFont(option.font)
        painter.setPen(self.palette.color("ink"))
        painter.drawText(name, int(leading | middle), words)
        painter.setPen(self.palette.color("quiet"))
        painter.drawText(part(inside.right() - behind, behind + 1), int(trailing | middle), told)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, *, held: bool) -> None:
        state: QStyle.StateFlag = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if not (focused or chosen or held or state & QStyle.StateFlag.State_MouseOver):
            return
        ground = "accent_soft" if chosen or held else "hover"
        painter.setBrush(self.palette.color(ground) if not focused or chosen else Qt.BrushStyle.NoBrush)
        ring = QPen(self.palette.color("accent"), 2)
        painter.setPen(ring if held else self.palette.around(focused=focused, chosen=chosen))
        painter.drawRoundedRect(rect, 7, 7)

    def _mark(self, painter: QPainter, at: QRect, index: Index, size: int) -> None:
        tone = index.data(ToneRole)
        if index.row() == 0:
            image = pixmap("document", self.palette.quiet, size, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPoint(at.left(), at.center().y() - size // 2), image)
        elif tone is not None:
            spot = QRectF(0, 0, _SPOT, _SPOT)
            spot.moveCenter(QRectF(at).center())
            draw_spot(painter, spot, self.palette, tone)
