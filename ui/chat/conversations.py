"""The list of conversations, by the day they were used last; and what is found in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, QEvent, QLocale, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from rag.types import Conversation
from ui.parts.controls import IconButton, day, label
from ui.parts.inert import inert
from ui.parts.laying import edges
from ui.parts.name_writer import NameWriter
from ui.parts.rooming import Room
from ui.parts.rows import Index
from ui.parts.theme import Space
from ui.parts.writing import Line

if TYPE_CHECKING:
    from rag.storing.said import Said

_ID = Qt.ItemDataRole.UserRole + 1
_TITLE = Qt.ItemDataRole.UserRole + 2
_TURN = Qt.ItemDataRole.UserRole + 3
_PINNED = Qt.ItemDataRole.UserRole + 4
_NAMED = Qt.ItemDataRole.UserRole + 5  # whether its name can be written
_SMALL = 0.86  # of the letters of the list: those of a head
_ROWS = {Room.AMPLE: 5, Room.SHORT: 3, Room.LEAST: 2}  # in view, where little room is left
_PAUSE = 180  # milliseconds after the last letter: then it is looked for
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Conversations(QWidget):
    new_asked = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    deleted = Signal(int)
    pinned = Signal(int, bool)
    exported = Signal(int)
    looked_for = Signal(str)  # "" to look no more
    found_opened = Signal(int, int, str)  # conversation, turn, what was looked for

    def __init__(self) -> None:
        super().__init__()
        self._listed: tuple[Sequence[Conversation], int] = ((), 0)
        self._waiting = False
        self._room = Room.AMPLE
        self._found: tuple[Said, ...] | None = None  # None while nothing is looked for
        self.list = _List()
        self.list.setAccessibleName(say("chat.list.title"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        self.list.itemChanged.connect(self._changed)
        self.list.itemDelegate().closeEditor.connect(lambda: QTimer.singleShot(0, self, self._show_waiting))
        self.list.rename_pressed.connect(self.rename_current)
        self.list.delete_pressed.connect(self._delete_current)
        self.new = IconButton("plus", say("chat.list.new"), color="quiet")
        self.new.clicked.connect(self.new_asked)
        self.field = Line()
        self.field.setPlaceholderText(say("chat.list.search-short"))  # below what it searches
        self.field.setAccessibleName(say("chat.list.search"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(lambda: self.looked_for.emit(self.field.text().strip()))
        self.field.textChanged.connect(self._typed)
        self._arrange()

    def show_list(self, found: Sequence[Conversation], current: int) -> None:
        """List them; a name that is being written is left alone, and the list shown after it."""
        self._listed = found, current
        if self._found is not None:
            return
        if self.list.is_editing:
            self._waiting = True
            return
        self._waiting = False
        today = QDate.currentDate()
        self.list.blockSignals(True)
        self.list.clear()
        group = ""
        for one in sorted(found, key=lambda one: not one.pinned):
            named = say("chat.list.pinned") if one.pinned else _when(one.updated, today)
            if named != group:
                self._add_head(named)
            group = named
            item = QListWidgetItem(one.title or say("chat.list.unnamed"))
            item.setData(_ID, one.id)
            item.setData(_TITLE, item.text())
            item.setData(_PINNED, one.pinned)
            item.setData(_NAMED, True)
            item.setToolTip(inert(one.title))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if one.id == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def show_found(self, found: Sequence[Said] | None) -> None:
        """Show the turns that were found in place of the list; None: nothing is looked for."""
        self._found = None if found is None else tuple(found)
        if found is None:
            self.show_list(*self._listed)
            return
        self.list.clear()
        if not found:
            self._add_head(say("chat.list.nothing"))
        for one in found:
            title = one.title or say("chat.list.unnamed")
            item = QListWidgetItem(f"{' '.join(one.question.split())}\n{one.excerpt}")
            item.setData(_ID, one.conversation_id)
            item.setData(_TURN, one.turn_id)
            item.setToolTip(inert(say("chat.list.found", title=title, day=day(one.at), text=one.excerpt)))
            self.list.addItem(item)

    def shorten(self, room: Room) -> None:
        """Where there is least room the field comes when words are to be looked for."""
        self._room = room
        self._show_field()
        outer = Space.XS if room is Room.LEAST else Space.S
        self._layout.setContentsMargins(0, outer, 0, outer)

    def lowest(self) -> int:
        """How high it is with a few of its rows."""
        rows = min(self.list.count(), _ROWS[self._room])
        high = sum(self.list.sizeHintForRow(row) for row in range(rows))
        return self._layout.minimumSize().height() - self.list.minimumSizeHint().height() + high

    def look(self) -> None:
        """Let words be typed that are looked for in all conversations."""
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    def rename_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._rename(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() is QEvent.Type.FocusOut:
            self._show_field(leaving=True)
        if watched is self.field and isinstance(event, QKeyEvent):
            escape = event.key() == Qt.Key.Key_Escape and bool(self.field.text())
            if event.type() is QEvent.Type.ShortcutOverride and escape:
                event.accept()  # else the window takes it
            elif event.type() is QEvent.Type.KeyPress:
                return self._key(event)
        return super().eventFilter(watched, event)

    # --- inside --------------------------------------------------------------------------------------------

    def _show_field(self, *, leaving: bool = False) -> None:
        in_use = bool(self.field.text()) or (self.field.hasFocus() and not leaving)
        self.field.setVisible(self._room is not Room.LEAST or in_use)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(edges(Space.L, 0, Space.S, 0))
        head.addWidget(label(say("chat.list.title"), "section"))
        head.addStretch()
        head.addWidget(self.new)
        row = QHBoxLayout()
        row.setContentsMargins(Space.M, 0, Space.M, 0)
        row.addWidget(self.field)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, Space.S)
        layout.setSpacing(Space.XS)
        layout.addLayout(head)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.field.text():
            self._leave()
        elif event.key() in _ENTER:
            item = self._first()
            if self._found is not None and item is not None:
                self._open(item)
            else:
                self._timer.stop()
                self._timer.timeout.emit()
        elif event.key() == Qt.Key.Key_Down:
            item = self._first()
            if item is not None:
                self.list.setFocus()
                self.list.setCurrentItem(item)
        else:
            return False
        return True

    def _first(self) -> QListWidgetItem | None:
        items = (self.list.item(at) for at in range(self.list.count()))
        return next((one for one in items if one.data(_ID) is not None), None)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.looked_for.emit("")

    def _leave(self) -> None:
        """Look no more."""
        self.field.clear()

    def _add_head(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        if item.data(_TURN) is not None:
            self.found_opened.emit(item.data(_ID), item.data(_TURN), self.field.text().strip())
        elif item.data(_ID) is not None:
            self.opened.emit(item.data(_ID))

    def _delete_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._delete(item)

    def _rename(self, item: QListWidgetItem) -> None:
        if item.data(_NAMED):
            self.list.editItem(item)

    def _delete(self, item: QListWidgetItem) -> None:
        if item.data(_NAMED):
            self.deleted.emit(item.data(_ID))

    def _changed(self, item: QListWidgetItem) -> None:
        title = item.text().strip()
        self.list.blockSignals(True)
        item.setText(title or item.data(_TITLE))
        self.list.blockSignals(False)
        if title:
            self.renamed.emit(item.data(_ID), title)

    def _show_waiting(self) -> None:
        if self._waiting:
            self.show_list(*self._listed)

    def _menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None or item.data(_ID) is None:
            return
        menu = self.menu_of(item)
        self.list.call(self.list.row(item))
        menu.exec(self.list.viewport().mapToGlobal(at))
        self.list.call(-1)
        menu.deleteLater()

    def menu_of(self, item: QListWidgetItem) -> QMenu:
        """What can be done with a row."""
        menu, id_, pinned = QMenu(self), item.data(_ID), bool(item.data(_PINNED))
        if item.data(_TURN) is None:
            words = say("chat.list.unpin") if pinned else say("chat.list.pin")
            menu.addAction(words, lambda: self.pinned.emit(id_, not pinned))
            menu.addAction(say("chat.list.rename"), lambda: self.list.editItem(item))
        menu.addAction(say("chat.list.export"), lambda: self.exported.emit(id_))
        if item.data(_TURN) is None:
            menu.addAction(say("chat.list.delete"), lambda: self.deleted.emit(id_))
        return menu


def _when(at: float, today: QDate) -> str:
    """The group that a time stands in."""
    then = QDateTime.fromSecsSinceEpoch(int(at)).date()
    days = then.daysTo(today)
    if days <= 0:
        return say("chat.list.today")
    if days == 1:
        return say("chat.list.yesterday")
    if then.weekNumber() == today.weekNumber():
        return say("chat.list.week")
    month = QLocale().standaloneMonthName(then.month())
    return say("chat.list.month", month=month, year=then.year())


class _Rows(NameWriter):
    """Heads are written smaller than the rest, whatever size the rest has by then."""

    def __init__(self, listed: _List) -> None:
        super().__init__(listed)
        self._list = listed

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.row() == self._list.called_row:
            option.state |= QStyle.StateFlag.State_MouseOver
        if index.data(_ID) is None:
            option.font.setPointSizeF(option.font.pointSizeF() * _SMALL)
            option.fontMetrics = QFontMetrics(option.font)


class _List(QListWidget):
    rename_pressed = Signal()
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.called_row = -1  # whose menu is open
        self.setObjectName("conversations")
        self.setItemDelegate(_Rows(self))
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)

    def call(self, row: int) -> None:
        """Mark the row whose menu is open, -1 for none: what is chosen is the conversation that is shown."""
        self.called_row = row
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Who asks for a menu chooses nothing by that."""
        if event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nor opens anything, where a desktop opens rows with one click: Qt takes either button for it."""
        if event.button() is not Qt.MouseButton.RightButton:
            super().mouseReleaseEvent(event)

    @property
    def is_editing(self) -> bool:
        return self.state() is QListWidget.State.EditingState

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename_pressed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
