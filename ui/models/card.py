"""The card of a model of the list: what is said of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.types import ModelRow, ModelUse
from app.words.catalogue import say
from app.words.models import (
    amount_words,
    before_words,
    description_words,
    kind_words,
    speech_words,
    state_words,
    use_words,
)
from ui.parts.aside import AsideLayout
from ui.parts.controls import Elided, button, label
from ui.parts.inert import inert
from ui.parts.theme import Space


class ModelCard(QFrame):
    """Says what a person wants of the model; nothing is done here."""

    fetched = Signal(str)  # the model's id
    brought = Signal(str)  # the same out of a folder
    used = Signal(object)  # CatalogueModel
    left = Signal()  # for what is built in

    def __init__(self, row: ModelRow) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._row = row
        told_of = QWidget()
        words = QVBoxLayout(told_of)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        name = Elided("heading")
        name.set_text(row.model.name)
        words.addWidget(name)
        words.addWidget(label(description_words(row.model), "quiet", wrap=True))
        needs = "" if row.fits else say("models.dialog.needs_more")
        licence = row.model.licence or say("models.dialog.own_file")
        told = (amount_words(row.model), licence, kind_words(row.purpose))
        words.addWidget(label(" · ".join(told) + needs, "small", wrap=True))
        for more in filter(None, (before_words(row), speech_words(row))):
            words.addWidget(label(more, "small", wrap=True))
        self._better = label("", "small", wrap=True)
        self._better.hide()
        words.addWidget(self._better)
        line = AsideLayout(told_of, self)
        line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        for widget in self._actions():
            line.addWidget(widget)

    def tell_better(self, words: str) -> None:
        """What it would be better at than the one in use."""
        self._better.setText(words)
        self._better.show()

    def _actions(self) -> list[QWidget]:
        """What can be done with the model, or what it does."""
        row, model = self._row, self._row.model
        if not row.installed:
            return [
                _push(say("models.dialog.from_folder"), lambda: self.brought.emit(model.id)),
                _push(say("models.dialog.download"), lambda: self.fetched.emit(model.id), primary=row.suits),
            ]
        if row.used_for is None:
            use = _push(say("models.dialog.use"), lambda: self.used.emit(model))
            use.setToolTip(inert(say("models.dialog.use_tip", name=model.name, what=use_words(row.purpose))))
            return [label(state_words(row), "quiet"), use] if row.also else [use]
        state: QWidget = label(state_words(row), "quiet")
        if row.used_for is ModelUse.READS_LINES:
            return [state, _push(say("models.dialog.use_built_in"), self.left.emit)]
        return [state]


def _push(text: str, do: Callable[[], None], *, primary: bool = False) -> QWidget:
    made = button(text, primary=primary)
    made.clicked.connect(do)
    return made
