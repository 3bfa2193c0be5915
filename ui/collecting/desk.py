"""Joins collections with the library's list, and with what questions and tables are put to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject

from app.events import Brought, CollectionsChanged, DocumentRemoved, Event, LibraryChanged, MembersChanged
from app.types import Notice
from app.words.catalogue import count, say
from app.words.messages import notice_of
from rag.storing.collections import CollectionChange, CollectionUse
from ui.collecting.move_dialog import MoveDialog
from ui.collecting.section import CollectionSection
from ui.library.desk import LibraryDesk
from ui.library.panel import LibraryPanel
from ui.parts.desk import Desk, Entry, Given, Menu
from ui.parts.looking_again import LookingAgain
from ui.parts.tasks import Lane
from ui.parts.theme import Palette
from ui.runs.survey_bar import SurveyBar

_BY_HAND = (CollectionsChanged, DocumentRemoved)
_CHANGES = (LibraryChanged, MembersChanged, Brought)  # while documents are read, many a second


class CollectingDesk(Desk):
    """Collections in the window."""

    def __init__(self, given: Given) -> None:
        super().__init__(given)
        self._collections = given.services.collections
        self._palette = given.palette
        self._panel, self._bar = given.frame.view(LibraryPanel), given.frame.view(SurveyBar)
        self._library = given.frame.desk(LibraryDesk)
        self.section = section = CollectionSection(given.palette)
        self._panel.put_above(section)
        self._panel.shortened.connect(section.shorten)
        section.shorten(self._panel.room)
        self._panel.installEventFilter(self)
        section.chosen.connect(self._chosen)
        section.made.connect(self.make)
        section.renamed.connect(self._rename)
        section.coloured.connect(self._colour)
        section.removed.connect(self._remove)
        section.documents_dropped.connect(self.move)
        section.files_dropped.connect(self._drop)
        self._panel.collect_asked.connect(self.show)
        section.hide()
        self._looks = LookingAgain(self._look, self)
        self.load()

    def entries(self) -> Sequence[Entry]:
        return (
            Entry(Menu.EDIT, 43, say("collections.menu.entry"), "", self.begin),
            Entry(
                Menu.EDIT,
                44,
                say("collections.menu.move"),
                "Ctrl+Shift+M",
                self.show,
                possible=self._panel.has_selection,
            ),
        )

    def take(self, event: Event) -> None:
        if isinstance(event, _BY_HAND):
            self._looks.now()
        elif isinstance(event, _CHANGES):
            self._looks.soon()

    def retint(self, palette: Palette) -> None:
        self._palette = palette
        self.section.retint(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and event.type() is QEvent.Type.Resize:
            self.section.fit(self._panel.height())
        return super().eventFilter(watched, event)

    def load(self) -> None:
        """Learn which collections there are."""
        self._looks.now()

    def begin(self) -> None:
        """Let a new collection be named."""
        self.given.frame.show_library()
        self.section.begin()

    def show(self) -> None:
        """Ask whither what is selected is to be moved."""
        documents = self._panel.selection()
        if not documents:
            return
        dialog = MoveDialog(self.given.window, documents, self.section.rows.found, self._palette)
        if dialog.exec() and dialog.chosen is not None:
            self.move([one.id for one in documents], dialog.chosen)
        dialog.deleteLater()

    def make(self, name: str) -> None:
        """Make a collection, and show it."""
        self._run(lambda: self._collections.make(name), lambda change: self._made(change.name))

    def move(self, document_ids: Sequence[int], name: str) -> None:
        """Move documents into a collection, which is made where there is none; out of all for ""."""

        def work() -> tuple[list[CollectionChange], CollectionChange]:
            made = []
            if name and not any(one.name == self._collections.spelt(name) for one in self._collections.all()):
                made = [self._collections.make(name)]
            return made, self._collections.move(document_ids, name)

        self._run(work, lambda done: self._moved(*done))

    # --- inside --------------------------------------------------------------------------------------------

    def _look(self, over: Callable[[], None]) -> None:
        def looked(found: list[CollectionUse]) -> None:
            self._loaded(found)
            over()

        def failed(error: Exception) -> None:
            self._refuse(error)
            over()

        self.given.tasks.run(Lane.LIBRARY, self._collections.all, looked, failed)

    def _loaded(self, found: list[CollectionUse]) -> None:
        self.section.show_collections(found, self._library.model.documents)
        self._bar.show_collections([one.name for one in found])

    def _chosen(self, name: str) -> None:
        """Show the documents of a collection alone, and put questions to these."""
        self._panel.narrow_to_collection(name)
        self._bar.choose_collection(name)

    def _made(self, name: str) -> None:
        self.given.frame.banner.show_done(say("collections.done.made", name=name))

    def _rename(self, name: str, new: str) -> None:
        words = say("collections.done.renamed", old=name, new=new)
        self._run(lambda: self._collections.rename(name, new), partial(self._done, words))

    def _colour(self, name: str, tone: int) -> None:
        words = say("collections.done.coloured", name=name)
        self._run(lambda: self._collections.colour(name, tone), partial(self._done, words))

    def _remove(self, name: str) -> None:
        words = say("collections.done.removed", name=name)
        self._run(lambda: self._collections.remove(name), partial(self._done, words))

    def _drop(self, paths: Sequence[Path], name: str) -> None:
        if not name:
            self._library.model.add(paths)
            return
        self._run(lambda: self._collections.drop(paths, name), self._library.model.tell_passed_over)

    def _moved(self, made: Sequence[CollectionChange], change: CollectionChange) -> None:
        if change.documents:
            held = len(change.documents)
            words = (
                count("collections.done.moved", held, name=change.name)
                if change.name
                else count("collections.done.out", held)
            )
            self._library.note_undo(words, partial(self._undo, [one.id for one in (*made, change)]))
        if change.passed_over:
            words = count("collections.done.passed", len(change.passed_over))
            self.given.frame.banner.show_notice(Notice(say("collections.done.passed-title"), words, ""))

    def _done(self, words: str, change: CollectionChange) -> None:
        self._library.note_undo(words, partial(self._undo, [change.id]))

    def _undo(self, changes: Sequence[int]) -> None:
        def work() -> None:
            for one in reversed(changes):
                self._collections.undo(one)

        self._run(work, lambda _: None)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.given.tasks.run(Lane.LIBRARY, work, done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.given.frame.banner.show_notice(notice_of(error))
