"""A document that is named in a question with "@": offered while it is typed, and asked alone when chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit

from app.words.catalogue import say
from rag.language.concepts import folded
from rag.types import Document
from ui.parts.inert import inert

_BEGUN = re.compile(r"(?:^|(?<=\s))@([^\s@]*)$")  # an address has letters before it
_MOST = 8
_WIDTH = 420
_ID = Qt.ItemDataRole.UserRole + 1
_TAKEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Named:
    """A document that can be named. `sought`: its name in small letters without accents."""

    document: Document
    sought: str


def named(documents: Sequence[Document]) -> tuple[Named, ...]:
    """The documents as they are looked for; for a lane, where there are thousands."""
    return tuple(Named(one, folded(one.name)) for one in documents)


class Mentions(QObject):
    """Watches a field. The keyboard stays in it: arrows move in what is offered, Enter and Tab take, Escape
    leaves the text as it is.
    """

    chosen = Signal(int)  # Document.id; its "@…" is out of the text again

    def __init__(self, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._field = field
        self._documents: Sequence[Named] = ()
        self.list = QListWidget(field)
        self.list.setObjectName("mentions")
        self.list.setWindowFlags(Qt.WindowType.ToolTip)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say("chat.mentions.name"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        field.textChanged.connect(self._look)
        field.installEventFilter(self)

    def show_documents(self, documents: Sequence[Named]) -> None:
        """Those that can be asked."""
        self._documents = documents

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.list.hide()
        if not self.list.isVisible() or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key, kind = event.key(), event.type()
        ours = key in (*_TAKEN, *_MOVES, Qt.Key.Key_Escape)
        if ours and kind is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if not ours or kind is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if key in _MOVES:
            self.list.setCurrentRow((self.list.currentRow() + _MOVES[Qt.Key(key)]) % self.list.count())
        elif key == Qt.Key.Key_Escape:
            self.list.hide()
        else:
            self._take(self.list.currentItem())
        return True

    def _begun(self) -> re.Match[str] | None:
        cursor = self._field.textCursor()
        return _BEGUN.search(cursor.block().text()[: cursor.positionInBlock()])

    def _look(self) -> None:
        begun = self._begun()
        found = self._found(folded(begun[1])) if begun is not None else []
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setToolTip(inert(one.name))
            self.list.addItem(item)
        self.list.setVisible(bool(found))
        if found:
            self.list.setCurrentRow(0)
            self._place()

    def _found(self, wanted: str) -> list[Document]:
        """Those that begin with it, then those that hold it, as many as are offered."""
        begin = (one for one in self._documents if one.sought.startswith(wanted))
        hold = (one for one in self._documents if wanted in one.sought and not one.sought.startswith(wanted))
        return [one.document for one in islice(chain(begin, hold), _MOST)]

    def _place(self) -> None:
        """Above the line that is written: the field stands at the foot of the window."""
        height = self.list.sizeHintForRow(0) * self.list.count() + 2 * self.list.frameWidth() + 10
        self.list.resize(min(_WIDTH, self._field.width()), height)
        at = self._field.viewport().mapToGlobal(self._field.cursorRect().topLeft())
        left = self._field.mapToGlobal(QPoint(0, 0)).x()
        self.list.move(max(left, at.x() - 20), at.y() - height - 6)

    def _take(self, item: QListWidgetItem) -> None:
        begun, cursor = self._begun(), self._field.textCursor()
        document = item.data(_ID)  # the row goes with the words
        self.list.hide()
        if begun is None:
            return
        length = len(begun[0].encode("utf-16-le")) // 2
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
        cursor.removeSelectedText()
        self.chosen.emit(document)
