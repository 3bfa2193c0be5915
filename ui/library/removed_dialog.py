"""The bin: what was removed, to be brought back or deleted for good."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.library.removing import KEPT_DAYS
from app.types import Notice
from app.words.catalogue import count, say
from rag.language.file_names import printable
from rag.storing.removed import RemovedDocument
from ui.library.removed import RemovedViewModel
from ui.parts.controls import breakable, button, day, label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.theme import Space


class RemovedDialog(Dialog):
    """Restoring is what Enter does; nothing is deleted for good without another question."""

    def __init__(self, parent: QWidget | None, model: RemovedViewModel) -> None:
        super().__init__(parent)
        self._model = model
        self.setWindowTitle(say("library.bin.title"))
        self.resize(620, 480)
        self.list = QListWidget()
        self.list.setAccessibleName(say("library.bin.title"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemSelectionChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _: self._restore())
        self.nothing = label(say("library.bin.nothing"), "quiet", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.restore = button(say("library.bin.restore"), primary=True)
        self.restore.setDefault(True)
        self.restore.clicked.connect(self._restore)
        self.delete = button(say("library.bin.delete"))
        self.delete.clicked.connect(self._delete)
        self.empty = button(say("library.bin.empty"))
        self.empty.clicked.connect(self._empty)
        self.leave = button(say("library.bin.close"))
        self.leave.clicked.connect(self.accept)
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self._arrange()
        model.changed.connect(self._fill)
        model.busy.connect(self._wait)
        model.refused.connect(self._refused)
        self.finished.connect(lambda _: model.watch(False))
        self._show()
        self.list.setFocus()
        model.watch(True)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for one in (self.restore, self.delete, self.empty):
            row.addWidget(one)
        row.addStretch()
        row.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(count("library.bin.words", KEPT_DAYS), "quiet", wrap=True))
        layout.addWidget(self.nothing, 1)  # in the list's place
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        layout.addLayout(row)

    def _chosen(self) -> list[int]:
        return [one.data(Qt.ItemDataRole.UserRole) for one in self.list.selectedItems()]

    def _fill(self, found: Sequence[RemovedDocument]) -> None:
        chosen = set(self._chosen())
        self.list.clear()
        for one in found:
            item = QListWidgetItem(f"{printable(one.document.name)}\n{self._about(one)}")
            item.setData(Qt.ItemDataRole.UserRole, one.document.id)
            item.setToolTip(inert(printable(one.document.path)))
            self.list.addItem(item)
            item.setSelected(one.document.id in chosen)
        if found and not self.list.selectedItems():
            self.list.setCurrentRow(0)
        self._show()

    def _about(self, one: RemovedDocument) -> str:
        """When it went, and how long it stays."""
        left = count("library.bin.left", self._model.days_left(one))
        return say("library.bin.row", at=day(one.at), left=left)

    def _show(self) -> None:
        there, chosen = bool(self.list.count()), bool(self.list.selectedItems())
        self.list.setVisible(there)
        self.nothing.setVisible(not there)
        self.restore.setEnabled(chosen)
        self.delete.setEnabled(chosen)
        self.empty.setEnabled(there)

    def _wait(self, busy: bool) -> None:
        self.hint.hide()
        self.list.setEnabled(not busy)
        if busy:
            for one in (self.restore, self.delete, self.empty):
                one.setEnabled(False)

    def _refused(self, notice: Notice) -> None:
        self.hint.setText(breakable(f"{notice.sentence} {notice.remedy}"))
        self.hint.show()
        self._show()

    # --- what is asked -------------------------------------------------------------------------------------

    def _restore(self) -> None:
        if chosen := self._chosen():
            self._model.restore(chosen)

    def _delete(self) -> None:
        chosen = self._chosen()
        if chosen and self._is_sure(count("library.bin.sure", len(chosen))):
            self._model.delete(chosen)

    def _empty(self) -> None:
        if self._is_sure(count("library.bin.sure", self.list.count())):
            self._model.empty()

    def _is_sure(self, words: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, say("library.bin.delete"), words, parent=self)
        box.setInformativeText(say("library.bin.snapshots"))
        sure = box.addButton(say("library.bin.delete"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(say("library.bin.keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is sure
