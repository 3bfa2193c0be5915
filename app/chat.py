"""Conversations: ask, keep, ask again."""

from __future__ import annotations

from collections.abc import Iterator

from app.scheduler import Scheduler
from engine.cancel import CancelToken
from rag.answerer import Answerer
from rag.chats import ChatStore
from rag.types import AnswerDone, AnswerEvent, Conversation, SearchScope, Turn

_TITLE_LENGTH = 60


class Chats:
    """Every answer is kept in the vault as soon as it is complete, or stopped."""

    def __init__(self, store: ChatStore, answerer: Answerer, scheduler: Scheduler) -> None:
        self._store = store
        self._answerer = answerer
        self._scheduler = scheduler

    def conversations(self) -> list[Conversation]:
        """Newest first."""
        return self._store.conversations()

    def create(self, title: str = "") -> Conversation:
        return self._store.create(title)

    def rename(self, conversation_id: int, title: str) -> None:
        """Raises `ConversationUnknown`, as do the calls below."""
        self._store.rename(conversation_id, title)

    def delete(self, conversation_id: int) -> None:
        self._store.delete(conversation_id)

    def turns(self, conversation_id: int) -> list[Turn]:
        return self._store.turns(conversation_id)

    def ask(
        self,
        conversation_id: int,
        question: str,
        cancel: CancelToken,
        scope: SearchScope | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer in the light of the turns before; keep the turn.

        Raises `ModelError`s, `WorkerError`s and `VaultError`s; the question is kept all the same.
        """
        history = self._store.turns(conversation_id)
        turn = self._store.add_turn(conversation_id, question)
        if not self._store.get(conversation_id).title:
            self._store.rename(conversation_id, _title(question))
        yield from self._answer(turn, history, cancel, scope)

    def regenerate(self, turn_id: int, cancel: CancelToken) -> Iterator[AnswerEvent]:
        """Answer a kept question again; what followed it is dropped."""
        return self.edit(turn_id, self._store.turn(turn_id).question, cancel)

    def edit(self, turn_id: int, question: str, cancel: CancelToken) -> Iterator[AnswerEvent]:
        """Put another question in place of a kept one; what followed it is dropped."""
        turn = self._store.turn(turn_id)
        self._store.delete_turns_from(turn_id)
        yield from self.ask(turn.conversation_id, question, cancel)

    def _answer(
        self, turn: Turn, history: list[Turn], cancel: CancelToken, scope: SearchScope | None
    ) -> Iterator[AnswerEvent]:
        with self._scheduler.foreground():
            for event in self._answerer.answer(turn.question, history, scope or SearchScope(), cancel):
                if isinstance(event, AnswerDone):
                    self._store.save_answer(turn.id, event.answer)
                yield event


def _title(question: str) -> str:
    """The question's first words, whole ones, as a conversation's title."""
    words = " ".join(question.split())
    if len(words) <= _TITLE_LENGTH:
        return words
    return words[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
