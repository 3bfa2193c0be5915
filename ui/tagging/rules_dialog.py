"""The rules that tag by themselves: which there are, and what they would tag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from app.tagging.rules import rule_words
from app.types import Notice
from app.words.catalogue import say
from rag.language.file_names import printable
from rag.storing.tag_rules import TagRule
from ui.parts.controls import breakable, button, card, label
from ui.parts.fitting import Dialog
from ui.parts.flow import FlowLayout
from ui.parts.laying import edges
from ui.parts.theme import Space
from ui.parts.wrapped_list import WrappedList
from ui.tagging.rule_form import labels


class RulesDialog(Dialog):
    """Asks for everything by signals."""

    new_asked = Signal()
    change_asked = Signal(object)  # TagRule
    try_asked = Signal(object)  # the rules, a list
    delete_asked = Signal(object)  # TagRule
    back_asked = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._rules: list[TagRule] = []
        self.setWindowTitle(say("tagging.rules.dialog.title"))
        self.setMinimumSize(460, 360)
        self.resize(620, 460)
        self.list = _RuleList()
        self.list.setAccessibleName(say("tagging.rules.dialog.list"))
        self.list.setSpacing(2)
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.list.itemActivated.connect(lambda _: self._change())
        self.list.delete_pressed.connect(self._delete)
        self.none = label(say("tagging.rules.dialog.none"), "quiet", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.new, self.change = (
            button(say("tagging.rules.dialog.new")),
            button(say("tagging.rules.dialog.change")),
        )
        self.attempt, self.delete = (
            button(say("tagging.rules.dialog.try")),
            button(say("tagging.rules.dialog.delete")),
        )
        self.new.clicked.connect(self.new_asked)
        self.change.clicked.connect(self._change)
        self.attempt.clicked.connect(self._try)
        self.delete.clicked.connect(self._delete)
        self.told = label("", wrap=True)
        self.back = button(say("tagging.rules.dialog.back"))
        self.back.clicked.connect(self.back_asked)
        self._bar = card("banner")
        self._bar.setProperty("tone", "quiet")
        self._bar.hide()
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self._arrange()
        self.show_rules(())

    @property
    def chosen(self) -> TagRule | None:
        row = self.list.currentRow()
        return self._rules[row] if 0 <= row < len(self._rules) else None

    def show_rules(self, rules: Sequence[TagRule], choose: int | None = None) -> None:
        """Which there are now; the chosen one stays, or `choose` is."""
        before = self.chosen
        wanted = choose if choose is not None else before.id if before is not None else None
        self._rules = list(rules)
        self.list.clear()
        called = dict(labels())
        for one in self._rules:
            told = replace(one, label=called.get(one.label, one.label))
            tags = ", ".join(one.tags) or say("tagging.rules.dialog.gone")
            words = say("tagging.rules.dialog.row", tags=tags, where=printable(rule_words(told)))
            self.list.addItem(QListWidgetItem(words))
        rows = [row for row, one in enumerate(self._rules) if one.id == wanted]
        self.list.setCurrentRow(rows[0] if rows else min(0, len(self._rules) - 1))
        self.list.setVisible(bool(self._rules))
        self.none.setVisible(not self._rules)
        self._enable()

    def tell(self, words: str, *, back: bool = False) -> None:
        """Say what was done, and offer to take it back; "" for nothing."""
        self.hint.hide()
        self.told.setText(breakable(words))
        self.back.setVisible(back)
        self._bar.setVisible(bool(words))

    def refuse(self, notice: Notice) -> None:
        """Tell why something could not be done."""
        self._bar.hide()
        self.hint.setText(breakable(" ".join(filter(None, (notice.sentence, notice.remedy)))))
        self.hint.show()

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(edges(Space.M, Space.S, Space.S, Space.S))
        bar.addWidget(self.told, 1)
        bar.addWidget(self.back)
        acts = QWidget()
        below = FlowLayout(acts)
        for one in (self.new, self.change, self.attempt, self.delete):
            below.addWidget(one)
        close = button(say("tagging.rules.dialog.close"))
        close.clicked.connect(self.accept)
        ending = QHBoxLayout()
        ending.addStretch()
        ending.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("tagging.rules.dialog.title"), "title"))
        layout.addWidget(label(say("tagging.rules.dialog.words"), "quiet", wrap=True))
        layout.addWidget(self.none, 1)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        layout.addWidget(self._bar)
        layout.addWidget(acts)
        layout.addLayout(ending)

    def _enable(self) -> None:
        for one in (self.change, self.delete):
            one.setEnabled(self.chosen is not None)
        self.attempt.setEnabled(bool(self._rules))

    def _change(self) -> None:
        if self.chosen is not None:
            self.change_asked.emit(self.chosen)

    def _delete(self) -> None:
        if self.chosen is not None:
            self.delete_asked.emit(self.chosen)

    def _try(self) -> None:
        self.try_asked.emit(list(self._rules))


class _RuleList(WrappedList):
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
