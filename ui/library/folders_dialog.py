"""Watched folders: which, how each stands, and how to leave one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.types import FolderStatus
from ui.library.folders import FoldersViewModel, folder_words
from ui.parts.controls import button, card, clear, label
from ui.parts.theme import Space

_WORDS = (
    "Confidant follows these folders: new and changed files are read, renamed ones keep their place, deleted"
    " ones leave the library. The folders themselves are never changed."
)


class FoldersDialog(QDialog):
    add_asked = Signal()

    def __init__(self, parent: QWidget | None, model: FoldersViewModel) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: tuple[FolderStatus, ...] | None = None
        self.setWindowTitle("Watched folders")
        self.resize(620, 460)
        self.list = QVBoxLayout()
        self.list.setSpacing(Space.S)
        self.battery = QCheckBox("Go on reading while this computer runs on its battery")
        self.battery.setChecked(model.reads_on_battery)
        self.battery.toggled.connect(model.read_on_battery)
        self.battery.setVisible(model.has_battery)
        self._arrange()
        model.changed.connect(self._show)
        self._show(model.statuses)
        model.load()

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.list)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        add = button("Watch a folder…")
        add.clicked.connect(self.add_asked)
        close = button("Close", primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label("Watched folders", "title"))
        layout.addWidget(label(_WORDS, "quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addWidget(self.battery)
        layout.addLayout(row)

    def _show(self, found: tuple[FolderStatus, ...]) -> None:
        self.battery.setVisible(self._model.has_battery)
        if found == self._shown:
            return  # a button that is being pressed stays
        self._shown = found
        clear(self.list)
        for status in found:
            self.list.addWidget(self._card(status))
        if not found:
            self.list.addWidget(label("No folder is watched yet.", "quiet"))

    def _card(self, status: FolderStatus) -> QWidget:
        folder = status.folder
        leave = button("Stop watching")
        leave.setAccessibleName(f"Stop watching {folder.path}")
        leave.setToolTip("Its documents stay in the library.")
        leave.clicked.connect(lambda: self._model.leave(folder))
        path = label(folder.path, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(path)
        words.addWidget(label(folder_words(status), "small", wrap=True))
        found = card()
        row = QHBoxLayout(found)
        row.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        row.addLayout(words, 1)
        row.addWidget(leave)
        return found
