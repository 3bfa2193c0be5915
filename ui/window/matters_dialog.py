"""The matters of the library: one to be opened in this window, or a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from app.matters.matters import Matter, Matters
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.errors import Fault
from ui.parts.controls import button, label, secret_field
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.theme import Space


def wants_back(parent: QWidget, matter: str) -> bool:
    """Ask whether the window, which is in a matter, is to go back to the library."""
    words = inert(say("window.matters.inside", matter=matter))
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("window.matters.title"), words, parent=parent)
    back = box.addButton(say("window.matters.back"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("window.matters.stay"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is back


class MattersDialog(Dialog):
    """Accepted, `chosen` is the matter to be opened, and `passphrase` what was typed for a closed one."""

    def __init__(self, parent: QWidget | None, matters: Matters) -> None:
        super().__init__(parent)
        self._matters = matters
        self.setWindowTitle(say("window.matters.title"))
        self.setMinimumSize(480, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(say("window.matters.title"))
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemActivated.connect(lambda *_: self._accept())
        self.secret = secret_field(say("window.matters.passphrase"))
        self.secret.textChanged.connect(lambda _: self._show())
        self.name = QLineEdit()
        self.name.setPlaceholderText(say("window.matters.name"))
        self.name.setAccessibleName(say("window.matters.name"))
        self.name.textChanged.connect(lambda _: self._show())
        self.make = button(say("window.matters.make"))
        self.make.setAutoDefault(False)
        self.make.clicked.connect(self._make)
        self.open_button = button(say("window.matters.open"), primary=True)
        self.open_button.clicked.connect(self._accept)
        self._hint = label("", "danger", wrap=True)
        self._arrange()
        self._fill()
        if not self.list.count():
            self.name.setFocus()

    @property
    def chosen(self) -> Matter | None:
        if self.list.currentRow() < 0:
            return None
        matter: Matter = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        return matter

    @property
    def passphrase(self) -> str | None:
        """None for a matter that the library opens."""
        return None if self.chosen is None or self.chosen.is_open else self.secret.text()

    def _arrange(self) -> None:
        close = button(say("window.matters.close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        new = QHBoxLayout()
        new.addWidget(self.name, 1)
        new.addWidget(self.make)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(close)
        end.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(say("window.matters.words"), "quiet", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.secret)
        layout.addLayout(new)
        layout.addWidget(self._hint)
        layout.addLayout(end)

    def _fill(self, chosen: str = "") -> None:
        self.list.clear()
        for matter in self._matters.all():
            name = matter.name if matter.is_open else say("window.matters.is-closed", matter=matter.name)
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, matter)
            self.list.addItem(item)
            if matter.id == chosen or self.list.currentRow() < 0:
                self.list.setCurrentItem(item)
        self._show()

    def _show(self) -> None:
        matter = self.chosen
        self.secret.setVisible(matter is not None and not matter.is_open)
        self.open_button.setEnabled(matter is not None and (matter.is_open or bool(self.secret.text())))
        named = bool(self.name.text().strip())
        self.make.setEnabled(named)
        self.make.setDefault(named)  # what Enter does
        self.open_button.setDefault(not named)
        self._hint.setText("")

    def _accept(self) -> None:
        if self.open_button.isEnabled():
            self.accept()

    def _make(self) -> None:
        """Make an open matter; closing one, and all else, is done by the command."""
        if not self.make.isEnabled():
            return
        try:
            made = self._matters.new(self.name.text())
        except Fault as fault:
            words = notice_of(fault)
            self._hint.setText(f"{words.sentence} {words.remedy}")
            return
        self.name.clear()
        self._fill(made.id)
