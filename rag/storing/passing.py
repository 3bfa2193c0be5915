"""Conversations that are kept where the vault takes them, and pass with the program where it is only read."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from rag.errors import ConversationUnknown, VaultError
from rag.storing.conversations import ChatStore
from rag.storing.vault import Vault
from rag.types import Answer, Conversation, Turn

_FIRST = 1 << 30  # number of what is not kept: above all that a vault gives, and a C int


class PassingChats(ChatStore):
    """A vault becomes one that is only read when damage is found, also while the program runs."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        super().__init__(vault, clock)
        self._talks: dict[int, Conversation] = {}  # new ones, and kept ones as they are called now
        self._turns: dict[int, Turn] = {}  # new ones, and kept ones with another answer
        self._gone: set[int] = set()  # kept turns that another question took the place of
        self._next = _FIRST

    @property
    def _passes(self) -> bool:
        return self._vault.read_only is not None

    def conversations(self) -> list[Conversation]:
        """All conversations, the one used last first; those that damage leaves to be read."""
        if not self._passes:
            return super().conversations()
        kept: list[Conversation] = []
        with suppress(VaultError):
            kept = super().conversations()
        found = {one.id: one for one in kept} | self._talks
        return sorted(found.values(), key=lambda one: (one.updated, one.id), reverse=True)

    def create(self, title: str = "") -> Conversation:
        if not self._passes:
            return super().create(title)
        now = self._clock()
        talk = Conversation(self._number(), title, now, now)
        self._talks[talk.id] = talk
        return talk

    def get(self, conversation_id: int) -> Conversation:
        return self._talks.get(conversation_id) or super().get(conversation_id)

    def rename(self, conversation_id: int, title: str) -> None:
        if self._passes:
            self._talks[conversation_id] = replace(self.get(conversation_id), title=title)
        else:
            super().rename(conversation_id, title)

    def delete(self, conversation_id: int) -> None:
        if conversation_id < _FIRST:
            super().delete(conversation_id)
            return
        self._talks.pop(conversation_id, None)
        self._turns = {id_: one for id_, one in self._turns.items() if one.conversation_id != conversation_id}

    def turns(self, conversation_id: int) -> list[Turn]:
        kept = super().turns(conversation_id) if conversation_id < _FIRST else []
        if not self._passes:
            return kept
        found = {one.id: one for one in kept if one.id not in self._gone}
        found |= {id_: one for id_, one in self._turns.items() if one.conversation_id == conversation_id}
        return [found[id_] for id_ in sorted(found)]

    def turn(self, turn_id: int) -> Turn:
        return self._turns.get(turn_id) or super().turn(turn_id)

    def add_turn(self, conversation_id: int, question: str) -> Turn:
        if not self._passes:
            return super().add_turn(conversation_id, question)
        now = self._clock()
        self._talks[conversation_id] = replace(self.get(conversation_id), updated=now)
        turn = Turn(self._number(), conversation_id, question, None, now)
        self._turns[turn.id] = turn
        return turn

    def save_answer(self, turn_id: int, answer: Answer) -> None:
        if self._passes:
            self._turns[turn_id] = replace(self.turn(turn_id), answer=answer)
        else:
            super().save_answer(turn_id, answer)

    def delete_turns_from(self, turn_id: int) -> None:
        if not self._passes:
            super().delete_turns_from(turn_id)
            return
        later = [one.id for one in self.turns(self.turn(turn_id).conversation_id) if one.id >= turn_id]
        if not later:
            raise ConversationUnknown(turn=turn_id)
        self._gone |= set(later)
        for id_ in later:
            self._turns.pop(id_, None)

    def _number(self) -> int:
        self._next += 1
        return self._next
