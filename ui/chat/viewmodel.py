"""Conversations: which there are, which is open, and the answer that is being written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.chat import Chats
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from rag.storing.removed_talks import Sort
from rag.types import AnswerDone, AnswerEvent, Conversation, SearchScope, Turn
from rag.types.records import Replayed
from ui.chat.behind import ask_behind
from ui.chat.coming import NO_VIEW, Coming, Held
from ui.chat.seeking import Seeking
from ui.parts.tasks import Lane, Tasks


class ChatViewModel(QObject):
    listed = Signal(object, int)  # tuple[Conversation, ...], id of the open one or 0
    opened = Signal(object)  # tuple[Turn, ...] of the open conversation
    asked = Signal(str, int)  # question, how many turns stay before it
    answering = Signal(object)  # each AnswerEvent of the running answer
    ended = Signal(object)  # Answer: the running one is complete
    renewing = Signal(int, object)  # place of the turn that is asked again, names of what was read since
    kept = Signal(object)  # tuple[Turn, ...] of the open conversation, after an answer
    refused = Signal(object)  # Notice: the running answer failed, or a change did
    busy = Signal(bool)
    replayed = Signal(object)  # Replayed: an answer was asked for again exactly
    removed = Signal(object, int, str)  # Sort, id, and the name of what can be brought back
    pointed = Signal(int, str)  # place of a turn of the open conversation, and words that are to be marked
    leaving = Signal()  # another conversation comes into view; the one before is still `current`
    answered = Signal(int, str)  # conversation that is not in view, and the question that waited there

    def __init__(self, chats: Chats, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chats = chats
        self._tasks = tasks
        self.seeking = Seeking(chats.search, tasks, self)
        self._current = 0
        self._turns: tuple[Turn, ...] = ()
        self._listed: tuple[Conversation, ...] = ()
        self._begun = False  # an answer: its first event came
        self._shown = 0  # turns in view; those just asked are in `_turns` a moment later
        self._cancel: CancelToken | None = None
        self._view = 0  # counts what was opened; an answer is shown only where it began
        self._answering_in = 0
        self._coming = Coming(self._ask_held)
        self._behind = False  # whether what is being answered waited, and its conversation is out of view
        self._starting = False  # whether the last one is being opened by itself
        self._stale = False  # whether what is kept has changed behind the answer that is being written
        self.scope: SearchScope | None = None  # what is asked; None while only the vault knows

    @property
    def is_busy(self) -> bool:
        return self._cancel is not None

    @property
    def _answers_here(self) -> bool:
        """Whether the answer that is being written is in view."""
        return self.is_busy and self._answering_in == self._view

    @property
    def current(self) -> int:
        """The open conversation, 0 for one that is not kept yet."""
        return self._current

    @property
    def turns(self) -> tuple[Turn, ...]:
        return self._turns

    def load(self) -> None:
        """List the conversations and open the newest, unless something else is opened or asked before it is
        in view.
        """
        view, self._starting = self._view, True

        def loaded(found: Sequence[Conversation]) -> None:
            if view != self._view:
                self._list_now(found)
            elif found:
                self._current = found[0].id
                self.reload()
            else:
                self.opened.emit(())
                self.listed.emit((), 0)

        self._tasks.run(Lane.LIBRARY, self._chats.conversations, loaded)

    def refresh(self) -> None:
        """List the conversations again, and learn what is kept of the open one: others came, or answers went
        with a document.
        """
        if self.is_busy:
            self._list()  # the answer being written ends with the same
        else:
            self._refresh()

    def open(self, conversation_id: int) -> None:
        """Show a conversation; an answer being written elsewhere is stopped."""
        if conversation_id == self._current and (self._turns or self._answers_here):
            return
        self._leave()
        self._current = conversation_id
        self.reload()

    def new(self) -> None:
        """An empty conversation; it is kept with its first question."""
        self._leave()
        self._current, self._turns, self._shown = 0, (), 0
        self.opened.emit(())
        self._list()

    def rename(self, conversation_id: int, title: str) -> None:
        self._change(lambda: self._chats.rename(conversation_id, title))

    def pin(self, conversation_id: int, pinned: bool) -> None:
        """Have a conversation stand above the others, or no longer."""
        self._change(lambda: self._chats.pin(conversation_id, pinned=pinned))

    def remove(self, conversation_id: int) -> None:
        """Put a conversation into the bin."""
        title = next((one.title for one in self._listed if one.id == conversation_id), "")
        if conversation_id == self._current:
            self.new()
        self._put(Sort.CONVERSATION, conversation_id, title, self._list)

    def remove_turn(self, turn_id: int) -> None:
        """Put a question with its answer into the bin; what followed it stays."""
        place = self._place(turn_id)
        if place is not None and not self.is_busy:
            near = max(0, place - 1)
            show = partial(self.reload, lambda: self.pointed.emit(near, ""))
            self._put(Sort.TURN, turn_id, self._turns[place].question, show)

    def restore(self, sort: Sort, id_: int) -> None:
        """Bring back what was removed, and show it."""
        show = self.open if sort is Sort.CONVERSATION else self.show_turn
        work = partial(self._chats.bin.restore, sort, id_)
        self._tasks.run(Lane.LIBRARY, work, lambda _: show(id_), self._refuse)

    def show_turn(self, turn_id: int, words: str = "") -> None:
        """Bring a turn in view, whichever conversation or version it is of, with `words` marked in it."""
        if self.is_busy and self._place(turn_id) is not None:
            self.pointed.emit(self._place(turn_id), words)
            return

        def work() -> int:
            self._chats.choose(turn_id)
            return self._chats.turn(turn_id).conversation_id

        def chosen(conversation_id: int) -> None:
            if view == self._view:  # else something else was opened since
                if conversation_id != self._current:
                    self._leave()
                self._current = conversation_id
                self._coming.follow(view, self._view, conversation_id)
                self.reload(lambda: self._point(turn_id, words))
            self._coming.end()

        self._starting, view = False, self._view
        self._coming.begin()
        self._tasks.run(Lane.LIBRARY, work, chosen, self._not_come)

    def ask(self, question: str, at_hand: Collection[int] = ()) -> None:
        """Ask in the open conversation; without one, in a new one. `at_hand`: documents that lie open."""
        if self.is_busy or not question.strip():
            return
        if self._coming.is_under_way and not self._starting:
            self._coming.hold(self._held(question, at_hand))
            return
        self.stay()
        cancel, current, view, scope = CancelToken(), self._current, self._view, self.scope

        def work() -> Iterator[AnswerEvent]:
            conversation = current or self._chats.create().id
            self._tasks.post(lambda: self._asked_in(view, conversation))
            return self._chats.ask(conversation, question.strip(), cancel, scope, at_hand=at_hand)

        self._begin(question.strip(), self._shown, cancel, work)

    def stay(self) -> None:
        """Keep the empty conversation of the start in view: something was asked in it."""
        if self._starting:
            self._turn_to()
            self._current = 0

    def wait(self, question: str, at_hand: Collection[int] = ()) -> None:
        """Ask in the open conversation as soon as anything can be asked, whichever is open then: `ready`."""
        self._coming.wait(self._held(question, at_hand))

    def ready(self) -> None:
        """Questions can be asked from now on."""
        self._coming.ready()

    def regenerate(self, turn_id: int) -> None:
        """Answer a question again, in other words, as another version of it."""
        place = self._place(turn_id)
        if self.is_busy or place is None:
            return
        cancel = CancelToken()
        question = self._turns[place].question
        self._begin(question, place, cancel, lambda: self._chats.regenerate(turn_id, cancel))

    def renew(self, turn_id: int, read: Sequence[str]) -> bool:
        """Ask again, now that documents have been `read`, and keep what follows; False where it cannot be."""
        place = self._place(turn_id)
        if self.is_busy or place is None:
            return False
        cancel = CancelToken()
        self.renewing.emit(place, tuple(read))
        self._stream(cancel, lambda: self._chats.renew(turn_id, cancel))
        return True

    def again_exactly(self, turn_id: int) -> None:
        """Make a kept answer once more, and tell whether it is the same; nothing in view changes."""
        if self.is_busy or self._place(turn_id) is None:
            return
        cancel = self._cancel = CancelToken()
        self.busy.emit(True)

        def told(event: AnswerEvent | Replayed) -> None:
            if isinstance(event, Replayed) and not cancel.cancelled:
                self.replayed.emit(event)

        self._tasks.stream(
            Lane.MODEL,
            lambda: self._chats.again_exactly(turn_id, cancel),
            told,
            self._done,
            lambda error: self._failed(NO_VIEW, error),
        )

    def edit(self, turn_id: int, question: str) -> None:
        """Ask `question` as another version of a turn."""
        place = self._place(turn_id)
        if self.is_busy or place is None or not question.strip():
            return
        cancel, scope, asked = CancelToken(), self.scope, question.strip()
        self._begin(asked, place, cancel, lambda: self._chats.edit(turn_id, asked, cancel, scope))

    def stop(self) -> None:
        """Stop the running answer; what was written is kept."""
        if self._cancel is not None:
            self._cancel.cancel()

    def _leave(self) -> None:
        """The open conversation goes out of view, and with it the answer being written there."""
        if not self._behind:
            self.stop()
        self.leaving.emit()
        self._turn_to()

    def _turn_to(self) -> None:
        self._view += 1
        self._starting = self._stale = False

    def _held(self, question: str, at_hand: Collection[int]) -> Held:
        return Held(question.strip(), at_hand, self.scope, self._view, self._current)

    def _ask_held(self, held: Held) -> bool:
        """Ask what waited: in view where its conversation is, else behind what is in view."""
        if self.is_busy:
            return False
        if held.view == self._view or (held.conversation and held.conversation == self._current):
            self.ask(held.question, held.at_hand)
            return True
        self._cancel, self._behind, self._answering_in = CancelToken(), True, NO_VIEW
        self.busy.emit(True)

        def done(conversation: int) -> None:
            if conversation != self._current:
                self.answered.emit(conversation, held.question)
            self._done()

        ask_behind(self._chats, self._tasks, held, self._cancel, done, partial(self._failed, NO_VIEW))
        return True

    def _asked_in(self, view: int, conversation_id: int) -> None:
        if view == self._view:
            self._current = conversation_id

    def _begin(
        self, question: str, kept: int, cancel: CancelToken, work: Callable[[], Iterator[AnswerEvent]]
    ) -> None:
        self._turns, self._shown = self._turns[:kept], kept + 1
        self.asked.emit(question, kept)
        self._stream(cancel, work)

    def _stream(self, cancel: CancelToken, work: Callable[[], Iterator[AnswerEvent]]) -> None:
        self._cancel, self._begun = cancel, False
        view = self._answering_in = self._view
        self.busy.emit(True)
        self._tasks.stream(
            Lane.MODEL,
            work,
            lambda event: self._event(view, event),
            self._done,
            lambda error: self._failed(view, error),
        )

    def _event(self, view: int, event: AnswerEvent) -> None:
        if not self._begun:  # kept by now: its conversation is in the list while it is answered
            self._begun = True
            self._list()
        if view != self._view:
            return
        self.answering.emit(event)
        if isinstance(event, AnswerDone):
            self.ended.emit(event.answer)

    def _ended(self) -> None:
        self._cancel, self._behind = None, False
        self.busy.emit(False)

    def _done(self) -> None:
        self._ended()
        stale, self._stale = self._stale, False
        self.reload() if stale else self._refresh()
        self.seeking.learn()
        self._coming.go_on()

    def _failed(self, view: int, error: Exception) -> None:
        self._ended()
        if view in (self._view, NO_VIEW) and not isinstance(error, Cancelled):
            self.refused.emit(notice_of(error))
        self._refresh()
        self._coming.go_on()

    def _refresh(self) -> None:
        """Learn the ids of what was kept, without drawing the conversation anew."""
        current = self._current

        def keep(turns: list[Turn]) -> None:
            if current == self._current:
                self._turns = tuple(turns)
                self.kept.emit(self._turns)

        if current:
            self._tasks.run(Lane.LIBRARY, lambda: self._chats.turns(current), keep)
        self._list()

    def reload(self, then: Callable[[], None] = lambda: None) -> None:
        """Show the open conversation as it is kept now."""
        current, view = self._current, self._view

        def show(turns: list[Turn]) -> None:
            if view == self._view and self._answers_here:
                self._stale = True  # shown when it is written
            elif view == self._view:
                self._starting = False
                self._turns, self._shown = tuple(turns), len(turns)
                self.opened.emit(self._turns)
                then()
            self._coming.end()

        self._coming.begin()
        self._tasks.run(Lane.LIBRARY, lambda: self._chats.turns(current), show, self._not_come)
        self._list()

    def _not_come(self, error: Exception) -> None:
        self._starting = False
        self._refuse(error)
        self._coming.end()

    def _list(self) -> None:
        self._tasks.run(Lane.LIBRARY, self._chats.conversations, self._list_now)

    def _list_now(self, found: Sequence[Conversation]) -> None:
        self._listed = tuple(found)
        self.listed.emit(self._listed, self._current)

    def _point(self, turn_id: int, words: str) -> None:
        place = self._place(turn_id)
        if place is not None:
            self.pointed.emit(place, words)

    def _put(self, sort: Sort, id_: int, name: str, then: Callable[[], None]) -> None:
        def done(_: object) -> None:
            then()
            self.removed.emit(sort, id_, name)

        self._tasks.run(Lane.LIBRARY, lambda: self._chats.bin.put(sort, id_), done, self._refuse)

    def _change(self, work: Callable[[], None]) -> None:
        self._tasks.run(Lane.LIBRARY, work, lambda _: self._list(), self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(notice_of(error))

    def _place(self, turn_id: int) -> int | None:
        return next((place for place, turn in enumerate(self._turns) if turn.id == turn_id), None)
