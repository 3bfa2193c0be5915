"""Turns of all conversations that are looked for: those that hold the words, then those that mean them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.chat.searching import TalkSearch
from app.words.messages import notice_of
from engine.cancel import CancelToken
from rag.storing.said import Said
from ui.parts.tasks import Lane, Tasks

_LEARNT = 8  # turns whose vectors are made after an answer


class Seeking(QObject):
    """Looks through what conversations hold; `search` None where they cannot be looked through."""

    found = Signal(object)  # tuple[Said, ...]: turns that were looked for; None where nothing is
    refused = Signal(object)  # Notice

    def __init__(self, search: TalkSearch | None, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._tasks = tasks
        self._sought = 0  # counts what was looked for

    def look_for(self, text: str) -> None:
        """Find turns of all conversations: those that hold the words at once, then those that mean them."""
        self._sought += 1
        mine, search, cancel = self._sought, self._search, CancelToken()
        if not text or search is None:
            self.found.emit(None)
            return

        def held(found: list[Said]) -> None:
            if mine != self._sought:
                return
            self.found.emit(tuple(found))
            known = {one.turn_id for one in found}

            def meant(more: list[Said]) -> None:
                new = [one for one in more if one.turn_id not in known]
                if mine == self._sought and new:
                    self.found.emit((*found, *new))

            def work() -> list[Said]:
                search.learn(cancel)
                return search.by_meaning(text, cancel)

            self._tasks.run(Lane.PLAN, work, meant, lambda _: None)

        def failed(error: Exception) -> None:
            self.refused.emit(notice_of(error))

        self._tasks.run(Lane.LIBRARY, lambda: search.by_words(text), held, failed)

    def learn(self) -> None:
        """Have what was just said found by what it means."""
        search, cancel = self._search, CancelToken()
        if search is not None:
            self._tasks.run(Lane.PLAN, lambda: search.learn(cancel, _LEARNT), failed=lambda _: None)
