"""Conversations: which there are, which is open, and the answer that is being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from app.chat import Chats
from app.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.types import AnswerDone, AnswerEvent, Conversation, Turn
from ui.tasks import Lane, Tasks


class ChatViewModel(QObject):
    listed = Signal(object, int)  # tuple[Conversation, ...], id of the open one or 0
    opened = Signal(object)  # tuple[Turn, ...] of the open conversation
    asked = Signal(str, int)  # question, how many turns stay before it
    answering = Signal(object)  # each AnswerEvent of the running answer
    ended = Signal()  # the running answer is complete
    refused = Signal(object)  # Notice: the running answer failed, or a change did
    busy = Signal(bool)

    def __init__(self, chats: Chats, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chats = chats
        self._tasks = tasks
        self._current = 0
        self._turns: tuple[Turn, ...] = ()
        self._shown = 0  # turns in view; those just asked are in `_turns` a moment later
        self._cancel: CancelToken | None = None

    @property
    def is_busy(self) -> bool:
        return self._cancel is not None

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self._turns

    def load(self) -> None:
        """List the conversations and open the newest."""
        self._tasks.run(Lane.LIBRARY, self._chats.conversations, self._loaded)

    def open(self, conversation_id: int) -> None:
        if conversation_id == self._current and self._turns:
            return
        self.stop()
        self._current = conversation_id
        self._reload()

    def new(self) -> None:
        """An empty conversation; it is kept with its first question."""
        self.stop()
        self._current, self._turns, self._shown = 0, (), 0
        self.opened.emit(())
        self._list()

    def rename(self, conversation_id: int, title: str) -> None:
        self._change(lambda: self._chats.rename(conversation_id, title))

    def delete(self, conversation_id: int) -> None:
        if conversation_id == self._current:
            self.new()
        self._change(lambda: self._chats.delete(conversation_id))

    def ask(self, question: str) -> None:
        """Ask in the open conversation; without one, in a new one."""
        if self.is_busy or not question.strip():
            return
        cancel = CancelToken()

        def work() -> Iterator[AnswerEvent]:
            if not self._current:
                self._current = self._chats.create().id
            return self._chats.ask(self._current, question.strip(), cancel)

        self._begin(question.strip(), self._shown, cancel, work)

    def regenerate(self, turn_id: int) -> None:
        turn = self._turn(turn_id)
        if turn is not None:
            self.edit(turn_id, turn.question)

    def edit(self, turn_id: int, question: str) -> None:
        """Ask `question` in place of a turn; what follows it is dropped."""
        place = next((i for i, turn in enumerate(self._turns) if turn.id == turn_id), None)
        if self.is_busy or place is None or not question.strip():
            return
        cancel = CancelToken()
        self._begin(
            question.strip(), place, cancel, lambda: self._chats.edit(turn_id, question.strip(), cancel)
        )

    def stop(self) -> None:
        """Stop the running answer; what was written is kept."""
        if self._cancel is not None:
            self._cancel.cancel()

    def _begin(
        self, question: str, kept: int, cancel: CancelToken, work: Callable[[], Iterator[AnswerEvent]]
    ) -> None:
        self._cancel = cancel
        self._turns, self._shown = self._turns[:kept], kept + 1
        self.busy.emit(True)
        self.asked.emit(question, kept)
        self._tasks.stream(Lane.MODEL, work, self._event, self._done, self._failed)

    def _event(self, event: AnswerEvent) -> None:
        self.answering.emit(event)
        if isinstance(event, AnswerDone):
            self.ended.emit()

    def _done(self) -> None:
        self._cancel = None
        self.busy.emit(False)
        self._refresh()

    def _failed(self, error: Exception) -> None:
        self._cancel = None
        self.busy.emit(False)
        if not isinstance(error, Cancelled):
            self.refused.emit(notice_of(error))
        self._refresh()

    def _refresh(self) -> None:
        """Learn the ids of what was kept, without drawing the conversation anew."""
        current = self._current

        def keep(turns: list[Turn]) -> None:
            if current == self._current:
                self._turns = tuple(turns)

        if current:
            self._tasks.run(Lane.LIBRARY, lambda: self._chats.turns(current), keep)
        self._list()

    def _reload(self) -> None:
        current = self._current

        def show(turns: list[Turn]) -> None:
            if current == self._current:
                self._turns, self._shown = tuple(turns), len(turns)
                self.opened.emit(self._turns)

        self._tasks.run(Lane.LIBRARY, lambda: self._chats.turns(current), show, self._failed)
        self._list()

    def _list(self) -> None:
        self._tasks.run(
            Lane.LIBRARY,
            self._chats.conversations,
            lambda found: self.listed.emit(tuple(found), self._current),
        )

    def _loaded(self, found: list[Conversation]) -> None:
        self._current = found[0].id if found else 0
        if found:
            self._reload()
        else:
            self.opened.emit(())
            self.listed.emit((), 0)

    def _change(self, work: Callable[[], None]) -> None:
        self._tasks.run(
            Lane.LIBRARY, work, lambda _: self._list(), lambda error: self.refused.emit(notice_of(error))
        )

    def _turn(self, turn_id: int) -> Turn | None:
        return next((turn for turn in self._turns if turn.id == turn_id), None)
