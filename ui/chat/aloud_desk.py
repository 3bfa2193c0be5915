"""Reads answers aloud, what is heard marked; of one that is still being worded, the quote first."""

from __future__ import annotations

from collections.abc import Sequence

from app.aloud.utterances import Utterance, utterances
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from ui.chat.transcript import Transcript
from ui.chat.turn_card import TurnCard
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane


class AloudDesk(Desk):
    """One answer at a time is heard; Escape, its button and whatever takes its place in view end it."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._aloud = given.services.aloud
        self._transcript = given.frame.view(Transcript)
        self._card: TurnCard | None = None
        self._cancel = CancelToken()
        self._said: list[str] = []  # of this answer
        self._now: Utterance | None = None
        self._waits = False  # for the answer that is being written
        self._transcript.aloud.connect(self._turn)
        self._transcript.settled.connect(self._settled)
        self._transcript.going.connect(self._gone)

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(
                Menu.CONVERSATION,
                33,
                say("chat.aloud.last"),
                "Ctrl+Alt+R",
                self._last,
                possible=lambda: self._card is not None or self._readable() is not None,
            ),
            Entry(
                Menu.CONVERSATION,
                34,
                say("chat.aloud.open"),
                "Ctrl+Alt+O",
                self._open,
                possible=lambda: self._now is not None and bool(self._now.citations),
            ),
        )

    def escape(self) -> bool:
        """Be silent at once."""
        if self._card is None:
            return False
        self._stop()
        return True

    @property
    def read(self) -> Utterance | None:
        """What is heard now."""
        return self._now

    # --- inside --------------------------------------------------------------------------------------------

    def _readable(self) -> TurnCard | None:
        """The last answer, where it says something already."""
        cards = self._transcript.cards
        return cards[-1] if cards and utterances(*cards[-1].answer.shown) else None

    def _last(self) -> None:
        card = self._card or self._readable()
        if card is not None:
            self._turn(card)

    def _turn(self, card: TurnCard) -> None:
        """Read it, or be silent where it is being read."""
        before = self._card
        self._stop()
        if card is not before:
            self._card, self._said = card, []
            self._transcript.held = card
            card.actions_row.show_read(True)
            self._go_on()

    def _go_on(self) -> None:
        """Read what is there and was not said; wait where more is to come."""
        card = self._card
        if card is None:
            return
        texts = [one for one in utterances(*card.answer.shown) if one.said not in self._said]
        if not texts:
            self._waits = card.answered is None
            if not self._waits:
                self._stop()
            return
        self._cancel = cancel = CancelToken()
        self.given.tasks.stream(
            Lane.SOUND,
            lambda: self._aloud.read(texts, cancel),
            lambda one: self._heard(one, cancel),
            lambda: self._ended(cancel),
            lambda fault: self._failed(fault, cancel),
            cancel,
        )

    def _heard(self, one: Utterance, cancel: CancelToken) -> None:
        if self._card is not None and not cancel.cancelled:
            self._now = one
            self._said.append(one.said)
            self._card.answer.mark_read(one)

    def _ended(self, cancel: CancelToken) -> None:
        if self._card is not None and not cancel.cancelled:
            self._now = None
            self._card.answer.mark_read(None)
            self._go_on()

    def _failed(self, fault: Exception, cancel: CancelToken) -> None:
        if cancel.cancelled or isinstance(fault, Cancelled):
            return
        self._stop()
        self.given.frame.banner.show_notice(notice_of(fault))

    def _settled(self, card: TurnCard) -> None:
        """An answer came to its end."""
        if card is self._card:
            card.actions_row.show_read(True)
            if self._waits:
                self._waits = False
                self._go_on()

    def _gone(self, card: TurnCard) -> None:
        """A card goes: its conversation is left, or its question was put anew."""
        if card is self._card:
            self._stop()

    def _stop(self) -> None:
        self._cancel.cancel()
        card, self._card, self._transcript.held = self._card, None, None
        self._now, self._waits = None, False
        if card is not None:
            card.answer.mark_read(None)
            card.actions_row.show_read(False)

    def _open(self) -> None:
        """The place that the sentence rests on which is heard."""
        if self._now is not None and self._now.citations:
            self.given.frame.cite(self._now.citations[0])
