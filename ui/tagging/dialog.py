"""The tags of the selected documents: put them on, take them off; rename and delete tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.types import Notice
from app.words.catalogue import count, say
from app.words.messages import notice_of
from engine.errors import Fault
from rag.storing.names import tag_key
from rag.storing.tags import TagUse, tag_name
from rag.types import Document
from ui.parts.controls import breakable, button, label
from ui.parts.document_chooser import ending
from ui.parts.fitting import Dialog
from ui.parts.name_writer import NameWriter
from ui.parts.swatches import swatch
from ui.parts.theme import Palette, Space
from ui.parts.writing import Line

_NAME, _KEPT = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_STATES = (Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked)


class TagDialog(Dialog):
    """What is ticked counts when the dialog is accepted; renaming and deleting count at once."""

    renamed = Signal(str, str)  # a tag, its new name
    deleted = Signal(str)
    rules_asked = Signal()

    def __init__(
        self, parent: QWidget | None, documents: Sequence[Document], tags: Sequence[TagUse], palette: Palette
    ) -> None:
        super().__init__(parent)
        self._documents = tuple(documents)
        self._palette = palette
        self._before: dict[str, Qt.CheckState] = {}
        self._uses: dict[str, int] = {}
        self.setWindowTitle(say("tagging.dialog.title"))
        self.setMinimumSize(420, 460)
        self.field = Line()
        self.field.setPlaceholderText(say("tagging.dialog.new"))
        self.field.setAccessibleName(say("tagging.dialog.new"))
        self.field.textChanged.connect(self._narrow)
        self.add = button(say("tagging.dialog.add"))
        self.add.clicked.connect(self._add)
        self.list = _TagList()
        self.list.setItemDelegate(NameWriter(self.list))
        self.list.setAccessibleName(say("tagging.dialog.list"))
        self.list.itemChanged.connect(self._edited)
        self.list.itemSelectionChanged.connect(self._show)
        self.list.delete_pressed.connect(self._delete)
        self.none = label(say("tagging.dialog.none"), "quiet", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.rename = button(say("tagging.dialog.rename"))
        self.rename.setToolTip(say("tagging.dialog.rename-tip"))
        self.rename.clicked.connect(self._rename)
        self.delete = button(say("tagging.dialog.delete"))
        self.delete.setToolTip(say("tagging.dialog.delete-tip"))
        self.delete.clicked.connect(self._delete)
        self.rules = button(say("tagging.dialog.rules"))
        self.rules.setToolTip(say("tagging.dialog.rules-tip"))
        self.rules.clicked.connect(self.rules_asked)
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self.go = button(say("tagging.dialog.go"), primary=True)
        self.go.clicked.connect(self.accept)
        self._arrange()
        self.show_tags(tags)
        self.field.setFocus()

    @property
    def put(self) -> list[str]:
        """Tags that all of the documents are to have."""
        return [
            name for name, now in self._states().items() if now is _STATES[2] and self._was(name) is not now
        ]

    @property
    def off(self) -> list[str]:
        """Tags that none of them is to have any more."""
        return [
            name for name, now in self._states().items() if now is _STATES[0] and self._was(name) is not now
        ]

    def show_tags(self, tags: Sequence[TagUse]) -> None:
        """List the tags that there are; what was ticked meanwhile stays ticked."""
        ticked = self._states()
        chosen = self._chosen()
        with QSignalBlocker(self.list):
            self.list.clear()
            self._uses = {one.tag.name: one.documents for one in tags}
            for one in tags:
                self._before[one.tag.name] = self._state_of(one.tag.name)
                self._row(one.tag.name, one.tag.tone, ticked.get(one.tag.name, self._before[one.tag.name]))
            for name, state in ticked.items():
                if name not in self._uses and state is _STATES[2] and name not in self._before:
                    self._row(name, None, state)
        if chosen:
            self._choose(chosen)
        self._show()

    def refuse(self, notice: Notice) -> None:
        """Tell why something could not be done."""
        self.hint.setText(breakable(f"{notice.sentence} {notice.remedy}"))
        self.hint.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the field adds what stands there; with nothing there it applies what is ticked."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.field.hasFocus() and self.field.text().strip():
            self._add()
        elif enter:
            self.accept()
        else:
            super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.field, 1)
        top.addWidget(self.add)
        below = QHBoxLayout()
        below.addWidget(self.rename)
        below.addWidget(self.delete)
        below.addStretch()
        below.addWidget(self.rules)
        named = self._documents[0].name if self._documents else ""
        title = (
            count("tagging.dialog.of", len(self._documents), name=named)
            if self._documents
            else say("tagging.dialog.title")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(title, "heading", wrap=True))
        if not self._documents:
            layout.addWidget(label(say("tagging.dialog.of-none"), "quiet", wrap=True))
        layout.addLayout(top)
        layout.addWidget(self.none, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(label(say("tagging.dialog.hint"), "small", wrap=True))
        layout.addWidget(self.hint)
        layout.addLayout(below)
        layout.addLayout(ending(self.go, self.reject))
        self.field.setEnabled(bool(self._documents))
        self.add.setEnabled(bool(self._documents))
        self.go.setEnabled(bool(self._documents))

    def _row(self, name: str, tone: int | None, state: Qt.CheckState) -> None:
        item = QListWidgetItem(name)
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsEditable
        if self._documents:
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(state)
        else:
            item.setFlags(flags)
        item.setData(_NAME, name)
        item.setData(_KEPT, tone is not None)
        if tone is not None:
            item.setIcon(swatch(self._palette, tone))
        if state is _STATES[1]:
            item.setToolTip(say("tagging.dialog.mixed"))
        self.list.addItem(item)

    def _state_of(self, name: str) -> Qt.CheckState:
        having = sum(any(tag.name == name for tag in one.tags) for one in self._documents)
        return _STATES[0] if not having else _STATES[2] if having == len(self._documents) else _STATES[1]

    def _was(self, name: str) -> Qt.CheckState:
        return self._before.get(name, _STATES[0])

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _states(self) -> dict[str, Qt.CheckState]:
        return {one.data(_NAME): one.checkState() for one in self._items()} if self._documents else {}

    def _chosen(self) -> str:
        return next((one.data(_NAME) for one in self.list.selectedItems()), "")

    def _choose(self, name: str) -> None:
        for item in self._items():
            if tag_key(item.data(_NAME)) == tag_key(name):
                self.list.setCurrentItem(item)

    def _narrow(self, text: str) -> None:
        self.hint.hide()
        for item in self._items():
            item.setHidden(tag_key(text) not in tag_key(item.text()))

    def _add(self) -> None:
        try:
            name = tag_name(self.field.text())
        except Fault as fault:
            self.refuse(notice_of(fault))
            return
        if not any(tag_key(one.data(_NAME)) == tag_key(name) for one in self._items()):
            with QSignalBlocker(self.list):
                self._row(name, None, _STATES[2])
        self._choose(name)
        with QSignalBlocker(self.list):
            self.list.currentItem().setCheckState(_STATES[2])
        self.field.clear()
        self._show()

    def _edited(self, item: QListWidgetItem) -> None:
        """A name was written anew; ticks change nothing before the dialog is accepted."""
        before, now = item.data(_NAME), item.text()
        if now == before:
            return
        with QSignalBlocker(self.list):
            item.setText(before)
        try:
            new = tag_name(now)
        except Fault as fault:
            self.refuse(notice_of(fault))
            return
        if new == before:
            return
        if item.data(_KEPT):
            self.hint.hide()
            self.renamed.emit(before, new)
        else:
            with QSignalBlocker(self.list):
                item.setData(_NAME, new)
                item.setText(new)

    def _rename(self) -> None:
        if self.list.currentItem() is not None:
            self.list.editItem(self.list.currentItem())

    def _delete(self) -> None:
        if not self.list.selectedItems():
            return
        item = self.list.selectedItems()[0]
        name = item.data(_NAME)
        if not item.data(_KEPT):
            self.list.takeItem(self.list.row(item))
            self._show()
        elif self._is_sure(name):
            self.deleted.emit(name)

    def _is_sure(self, name: str) -> bool:
        words = count("tagging.dialog.sure", self._uses.get(name, 0), tag=name)
        box = QMessageBox(QMessageBox.Icon.NoIcon, say("tagging.dialog.title"), words, parent=self)
        sure = box.addButton(say("tagging.dialog.delete"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(say("tagging.dialog.keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is sure

    def _show(self) -> None:
        there, chosen = bool(self.list.count()), bool(self.list.selectedItems())
        self.list.setVisible(there)
        self.none.setVisible(not there)
        self.rename.setEnabled(chosen)
        self.delete.setEnabled(chosen)


class _TagList(QListWidget):
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scopes")
        self.setSpacing(2)
        self.setIconSize(QSize(10, 10))
        self.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the dialog's
        else:
            super().keyPressEvent(event)
