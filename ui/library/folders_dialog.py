"""Watched folders: which, how each stands, and how to leave one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.types import FolderStatus
from app.words.catalogue import say
from rag.language.file_names import printable
from ui.library.folders import FoldersViewModel, folder_words
from ui.parts.controls import button, card, clear, label
from ui.parts.fitting import Dialog
from ui.parts.laying import beside_bar, edges
from ui.parts.theme import Space


class FoldersDialog(Dialog):
    add_asked = Signal()

    def __init__(self, parent: QWidget | None, model: FoldersViewModel) -> None:
        super().__init__(parent)
        self._model = model
        self._shown: tuple[FolderStatus, ...] | None = None
        self.setWindowTitle(say("library.folders.title"))
        self.resize(620, 460)
        self.list = QVBoxLayout()
        self.list.setSpacing(Space.S)
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
        scroll.setAccessibleName(self.windowTitle())
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard, and is scrolled to
        scroll.setWidget(inside)
        beside_bar(scroll)
        add = button(say("library.folders.add"), primary=True)
        add.clicked.connect(self.add_asked)
        close = button(say("library.folders.close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("library.folders.title"), "title"))
        layout.addWidget(label(say("library.folders.words"), "quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addLayout(row)

    def _show(self, found: tuple[FolderStatus, ...]) -> None:
        if found == self._shown:
            return  # a button that is being pressed stays
        self._shown = found
        clear(self.list)
        for status in found:
            self.list.addWidget(self._card(status))
        if not found:
            none = label(say("library.folders.none"), "quiet", wrap=True)
            none.setAlignment(Qt.AlignmentFlag.AlignCenter)
            none.setContentsMargins(Space.L, Space.XXL, Space.L, Space.L)
            self.list.addWidget(none)

    def _card(self, status: FolderStatus) -> QWidget:
        folder = status.folder
        leave = button(say("library.folders.leave"))
        leave.setAccessibleName(say("library.folders.leave-named", path=printable(folder.path)))
        leave.setToolTip(say("library.folders.leave-tip"))
        leave.clicked.connect(lambda: self._model.leave(folder))
        path = label(printable(folder.path), wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(path)
        words.addWidget(label(folder_words(status), "small", wrap=True))
        found = card()
        row = QHBoxLayout(found)
        row.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        row.addLayout(words, 1)
        row.addWidget(leave)
        return found
