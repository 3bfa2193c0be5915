"""The matters of the library: one to be opened in this window, a new one, and what can be done with each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.matters.matters import Matter
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.errors import Fault
from ui.matters.form import DestroyForm, RenameForm, SecretForm
from ui.matters.keys import KeyForm, RecoveryForm
from ui.matters.passing import BringForm, HandOverForm, TakeInForm, saved_as, where_to
from ui.matters.viewmodel import MattersViewModel, Told
from ui.parts.choosing import open_name
from ui.parts.controls import breakable, button, label, nothing_yet, secret_field
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.motion import wait_in
from ui.parts.theme import Space
from ui.parts.writing import Line

_STEPS = 1000


def wants_back(parent: QWidget, matter: str) -> bool:
    """Ask whether the window, which is in a matter, is to go back to the library."""
    words = inert(say("matters.list.inside", matter=matter))
    box = QMessageBox(QMessageBox.Icon.NoIcon, say("matters.list.title"), words, parent=parent)
    back = box.addButton(say("matters.list.back"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("matters.list.stay"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is back


class MattersDialog(Dialog):
    """Accepted, `chosen` is the matter to be opened, and `passphrase` what was typed for a closed one."""

    def __init__(self, parent: QWidget | None, model: MattersViewModel) -> None:
        super().__init__(parent)
        model.setParent(self)  # it goes with the dialog, and never before or after it by itself
        self._model = model
        self._stops = False  # whether what is under way can be stopped
        self.setWindowTitle(say("matters.list.title"))
        self.resize(680, 540)
        self.list = QListWidget()
        self.list.setAccessibleName(say("matters.list.title"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.list.itemActivated.connect(lambda *_: self._accept())
        self.secret = secret_field(say("matters.list.passphrase"))
        self.secret.textChanged.connect(lambda _: self._show())
        self.name = Line()
        self.name.setPlaceholderText(say("matters.list.name"))
        self.name.setAccessibleName(say("matters.list.name"))
        self.name.textChanged.connect(lambda _: self._show())
        self.make = button(say("matters.list.make"))
        self.make.clicked.connect(self._make)
        self.open_button = button(say("matters.list.open"), primary=True)
        self.open_button.clicked.connect(self._accept)
        self.acts = {
            "rename": self._act("rename", self._rename),
            "close": self._act("close", self._close),
            "let-open": self._act("let-open", self._let_open),
            "passphrase": self._act("passphrase", self._change),
            "recovery": self._act("recovery", self._recover),
            "hand-over": self._act("hand-over", self._hand_over),
            "bring": self._act("bring", self._bring),
            "destroy": self._act("destroy", self._destroy),
        }
        self.take_in = button(say("matters.list.take-in"))
        self.take_in.clicked.connect(self._take_in)
        self.key = button(say("matters.list.key"))
        self.key.setToolTip(say("matters.list.key-tip"))
        self.key.clicked.connect(model.tell_key)
        self.leave = button(say("matters.list.done"))
        self.leave.clicked.connect(self.reject)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(say("matters.list.stop"))
        self.stop.clicked.connect(self._model.stop)
        self.told = label("", wrap=True)
        self.hint = label("", "danger", wrap=True)
        self._inside = QWidget()  # all that waits while something is done
        self._arrange()
        model.began.connect(self._began)
        model.progressed.connect(self._progressed)
        model.ended.connect(self._ended)
        model.refused.connect(self._refused)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops what is under way first."""
        if event.key() == Qt.Key.Key_Escape and self._model.is_busy:
            self._model.stop()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._model.is_busy:
            event.ignore()
        else:
            super().closeEvent(event)

    # --- how it looks --------------------------------------------------------------------------------------

    def _act(self, what: str, do: object) -> QPushButton:
        made = button(say(f"matters.acts.{what}"))
        made.setToolTip(say(f"matters.tips.{what}"))
        made.clicked.connect(do)
        return made

    def _arrange(self) -> None:
        new = QHBoxLayout()
        new.addWidget(self.name, 1)
        new.addWidget(self.make)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self.list)
        self._pages.addWidget(nothing_yet(say("matters.list.empty-title"), say("matters.list.empty")))
        left = QVBoxLayout()
        left.setSpacing(Space.M)
        left.addWidget(body, 1)
        left.addWidget(self.secret)
        left.addLayout(new)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self.open_button)
        for act in self.acts.values():
            right.addWidget(act)
        right.addStretch()
        right.addWidget(self.take_in)
        right.addWidget(self.key)
        both = QHBoxLayout(self._inside)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(Space.L)
        both.addLayout(left, 1)
        both.addLayout(right)
        end = QHBoxLayout()
        end.addWidget(self.bar, 1)
        end.addWidget(self.stop)
        end.addStretch()
        end.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(say("matters.list.words"), "quiet", wrap=True))
        layout.addWidget(self._inside, 1)
        layout.addWidget(self.told)
        layout.addWidget(self.hint)
        layout.addLayout(end)
        self._idle()

    def _fill(self, chosen: str = "") -> None:
        self.list.clear()
        for matter in self._model.all():
            name = matter.name if matter.is_open else say("matters.list.is-closed", matter=matter.name)
            item = QListWidgetItem(name)
            item.setToolTip(inert(name))
            item.setData(Qt.ItemDataRole.UserRole, matter)
            self.list.addItem(item)
            if matter.id == chosen or self.list.currentRow() < 0:
                self.list.setCurrentItem(item)
        self._show()

    def _show(self) -> None:
        matter = self.chosen
        closed = matter is not None and not matter.is_open
        empty = not self.list.count()
        self._pages.setCurrentIndex(int(empty))
        for one in (self.open_button, *self.acts.values()):
            one.setVisible(not empty)  # nothing there is to do anything with: the name of the first alone
        self.secret.setVisible(closed)
        ready = matter is not None and (matter.is_open or bool(self.secret.text()))
        for one in (self.open_button, *self.acts.values()):
            one.setEnabled(ready)
        for what in ("rename", "destroy"):  # need no key
            self.acts[what].setEnabled(matter is not None)
        self.acts["let-open"].setVisible(closed)
        self.acts["passphrase"].setVisible(matter is not None and self._model.has_passphrase(matter))
        self.acts["close"].setVisible(not closed and not empty)
        named = bool(self.name.text().strip())
        self.make.setEnabled(named)
        self.make.setDefault(named)  # what Enter does
        self.open_button.setDefault(not named)
        self._tell()

    def _tell(self, told: str = "", hint: str = "") -> None:
        for line, words in ((self.told, told), (self.hint, hint)):
            line.setText(breakable(words))
            line.setVisible(bool(words))

    def _idle(self) -> None:
        self._inside.setEnabled(True)
        self.leave.setEnabled(True)
        for one in (self.bar, self.stop):
            one.hide()

    # --- what becomes of it --------------------------------------------------------------------------------

    def _began(self, words: str, stops: bool) -> None:
        self._tell(words)
        self._inside.setEnabled(False)
        self.leave.setEnabled(False)
        wait_in(self.bar)  # busy, until it is known how far it is
        self.bar.show()
        self.stop.setVisible(stops)
        if stops:
            self.stop.setFocus()

    def _progressed(self, part: float) -> None:
        if self._model.is_busy:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(round(part * _STEPS))

    def _ended(self, told: Told) -> None:
        matter = self.chosen
        self._idle()
        self.secret.clear()
        self._fill(told.chosen or (matter.id if matter is not None else ""))
        self.list.setFocus()
        self._tell(told.words)
        if told.code and matter is not None:
            RecoveryForm(self, matter.name, told.code).exec()
        if told.key:
            KeyForm(self, told.key).exec()

    def _refused(self, notice: Notice) -> None:
        self._idle()
        self._tell("", f"{notice.sentence} {notice.remedy}")
        (self.secret if self.secret.isVisible() else self.list).setFocus()

    # --- what is asked -------------------------------------------------------------------------------------

    def _accept(self) -> None:
        if self.open_button.isEnabled():
            self.accept()

    def _make(self) -> None:
        """Make an open matter, which takes no time."""
        if not self.make.isEnabled():
            return
        try:
            made = self._model.new(self.name.text())
        except Fault as fault:
            words = notice_of(fault)
            self._tell("", f"{words.sentence} {words.remedy}")
            return
        self.name.clear()
        self._fill(made.id)

    def _rename(self) -> None:
        if (matter := self.chosen) is None:
            return
        model = self._model
        form = RenameForm(self, matter.name, lambda name: model.rename(matter, name))
        if form.exec():
            self._fill(matter.id)
            self.list.setFocus()

    def _close(self) -> None:
        if (matter := self.chosen) is not None:
            form = SecretForm(self, matter.name, "close")
            if form.exec():
                self._model.close(matter, form.passphrase)

    def _let_open(self) -> None:
        if (matter := self.chosen) is not None:
            self._model.let_open(matter, self.secret.text())

    def _change(self) -> None:
        if (matter := self.chosen) is not None:
            form = SecretForm(self, matter.name, "passphrase")
            if form.exec():
                self._model.change_passphrase(matter, self.passphrase, form.passphrase)

    def _recover(self) -> None:
        if (matter := self.chosen) is not None:
            self._model.make_recovery(matter, self.passphrase)

    def _hand_over(self) -> None:
        if (matter := self.chosen) is None:
            return
        form = HandOverForm(self, matter.name)
        if not form.exec():
            return
        place = where_to(self, matter.name)
        if place is not None:
            self._model.hand_over(matter, self.passphrase, form.to(place))

    def _take_in(self) -> None:
        chosen = open_name(self, say("matters.take-in.choose"))
        if chosen:
            form = TakeInForm(self, Path(chosen), self._model.all())
            if form.exec():
                self._model.take_in(form.taking)

    def _bring(self) -> None:
        if (matter := self.chosen) is not None:
            form = BringForm(self, matter, self._model.all())
            if form.exec():
                self._model.bring(matter, self.passphrase, form.into)

    def _destroy(self) -> None:
        if (matter := self.chosen) is None:
            return
        form = DestroyForm(self, matter.name, opened=matter.is_open or bool(self.secret.text()))
        if not form.exec():
            return
        named = f"{matter.name} {say('matters.destroy.named')}"
        kinds = say("matters.destroy.filter")
        place = saved_as(self, say("matters.destroy.choose"), named, ".json", kinds)
        if place is not None:
            self._model.destroy(matter, self.passphrase, place)
