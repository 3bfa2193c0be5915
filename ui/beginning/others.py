"""The other models that could answer on this computer, for whoever does not want the one that is offered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.types import ModelRow
from app.words.amounts import size_text
from app.words.catalogue import named, say
from app.words.models import amount_words, description_words
from ui.parts.aside import AsideLayout
from ui.parts.controls import Elided, button, card, label
from ui.parts.fitting import Dialog
from ui.parts.laying import beside_bar
from ui.parts.theme import Space

_LEAST = 9  # lines of text: a card is seen whole, also where the dialog scrolls


class OtherModels(Dialog):
    """A card for each; `chosen` is the id of the one that is to be downloaded, once it is accepted."""

    def __init__(self, parent: QWidget | None, rows: Sequence[ModelRow]) -> None:
        super().__init__(parent)
        self.chosen = ""
        self.setWindowTitle(say("beginning.others.title"))
        self.resize(640, 560)
        cards = QVBoxLayout()
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(Space.S)
        for row in rows:
            cards.addWidget(self._card(row))
        cards.addStretch()
        inside = QWidget()
        inside.setLayout(cards)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.windowTitle())
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(_LEAST * self.fontMetrics().lineSpacing())
        beside_bar(scroll)
        close = button(say("models.dialog.close"))
        close.clicked.connect(self.reject)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("beginning.others.title"), "title", wrap=True))
        layout.addWidget(label(say("beginning.others.words"), "quiet", wrap=True))
        layout.addWidget(scroll, 1)
        layout.addLayout(end)

    # --- inside --------------------------------------------------------------------------------------------

    def _card(self, row: ModelRow) -> QFrame:
        made = card()
        told_of = QWidget()
        words = QVBoxLayout(told_of)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        name = Elided("heading")
        name.set_text(row.model.name)
        words.addWidget(name)
        words.addWidget(label(description_words(row.model), "quiet", wrap=True))
        amounts = say(
            "beginning.others.amounts", size=amount_words(row.model), memory=size_text(row.needed_bytes)
        )
        words.addWidget(label(amounts, "small", wrap=True))
        get = button(say("models.dialog.download"))
        get.setAccessibleName(named(get.text(), row.model.name))
        get.clicked.connect(lambda: self._choose(row.model.id))
        line = AsideLayout(told_of, made)
        line.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        line.addWidget(get)
        return made

    def _choose(self, model_id: str) -> None:
        self.chosen = model_id
        self.accept()
