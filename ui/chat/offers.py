"""What can be done next with a question: buttons under its answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from app.words.catalogue import say
from rag.types import Answer, Intent, Outcome
from ui.parts.controls import button
from ui.parts.desk import Offer
from ui.parts.flow import FlowLayout

_UNANSWERED = (Outcome.CLOSEST, Outcome.SILENT)
_MADE = {Intent.SUMMARISE: Offer.SUMMARISE, Intent.COMPARE: Offer.COMPARE}
_BEGUN = (Offer.SUMMARISE, Offer.COMPARE, Offer.CARRY)
_NEEDED = {Offer.SUMMARISE: 1, Offer.COMPARE: 2}


class Offers(QWidget):
    """Reached by Tab, in the order they stand in."""

    chosen = Signal(object)  # Offer
    waited = Signal(bool)  # whether the question is to be asked again when reading ends

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(self)
        self.buttons: dict[Offer, QPushButton] = {}
        self.wait = QCheckBox(say("chat.offer.wait"))
        self.wait.setProperty("role", "switch")  # as high as the buttons in its row
        self.wait.setToolTip(say("chat.offer.wait-tip"))
        self.wait.toggled.connect(self.waited)
        self._row.addWidget(self.wait)
        self.wait.hide()
        self.hide()

    def show_for(self, answer: Answer) -> None:
        """Offer what fits an answer."""
        self._clear()
        for offer in offers_of(answer):
            self._add(offer, _words(offer, answer), primary=offer in _BEGUN)

    def show_waiting(self, answer: Answer) -> None:
        """Documents are being read: the question will be asked again, unless that is not wanted."""
        if answer.unread and not answer.stopped:
            self.wait.blockSignals(True)
            self.wait.setChecked(True)
            self.wait.blockSignals(False)
            self.wait.show()
            self.show()

    def show_made(self, offer: Offer) -> None:
        """What was offered is being made, or is there: offer to open it."""
        self._clear()
        self._add(Offer.OPEN, say(f"chat.offer.open-{offer.value}"), primary=False)

    def show_done(self) -> None:
        """What was offered is done: offer to take it back."""
        self._clear()
        self._add(Offer.UNDO, say("chat.offer.undo"), primary=False)

    def ask_for_yes(self) -> None:
        """Have what was wished for confirmed by Enter, or left by anything else."""
        if Offer.CARRY in self.buttons:
            self.buttons[Offer.CARRY].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, offer: Offer, words: str, *, primary: bool) -> None:
        made = button(words, primary=primary)
        made.setToolTip(say(f"chat.offer.{offer.value}-tip"))
        made.clicked.connect(lambda: self.chosen.emit(offer))
        self.buttons[offer] = made
        self._row.addWidget(made)
        self.show()

    def _clear(self) -> None:
        for one in self.buttons.values():
            self._row.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.buttons = {}
        self.wait.hide()
        self.hide()


def offers_of(answer: Answer) -> Sequence[Offer]:
    """What fits an answer, the likeliest first."""
    if answer.stopped:
        return ()
    if answer.outcome is Outcome.ACTION:
        if answer.wish is not None and answer.wish.errand is not None:
            return (Offer.CARRY,)
        made = _MADE.get(answer.intent)
        return (made,) if made is not None and answer.wish is not None else ()
    if answer.outcome in _UNANSWERED:
        several = answer.read is None or answer.read > 1
        return (Offer.EACH, Offer.SEARCH) if several else (Offer.SEARCH,)
    return (Offer.EACH,) if answer.intent is Intent.EACH else ()


def _words(offer: Offer, answer: Answer) -> str:
    """What stands on a button: with dots where more is asked before it begins."""
    wish = answer.wish
    if offer is Offer.CARRY and wish is not None and wish.errand is not None:
        return say(f"chat.offer.carry-{wish.errand.tool}")
    open_ = wish is not None and offer in _NEEDED and len(wish.documents) != _NEEDED[offer]
    return say(f"chat.offer.{offer.value}-which" if open_ else f"chat.offer.{offer.value}")
