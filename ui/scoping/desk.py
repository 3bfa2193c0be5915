"""Joins the choice above the question with what is asked; keeps it for the window, and by conversation."""

from __future__ import annotations

from dataclasses import replace

from app.words.catalogue import count, say
from rag.storing.asked import Asked
from rag.types import Document, SearchScope, Turn
from ui.chat.composer import Composer
from ui.chat.desk import ChatDesk
from ui.chat.mentions import named
from ui.library.panel import LibraryPanel
from ui.parts.desk import Desk, Given
from ui.parts.tasks import Lane
from ui.runs.survey_bar import SurveyBar


class ScopeDesk(Desk):
    """After a start what was chosen last is chosen again; in a conversation that is opened, what was asked
    there last.
    """

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._asked = given.services.chats.asked
        self._chat = given.frame.desk(ChatDesk).model
        self._bar, self._composer = given.frame.view(SurveyBar), given.frame.view(Composer)
        self._tags = given.frame.view(LibraryPanel).tags
        self._seen: int | None = None  # the conversation whose choice is in view; None before the first
        self._restoring = False
        self._lost: tuple[int, ...] = ()  # documents that were chosen until some of them went
        self._bar.know_at_hand(given.frame.at_hand)
        self._composer.mentions.chosen.connect(self._bar.add)
        self._name(self._bar.documents)
        self._look(None)
        self._bar.scoped.connect(lambda _: self._put())
        self._bar.chose.connect(self._chose)
        self._bar.listed.connect(self._name)
        self._bar.listed.connect(self._listed)
        self._bar.doubted.connect(lambda: self._look(None))
        self._tags.chosen_changed.connect(lambda _: self._chosen())
        self._chat.opened.connect(self._opened)
        self._chat.kept.connect(self._learn)

    # --- inside --------------------------------------------------------------------------------------------

    def _put(self) -> None:
        """Let the next question go to what is chosen now; where the library's list is narrowed to a tag, to
        what of it has the tag.
        """
        chosen, tag = self._bar.put_to, self._tags.chosen
        if tag is not None and chosen.tag is not None:
            chosen = SearchScope(documents=self._bar.asked)
        self._chat.scope = chosen if tag is None else replace(chosen, tag=tag)

    def _chose(self) -> None:
        self._lost = ()
        self._keep()

    def _name(self, documents: tuple[Document, ...]) -> None:
        """Let a question name these with "@"."""
        show = self._composer.mentions.show_documents
        self.given.tasks.run(Lane.LIBRARY, lambda: named(documents), show)

    def _listed(self, documents: tuple[Document, ...]) -> None:
        """Choose again what was chosen, where it is brought back before anything else is chosen."""
        if not self._lost:
            return
        there = {one.id for one in documents}
        back = tuple(one for one in self._lost if one in there)
        if len(back) <= len(self._bar.put_to.documents):
            return
        gone = len(self._lost) - len(back)
        self._lost = self._lost if gone else ()
        self._restore(SearchScope(documents=back))
        self._keep()
        self._composer.tell(count("asking.each.some-gone", gone) if gone else "")

    def _chosen(self) -> None:
        self._put()
        self._keep()

    def _keep(self) -> None:
        """Keep what a person chose, for the next start."""
        scope = self._chat.scope
        if scope is not None and not self._restoring:
            self.given.tasks.run(Lane.LIBRARY, lambda: self._asked.keep(scope), failed=lambda _: None)

    def _opened(self, _turns: tuple[Turn, ...]) -> None:
        first, before, now = self._seen is None, self._seen, self._chat.current
        self._seen = now
        if not first and (now != before or not now):
            self._bar.switch.setChecked(False)  # who begins or opens a conversation converses
        if now and now != before and not first:  # at the start what was chosen last stands
            self._chat.scope = None  # until it is known
            self._look(now)

    def _learn(self, _turns: tuple[Turn, ...]) -> None:
        self._seen = self._chat.current

    def _look(self, conversation: int | None) -> None:
        """Learn what is kept of the window, or of a conversation, and choose it again."""
        self.given.tasks.run(
            Lane.LIBRARY,
            lambda: self._asked.of(conversation),
            lambda found: self._found(conversation, found),
            lambda _: self._put(),
        )

    def _found(self, conversation: int | None, found: Asked | None) -> None:
        if conversation is not None and conversation != self._seen:
            return
        if found is None and conversation is not None:
            self._put()  # nothing was asked there since this is kept: what is chosen stays
            return
        chosen = self._bar.put_to
        found = found or Asked(SearchScope(), int(chosen != SearchScope()))
        if conversation is not None:
            self._lost = ()
        elif found.gone:
            self._lost = self._lost or chosen.documents
        self._restore(found.scope)
        if conversation is not None or found.gone:
            self._keep()
        if found.gone:
            self._tell(found)

    def _restore(self, scope: SearchScope) -> None:
        self._restoring = True
        narrowed = scope.tag is not None and bool(scope.collection or scope.documents)
        self._bar.restore(replace(scope, tag=None) if narrowed else scope)
        self._tags.narrow(scope.tag if narrowed else None)
        self._restoring = False
        self._put()

    def _tell(self, found: Asked) -> None:
        words = (
            count("asking.each.some-gone", found.gone) if found.scope.documents else say("asking.each.gone")
        )
        self._composer.tell(words)
