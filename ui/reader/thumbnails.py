"""The pages of a document in small, drawn as they come into view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.words.catalogue import say
from ui.parts.tasks import Tasks
from ui.parts.theme import Palette, Space
from ui.reader.kinds import Opened
from ui.reader.paged.pictures import Pictures

if TYPE_CHECKING:
    from app.library.reading import Reading

_WIDE, _HIGH = 104, 148  # pixels of a small page at most
_KEPT_BYTES = 16 << 20
_SOON = 40  # milliseconds after the last movement

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Thumbnails(QListView):
    chosen = Signal(int)  # page

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._rows = _Pages()
        self._pictures: Pictures | None = None
        self._reading: Reading | None = None
        self._tasks: Tasks | None = None
        self._painter = _Painter(palette, self._picture)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say("reader.strip.pages"))
        self.clicked.connect(self._choose)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._want)
        # `start` alone would take the bar's value for the milliseconds to wait.
        self.verticalScrollBar().valueChanged.connect(lambda _: self._soon.start())

    def attach(self, reading: Reading, tasks: Tasks) -> None:
        """The library is open."""
        self._reading, self._tasks = reading, tasks

    def open(self, opened: Opened) -> None:
        """The pages of a document, where it is another one."""
        if self._rows.opened is opened:
            return
        self.clear()
        self._rows.show_document(opened)
        reading, tasks = self._reading, self._tasks
        if reading is not None and tasks is not None:
            id_ = opened.document.id
            self._pictures = Pictures(lambda page, wide: reading.picture(id_, page, wide), tasks, _KEPT_BYTES)
            self._pictures.drawn.connect(self._show)
        self._soon.start()

    def clear(self) -> None:
        if self._pictures is not None:
            self._pictures.end()
        self._pictures = None
        self._rows.show_document(None)

    def show_read(self, page: int) -> None:
        """Mark the page that is read, and have it in view unless somebody goes through the list."""
        at = self._rows.index(page - 1)
        if at.isValid() and not self.hasFocus():
            self.setCurrentIndex(at)
            self.scrollTo(at)

    def retint(self, palette: Palette) -> None:
        self._painter.palette = palette
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: _Index) -> None:
        if index.isValid():
            self.chosen.emit(index.row() + 1)

    def _picture(self, page: int) -> QImage | None:
        return self._pictures.of(page) if self._pictures is not None else None

    def _want(self) -> None:
        if self._pictures is None or not self.isVisible():
            return
        room = self.viewport().rect()
        first = self.indexAt(room.topLeft() + QRect(Space.S, 1, 1, 1).topLeft()).row()
        high = max(1, self.sizeHintForRow(0))
        rows = range(max(0, first), min(self._rows.rowCount(), max(0, first) + room.height() // high + 2))
        wide = round(_WIDE * self.devicePixelRatioF())
        self._pictures.want([(row + 1, wide) for row in rows])

    def _show(self, page: int) -> None:
        self.update(self._rows.index(page - 1))


class _Pages(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._opened: Opened | None = None

    @property
    def opened(self) -> Opened | None:
        return self._opened

    def show_document(self, opened: Opened | None) -> None:
        self.beginResetModel()
        self._opened = opened
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return len(self._opened.sheets) if self._opened is not None and not parent.isValid() else 0

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._opened is None or not index.isValid():
            return None
        sheet = self._opened.sheets[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if not sheet.label:
                return str(sheet.number)
            return say("reader.strip.labelled", page=sheet.number, label=sheet.label)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return say("reader.strip.page", page=sheet.number)
        return None


class _Painter(QStyledItemDelegate):
    """A small page above its number."""

    def __init__(self, palette: Palette, picture: Callable[[int], QImage | None]) -> None:
        super().__init__()
        self.palette = palette
        self._picture = picture

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(_WIDE + 2 * Space.M, _HIGH + option.fontMetrics.height() + 2 * Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if chosen or focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.palette.around(focused=focused, chosen=chosen))
            painter.setBrush(self.palette.color("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(Space.XS, 1, -Space.XS, -1), 8, 8)
        room = QRect(rect.center().x() - _WIDE // 2, rect.top() + Space.S, _WIDE, _HIGH)
        image = self._picture(index.row() + 1)
        size = room.size()
        if image is not None:
            size = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        if image is None:
            painter.fillRect(place, self.palette.color("paper"))  # white would flash on a dark ground
        else:
            painter.drawImage(place, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette.color("accent" if chosen else "line"), 2 if chosen else 1))
        painter.drawRect(place)
        painter.setPen(self.palette.color("ink" if chosen else "quiet"))
        below = QRect(rect.left(), room.bottom(), rect.width(), rect.bottom() - room.bottom())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()
