"""Conversations: ask, keep, ask again."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from app.chat.bin import TalkBin
from app.chat.searching import TalkSearch
from app.program import version
from app.scheduler import Scheduler
from app.security.auditing import Audit
from app.security.guards import Guards, without
from app.words.catalogue import say
from engine.cancel import CancelToken
from engine.errors import Fault, ModelMissing
from engine.protocols import Embedder
from engine.types import ModelStamp
from rag.answering.assistant import Assistant
from rag.answering.questions import EARLIER
from rag.answering.replaying import compared, in_the_way, is_same, turns_sha256
from rag.storing.asked import AskedStore
from rag.storing.conversations import ChatStore
from rag.storing.documents import DocumentStore
from rag.storing.names import tag_key
from rag.storing.passing import PassingChats
from rag.storing.records import RecordStore
from rag.storing.said import SaidStore
from rag.storing.vault import Vault
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Conversation,
    DocumentState,
    Hit,
    Outcome,
    SearchScope,
    SourcesFound,
    Turn,
)
from rag.types.records import Difference, Kind, Record, Replayed, Taken

_TITLE_LENGTH = 60


class Chats:
    """Every answer is kept in the vault as soon as it is complete, or stopped; a complete one with all that
    it can be asked for again exactly with.
    """

    def __init__(
        self,
        store: ChatStore,
        records: RecordStore,
        documents: DocumentStore,
        assistant: Assistant,
        scheduler: Scheduler,
        audit: Audit,
        guards: Guards,
        asked: AskedStore,
        search: TalkSearch | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock`, in seconds since the epoch, tells how long something has been in the bin."""
        self._store = store
        self._records = records
        self._documents = documents
        self._assistant = assistant
        self._scheduler = scheduler
        self._audit = audit
        self._guards = guards
        self.asked = asked
        self.search = search
        self.bin = TalkBin(store, clock)

    @classmethod
    def over(
        cls,
        vault: Vault,
        documents: DocumentStore,
        assistant: Assistant,
        scheduler: Scheduler,
        audit: Audit,
        guards: Guards,
        embedder: Embedder,
        clock: Callable[[], float] = time.time,
    ) -> Chats:
        """Those of a vault, which also are looked through; see `__init__` for `clock`."""
        kept, search = PassingChats(vault, clock), TalkSearch(SaidStore(vault), embedder)
        records = RecordStore(vault)
        asked = AskedStore(vault)
        return cls(kept, records, documents, assistant, scheduler, audit, guards, asked, search, clock)

    def conversations(self) -> list[Conversation]:
        """Newest first."""
        return self._store.conversations()

    def create(self, title: str = "") -> Conversation:
        return self._store.create(title)

    def rename(self, conversation_id: int, title: str) -> None:
        """Raises `ConversationUnknown`, as do the calls below."""
        self._store.rename(conversation_id, title)

    def pin(self, conversation_id: int, *, pinned: bool) -> None:
        """Have a conversation stand above the others, or no longer."""
        self._store.pin(conversation_id, pinned=pinned)

    def delete(self, conversation_id: int) -> None:
        """Delete a conversation for good; `bin.put` removes it so that it can be brought back."""
        self._store.delete(conversation_id)

    def conversation(self, conversation_id: int) -> Conversation:
        return self._store.get(conversation_id)

    def turns(self, conversation_id: int) -> list[Turn]:
        """Those that stand in view, oldest first."""
        return self._store.turns(conversation_id)

    def versions(self, conversation_id: int) -> list[Turn]:
        """Those of every version of every question, in the order in which they were asked."""
        return self._store.every(conversation_id)

    def turn(self, turn_id: int) -> Turn:
        return self._store.turn(turn_id)

    def choose(self, turn_id: int) -> None:
        """Have a version of a question in view, with what followed it."""
        self._store.choose(turn_id)

    def every_turn(self) -> list[Turn]:
        """Of all conversations, the one used last first, with every version of a question."""
        return [turn for one in self.conversations() for turn in self.versions(one.id)]

    def ask(
        self,
        conversation_id: int,
        question: str,
        cancel: CancelToken,
        scope: SearchScope | None = None,
        at_hand: Collection[int] = (),
    ) -> Iterator[AnswerEvent]:
        """Answer in the light of the turns before; keep the turn. `at_hand` are the documents that lie open.
        Without a `scope` what was asked there last is asked, or what was chosen last.

        Raises `ModelError`s, `WorkerError`s and `VaultError`s; the question is kept all the same.
        """
        history = self._store.turns(conversation_id, EARLIER)
        turn = self._store.add_turn(conversation_id, question)
        if not self._store.get(conversation_id).title:
            self._store.rename(conversation_id, _title(question))
        scope = self._kept_scope(conversation_id, scope)
        yield from self._answer(turn, history, cancel, scope, at_hand=at_hand)

    def regenerate(self, turn_id: int, cancel: CancelToken) -> Iterator[AnswerEvent]:
        """Answer a kept question again, in other words: another version of it, beside the one with what
        followed it. One that has no answer yet gets it where it stands.
        """
        turn, history = self.with_earlier(turn_id, EARLIER)
        scope = self._scope_of(turn)
        if turn.answer is not None:
            turn = self._store.add_turn(turn.conversation_id, turn.question, beside=turn_id)
        yield from self._answer(turn, history, cancel, scope, seed=secrets.randbelow(1 << 31))

    def renew(self, turn_id: int, cancel: CancelToken) -> Iterator[AnswerEvent]:
        """Answer a kept question again, now that more has been read; what followed it stays.

        The older answer stays too where the new one is stopped or fails. Raises as `ask` does.
        """
        turn, history = self.with_earlier(turn_id, EARLIER)
        with self._scheduler.question():
            self._assistant.recording.begin()
            scope = self._scope_of(turn)
            for event in self._logged(turn.question, history, scope, cancel):
                if isinstance(event, AnswerDone) and not event.answer.stopped:
                    self._store.save_answer(turn.id, event.answer)
                    self._keep(turn, history, self._assistant.recording.taken, scope)
                yield event

    def arrived(self, unread: Sequence[str]) -> tuple[str, ...] | None:
        """Which of the documents that an answer lacked can be asked now; None while one is being read."""
        if set(unread) & {one.name for one in self._documents.unfinished()}:
            return None
        ready = {one.name for one in self._documents.list() if one.state is DocumentState.READY}
        return tuple(name for name in dict.fromkeys(unread) if name in ready)

    def edit(
        self, turn_id: int, question: str, cancel: CancelToken, scope: SearchScope | None = None
    ) -> Iterator[AnswerEvent]:
        """Put another version of a kept question, in the light of what stands before it; what followed the
        other one stays with that.
        """
        asked, history = self.with_earlier(turn_id, EARLIER)
        turn = self._store.add_turn(asked.conversation_id, question, beside=turn_id)
        scope = self._kept_scope(turn.conversation_id, scope)
        yield from self._answer(turn, history, cancel, scope)

    def again_exactly(self, turn_id: int, cancel: CancelToken) -> Iterator[AnswerEvent | Replayed]:
        """Make a kept answer once more out of what it was made of, keep nothing, and tell at last whether it
        is the same. Where its documents or its model are not what they were, nothing is asked.

        Raises `ConversationUnknown`, and as `ask` does.
        """
        turn, history = self.with_earlier(turn_id, EARLIER)
        kept = self._records.of(turn_id)
        if turn.answer is None or kept is None:
            missing = Answer(turn.question, "", (), Outcome.SILENT, "", 0.0, 0.0)
            yield Replayed(turn.answer or missing, False, (Difference(Kind.NOT_KEPT),))
            return
        record, lost = kept
        with self._scheduler.question():
            differs = (*lost, *self._differing(record))
            known = record.earlier == turns_sha256(history)
            if not known and record.earlier != turns_sha256(self._store.before(turn)):
                differs = (*differs, Difference(Kind.EARLIER))
            if in_the_way(differs):
                yield Replayed(turn.answer, False, differs)
                return
            self._assistant.recording.begin(record.taken)
            events = self._logged(
                turn.question, history, record.scope, cancel, seed=record.seed, at_hand=record.at_hand
            )
            for event in events:
                yield event
                if isinstance(event, AnswerDone):
                    same = is_same(turn.answer, event.answer)
                    if not same and not event.answer.stopped:
                        differs = (*differs, Difference(Kind.ANSWER))
                    yield Replayed(event.answer, same, differs)

    def with_earlier(self, turn_id: int, last: int | None = None) -> tuple[Turn, list[Turn]]:
        """A turn, and those before it or the `last` of them. Raises `ConversationUnknown`."""
        turn = self._store.turn(turn_id)
        return turn, self._store.before(turn, last)

    def is_exact(self, turn_id: int) -> bool:
        """Whether what a turn's answer was made of is kept."""
        return self._records.has(turn_id)

    def answer(
        self,
        question: str,
        cancel: CancelToken,
        scope: SearchScope | None = None,
        earlier: Sequence[str] = (),
    ) -> Iterator[AnswerEvent]:
        """Answer a question in the light of `earlier` ones and keep nothing. Raises as `ask` does."""
        history = [Turn(0, 0, one, None, 0.0) for one in earlier]
        with self._scheduler.question():
            self._assistant.recording.begin()
            yield from self._logged(question, history, scope or SearchScope(), cancel)

    def _logged(
        self,
        question: str,
        history: Sequence[Turn],
        scope: SearchScope,
        cancel: CancelToken,
        *,
        seed: int | None = None,
        at_hand: Collection[int] = (),
    ) -> Iterator[AnswerEvent]:
        """The events of an answer; what is asked, and what was shown and answered, goes into the log."""
        asked = self._audit.asked(question, scope)
        refusal = self._guards.refused(question, scope)
        if refusal is not None and not refusal.quotable:
            silent = Answer(question, "", (), Outcome.GENERAL, "", 0.0, 0.0)
            yield AnswerDone(without(silent, say("guards.refused", name=refusal.name)))
            return
        given: list[Hit] = []
        done: Answer | None = None
        shown = self._guards.holding_back(scope, refusal)
        try:
            for event in self._assistant.answer(question, history, scope, cancel, seed=seed, at_hand=at_hand):
                if isinstance(event, SourcesFound):
                    given += event.hits
                elif isinstance(event, AnswerDone):
                    judged = self._guards.judged(event.answer, scope, say("guards.refused-answer"), given)
                    if refusal is not None:
                        words = say("guards.refused-silent", name=refusal.name)
                        judged = self._guards.only_documents(judged, refusal, scope, words)
                    done = replace(judged, within=scope.tag or "", only=self._asked_of(scope))
                    yield AnswerDone(done)
                    continue
                yield from shown.through(event)
        finally:
            if done is not None:
                self._audit.answered(asked, done, given, self._stamp(), scope)

    def _stamp(self) -> ModelStamp | None:
        """The model that was asked for the answer in hand, if one was and is there still."""
        recording = self._assistant.recording
        with suppress(Fault):
            return recording.setup(version(), asked=recording.taken.asked).model
        return None

    def _asked_of(self, scope: SearchScope) -> tuple[str, ...]:
        """The documents that alone were asked, by name; () for all."""
        if not scope.collection:
            return tuple(one.name for one in self._documents.some(scope.documents))
        found = self._documents.list(scope.collection)
        if scope.tag:  # of a list that is narrowed to it; a mailbox's is that of its messages too
            tag = tag_key(scope.tag)
            have = {one.id for one in found if tag in (tag_key(put.name) for put in one.tags)}
            found = [one for one in found if one.id in have or one.container in have]
        return tuple(one.name for one in found if one.state is DocumentState.READY and not one.held)

    def _scope_of(self, turn: Turn) -> SearchScope:
        """What a kept answer was asked of, to be asked again."""
        kept = self._records.scope_of(turn.id)
        if kept is not None and (kept.documents or self._is_collection(kept.collection)):
            return kept
        tag = turn.answer.within if turn.answer else ""
        known = any(tag_key(one.tag.name) == tag_key(tag) for one in self._documents.tags.tags())
        return SearchScope(tag=tag if known else None)

    def _is_collection(self, name: str | None) -> bool:
        return any(one.name == name for one in self._documents.collections.all())

    def _differing(self, record: Record) -> tuple[Difference, ...]:
        """What of the program and the model is not as it was."""
        try:
            now = self._assistant.recording.setup(version(), asked=record.setup.model is not None)
        except ModelMissing:
            model = record.setup.model
            return (Difference(Kind.MODEL_GONE, model.name if model else ""),)
        return tuple(compared(record.setup, now))

    def _kept_scope(self, conversation_id: int, scope: SearchScope | None) -> SearchScope:
        """Keep what was asked last of what; it is asked whether this can be kept or not."""
        with suppress(Fault):
            if scope is None:
                kept = self.asked.of(conversation_id) or self.asked.of()
                scope = kept.scope if kept is not None else None
            self.asked.keep(scope or SearchScope(), conversation_id)
        return scope or SearchScope()

    def _keep(
        self,
        turn: Turn,
        history: Sequence[Turn],
        taken: Taken,
        scope: SearchScope | None = None,
        seed: int | None = None,
        at_hand: Collection[int] = (),
    ) -> None:
        """Keep what an answer was made of; the answer is kept whether this can be or not."""
        with suppress(Fault):
            setup = self._assistant.recording.setup(version(), asked=taken.asked)
            earlier = turns_sha256(history)
            record = Record(setup, taken, scope or SearchScope(), seed, tuple(at_hand), earlier)
            self._records.save(turn.id, record)

    def _answer(
        self,
        turn: Turn,
        history: list[Turn],
        cancel: CancelToken,
        scope: SearchScope | None,
        seed: int | None = None,
        at_hand: Collection[int] = (),
    ) -> Iterator[AnswerEvent]:
        shown, finished, scope = "", False, scope or SearchScope()
        taken: Taken | None = None
        began = time.monotonic()
        try:
            with self._scheduler.question():
                self._assistant.recording.begin()
                for event in self._logged(turn.question, history, scope, cancel, seed=seed, at_hand=at_hand):
                    if isinstance(event, AnswerDone):
                        finished = True
                        self._store.save_answer(turn.id, event.answer)
                        if not event.answer.stopped:
                            taken = self._assistant.recording.taken
                    elif isinstance(event, AnswerDelta):
                        shown += event.text
                    yield event
        finally:
            if taken is not None:
                self._keep(turn, history, taken, scope, seed, at_hand)
            # The consumer turned away, or the model failed: what was shown is kept as a stopped answer.
            if shown and not finished:
                seconds = time.monotonic() - began
                partial = Answer(turn.question, shown, (), Outcome.SILENT, "", seconds, 0.0, stopped=True)
                with suppress(Fault):
                    self._store.save_answer(turn.id, partial)


def _title(question: str) -> str:
    """The question's first words, whole ones, as a conversation's title."""
    words = " ".join(question.split())
    if len(words) <= _TITLE_LENGTH:
        return words
    return words[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
