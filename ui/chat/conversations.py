"""The list of conversations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from rag.types import Conversation
from ui.parts.controls import IconButton, label
from ui.parts.inert import inert
from ui.parts.name_writer import NameWriter
from ui.parts.theme import Space

_ID = Qt.ItemDataRole.UserRole + 1
_TITLE = Qt.ItemDataRole.UserRole + 2


class Conversations(QWidget):
    new_asked = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    deleted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: tuple[Sequence[Conversation], int] | None = None
        self.list = _List()
        self.list.setAccessibleName(say("chat.list.title"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemClicked.connect(lambda item: self.opened.emit(item.data(_ID)))
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(_ID)))
        self.list.itemChanged.connect(self._changed)
        self.list.itemDelegate().closeEditor.connect(lambda: QTimer.singleShot(0, self, self._show_waiting))
        self.list.rename_pressed.connect(self.rename_current)
        self.list.delete_pressed.connect(self._delete_current)
        self.new = IconButton("plus", say("chat.list.new"), color="quiet")
        self.new.clicked.connect(self.new_asked)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, 0, Space.S, 0)
        head.addWidget(label(say("chat.list.title"), "section"))
        head.addStretch()
        head.addWidget(self.new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, Space.S)
        layout.setSpacing(Space.XS)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)

    def show_list(self, found: Sequence[Conversation], current: int) -> None:
        """List them; a name that is being written is left alone, and the list shown after it."""
        if self.list.is_editing:
            self._waiting = found, current
            return
        self._waiting = None
        self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.title or say("chat.list.unnamed"))
            item.setData(_ID, one.id)
            item.setData(_TITLE, item.text())
            item.setToolTip(inert(one.title))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.list.addItem(item)
            if one.id == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def rename_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.editItem(item)

    def _delete_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.deleted.emit(item.data(_ID))

    def _changed(self, item: QListWidgetItem) -> None:
        title = item.text().strip()
        self.list.blockSignals(True)
        item.setText(title or item.data(_TITLE))
        self.list.blockSignals(False)
        if title:
            self.renamed.emit(item.data(_ID), title)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.show_list(*self._waiting)

    def _menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is None:
            return
        menu = QMenu(self)
        menu.addAction(say("chat.list.rename"), lambda: self.list.editItem(item))
        menu.addAction(say("chat.list.delete"), lambda: self.deleted.emit(item.data(_ID)))
        menu.exec(self.list.viewport().mapToGlobal(at))


class _List(QListWidget):
    rename_pressed = Signal()
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conversations")
        self.setItemDelegate(NameWriter(self))
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)

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
