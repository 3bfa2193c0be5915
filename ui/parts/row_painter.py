"""A row of two lines: the name of a thing, and how it stands; the name alone where there is little room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.words.directions import isolated
from ui.parts.icons import pixmap
from ui.parts.rows import FailedRole, FractionRole, IconRole, Index, StatusRole, TagsRole
from ui.parts.swatches import draw_spot
from ui.parts.theme import Palette, Space, enlarged

_ICON, _SPOT = 18, 7  # pixels across
_SPOTS = 3  # of tags, where a row says its name alone
_TAGS_SHARE = 0.62  # of the second line


class RowPainter(QStyledItemDelegate):
    """Name, second line, and a thin bar while work goes on."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette = palette
        self.brief = False  # the name alone, for there is little room; tips have the rest

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        line = QFontMetrics(option.font).height()
        return QSize(120, line + Space.S if self.brief else 2 * line + 2 * Space.S + 2)

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
            painter.setPen(colors.around(focused=focused, chosen=chosen))
            painter.drawRoundedRect(rect, 8, 8)
        failed = bool(index.data(FailedRole))
        ratio = painter.device().devicePixelRatioF()
        name = "warning" if failed else index.data(IconRole) or "document"
        image = pixmap(name, colors.danger if failed else colors.quiet, _icon_size(option), ratio)
        line = Line(option, rect)
        down = (rect.height() - _icon_size(option)) // 2 if self.brief else Space.S
        at = line.placed(rect.left() + Space.S, rect.top() + down, _icon_size(option), _icon_size(option))
        painter.drawPixmap(at.topLeft(), image)
        self._text(painter, option, index, line, failed)
        painter.restore()

    def _text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        line: Line,
        failed: bool,
    ) -> None:
        colors, rect = self.palette, line.room
        left = rect.left() + Space.S + _icon_size(option) + Space.S
        width = rect.right() - left - Space.S
        font = option.font
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(colors.color("ink"))
        if self.brief:
            self._brief(painter, index, line, QRect(left, rect.top(), width, rect.height()))
            return
        name = metrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, width)
        line.write(painter, left, rect.top() + Space.S - 3, width, name)
        small = type(font)(font)
        small.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(small)
        painter.setPen(colors.color("danger" if failed else "quiet"))
        below = rect.top() + Space.S - 2 + metrics.height()
        at = left + self._tags(painter, index, line, QRect(left, below, width, 0))
        painter.setPen(colors.color("danger" if failed else "quiet"))
        room = left + width - at
        status = QFontMetrics(small).elidedText(index.data(StatusRole), Qt.TextElideMode.ElideRight, room)
        line.write(painter, at, below, room, status)
        self._bar(painter, index, line, QRect(left, rect.bottom() - 4, width, 3))

    def _brief(self, painter: QPainter, index: Index, line: Line, room: QRect) -> None:
        """The name, with the spots of the first tags behind it."""
        tags = (index.data(TagsRole) or ())[:_SPOTS]
        metrics = painter.fontMetrics()
        each = _SPOT + Space.XS
        width = room.width() - each * len(tags)
        name = metrics.elidedText(index.data(), Qt.TextElideMode.ElideMiddle, width)
        top = room.top() + (room.height() - metrics.height()) // 2
        line.write(painter, room.left(), top, width, name)
        for place, tag in enumerate(tags):
            left, down = (
                room.left() + width + Space.XS + place * each,
                room.top() + (room.height() - _SPOT) // 2,
            )
            draw_spot(painter, QRectF(line.placed(left, down, _SPOT, _SPOT)), self.palette, tag.tone)
        self._bar(painter, index, line, QRect(room.left(), room.bottom() - 2, room.width(), 3))

    def _bar(self, painter: QPainter, index: Index, line: Line, room: QRect) -> None:
        """How far the work on it has come, where any goes on."""
        done = index.data(FractionRole)
        if done is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            for ground, share in (("line", 1.0), ("accent", done)):
                painter.setBrush(self.palette.color(ground))
                bar = line.placed(room.left(), room.top(), int(share * room.width()), room.height())
                painter.drawRoundedRect(bar, 1.5, 1.5)

    def _tags(self, painter: QPainter, index: Index, line: Line, room: QRect) -> int:
        """Draw the tags before what stands on the line; how much room they took, at most most of it."""
        tags = index.data(TagsRole) or ()
        metrics = painter.fontMetrics()
        taken, most = 0, int(room.width() * _TAGS_SHARE)
        for place, tag in enumerate(tags):
            more = f"+{len(tags) - place}"
            name = metrics.elidedText(tag.name, Qt.TextElideMode.ElideRight, most // 2)
            wide = _SPOT + Space.XS + metrics.horizontalAdvance(name) + Space.S
            painter.setPen(self.palette.color("ink"))
            if taken and taken + wide > most:
                line.write(painter, room.left() + taken, room.top(), most, more)
                return taken + metrics.horizontalAdvance(more) + Space.S
            down = room.top() + (metrics.ascent() - _SPOT) // 2 + 1
            spot = line.placed(room.left() + taken, down, _SPOT, _SPOT)
            draw_spot(painter, QRectF(spot), self.palette, tag.tone)
            painter.setPen(self.palette.color("ink"))
            line.write(painter, room.left() + taken + _SPOT + Space.XS, room.top(), wide, name)
            taken += wide
        return taken


@dataclass(frozen=True, slots=True)
class Line:
    """Places in a row, told from the side where one begins to read; `room` is all of it."""

    option: QStyleOptionViewItem
    room: QRect

    def placed(self, left: int, top: int, width: int, height: int) -> QRect:
        return QStyle.visualRect(self.option.direction, self.room, QRect(left, top, width, height))

    def write(self, painter: QPainter, left: int, top: int, width: int, text: str) -> None:
        """One line of text, which keeps its own direction."""
        backwards = self.option.direction is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if backwards else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
        room = self.placed(left, top, width, painter.fontMetrics().height())
        said = isolated(text) if backwards else text
        painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), said)


def _icon_size(option: QStyleOptionViewItem) -> int:
    """In pixels, as large as the letters beside it."""
    return round(_ICON * enlarged(option.font))
