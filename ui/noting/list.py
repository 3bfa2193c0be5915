"""The notes of the document that is read, in the strip beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.exporting.markup import bulleted
from app.exporting.notes import where
from app.words.catalogue import say
from rag.language.words import plain
from rag.types import Note
from ui.noting.colours import rgb
from ui.noting.lost import LostNotes
from ui.parts.controls import IconButton, label, scrolled
from ui.parts.inert import inert
from ui.parts.row_list import RowList
from ui.parts.row_painter import Line
from ui.parts.rows import FailedRole, Index, StatusRole
from ui.parts.theme import Palette, Space

_BAR = 4  # pixels: the colour at the edge of a row
_NOTE = Qt.ItemDataRole.UserRole + 40


class NotesList(QWidget):
    chosen = Signal(object)  # Note
    edit_asked = Signal(object)
    delete_asked = Signal(object)
    menu_asked = Signal(object, QPoint)  # and where, on the screen
    new_asked = Signal()
    save_asked = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.rows = _Rows()
        self.list = _List()
        self.painter = _Painter(palette, self.list)
        self.list.setItemDelegate(self.painter)
        self.list.setModel(self.rows)
        self.list.setAccessibleName(say("notes.list.name"))
        self.list.clicked.connect(lambda index: self.chosen.emit(self.rows.note(index)))
        self.list.activated.connect(lambda index: self.chosen.emit(self.rows.note(index)))
        self.list.doubleClicked.connect(lambda index: self.edit_asked.emit(self.rows.note(index)))
        self.list.edit_pressed.connect(lambda: self._of_current(self.edit_asked))
        self.list.delete_pressed.connect(lambda: self._of_current(self.delete_asked))
        self.list.customContextMenuRequested.connect(self._menu)
        self.none = label(say("notes.list.none"), "quiet", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.none.setContentsMargins(Space.M, Space.M, Space.M, 0)
        self.new = IconButton("plus", say("notes.list.new"), color="quiet")
        self.new.clicked.connect(self.new_asked)
        self.save = IconButton("export", say("notes.list.save"), color="quiet")
        self.save.clicked.connect(self.save_asked)
        self.lost = LostNotes()
        tools = QHBoxLayout()
        tools.setContentsMargins(Space.S, Space.XS, Space.S, 0)
        tools.addWidget(self.new)
        tools.addWidget(self.save)
        tools.addStretch()
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(scrolled(self.none))
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.lost)
        column.addWidget(body, 1)
        self.show_notes(())
        self.retint(palette)

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Those of another document, or others of the same: the current one stays so, where it is there."""
        current = self.current
        self.rows.show(notes)
        self.lost.show_notes(notes)
        self._pages.setCurrentIndex(1 if notes else 0)
        self.save.setEnabled(bool(notes))
        if current is not None:
            self.choose(current.id)

    @property
    def current(self) -> Note | None:
        return self.rows.note(self.list.currentIndex())

    def choose(self, note: int) -> None:
        """Have a note in view, as the current one."""
        place = self.rows.place(note)
        if place is not None:
            self.list.setCurrentIndex(self.rows.index(place))

    def retint(self, palette: Palette) -> None:
        self.painter.palette = palette
        for one in (self.new, self.save):
            one.retint(palette)
        self.list.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        (self.list if self.rows.rowCount() else self.new).setFocus()

    def _of_current(self, signal: Any) -> None:
        note = self.current
        if note is not None:
            signal.emit(note)

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        note = self.rows.note(index if index.isValid() else self.list.currentIndex())
        if note is not None:
            self.menu_asked.emit(note, self.list.viewport().mapToGlobal(at))


class _List(RowList):
    edit_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.edit_pressed.emit()
        else:
            super().keyPressEvent(event)


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._notes: tuple[Note, ...] = ()

    def show(self, notes: Sequence[Note]) -> None:
        self.beginResetModel()
        self._notes = tuple(notes)
        self.endResetModel()

    def note(self, index: Index) -> Note | None:
        return self._notes[index.row()] if index.isValid() and index.row() < len(self._notes) else None

    def place(self, note: int) -> int | None:
        return next((place for place, one in enumerate(self._notes) if one.id == note), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._notes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        note = self.note(index)
        if note is None:
            return None
        quote = say("notes.list.quote", words=plain(note.quote)) if note.quote else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(bulleted(note.text).split()) or quote
            case Qt.ItemDataRole.ToolTipRole:
                was = say("notes.export.was", words=plain(note.was)) if note.was else ""
                return inert("\n\n".join(filter(None, (where(note), bulleted(note.text), quote, was))))
            case Qt.ItemDataRole.AccessibleTextRole:
                colour = say(f"notes.colours.{note.colour.value}")
                return ", ".join(filter(None, (note.text, quote, where(note), colour)))
            case _ if role == StatusRole:
                changed = say("notes.list.changed") if note.was else ""
                return " · ".join(filter(None, (where(note), changed)))
            case _ if role == FailedRole:
                return note.is_lost
            case _ if role == _NOTE:
                return note
        return None


class _Painter(QStyledItemDelegate):
    """A bar in the note's colour, what it says in two lines at most, and where it is."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(100, 3 * QFontMetrics(option.font).height() + 2 * Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, note = self.palette, index.data(_NOTE)
        rect = option.rect.adjusted(Space.XS, 1, -Space.XS, -1)
        state: QStyle.StateFlag = option.state
        focused, chosen = (
            bool(state & QStyle.StateFlag.State_HasFocus),
            bool(state & QStyle.StateFlag.State_Selected),
        )
        if focused or chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colors.color("accent_soft" if chosen else "hover"))
            painter.setPen(colors.around(focused=focused, chosen=chosen))
            painter.drawRoundedRect(rect, 6, 6)
        painter.setBrush(rgb(note.colour))
        painter.setPen(QPen(rgb(note.colour).darker(150), 1))
        line = Line(option, rect)
        high = rect.height() - 2 * Space.S
        painter.drawRoundedRect(line.placed(rect.left() + Space.XS, rect.top() + Space.S, _BAR, high), 2, 2)
        left = rect.left() + Space.XS + _BAR + Space.S
        width = rect.right() - Space.XS - left
        metrics = QFontMetrics(option.font)
        small = type(option.font)(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.86)
        said = [one for one in _two_lines(index.data(), metrics, width) if one]
        top = rect.center().y() - (len(said) * metrics.height() + QFontMetrics(small).height()) // 2
        painter.setFont(option.font)
        painter.setPen(colors.color("ink" if note.text else "quiet"))
        for place, one in enumerate(said):
            line.write(painter, left, top + place * metrics.height(), width, one)
        painter.setFont(small)
        painter.setPen(colors.color("danger" if note.is_lost else "quiet"))
        below = QFontMetrics(small).elidedText(index.data(StatusRole), Qt.TextElideMode.ElideRight, width)
        line.write(painter, left, top + len(said) * metrics.height(), width, below)
        painter.restore()


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """As many words as fit a line, and what is left, shortened."""
    words = text.split()
    first = ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    lines = [first, rest] if first else [rest]
    return [metrics.elidedText(one, Qt.TextElideMode.ElideRight, width) for one in lines if one]
