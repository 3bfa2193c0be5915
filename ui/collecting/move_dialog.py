"""Move documents to a collection: one that there is, a new one, or none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.words.catalogue import count, say
from rag.storing.collections import CollectionUse
from rag.storing.names import tag_key
from rag.types import Document
from ui.parts.controls import button, label
from ui.parts.document_chooser import ending
from ui.parts.fitting import Dialog
from ui.parts.swatches import swatch
from ui.parts.theme import Palette, Space
from ui.parts.writing import Line

_NAME = Qt.ItemDataRole.UserRole + 1
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class MoveDialog(Dialog):
    def __init__(
        self,
        parent: QWidget | None,
        documents: Sequence[Document],
        found: Sequence[CollectionUse],
        palette: Palette,
    ) -> None:
        super().__init__(parent)
        self._found, self._palette = tuple(found), palette
        self._inside = any(one.collection for one in documents)
        self.setWindowTitle(say("collections.move.title"))
        self.setMinimumSize(380, 380)
        self.field = Line()
        self.field.setPlaceholderText(say("collections.move.field"))
        self.field.setAccessibleName(say("collections.move.field"))
        self.field.textChanged.connect(self._list)
        self.list = QListWidget()
        self.list.setObjectName("scopes")  # its frame shows that the keyboard is there
        self.list.setIconSize(QSize(10, 10))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # long names end in …
        self.list.setAccessibleName(say("collections.side.list"))
        self.list.itemActivated.connect(lambda _: self.accept())
        self.go = button(say("collections.move.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        title = count("collections.move.of", len(documents), name=documents[0].name if documents else "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(title, "heading", wrap=True))
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addLayout(ending(self.go, self.reject))
        self.list.currentItemChanged.connect(lambda *_: self.go.setEnabled(self.chosen is not None))
        self._list()
        self.field.setFocus()

    @property
    def chosen(self) -> str | None:
        """The name that was chosen, also of a new collection; "" for none, None while nothing is."""
        return str(self.list.currentItem().data(_NAME)) if self.list.currentRow() >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list while a name is typed; Enter moves."""
        if event.key() in _ARROWS and self.field.hasFocus():
            self.list.keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen is not None:
                self.accept()
        else:
            super().keyPressEvent(event)

    def _list(self) -> None:
        typed = " ".join(self.field.text().split())
        self.list.clear()
        for one in self._found:
            if tag_key(typed) in tag_key(one.name):
                self._row(one.name, one.name, one.tone)
        if typed and all(tag_key(one.name) != tag_key(typed) for one in self._found):
            self._row(say("collections.move.new", name=typed), typed, None)
        if self._inside and not typed:
            self._row(say("collections.move.none"), "", None)
        self.list.setCurrentRow(0)
        self.go.setEnabled(self.chosen is not None)

    def _row(self, words: str, name: str, tone: int | None) -> None:
        item = QListWidgetItem(words)
        item.setData(_NAME, name)
        if tone is not None:
            item.setIcon(swatch(self._palette, tone))
        self.list.addItem(item)
