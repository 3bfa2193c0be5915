"""The collections of a server: which are searched along with the library, and publishing one of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.sharing.publishing import Plan
from app.sharing.searching import Offered
from app.types import Notice
from app.words.catalogue import say
from app.words.sharing import offered_words, plan_words
from ui.parts.controls import button, card, clear, label
from ui.parts.fitting import Dialog
from ui.parts.laying import beside_bar, edges
from ui.parts.motion import wait_in
from ui.parts.theme import Space
from ui.parts.writing import Line
from ui.sharing.asking import ask
from ui.sharing.viewmodel import SharedViewModel


class SharedDialog(Dialog):
    """Modal. Escape stops what is being published first."""

    def __init__(self, parent: QWidget | None, model: SharedViewModel, collections: Sequence[str]) -> None:
        super().__init__(parent)
        model.setParent(self)  # it goes with the dialog
        self._model = model
        self.setWindowTitle(say("sharing.window.title"))
        self.resize(660, 560)
        self.list = QVBoxLayout()
        self.list.setSpacing(Space.S)
        self.again = button(say("sharing.window.again"))
        self.again.clicked.connect(model.look)
        self.collection = QComboBox()
        self.collection.setAccessibleName(say("sharing.window.collection"))
        for name in collections:
            self.collection.addItem(name or say("sharing.window.unnamed"), name)
        self.owner = Line()
        self.owner.setPlaceholderText(say("sharing.window.owner"))
        self.owner.setAccessibleName(say("sharing.window.owner"))
        self.publish = button(say("sharing.window.publish"))
        self.publish.setEnabled(bool(collections))
        self.publish.clicked.connect(self._publish)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = button(say("sharing.window.stop"))
        self.stop.clicked.connect(model.stop)
        self.told = label("", wrap=True)
        self.hint = label("", "danger", wrap=True)
        self.leave = button(say("sharing.window.close"), primary=True)
        self.leave.clicked.connect(self.accept)
        self._arrange()
        model.listed.connect(self._show)
        model.planned.connect(self._confirm)
        model.progressed.connect(self._progressed)
        model.ended.connect(self._ended)
        model.refused.connect(self._refused)
        model.unlisted.connect(self._unlisted)
        self._busy(False)
        self.list.addWidget(label(say("sharing.window.looking"), "quiet"))
        model.look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._model.is_busy:
            self._model.stop()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._model.is_busy:
            event.ignore()
        else:
            super().closeEvent(event)

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.list)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        beside_bar(scroll)
        new = QHBoxLayout()
        new.addWidget(self.collection, 1)
        new.addWidget(self.owner, 1)
        new.addWidget(self.publish)
        going = QHBoxLayout()
        going.addWidget(self.bar, 1)
        going.addWidget(self.stop)
        end = QHBoxLayout()
        end.addWidget(self.again)
        end.addStretch()
        end.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("sharing.window.title"), "title"))
        layout.addWidget(label(say("sharing.window.words", url=self._model.url), "quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addWidget(label(say("sharing.window.publishing"), "quiet", wrap=True))
        layout.addLayout(new)
        layout.addLayout(going)
        layout.addWidget(self.told)
        layout.addWidget(self.hint)
        layout.addLayout(end)

    def _show(self, found: Sequence[Offered], gone: Sequence[str]) -> None:
        clear(self.list)
        self.hint.hide()
        for one in found:
            self.list.addWidget(self._card(one))
        for name in gone:
            self.list.addWidget(self._gone(name))
        if not (found or gone):
            self.list.addWidget(label(say("sharing.window.none"), "quiet", wrap=True))

    def _card(self, one: Offered) -> QWidget:
        name = one.listed.name
        choice = QCheckBox(name.replace("&", "&&"))
        choice.setChecked(one.chosen)
        choice.setEnabled(one.lacks is None or one.chosen)
        said = label(offered_words(one), "small", wrap=True)

        def choose(on: bool) -> None:
            said.setText(offered_words(replace(one, chosen=on)))
            self._model.choose(name, on)

        choice.toggled.connect(choose)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(choice)
        words.addWidget(said)
        found = card()
        row = QHBoxLayout(found)
        row.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        row.addLayout(words, 1)
        if one.own:
            back = button(say("sharing.window.withdraw"))
            back.setAccessibleName(say("sharing.window.withdraw-named", name=name))
            back.clicked.connect(lambda: self._withdraw(name))
            row.addWidget(back)
        return found

    def _gone(self, name: str) -> QWidget:
        choice = QCheckBox(name.replace("&", "&&"))
        choice.setChecked(True)
        choice.toggled.connect(lambda on: self._model.choose(name, on))
        found = card()
        column = QVBoxLayout(found)
        column.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        column.addWidget(choice)
        column.addWidget(label(say("sharing.window.gone"), "small", wrap=True))
        return found

    def _publish(self) -> None:
        self.hint.hide()
        self.told.hide()
        self._model.plan(str(self.collection.currentData()), self.owner.text().strip())

    def _confirm(self, plan: Plan) -> None:
        words, title = plan_words(plan, self._model.url), say("sharing.window.leaves")
        if ask(self, title, words, say("sharing.window.send"), say("sharing.window.leave")):
            self._busy(True)
            self._model.publish(plan)

    def _withdraw(self, name: str) -> None:
        words = say("sharing.window.withdraw-words", name=name, url=self._model.url)
        title, leave = say("sharing.window.withdraw-title"), say("sharing.window.withdraw-leave")
        if ask(self, title, words, say("sharing.window.withdraw-do"), leave):
            self._busy(True)
            self._model.withdraw(name)

    def _progressed(self, at: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(at)

    def _ended(self, words: str) -> None:
        self._busy(False)
        self.told.setText(words)
        self.told.show()

    def _refused(self, notice: Notice) -> None:
        self._busy(False)
        self.hint.setText(f"{notice.sentence} {notice.remedy}")
        self.hint.show()

    def _unlisted(self, notice: Notice) -> None:
        clear(self.list)
        self._refused(notice)

    def _busy(self, busy: bool) -> None:
        wait_in(self.bar)
        for one in (self.bar, self.stop):
            one.setVisible(busy)
        for other in (self.collection, self.owner, self.publish, self.again, self.leave):
            other.setEnabled(not busy)
        self.publish.setEnabled(not busy and self.collection.count() > 0)
        if busy:
            self.told.hide()
            self.hint.hide()
            self.stop.setFocus()
