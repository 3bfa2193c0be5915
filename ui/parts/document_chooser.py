"""A list of documents to choose from: several, or one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from rag.language.file_names import printable
from rag.types import Document
from ui.parts.controls import button
from ui.parts.inert import inert
from ui.parts.rows import Index
from ui.parts.theme import Space

_ID = Qt.ItemDataRole.UserRole + 1
_SAID = Qt.ItemDataRole.UserRole + 2  # name and tags, which the filter looks into


class _Shortening(QStyledItemDelegate):
    """Asks for no width, so that a name is as wide as the list and shortened there."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())


class DocumentChooser(QWidget):
    changed = Signal()
    activated = Signal()  # the one that is wanted, by a double click or Enter

    def __init__(self, documents: Sequence[Document], *, several: bool, chosen: Sequence[int] = ()) -> None:
        super().__init__()
        self._several = several
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(say("parts.chooser.filter"))
        self.filter.setAccessibleName(say("parts.chooser.filter"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setObjectName("scopes")
        self.list.setAccessibleName(say("parts.chooser.documents"))
        self.list.setSpacing(2)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Shortening(self.list))
        for one in documents:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setToolTip(inert(printable(one.path)))
            item.setData(_SAID, " ".join((one.name, *(tag.name for tag in one.tags))).lower())
            if several:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                on = one.id in chosen
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.list.currentItemChanged.connect(lambda *_: self.changed.emit())
        if not several:
            self.list.itemActivated.connect(lambda _: self.activated.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.filter)
        layout.addWidget(self.list, 1)

    @property
    def chosen(self) -> tuple[int, ...]:
        """Ids of the chosen documents."""
        if self._several:
            items = [self.list.item(at) for at in range(self.list.count())]
            return tuple(i.data(_ID) for i in items if i.checkState() is Qt.CheckState.Checked)
        return tuple(item.data(_ID) for item in self.list.selectedItems())

    def _narrow(self, text: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(text.strip().lower() not in item.data(_SAID))


def ending(accept: QWidget, cancelled: object) -> QHBoxLayout:
    """The last row of a dialog: Cancel, and what it is for."""
    cancel = button(say("parts.cancel"))
    cancel.clicked.connect(cancelled)
    buttons = QHBoxLayout()
    buttons.addStretch()
    buttons.addWidget(cancel)
    buttons.addWidget(accept)
    return buttons
