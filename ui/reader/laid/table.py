"""The table that a sheet is drawn in: its cells, the areas that are shown as one, its keys and its wheel."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from rag.types.views import Area, SheetView
from ui.parts.theme import Palette, Space
from ui.reader.laid.grid_model import LOOK, GridModel, HeadModel, Look

_MARKED_INK = "#24211d"  # on the marker, which has one colour on either ground
_MOST_MERGES = 2_000
_BAND = 256  # rows
_BAR = 3  # pixels: at the edge of a cell that somebody marked for themselves


def apart(sheet: SheetView, columns: int) -> list[Area]:
    """The merged areas of a sheet as far as it reaches, none over another: files have such."""
    found: list[Area] = []
    taken: dict[int, list[Area]] = {}  # by the bands of rows that they reach into
    for one in sheet.merges[:_MOST_MERGES]:
        area = Area(one.top, one.left, min(one.bottom, sheet.rows), min(one.right, columns - 1))
        if not (1 <= area.top <= area.bottom and 0 <= area.left <= area.right):
            continue
        bands = range(area.top // _BAND, min(area.bottom // _BAND, area.top // _BAND + _BAND) + 1)
        if any(_meet(area, other) for band in bands for other in taken.get(band, ())):
            continue
        for band in bands:
            taken.setdefault(band, []).append(area)
        found.append(area)
    return found


def _meet(one: Area, other: Area) -> bool:
    down = one.top <= other.bottom and other.top <= one.bottom
    return down and one.left <= other.right and other.left <= one.right


class Table(QTableView):
    copy_asked = Signal()
    resized = Signal()
    zoom_asked = Signal(int)

    def __init__(self, model: GridModel | HeadModel, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "grid")
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setTabKeyNavigation(False)
        self._cells = Cells(palette)
        self.setItemDelegate(self._cells)

    def retint(self, palette: Palette) -> None:
        self._cells.palette_now = palette
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


class Cells(QStyledItemDelegate):
    """Draws cells with what is marked of them. A cell is asked for once: hundreds are drawn in a frame."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.palette_now = palette

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = index.data(LOOK)
        ink = self.palette_now
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground, letters = self._colours(look if isinstance(look, Look) else None, selected=selected)
        if ground:
            painter.fillRect(rect, QColor(ground))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(ink.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if not isinstance(look, Look):
            return
        font = QFont(option.font)
        font.setBold(look.heads)
        font.setItalic(look.quiet)
        font.setUnderline(look.own is not None and look.own.has_words)
        painter.setFont(font)
        painter.setPen(QColor(letters))
        room = rect.adjusted(Space.S, 0, -Space.S, 0)
        side = Qt.AlignmentFlag.AlignRight if look.figure else Qt.AlignmentFlag.AlignLeading
        if not look.figure and look.backwards:
            side = Qt.AlignmentFlag.AlignRight
        text = painter.fontMetrics().elidedText(look.text, Qt.TextElideMode.ElideRight, room.width())
        painter.setLayoutDirection(option.direction)  # the sheet's, whatever that of the window
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        if look.noted:
            painter.fillRect(rect.right() - 5, rect.top() + 1, 5, 5, QColor(ink.warn))
        if look.own is not None:  # seen too where the cell is cited, found or selected
            painter.fillRect(
                rect.left(), rect.top(), _BAR, rect.height(), QColor(*look.own.colour).darker(150)
            )

    def _colours(self, look: Look | None, *, selected: bool) -> tuple[str, str]:
        """Of the ground, "" for none, and of the letters."""
        ink = self.palette_now
        if look is not None and look.current:
            return ink.accent, ink.on_accent
        if look is not None and look.marked:
            return ink.mark, _MARKED_INK
        if look is not None and look.own is not None and not (look.found or selected):
            return QColor(*look.own.colour).name(), _MARKED_INK
        quiet = look is not None and look.quiet and not look.found
        ground = ink.accent_soft if selected or (look is not None and look.found) else ""
        return ground, ink.quiet if quiet else ink.ink
