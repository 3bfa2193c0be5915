"""Asks by voice and answers aloud, turn after turn, without a key.

Whoever falls silent has asked; the documents' own sentence is heard first, before the model has worded
anything; whoever speaks over it is listened to. A few sentences are commands: `app.dictating.commands`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer

from app.aloud.utterances import Utterance, utterances
from app.dictating.commands import Command, command_in
from app.dictating.turns import Turns, interrupted
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.protocols import Microphone
from ui.chat.aloud_desk import AloudDesk
from ui.chat.composer import Composer
from ui.chat.desk import ChatDesk
from ui.chat.dictating_desk import DictatingDesk
from ui.chat.transcript import Transcript
from ui.chat.turn_card import TurnCard
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane

_LOOK_MS = 50

Blocks = list[NDArray[np.float32]]


class State(Enum):
    OFF = auto()
    LISTENS = auto()
    THINKS = auto()
    SPEAKS = auto()


class HandsFreeDesk(Desk):
    """What it does now stands above the field for questions."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.state = State.OFF
        self._dictating, self._aloud = given.frame.desk(DictatingDesk), given.frame.desk(AloudDesk)
        self._chat = given.frame.desk(ChatDesk)
        self._composer, self._transcript = given.frame.view(Composer), given.frame.view(Transcript)
        self._microphone: Microphone = self._dictating.dictation.microphone
        self._before: TurnCard | None = None  # the last answer when the question was sent
        self._heard: Utterance | None = None  # the last sentence that was heard
        self._guard = CancelToken()  # of listening while it speaks
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._follow)
        self._composer.dictation.over.connect(self._written)

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(
                Menu.CONVERSATION,
                14,
                say("chat.hands-free.menu"),
                "Ctrl+Alt+H",
                self.turn,
                checked=lambda: self.state is not State.OFF,
            ),
        )

    def escape(self) -> bool:
        """Leave it; what is dictated or read then is ended too."""
        if self.state is State.OFF:
            return False
        self.end()
        return True

    def takes(self, question: str) -> bool:
        """A command, that no document is asked."""
        command = command_in(question) if self.state is State.LISTENS else None
        if command is None:
            if self.state is State.LISTENS:
                self._think()
            return False
        self._carry_out(command)
        return True

    def turn(self) -> None:
        """Begin, or end."""
        if self.state is State.OFF:
            self._microphone = self._dictating.dictation.microphone
            self._composer.dictation.discard()
            self._listen()
        else:
            self.end()

    def end(self) -> None:
        """Everything as it was: the microphone closed, and silence."""
        self.state = State.OFF
        self._look.stop()
        self._guard.cancel()
        self._composer.dictation.discard()
        self._aloud.escape()
        self._dictating.dictation.microphone = self._microphone
        self._composer.tell("")

    # --- inside --------------------------------------------------------------------------------------------

    def _show(self, state: State) -> None:
        self.state = state
        self._composer.tell(say(f"chat.hands-free.{state.name.lower()}"))

    def _listen(self, before: Blocks | None = None) -> None:
        """Open the microphone; `before` was heard already."""
        self._look.stop()
        self.state = State.LISTENS
        self._composer.tell("")  # the row of the microphone says it

        def ended() -> None:
            self.given.tasks.post(self._silent)

        self._dictating.dictation.microphone = Turns(self._microphone, ended, before or ())
        self._composer.dictation.turn(words=say("chat.hands-free.listens"))

    def _silent(self) -> None:
        """Somebody spoke and is done."""
        if self.state is State.LISTENS:
            last = self._transcript.cards[-1:]
            self._before = last[0] if last else None
            self._composer.send_spoken()

    def _written(self, written: bool) -> None:
        """What was said is in the field, and asked in a moment; nothing, where nobody said anything."""
        if self.state is not State.LISTENS:
            return
        if not written:
            self.end()  # it was discarded, or cannot be heard, which is told
            return
        QTimer.singleShot(0, self, self._again)

    def _again(self) -> None:
        if self.state is State.LISTENS and not self._composer.dictation.is_on:
            self._composer.clear()
            self._listen()

    def _think(self) -> None:
        self._show(State.THINKS)
        self._heard = None
        self._look.start()

    def _follow(self) -> None:
        """Speak as soon as there is something to be said, and listen again when all is."""
        if self.state is State.THINKS:
            cards = self._transcript.cards
            card = cards[-1] if cards and cards[-1] is not self._before else None
            if card is not None and utterances(*card.answer.shown):
                self._speak(card)
            elif not self._chat.model.is_busy and (card is None or card.answered is not None):
                self._listen()
        elif self.state is State.SPEAKS:
            self._heard = self._aloud.read or self._heard
            if not self._aloud.is_on:
                self._guard.cancel()
                self._listen()

    def _speak(self, card: TurnCard, past: Utterance | None = None) -> None:
        self._show(State.SPEAKS)
        self._aloud.read_answer(card, past)
        self._guard = guard = CancelToken()
        self._look.start()
        self.given.tasks.stream(
            Lane.DICTATION,
            lambda: filter(None, [interrupted(self._microphone, guard)]),
            lambda blocks: self._interrupted(blocks, guard),
            failed=lambda fault: self._failed(fault, guard),
            cancel=guard,
        )

    def _interrupted(self, blocks: Blocks, guard: CancelToken) -> None:
        if guard is self._guard and not guard.cancelled and self.state is State.SPEAKS:
            self._aloud.escape()
            if self._chat.model.is_busy:
                self._chat.model.stop()  # what is said next is asked, and waits for nothing
            self._listen(blocks)

    def _failed(self, fault: Exception, guard: CancelToken) -> None:
        if guard is self._guard and not guard.cancelled and self.state is State.SPEAKS:
            self.end()
            self.given.frame.banner.show_notice(notice_of(fault))

    def _carry_out(self, command: Command) -> None:
        last = self._transcript.cards[-1:]
        if command is Command.END:
            QTimer.singleShot(0, self, self.end)
        elif command is Command.NEXT and last and self._heard is not None:
            self._before = None
            self._speak(last[0], self._heard)
        else:
            if command is Command.OPEN and self._heard is not None and self._heard.citations:
                self.given.frame.cite(self._heard.citations[0])
            QTimer.singleShot(0, self, self._again)
