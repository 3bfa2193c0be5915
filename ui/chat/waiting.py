"""Joins a question that was sent before it can be asked with the conversation that it was sent in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from app.words.catalogue import say
from ui.chat.composer import Composer
from ui.chat.viewmodel import ChatViewModel
from ui.parts.desk import Frame

_NAMED = 60  # characters of a question, where it is named


class Waiting(QObject):
    """What is sent while nothing can be asked keeps its conversation, whichever is opened meanwhile."""

    def __init__(self, model: ChatViewModel, composer: Composer, frame: Frame) -> None:
        super().__init__(model)
        self._model, self._composer, self._frame = model, composer, frame
        if composer.waits:
            model.stay()
        composer.held.connect(model.stay)
        composer.ready.connect(model.ready)
        model.leaving.connect(self._leave)
        model.answered.connect(self._tell)

    def _leave(self) -> None:
        """Another conversation comes into view."""
        question = self._composer.leave_waiting()
        if question:
            self._model.wait(question, self._frame.at_hand())

    def _tell(self, conversation: int, question: str) -> None:
        """It is answered, behind what is in view."""
        words = say("chat.answer.elsewhere", question=shortened(question))
        go = partial(self._model.open, conversation)
        self._frame.banner.show_offer(words, say("chat.answer.go-there"), go)


def shortened(words: str) -> str:
    """A question as it is named."""
    words = " ".join(words.split())
    return words if len(words) <= _NAMED else f"{words[:_NAMED]}…"
