"""Writes into the field for questions what is said into the microphone, which is open only meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from app.dictating.dictation import Dictated, Dictation
from app.dictating.names import names_of
from app.types import Notice
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled, ModelMissing
from ui.chat.aloud_desk import AloudDesk
from ui.chat.composer import Composer
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.tasks import Lane


class DictatingDesk(Desk):
    """A button or a key begins and ends it, Escape discards it; what is read aloud is silent meanwhile."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        models = given.services.models
        self.dictation = Dictation(models.hearer, ready=models.hearer.choice)
        self._composer = given.frame.view(Composer)
        self._end = CancelToken()
        self._cancel = CancelToken()
        self._composer.dictation.begun.connect(self._begin)
        self._composer.dictation.ended.connect(self._stop)
        self._composer.dictation.discarded.connect(self._discarded)

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.CONVERSATION, 13, say("chat.dictation.menu"), "Ctrl+Alt+D", self._turn),)

    def escape(self) -> bool:
        """Discard what was dictated."""
        if not self._composer.dictation.is_on:
            return False
        self._composer.dictation.discard()
        return True

    # --- inside --------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        self._composer.dictation.turn()

    def _begin(self) -> None:
        self.given.frame.desk(AloudDesk).escape()
        self._end, self._cancel = end, cancel = CancelToken(), CancelToken()
        dictation, tasks, store = self.dictation, self.given.tasks, self.given.services.store

        def names() -> Sequence[str]:
            return names_of(store.list())

        tasks.stream(
            Lane.DICTATION,
            lambda: dictation.take_down(
                end, cancel, lambda one: tasks.post(lambda: self._sounds(one.level, one.seconds, end)), names
            ),
            lambda one: self._said(one, cancel),
            failed=lambda fault: self._failed(fault, cancel),
            cancel=cancel,
        )

    def _stop(self) -> None:
        self._end.cancel()

    def _discarded(self) -> None:
        self._cancel.cancel()

    def _sounds(self, level: float, seconds: float, end: CancelToken) -> None:
        if end is self._end and not end.cancelled and not self._cancel.cancelled:
            self._composer.dictation.sound(level, seconds)

    def _said(self, one: Dictated, cancel: CancelToken) -> None:
        if cancel is not self._cancel or cancel.cancelled:
            return
        if one.final:
            self._composer.dictation.finish(one.text)
        else:
            self._composer.dictation.show(one.text)

    def _failed(self, fault: Exception, cancel: CancelToken) -> None:
        if cancel is not self._cancel or cancel.cancelled or isinstance(fault, Cancelled):
            return
        self._composer.dictation.abandon()
        banner, opens = self.given.frame.banner, self.given.frame.opening("models")
        if isinstance(fault, ModelMissing) and opens is not None:
            missing = (say(f"chat.dictation.missing.{part}") for part in ("title", "sentence", "remedy"))
            banner.show_notice(Notice(*missing), say("models.details.models"), opens)
        else:
            banner.show_notice(notice_of(fault))
