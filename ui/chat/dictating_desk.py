"""Writes into a field what is said into the microphone, which is open only meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from app.dictating.corrected import corrected_words
from app.dictating.dictation import Dictated, Dictation
from app.dictating.names import told_names
from app.dictating.word_list import WordList
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing
from rag.storing.dictation import DictationStore
from ui.chat.aloud_desk import AloudDesk
from ui.chat.composer import Composer
from ui.dictating.field import KEYS, FieldDictation
from ui.dictating.words import WordsDialog
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane

Tell = Callable[[Notice], object]


class DictatingDesk(Desk):
    """A button or a key begins and ends it, Escape discards it; what is read aloud is silent meanwhile. One
    field is dictated into at a time: that for questions, or one of those that are served.
    """

    begun = Signal()  # the microphone is being opened

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        models = given.services.models
        self.dictation = Dictation(models.hearer, ready=models.hearer.choice)
        self.words = WordList(DictationStore(given.services.vault))
        self._composer = given.frame.view(Composer)
        self._end = CancelToken()
        self._cancel = CancelToken()
        self._into = self._composer.dictation  # what is, or was last, dictated into
        self._served: list[FieldDictation] = []
        self.serve(self._composer.dictation)

    def entries(self) -> Sequence[Entry]:
        words = say("dictation.menu")
        return (
            Entry(Menu.CONVERSATION, 13, say("chat.dictation.menu"), KEYS, self._turn),
            Entry(Menu.CONVERSATION, 15, words, "", self.show_words, opens="dictation-words"),
        )

    def serve(self, field: FieldDictation, tell: Tell | None = None) -> None:
        """Listen for a field as long as it is there; `tell` is told why that cannot be, in place of the
        banner, which a dialog lies over.
        """
        self._served.append(field)
        field.begun.connect(lambda: self._begin(field, tell))
        field.ended.connect(lambda: self._stop(field))
        field.discarded.connect(lambda: self._discarded(field))
        field.kept.connect(self.offer)
        field.destroyed.connect(lambda: self._gone(field))

    def offer(self, heard: str, corrected: str) -> None:
        """Offer to tell dictation of names and terms that a person wrote in place of what was heard."""
        if self.given.services.vault.read_only is not None:
            return

        def ask(words: Sequence[str]) -> None:
            if words:
                said = say("dictation.offer.words", word=", ".join(words))
                self.given.frame.banner.show_offer(said, say("dictation.offer.add"), lambda: self._add(words))

        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: self.words.lacking(corrected_words(heard, corrected)),
            ask,
            lambda _: None,  # nobody asked for it
        )

    def show_words(self) -> None:
        """The words that dictation is told of."""
        dialog = WordsDialog(self.given.window, self.words, self.given.tasks)
        dialog.exec()
        dialog.deleteLater()

    def escape(self) -> bool:
        """Discard what was dictated."""
        if not self._into.is_on:
            return False
        self._into.discard()
        return True

    # --- inside --------------------------------------------------------------------------------------------

    def _add(self, words: Sequence[str]) -> None:
        banner = self.given.frame.banner
        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: self.words.add(words),
            lambda _: banner.show_done(say("dictation.offer.added", word=", ".join(words))),
            lambda fault: banner.show_notice(notice_of(fault)),
        )

    def _turn(self) -> None:
        """Of the field that has the keyboard, where one that is served has it."""
        at = QApplication.focusWidget()
        (next((one for one in self._served if one.field is at), self._composer.dictation)).turn()

    def _begin(self, field: FieldDictation, tell: Tell | None) -> None:
        if self._into is not field:
            self._into.leave()
        self._into = field
        self.given.frame.desk(AloudDesk).escape()
        self.begun.emit()
        self._end, self._cancel = end, cancel = CancelToken(), CancelToken()
        dictation, tasks, store = self.dictation, self.given.tasks, self.given.services.store

        def names() -> Sequence[str]:
            return told_names(self.words.told(), store.list())

        tasks.stream(
            Lane.DICTATION,
            lambda: dictation.take_down(
                end, cancel, lambda one: tasks.post(lambda: self._sounds(one.level, one.seconds, end)), names
            ),
            lambda one: self._said(one, cancel),
            failed=lambda fault: self._failed(fault, cancel, tell),
            cancel=cancel,
        )

    def _stop(self, field: FieldDictation) -> None:
        if field is self._into:
            self._end.cancel()

    def _discarded(self, field: FieldDictation) -> None:
        if field is self._into:
            self._cancel.cancel()

    def _gone(self, field: FieldDictation) -> None:
        """Its widget was deleted."""
        self._served.remove(field)
        if field is self._into:
            self._cancel.cancel()
            self._into = self._composer.dictation

    def _sounds(self, level: float, seconds: float, end: CancelToken) -> None:
        if end is self._end and not end.cancelled and not self._cancel.cancelled:
            self._into.sound(level, seconds)

    def _said(self, one: Dictated, cancel: CancelToken) -> None:
        if cancel is not self._cancel or cancel.cancelled:
            return
        if one.final:
            self._into.finish(one.text)
        else:
            self._into.show(one.text)

    def _failed(self, fault: Exception, cancel: CancelToken, tell: Tell | None) -> None:
        if cancel is not self._cancel or cancel.cancelled or isinstance(fault, Cancelled):
            return
        self._into.abandon()
        banner, opens = self.given.frame.banner, self.given.frame.opening("models")
        if isinstance(fault, ModelMissing) and opens is not None:
            missing = (say(f"chat.dictation.missing.{part}") for part in ("title", "sentence", "remedy"))
            notice = Notice(*missing)
        else:
            notice, opens = notice_of(fault), None
        if tell is not None:
            tell(notice)
        elif opens is not None:
            banner.show_notice(notice, say("models.details.models"), opens)
        else:
            banner.show_notice(notice)
