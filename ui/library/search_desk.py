"""Looks for words in all documents, in the centre of the window."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.catalogue import say
from app.words.messages import notice_of
from rag.carrying.wishes import Tool
from rag.types import Hit, Note, SearchScope
from ui.library.search_view import SearchView, words_of
from ui.parts.desk import Begin, Desk, Entry, Given, Menu, Offer
from ui.parts.tasks import Lane
from ui.parts.theme import Palette

_NOTES = 20
_HITS = 60  # more than are shown: what holds the words may stand behind what means the same


class SearchDesk(Desk):
    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self.view = SearchView(given.palette)
        self._asked = ""
        given.frame.centre.addWidget(self.view)
        self.view.searched.connect(self._search)
        self.view.cited.connect(given.frame.cite)
        self.view.closed.connect(self.leave)
        self.view.show_hits("", ())

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.EDIT, 30, say("library.search.menu"), "Ctrl+F", self._find),)

    def begins(self, begin: Begin) -> bool:
        """Look for the words of a question, or for those that a wish names."""
        if begin.calls(Tool.SEARCH) and begin.errand is not None:
            document = begin.documents[0] if begin.documents else None
            self.look_for(str(begin.errand.arguments["query"]), document)
            return True
        if begin.offer is not Offer.SEARCH:
            return False
        self.look_for(words_of(begin.question))
        return True

    def look_for(self, words: str, document: int | None = None) -> None:
        """Show where these words stand, in one document where that is given."""
        self.open()
        self.view.field.setText(words)
        self._search(words, document)

    def open(self) -> None:
        """Show what was found last, and let the user look for something else."""
        self.given.frame.centre.setCurrentWidget(self.view)
        self.view.focus()

    def retint(self, palette: Palette) -> None:
        self.view.retint(palette)

    @property
    def is_shown(self) -> bool:
        return self.given.frame.centre.currentWidget() is self.view

    def leave(self) -> None:
        """Back to the conversation."""
        if self.is_shown:
            self.given.frame.show_conversation()
            self.given.frame.focus_question()

    def _find(self) -> None:
        """In the page that a person opened just now and is looking at, else in all documents."""
        if not self.given.frame.find_in_opened():
            self.open()

    def _search(self, asked: str, document: int | None = None) -> None:
        self._asked = asked
        library, notes = self.given.services.library, self.given.services.notes
        scope = SearchScope(document_id=document)

        def look() -> tuple[list[Hit], list[Note]]:
            if not asked:
                return [], []
            return library.search(asked, _HITS, scope), notes.search(asked, scope)[:_NOTES]

        def found(both: tuple[list[Hit], list[Note]]) -> None:
            if asked == self._asked:  # else something else is looked for by now
                self.view.show_hits(asked, *both)

        def refuse(error: Exception) -> None:
            self.given.frame.banner.show_notice(notice_of(error))

        self.given.tasks.run(Lane.LIBRARY, look, found, refuse)
