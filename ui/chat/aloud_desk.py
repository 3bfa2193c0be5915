"""Reads answers aloud, what is heard marked; of one that is still being worded, the quote first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.aloud.utterances import Utterance, utterances
from app.words.catalogue import say
from app.words.messages import notice_of
from rag.language.words import letters
from ui.chat.reading import Reading
from ui.chat.transcript import Transcript
from ui.chat.turn_card import TurnCard
from ui.parts.desk import Desk, Entry, Given, Menu


class Lent(Protocol):
    """What else is read aloud with the same keys, while it is shown."""

    @property
    def can_read(self) -> bool: ...

    @property
    def now(self) -> Utterance | None:
        """What is heard."""
        ...

    def toggle(self) -> None: ...

    def stop(self) -> bool:
        """Be silent at once; whether something was read."""
        ...


class AloudDesk(Desk):
    """One answer at a time is heard; Escape, its button and whatever takes its place in view end it."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._transcript = given.frame.view(Transcript)
        self._card: TurnCard | None = None
        self._reading = Reading(given, self._heard, self._ended, self._failed)
        self._lent: list[Lent] = []
        self._said: list[str] = []  # of this answer, its letters: a quote has marks that the answer has not
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
                possible=lambda: (
                    self._card is not None or self._other() is not None or self._readable() is not None
                ),
            ),
            Entry(
                Menu.CONVERSATION,
                34,
                say("chat.aloud.open"),
                "Ctrl+Alt+O",
                self._open,
                possible=lambda: self.read is not None and bool(self.read.citations),
            ),
        )

    def escape(self) -> bool:
        """Be silent at once."""
        if any(one.stop() for one in self._lent):
            return True
        if self._card is None:
            return False
        self._stop()
        return True

    @property
    def is_on(self) -> bool:
        """Whether an answer is read, or what is still being written of it is waited for."""
        return self._card is not None

    def read_answer(self, card: TurnCard, past: Utterance | None = None) -> None:
        """Read an answer, from behind what is `past` on."""
        self.escape()
        self._turn(card)
        if past is not None:
            self._reading.stop()
            texts = utterances(*card.answer.shown)
            self._said = [letters(one.said) for one in texts if one.start <= past.start]
            self._go_on()

    def lend(self, other: Lent) -> None:
        """Let something else be read with the keys of this desk, while it is shown."""
        self._lent.append(other)

    @property
    def read(self) -> Utterance | None:
        """What is heard now."""
        return self._now or next((one.now for one in self._lent if one.now is not None), None)

    # --- inside --------------------------------------------------------------------------------------------

    def _readable(self) -> TurnCard | None:
        """The last answer, where it says something already."""
        cards = self._transcript.cards
        return cards[-1] if cards and utterances(*cards[-1].answer.shown) else None

    def _other(self) -> Lent | None:
        return next((one for one in self._lent if one.can_read), None)

    def _last(self) -> None:
        other = self._other() if self._card is None else None
        if other is not None:
            other.toggle()
            return
        card = self._card or self._readable()
        if card is not None:
            self._turn(card)

    def _turn(self, card: TurnCard) -> None:
        """Read it, or be silent where it is being read."""
        before = self._card
        self.escape()
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
        texts = [one for one in utterances(*card.answer.shown) if letters(one.said) not in self._said]
        if not texts:
            self._waits = card.answered is None
            if not self._waits:
                self._stop()
            return
        self._reading.begin(texts)

    def _heard(self, one: Utterance) -> None:
        if self._card is not None:
            self._now = one
            self._said.append(letters(one.said))
            self._card.answer.mark_read(one)

    def _ended(self) -> None:
        if self._card is not None:
            self._now = None
            self._card.answer.mark_read(None)
            self._go_on()

    def _failed(self, fault: Exception) -> None:
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
        self._reading.stop()
        card, self._card, self._transcript.held = self._card, None, None
        self._now, self._waits = None, False
        if card is not None:
            card.answer.mark_read(None)
            card.actions_row.show_read(False)

    def _open(self) -> None:
        """The place that the sentence rests on which is heard."""
        if self.read is not None and self.read.citations:
            self.given.frame.cite(self.read.citations[0])
