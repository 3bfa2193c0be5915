"""Conversations that are kept where the vault takes them, and pass with the program where it is only read."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from rag.errors import VaultError
from rag.storing.branches import Branches, Node, branches_of
from rag.storing.conversations import ChatStore, placed
from rag.storing.removed_talks import Sort
from rag.storing.vault import Vault
from rag.types import Answer, Conversation, Turn

_FIRST = 1 << 30  # number of what is not kept: above all that a vault gives, and a C int


class PassingChats(ChatStore):
    """A vault becomes one that is only read when damage is found, also while the program runs."""

    def __init__(self, vault: Vault, clock: Callable[[], float] = time.time) -> None:
        super().__init__(vault, clock)
        self._talks: dict[int, Conversation] = {}  # new ones, and kept ones as they are called now
        self._turns: dict[int, Turn] = {}  # new ones, and kept ones with another answer
        self._nodes: dict[int, Node] = {}  # where they stand, and kept ones as they are chosen now
        self._gone: set[int] = set()  # conversations that were removed
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
        shown = [one for one in found.values() if one.id not in self._gone]
        return sorted(shown, key=lambda one: (one.updated, one.id), reverse=True)

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

    def pin(self, conversation_id: int, *, pinned: bool) -> None:
        if self._passes:
            self._talks[conversation_id] = replace(self.get(conversation_id), pinned=pinned)
        else:
            super().pin(conversation_id, pinned=pinned)

    def put_away(self, sort: Sort, id_: int) -> None:
        if not self._passes:
            super().put_away(sort, id_)
        elif sort is Sort.CONVERSATION:
            self._gone.add(self.get(id_).id)
        else:
            self._nodes[id_] = self._node(id_)._replace(removed=True)

    def bring_back(self, sort: Sort, id_: int) -> None:
        if not self._passes:
            super().bring_back(sort, id_)
        elif sort is Sort.CONVERSATION:
            self._gone.discard(id_)
        else:
            self._nodes[id_] = self._node(id_)._replace(removed=False)

    def delete(self, conversation_id: int) -> None:
        if conversation_id < _FIRST:
            super().delete(conversation_id)
            return
        self._talks.pop(conversation_id, None)
        self._turns = {id_: one for id_, one in self._turns.items() if one.conversation_id != conversation_id}

    def turn(self, turn_id: int) -> Turn:
        return self._turns.get(turn_id) or super().turn(turn_id)

    def add_turn(self, conversation_id: int, question: str, beside: int | None = None) -> Turn:
        if not self._passes:
            return super().add_turn(conversation_id, question, beside)
        now, branches = self._clock(), self._branches(conversation_id)
        parent = branches.end() if beside is None else branches.nodes[beside].parent
        self._talks[conversation_id] = replace(self.get(conversation_id), updated=now)
        turn = Turn(self._number(), conversation_id, question, None, now)
        self._turns[turn.id] = turn
        self._nodes[turn.id] = Node(turn.id, parent, True, False)
        self.choose(turn.id)
        return placed(self._branches(conversation_id), turn)

    def choose(self, turn_id: int) -> None:
        if not self._passes:
            super().choose(turn_id)
            return
        changed = self._branches(self.turn(turn_id).conversation_id).choosing(turn_id)
        self._nodes |= {one.id: one for one in changed}

    def save_answer(self, turn_id: int, answer: Answer) -> None:
        if self._passes:
            self._turns[turn_id] = replace(self.turn(turn_id), answer=answer)
        else:
            super().save_answer(turn_id, answer)

    def _some(self, conversation_id: int, which: Callable[[Branches], list[int]]) -> list[Turn]:
        if not self._passes:
            return super()._some(conversation_id, which)
        branches = self._branches(conversation_id)
        return [placed(branches, self.turn(id_)) for id_ in which(branches)]

    def _branches(self, conversation_id: int) -> Branches:
        """Those of the vault with what passes."""
        nodes = dict[int, Node]()
        if conversation_id < _FIRST:
            with self._vault.read() as db:
                nodes = branches_of(db, conversation_id).nodes
        own = {id_: one for id_, one in self._turns.items() if one.conversation_id == conversation_id}
        here = (one for id_, one in self._nodes.items() if id_ in own or id_ in nodes)
        nodes = nodes | {one.id: one for one in here}
        return Branches(nodes[id_] for id_ in sorted(nodes))

    def _node(self, turn_id: int) -> Node:
        return self._branches(self.turn(turn_id).conversation_id).nodes[turn_id]

    def _number(self) -> int:
        self._next += 1
        return self._next
