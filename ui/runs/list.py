"""Everything that is being made and was made: find one, open it, pause it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QStackedLayout, QVBoxLayout, QWidget

from app.runs import (
    classifications,
    contradictions,
    drafts,
    extractions,
    moderations,
    playbooks,
    second_looks,
    summaries,
    surveys,
)
from app.words.catalogue import say
from rag.runs.types import Run, RunState
from ui.parts.aside import AsideLayout
from ui.parts.controls import IconButton, button, label, nothing_yet
from ui.parts.hinted import Hinted
from ui.parts.row_list import RowList
from ui.parts.row_painter import RowPainter
from ui.parts.scrolling import Body, Scroller
from ui.parts.theme import Palette, Space
from ui.runs.list_rows import RunRole, RunRows
from ui.runs.listing import Listing

# What can be listed alone, by the key of its name.
KINDS: tuple[tuple[str, Collection[str]], ...] = (
    ("summary", summaries.MADE_BY),
    ("survey", surveys.MADE_BY),
    ("extraction", extractions.MADE_BY),
    ("playbook", playbooks.MADE_BY),
    ("draft", drafts.MADE_BY),
    ("classification", classifications.MADE_BY),
    ("moderation", moderations.MADE_BY),
    ("contradictions", contradictions.MADE_BY),
    ("second-look", second_looks.MADE_BY),
)


class RunList(QWidget):
    chosen = Signal(int)
    searched = Signal(str)
    narrowed = Signal(object)  # makers; none for all
    paused = Signal(int)
    continued = Signal(int)
    deleted = Signal(int)
    pause_all_asked = Signal()
    new_asked = Signal()
    closed = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listing = Listing((), {}, frozenset())
        self.rows = RunRows()
        self.search = Hinted(say("runs.list.search"), whole=True)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.which = QComboBox()
        self.which.setAccessibleName(say("runs.list.which"))
        self.which.addItem(say("runs.list.everything"))
        for key, _ in KINDS:
            self.which.addItem(say(f"runs.list.only.{key}"))
        self.which.currentIndexChanged.connect(
            lambda place: self.narrowed.emit(KINDS[place - 1][1] if place > 0 else ())
        )
        self.pause_all = button(say("runs.list.pause-all"))
        self.pause_all.setToolTip(say("runs.list.pause-all-tip"))
        self.pause_all.clicked.connect(self.pause_all_asked)
        self.list = RowList()
        self.list.setAccessibleName(say("runs.list.title"))
        self.list.setModel(self.rows)
        self.painter = RowPainter(palette, self.list)
        self.list.setItemDelegate(self.painter)
        self.list.activated.connect(lambda index: self.chosen.emit(index.data(RunRole).id))
        self.list.clicked.connect(lambda index: self.chosen.emit(index.data(RunRole).id))
        self.list.delete_pressed.connect(self._delete)
        self.list.customContextMenuRequested.connect(self._menu)
        self.new = IconButton("plus", say("runs.list.new"), color="quiet")
        self.new.clicked.connect(self.new_asked)
        self.close_button = IconButton("close", say("runs.list.back"), color="quiet")
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self.show_listing(self._listing)

    def show_listing(self, listing: Listing) -> None:
        """What is kept, and how it stands."""
        kept = self.list.currentIndex().data(RunRole)
        self._listing = listing
        self.rows.fill(listing.runs, listing.before, listing.failed, listing.lacking)
        for place, one in enumerate(listing.runs):
            if kept is not None and one.id == kept.id:
                self.list.setCurrentIndex(self.rows.index(place))
        self.pause_all.setVisible(len(listing.before) + len(listing.lacking) > 1)
        for tool in (self.search, self.which):
            tool.setVisible(bool(listing.runs) or listing.chosen)
        sought = 2 if self.search.text().strip() else 3  # words, or a kind alone
        self._pages.setCurrentIndex(0 if listing.runs else sought if listing.chosen else 1)

    def show_only(self, makers: Collection[str]) -> None:
        """List what some makers made; none for all."""
        place = next((at for at, (_, one) in enumerate(KINDS, 1) if one == makers), 0)
        self.which.setCurrentIndex(place)

    def show_everything(self) -> None:
        """List all there is, whoever made it and whatever it holds."""
        self.show_only(())
        self.search.clear()

    def retint(self, palette: Palette) -> None:
        self.painter.palette = palette
        self.list.viewport().update()

    def focus(self) -> None:
        """Let the keyboard reach the rows, or the way to make one."""
        (self.list if self.rows.rowCount() else self.new).setFocus()

    def _arrange(self) -> None:
        head = AsideLayout(label(say("runs.list.title"), "question"), stays=self.close_button)
        head.addWidget(self.pause_all)
        head.addWidget(self.new)
        find = AsideLayout(self.search)
        find.addWidget(self.which)
        body = QWidget()
        self._pages = QStackedLayout(body)
        self._pages.addWidget(self.list)
        self._pages.addWidget(nothing_yet(say("runs.list.empty-title"), say("runs.list.empty")))
        self._pages.addWidget(nothing_yet(say("runs.list.not-found-title"), say("runs.list.not-found")))
        self._pages.addWidget(nothing_yet(say("runs.list.none-title"), say("runs.list.none")))
        held = Body()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addLayout(find)
        column.addWidget(body, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        around.addWidget(Scroller(held, self))

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        run: Run = index.data(RunRole)
        menu = QMenu(self)
        menu.addAction(say("runs.actions.open"), lambda: self.chosen.emit(run.id))
        if run.id in self._listing.before:
            menu.addAction(say("runs.actions.pause"), lambda: self.paused.emit(run.id))
        elif run.state is not RunState.DONE:
            menu.addAction(say("runs.actions.go-on"), lambda: self.continued.emit(run.id))
        menu.addSeparator()
        menu.addAction(say("runs.actions.delete"), lambda: self.deleted.emit(run.id))
        menu.exec(self.list.viewport().mapToGlobal(at))

    def _delete(self) -> None:
        run = self.list.currentIndex().data(RunRole)
        if run is not None:
            self.deleted.emit(run.id)
