"""Joins the conversations, the open one, and the field for questions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.carrying.register import action_of
from app.events import Brought, DocumentRemoved, Event, ExamplesChanged
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.records import replay_lines
from rag.carrying.wishes import Tool
from rag.language.words import letters
from rag.storing.removed_talks import Sort
from rag.types import Answer, Intent, Turn, Wish
from rag.types.records import Replayed
from ui.chat.composer import Composer
from ui.chat.conversations import Conversations
from ui.chat.heard import heard
from ui.chat.removed import RemovedTalks, RemovedTalksDialog
from ui.chat.renewals import Renewals
from ui.chat.saving import save_talk
from ui.chat.transcript import Transcript
from ui.chat.turn_card import TurnCard
from ui.chat.viewmodel import ChatViewModel
from ui.chat.waiting import Waiting, shortened
from ui.chat.welcome import Welcome
from ui.parts.desk import Begin, Desk, Entry, Given, Menu, Offer
from ui.parts.evidence import save_evidence
from ui.parts.tasks import Lane
from ui.parts.telling import announce


class ChatDesk(Desk):
    """Questions and answers in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.model = ChatViewModel(given.services.chats, given.tasks, self)
        self._frame = given.frame
        self._own_words = given.services.own_words
        self._renewals = Renewals(given.services.chats, given.tasks, self)
        self._bin = RemovedTalks(given.services.chats.bin, given.tasks, self)
        self._switched = 0  # the version that was chosen on a card
        self._editing: int | None = None  # place of the turn whose question is in the field
        self._welcome = given.frame.view(Welcome)
        self._transcript = given.frame.view(Transcript)
        self._composer = given.frame.view(Composer)
        self._conversations = given.frame.view(Conversations)
        self._connect()
        self.model.load()
        Waiting(self.model, self._composer, given.frame)
        given.services.examples.start()

    def entries(self) -> Sequence[Entry]:
        def answered() -> bool:
            return any(card.answered is not None for card in self._transcript.cards)

        return (
            Entry(Menu.CONVERSATION, 10, say("chat.desk.new"), "Ctrl+N", self._new),
            Entry(Menu.CONVERSATION, 11, say("chat.desk.ask"), "Ctrl+L", self._frame.focus_question),
            Entry(Menu.CONVERSATION, 12, say("chat.desk.search"), "Ctrl+Alt+F", self._look),
            Entry(Menu.EDIT, 42, say("chat.desk.removed"), "", self.show_removed),
            Entry(
                Menu.CONVERSATION,
                32,
                say("chat.desk.export"),
                "Ctrl+Shift+E",
                lambda: self._export(self.model.current),
                possible=lambda: bool(self.model.current),
            ),
            Entry(
                Menu.CONVERSATION,
                22,
                say("chat.desk.own-words"),
                "",
                self._toggle_own_words,
                checked=self._own_words.choice,
            ),
            Entry(
                Menu.CONVERSATION,
                30,
                say("chat.desk.copy-last"),
                "Ctrl+Shift+C",
                self._copy_last,
                possible=answered,
            ),
            Entry(
                Menu.CONVERSATION,
                31,
                say("chat.desk.exactly-last"),
                "",
                self._last_exactly,
                possible=answered,
            ),
        )

    def show(self) -> None:
        """The open conversation; an empty one teaches what to do."""
        self._put_in_view(bool(self._transcript.cards))

    def take(self, event: Event) -> None:
        self._renewals.take(event)
        if isinstance(event, ExamplesChanged):
            self._welcome.show_examples(event.questions)
        elif isinstance(event, Brought | DocumentRemoved):
            self.model.refresh()

    def escape(self) -> bool:
        """Leave the question that is edited, or stop the answer."""
        if self._editing is not None:
            self._editing = None
            self._composer.clear()
            self._renew()
        elif self.model.is_busy:
            self.model.stop()
        else:
            return False
        return True

    # --- inside --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        model, transcript = self.model, self._transcript
        self._welcome.example_chosen.connect(self._put)
        self._conversations.new_asked.connect(self._new)
        self._conversations.opened.connect(model.open)
        self._conversations.renamed.connect(model.rename)
        self._conversations.deleted.connect(model.remove)
        self._conversations.pinned.connect(model.pin)
        self._conversations.exported.connect(self._export)
        self._conversations.looked_for.connect(model.seeking.look_for)
        self._conversations.found_opened.connect(lambda _, turn, words: model.show_turn(turn, words))
        model.seeking.found.connect(self._conversations.show_found)
        model.seeking.refused.connect(self._frame.banner.show_notice)
        model.removed.connect(self._removed)
        model.pointed.connect(self._point)
        transcript.dropped.connect(self._drop)
        transcript.switched.connect(self._switch)
        transcript.marked_up.connect(self._copy_markdown)
        transcript.code_copied.connect(self._copy_code)
        self._bin.restored.connect(self._restored)
        model.listed.connect(self._conversations.show_list)
        model.opened.connect(self._opened)
        model.asked.connect(self._asked)
        model.answering.connect(transcript.take)
        model.busy.connect(self._composer.set_busy)
        model.ended.connect(self._ended)
        model.kept.connect(self._kept)
        model.renewing.connect(transcript.renew)
        model.refused.connect(self._failed)
        self._renewals.due.connect(self._renew)
        self._composer.sent.connect(self._send)
        self._composer.stopped.connect(model.stop)
        self._composer.left.connect(self.escape)
        self._composer.begun.connect(self._wake)
        transcript.cited.connect(self._frame.cite)
        transcript.copied.connect(self._copy)
        transcript.again.connect(self._again)
        transcript.exactly.connect(self._exactly)
        transcript.evidence.connect(self._evidence)
        model.replayed.connect(self._replayed)
        transcript.edited.connect(self._edit)
        transcript.wished.connect(self._begin)
        transcript.waited.connect(self._wait)

    def _wake(self) -> None:
        """Models that rest start while the question is typed, beside what answers."""
        self.given.tasks.run(Lane.PLAN, self.given.services.warm_up)

    def _put(self, question: str) -> None:
        if not self.model.is_busy:
            self._composer.put(question)

    def _put_in_view(self, begun: bool) -> None:
        self._frame.centre.setCurrentWidget(self._transcript if begun else self._welcome)

    def _new(self) -> None:
        self.model.new()
        self._frame.focus_question()

    def _opened(self, turns: tuple[Turn, ...]) -> None:
        if self._editing is not None:  # the question of a turn that is out of view now
            self._editing = None
            self._composer.clear()
        self._transcript.show_turns(turns)
        self._put_in_view(bool(turns))
        self._renew()

    def _send(self, question: str) -> None:
        if self._frame.is_taken(question):
            return
        if self._editing is not None and self._editing < len(self.model.turns):
            self.model.edit(self.model.turns[self._editing].id, question)
        else:
            self.model.ask(question, self._frame.at_hand())
        self._editing = None

    def _asked(self, question: str, kept: int) -> None:
        self._put_in_view(True)
        self._transcript.begin(question, kept)
        announce(self._transcript, say("chat.answer.looking"))

    def _failed(self, notice: Notice) -> None:
        self._transcript.fail(notice)
        self._frame.banner.show_notice(notice)

    def _edit(self, place: int, question: str) -> None:
        self._editing = place
        self._composer.edit(question)

    def _again(self, place: int) -> None:
        if place < len(self.model.turns):
            self.model.regenerate(self.model.turns[place].id)

    def _ended(self, answer: Answer) -> None:
        """Have it heard, and begin what was plainly wished for: the person has said all there is to say."""
        announce(self._transcript, heard(answer))
        plain = answer.intent is Intent.SUMMARISE and answer.wish is not None and answer.wish.plain
        if plain and self._transcript.cards:
            self._begin(self._transcript.cards[-1], Offer.SUMMARISE, shown=False)
        errand = answer.wish.errand if answer.wish is not None else None
        if errand is None or not self._transcript.cards:
            return
        card = self._transcript.cards[-1]
        if not action_of(errand).writes:
            self._begin(card, Offer.CARRY)
        elif not self._composer.field.toPlainText():
            card.offers.ask_for_yes()

    def _kept(self, turns: tuple[Turn, ...]) -> None:
        """An answer is kept: where it lacked documents, its question waits for them. One that went with its
        document is not shown any more, and shown again when it came back with it.
        """
        self._transcript.learn(turns)
        cards = [self._transcript.card_of(place) for place in range(len(turns))]
        pairs = list(zip(turns, cards, strict=True))
        if any(card is not None and (turn.answer is None) != (card.answered is None) for turn, card in pairs):
            self._transcript.show_turns(turns)
            return
        for turn, card in pairs:
            if card is None or turn.answer is None:
                continue
            if turn.answer.unread and card.offers.wait.isChecked():
                self._renewals.watch(turn.id, turn.answer.unread)
            else:
                self._renewals.forget(turn.id)
        self._renew()

    def _toggle_own_words(self) -> None:
        """Let the model answer general questions by itself, or no longer."""
        store = self._own_words
        self.given.tasks.run(Lane.LIBRARY, lambda: store.allow(not store.choice()), failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        self._frame.banner.show_notice(notice_of(error))

    def _wait(self, place: int, wanted: bool) -> None:
        """Whether the question at `place` is to be asked again when its documents have been read."""
        if place >= len(self.model.turns):
            return
        turn = self.model.turns[place]
        if wanted and turn.answer is not None:
            self._renewals.watch(turn.id, turn.answer.unread)
        else:
            self._renewals.forget(turn.id)

    def _renew(self) -> None:
        """Ask again what lacked documents that have been read since, one after the other."""
        if self.model.is_busy or self._editing is not None:
            return  # it comes up again
        turns, arrived = self.model.turns, self._renewals.arrived
        for place, turn in enumerate(turns if arrived else ()):
            read = arrived.get(turn.id)
            if read is None:
                continue
            self._renewals.drop(turn.id)
            asked = letters(turn.question)
            later = any(letters(other.question) == asked for other in turns[place + 1 :])
            if not later and self.model.renew(turn.id, read):
                return

    def _begin(self, card: TurnCard, offer: Offer, *, shown: bool = True) -> None:
        """Take up what a card offers."""
        question, answer = card.question.text(), card.answered
        if offer is Offer.OPEN and card.made is not None:
            self._frame.open_run(card.made)
            return
        wish = (answer.wish if answer is not None else None) or Wish((), plain=False)
        errand = wish.errand
        if offer is Offer.UNDO and card.made is not None:
            undone = Begin(offer, question, made=card.made, told=lambda _: card.show_undone())
            self._frame.begin(undone)
            return
        tagged = errand is not None and errand.tool == Tool.TAG
        told = card.show_done if tagged else partial(card.show_made, offer)
        self._frame.begin(Begin(offer, question, wish.documents, wish.kind, shown, told, errand))
        if offer is Offer.EACH:
            self._composer.for_each(question)

    def _exactly(self, place: int) -> None:
        if place < len(self.model.turns):
            self.model.again_exactly(self.model.turns[place].id)

    def _evidence(self, place: int) -> None:
        if place < len(self.model.turns):
            turn, evidence = self.model.turns[place], self.given.services.evidence
            save_evidence(self.given, self._transcript, turn.question, lambda: evidence.of_turn(turn.id))

    def _last_exactly(self) -> None:
        self._exactly(max(len(self.model.turns) - 1, 0))

    def _replayed(self, replayed: Replayed) -> None:
        first, *rest = replay_lines(replayed)
        if replayed.same and not rest:
            self._frame.banner.show_done(first)
        else:
            self._frame.banner.show_notice(Notice(first, "\n".join(rest), ""))

    def _removed(self, sort: Sort, id_: int, name: str) -> None:
        shown = shortened(name) or say("chat.list.unnamed")
        key = "chat.removed.turn" if sort is Sort.TURN else "chat.removed.conversation"
        self._frame.note_undo(say(key, name=shown), partial(self.model.restore, sort, id_))

    def _drop(self, place: int) -> None:
        if place < len(self.model.turns):
            self.model.remove_turn(self.model.turns[place].id)

    def _switch(self, turn_id: int) -> None:
        """Show another version; the keyboard stays where versions are gone through."""
        self._switched = turn_id
        self.model.show_turn(turn_id)

    def _point(self, place: int, words: str) -> None:
        self._frame.show_conversation()
        card = self._transcript.point(place, words)
        if card is not None and self.model.turns[place].id == self._switched:
            card.actions_row.focus_versions()
        self._switched = 0

    def show_removed(self) -> None:
        """The dialog with what was removed."""
        dialog = RemovedTalksDialog(self.given.window, self._bin)
        dialog.exec()
        dialog.deleteLater()

    def _restored(self) -> None:
        self.model.reload()

    def _export(self, conversation_id: int) -> None:
        if conversation_id:
            save_talk(self.given, conversation_id)

    def _look(self) -> None:
        self._frame.show_library()  # the list stands in the same side bar
        self._conversations.look()

    def _copy_last(self) -> None:
        cards = self._transcript.cards
        if cards:
            self._copy(cards[-1])
            self._frame.banner.show_done(say("chat.answer.copied"))  # the card may be out of view

    def _copy(self, card: TurnCard) -> None:
        """With its looks where the other program takes them, else in letters alone."""
        data, text = QMimeData(), card.as_plain()
        data.setHtml(card.as_html())
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        card.show_copied()
        self._note_copied(text)

    def _copy_markdown(self, card: TurnCard) -> None:
        text = card.as_markdown()
        QGuiApplication.clipboard().setText(text)
        card.show_copied()
        self._note_copied(text)

    def _copy_code(self, card: TurnCard, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        card.answer.show_copied()
        self._note_copied(code)

    def _note_copied(self, text: str) -> None:
        audit = self.given.services.audit
        self.given.tasks.run(Lane.LIBRARY, lambda: audit.exported("answer", "clipboard", text.encode()))
