"""A map of contradictions: both quotes of each side by side; either opens, and what is none is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.contradictions import found_words
from rag.contradicting.maker import ContradictionMaker, dismissed
from rag.runs.types import Point, Report
from ui.parts.cited_table import CitedTable, Look
from ui.parts.controls import button, label
from ui.parts.rows import Index
from ui.parts.theme import Palette, Space
from ui.runs.body import Body
from ui.runs.clash_rows import ClashRole, ClashTable, Column

_LOOK = Look(
    link=-1,
    tall=frozenset({Column.LEFT, Column.RIGHT}),
    ink=lambda index: "quiet" if dismissed(index.data(ClashRole)) else "ink",
    widths={Column.KIND: 104, Column.ABOUT: 112, Column.MARK: 64},
)
_SIDES = {Column.RIGHT: 1}


class ClashesBody(Body):
    marked = Signal(int, object, bool)  # run, Point, whether it is none

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._run_id = 0
        self._undone: list[tuple[Point, bool]] = []  # what was marked, and how it was before
        self.rows = ClashTable()
        self.table = CitedTable(say("contradictions.title"), self.rows, _LOOK, palette)
        self.table.opened.connect(self._open)
        self.table.copy_pressed.connect(lambda: self.copied.emit(self.rows.text(self.table.selected_rows())))
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.rows.modelReset.connect(self._offer)
        self.told = label("", "small", wrap=True)
        self.mark = button(say("contradictions.mark"))
        self.mark.setToolTip(say("contradictions.mark-tip"))
        self.mark.clicked.connect(self.turn)
        self.undo = button(say("contradictions.undo"))
        self.undo.setToolTip(say("contradictions.undo-tip"))
        self.undo.clicked.connect(self.take_back)
        self.open_only = button(say("contradictions.open-only"))
        self.open_only.setCheckable(True)
        self.open_only.toggled.connect(self.rows.hide_marked)
        for keys, call in (
            (QKeySequence.StandardKey.Delete, self.turn),
            (QKeySequence.StandardKey.Undo, self.take_back),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(call)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.told)
        column.addWidget(self.table)
        self._offer()

    def shows(self, report: Report) -> bool:
        return report.run.maker == ContradictionMaker.name

    def tools(self) -> Sequence[QWidget]:
        return (self.open_only, self.undo, self.mark)

    def show_report(self, report: Report, *, another: bool) -> bool:
        self._run_id = report.run.id
        if another:
            self._undone.clear()
            self.table.unsort()
        points = [point for block in report.blocks for point in block.points]
        row = self.table.currentIndex().row()
        column = max(self.table.currentIndex().column(), int(Column.LEFT))
        self.rows.fill(points)
        if self.rows.rowCount():
            self.table.setCurrentIndex(self.rows.index(min(max(row, 0), self.rows.rowCount() - 1), column))
        self.told.setText(found_words(report.run, points))
        self.table.fit()
        self._offer()
        return bool(points)

    def narrowed(self, report: Report) -> Report:
        kept = {(point.text, point.citations) for point in self.rows.shown()}
        blocks = (
            replace(block, points=tuple(one for one in block.points if (one.text, one.citations) in kept))
            for block in report.blocks
        )
        return replace(report, blocks=tuple(block for block in blocks if block.points))

    def retint(self, palette: Palette) -> None:
        self.table.set_palette(palette)

    def focus(self) -> None:
        self.table.setFocus()

    def turn(self) -> None:
        """Mark the current disagreement as none, or take that back."""
        point = self._current()
        if point is not None:
            self._undone.append((point, dismissed(point)))
            self.marked.emit(self._run_id, point, not dismissed(point))

    def take_back(self) -> None:
        """Undo the last mark."""
        if self._undone:
            point, before = self._undone.pop()
            self.marked.emit(self._run_id, point, before)

    # --- inside --------------------------------------------------------------------------------------------

    def _current(self) -> Point | None:
        index = self.table.currentIndex()
        return index.data(ClashRole) if index.isValid() else None

    def _offer(self) -> None:
        point = self._current()
        self.mark.setEnabled(point is not None)
        none = point is not None and dismissed(point)
        self.mark.setText(say("contradictions.unmark" if none else "contradictions.mark"))
        self.undo.setEnabled(bool(self._undone))

    def _open(self, index: Index) -> None:
        """The passage of the side that stands under the cursor; of the other columns, the left one."""
        point: Point = index.data(ClashRole)
        self.cited.emit(point.citations[_SIDES.get(Column(index.column()), 0)])

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        menu, point = QMenu(self), index.data(ClashRole)
        for citation in point.citations:
            where = say("contradictions.place", document=citation.document, page=citation.page)
            menu.addAction(say("runs.actions.open-place", place=where), partial(self.cited.emit, citation))
        menu.addSeparator()
        menu.addAction(self.mark.text(), self.turn)
        rows = self.table.selected_rows() or [index.row()]
        menu.addAction(say("runs.actions.copy"), lambda: self.copied.emit(self.rows.text(rows)))
        menu.exec(self.table.viewport().mapToGlobal(at))
