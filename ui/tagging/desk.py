"""Joins tags with the library's list, the filter above it, and what questions are put to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from app.carrying.register import Done, carry_out
from app.events import Brought, DocumentRemoved, Event, LibraryChanged, TagsChanged
from app.words.catalogue import count, say
from app.words.messages import notice_of
from rag.carrying.wishes import Tool
from rag.storing.tags import TagChange, TagUse
from rag.types import Document, Wish
from ui.library.desk import LibraryDesk
from ui.library.panel import LibraryPanel
from ui.parts.desk import Begin, Desk, Entry, Given, Menu, Offer
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.runs.survey_bar import SurveyBar
from ui.tagging.dialog import TagDialog
from ui.tagging.ruling import Ruling


class TagDesk(Desk):
    """Tags in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._tagging = given.services.tagging
        self._palette = given.palette
        self._panel, self._bar = given.frame.view(LibraryPanel), given.frame.view(SurveyBar)
        self._note_undo = given.frame.desk(LibraryDesk).note_undo
        self.ruling = Ruling(given, self._note_undo)
        self._found: list[TagUse] = []
        self._dialog: TagDialog | None = None
        self._panel.tags_asked.connect(self.show)
        self._panel.tags.chosen_changed.connect(self._bar.show_tag)
        self._bar.all_asked.connect(self._panel.tags.clear_choice)
        self.load()

    def entries(self) -> Sequence[Entry]:
        return (Entry(Menu.EDIT, 40, say("tagging.menu.entry"), "Ctrl+Shift+T", self.show, opens="tags"),)

    def take(self, event: Event) -> None:
        if isinstance(event, TagsChanged | LibraryChanged | DocumentRemoved | Brought):
            self.load()

    def retint(self, palette: Palette) -> None:
        self._palette = palette

    def load(self) -> None:
        """Learn which tags there are."""
        self.given.tasks.run(Lane.LIBRARY, self._tagging.tags, self._loaded)

    def show(self) -> None:
        """The dialog with the tags of what is selected in the library."""
        documents = self._panel.selection()
        dialog = self._dialog = TagDialog(self.given.window, documents, self._found, self._palette)
        dialog.renamed.connect(self._rename)
        dialog.deleted.connect(self._delete)
        dialog.rules_asked.connect(lambda: self.ruling.show(dialog))
        if dialog.exec() and (dialog.put or dialog.off):
            self.change(documents, dialog.put, dialog.off)
        self._dialog = None
        dialog.deleteLater()

    def change(self, documents: Sequence[Document], put: Sequence[str], off: Sequence[str]) -> None:
        """Put tags on documents and take others off, with one way back."""
        ids = [one.id for one in documents]

        def work() -> list[TagChange]:
            done = [self._tagging.take_off(ids, off)] if off else []
            return [*done, self._tagging.put(ids, put)] if put else done

        def told(changes: list[TagChange]) -> None:
            changed = {one for change in changes for one in change.documents}
            if changed:
                words = count("tagging.done.changed", len(changed))
                self._note_undo(words, partial(self._undo, [one.id for one in changes]))

        self._run(work, told)

    def begins(self, begin: Begin) -> bool:
        """Put the tags of a wish that was confirmed on its documents, or take them off again."""
        if begin.calls(Tool.TAG) and begin.errand is not None:
            wish, services = Wish(begin.documents, plain=True, errand=begin.errand), self.given.services

            def told(done: Done) -> None:
                if done.change is not None and not done.change.documents:
                    self.given.frame.banner.show_done(say("tagging.done.there"))
                elif done.change is not None:
                    words = count("tagging.done.changed", len(done.change.documents))
                    self._note_undo(words, partial(self._undo, [done.change.id]))
                    begin.told(done.change.id)

            self._run(lambda: carry_out(services, wish), told)
            return True
        if begin.offer is Offer.UNDO:
            self._run(lambda: self._tagging.undo(begin.made), lambda _: begin.told(begin.made))
            return True
        return False

    # --- inside --------------------------------------------------------------------------------------------

    def _loaded(self, found: list[TagUse]) -> None:
        self._found = found
        self._panel.tags.show_tags(found)
        if self._dialog is not None:
            self._dialog.show_tags(found)

    def _rename(self, name: str, new: str) -> None:
        words = say("tagging.done.renamed", old=name, new=new)
        self._run(lambda: self._tagging.rename(name, new), partial(self._done, words))

    def _delete(self, name: str) -> None:
        words = say("tagging.done.deleted", tag=name)
        self._run(lambda: self._tagging.delete(name), partial(self._done, words))

    def _done(self, words: str, change: TagChange) -> None:
        self._note_undo(words, partial(self._undo, [change.id]))

    def _undo(self, changes: Sequence[int]) -> None:
        def work() -> None:
            for one in reversed(changes):
                self._tagging.undo(one)

        self._run(work, lambda _: None)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.given.tasks.run(Lane.LIBRARY, work, done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if self._dialog is not None:
            self._dialog.refuse(notice_of(error))
        else:
            self.given.frame.banner.show_notice(notice_of(error))
