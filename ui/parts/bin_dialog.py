"""A bin: what was removed, to be brought back or deleted for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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

from app.types import Notice
from app.words.catalogue import count, say
from ui.parts.bin_model import BinModel, BinRow
from ui.parts.controls import breakable, button, day, label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.theme import Space


@dataclass(frozen=True, slots=True)
class BinWords:
    """What is said of a bin: its title, what becomes of what is in it, and the question before some of it is
    deleted for good, by how many.
    """

    title: str
    about: str
    sure: Callable[[int], str]


class BinDialog(Dialog):
    """Restoring is what Enter does; nothing is deleted for good without another question."""

    def __init__(self, parent: QWidget | None, model: BinModel, words: BinWords) -> None:
        super().__init__(parent)
        self._model = model
        self._own = words
        self.setWindowTitle(words.title)
        self.resize(620, 480)
        self.list = QListWidget()
        self.list.setAccessibleName(words.title)
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
        layout.addWidget(label(self._own.about, "quiet", wrap=True))
        layout.addWidget(self.nothing, 1)  # in the list's place
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        layout.addLayout(row)

    def _chosen(self) -> list[Any]:
        return [one.data(Qt.ItemDataRole.UserRole) for one in self.list.selectedItems()]

    def _fill(self, found: Sequence[Any]) -> None:
        chosen = self._chosen()
        self.list.clear()
        for row in map(self._model.row, found):
            item = QListWidgetItem(f"{row.name}\n{_about(row)}")
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            item.setToolTip(inert(row.tip))
            self.list.addItem(item)
            item.setSelected(row.key in chosen)
        if found and not self.list.selectedItems():
            self.list.setCurrentRow(0)
        self._show()

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
        if chosen and self._is_sure(self._own.sure(len(chosen))):
            self._model.delete(chosen)

    def _empty(self) -> None:
        if self._is_sure(self._own.sure(self.list.count())):
            self._model.empty()

    def _is_sure(self, words: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, say("library.bin.delete"), words, parent=self)
        box.setInformativeText(say("library.bin.snapshots"))
        sure = box.addButton(say("library.bin.delete"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(say("library.bin.keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.exec()
        return box.clickedButton() is sure


def _about(row: BinRow) -> str:
    """When it went, and how long it stays."""
    return say("library.bin.row", at=day(row.at), left=count("library.bin.left", row.left))
