"""A row of two lines: the name of a thing, and how it stands."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.parts.icons import pixmap
from ui.parts.rows import FailedRole, FractionRole, IconRole, Index, StatusRole, TagsRole
from ui.parts.swatches import draw_spot
from ui.parts.theme import Palette, Space, enlarged

_ICON, _SPOT = 18, 7  # pixels across
_TAGS_SHARE = 0.62  # of the second line


class RowPainter(QStyledItemDelegate):
    """Name, second line, and a thin bar while work goes on."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(120, 2 * QFontMetrics(option.font).height() + 2 * Space.S + 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(Space.S, 1, -Space.S, -1)
        state: QStyle.StateFlag = option.state
        colors = self.palette
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if focused or chosen or state & QStyle.StateFlag.State_MouseOver:
            ground = "accent_soft" if chosen else "hover"
            painter.setBrush(colors.color(ground) if not focused or chosen else Qt.BrushStyle.NoBrush)
            painter.setPen(colors.color("accent") if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, 8, 8)
        failed = bool(index.data(FailedRole))
        ratio = painter.device().devicePixelRatioF()
        name = "warning" if failed else index.data(IconRole) or "document"
        image = pixmap(name, colors.danger if failed else colors.quiet, _icon_size(option), ratio)
        painter.drawPixmap(QPoint(rect.left() + Space.S, rect.top() + Space.S), image)
        self._text(painter, option, index, rect, failed)
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        rect: QRect,
        failed: bool,
    ) -> None:
        colors, left = self.palette, rect.left() + Space.S + _icon_size(option) + Space.S
        width = rect.right() - left - Space.S
        font = option.font
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(colors.color("ink"))
        name = metrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(left, rect.top() + Space.S - 3 + metrics.ascent(), name)
        small = type(font)(font)
        small.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(small)
        painter.setPen(colors.color("danger" if failed else "quiet"))
        below = rect.top() + Space.S - 2 + metrics.height() + QFontMetrics(small).ascent()
        at = left + self._tags(painter, index, QRect(left, below, width, 0), QFontMetrics(small))
        painter.setPen(colors.color("danger" if failed else "quiet"))
        room = left + width - at
        status = QFontMetrics(small).elidedText(index.data(StatusRole), Qt.TextElideMode.ElideRight, room)
        painter.drawText(at, below, status)
        done = index.data(FractionRole)
        if done is not None:
            bar = QRect(left, rect.bottom() - 4, width, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color("line"))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            painter.setBrush(colors.color("accent"))
            painter.drawRoundedRect(bar.adjusted(0, 0, int((done - 1) * width), 0), 1.5, 1.5)

    def _tags(self, painter: QPainter, index: Index, line: QRect, metrics: QFontMetrics) -> int:
        """Draw the tags before what stands on the line; how much room they took, at most most of it."""
        tags = index.data(TagsRole) or ()
        taken, most = 0, int(line.width() * _TAGS_SHARE)
        for place, tag in enumerate(tags):
            more = f"+{len(tags) - place}"
            name = metrics.elidedText(tag.name, Qt.TextElideMode.ElideRight, most // 2)
            wide = _SPOT + Space.XS + metrics.horizontalAdvance(name) + Space.S
            painter.setPen(self.palette.color("ink"))
            if taken and taken + wide > most:
                painter.drawText(line.left() + taken, line.top(), more)
                return taken + metrics.horizontalAdvance(more) + Space.S
            top = line.top() - metrics.ascent() / 2 - _SPOT / 2 + 1
            draw_spot(painter, QRectF(line.left() + taken, top, _SPOT, _SPOT), self.palette, tag.tone)
            painter.setPen(self.palette.color("ink"))
            painter.drawText(line.left() + taken + _SPOT + Space.XS, line.top(), name)
            taken += wide
        return taken


def _icon_size(option: QStyleOptionViewItem) -> int:
    """In pixels, as large as the letters beside it."""
    return round(_ICON * enlarged(option.font))
