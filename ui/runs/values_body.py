"""A table of values that a person goes through: each cell beside its page, decided about by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.runs import extractions
from app.runs.reviews import Other, reviewed
from app.words.catalogue import count, say
from rag.extracting.fields.cells import Decision
from rag.runs.types import Report
from ui.parts.controls import IconButton, button, label
from ui.parts.flow import FlowLayout
from ui.parts.theme import Palette, Space
from ui.runs.body import Body
from ui.runs.teaching_bar import TeachingBar
from ui.runs.value_rows import ValueCell, ValueTable, told
from ui.runs.value_view import Marked, ValueView

_SETTLED = 90  # milliseconds on a cell before its page is opened: keys that are held down open none


class ValuesBody(Body):
    decided = Signal(int, object, object)  # run, ValueCell, Decision
    entered = Signal(int, object, str, object)  # run, ValueCell, text, Marked or None
    undone = Signal(int, object)  # run, ValueCell or None
    put = Signal(int, object)  # run, tuple[Other, ...]: what was taught goes there, too
    looked = Signal(int)  # a document of whose page nothing is cited

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._run_id = 0
        self._tell_marked: Callable[[int], Marked | None] = lambda _: None
        self.rows = ValueTable()
        self.table = ValueView(self.rows, palette, self._marked)
        self.table.decided.connect(lambda cell, one: self.decided.emit(self._run_id, cell, one))
        self.table.entered.connect(
            lambda cell, text, marked: self.entered.emit(self._run_id, cell, text, marked)
        )
        self.table.undone.connect(self._undo)
        self.table.moved.connect(self._moved)
        self.table.hinted.connect(self._hint)
        self.table.copy_pressed.connect(self._copy)
        self.table.customContextMenuRequested.connect(self._menu)
        self.about = label("", "quiet", wrap=True)
        self.reviewed = label("", "small", wrap=True)
        self.open_first = IconButton(
            "filter",
            say("extractions.review.open-first-tip"),
            text=say("extractions.review.open-first"),
            size=14,
        )
        self.open_first.setCheckable(True)
        self.open_first.setProperty("role", "switch")
        self.open_first.toggled.connect(self._show_open_first)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED)
        self._settling.timeout.connect(self._open)
        self.teaching = TeachingBar()
        self.teaching.taken.connect(lambda others: self.put.emit(self._run_id, others))
        self.teaching.over.connect(self.table.setFocus)
        self._make_buttons()
        self._arrange()

    def ask_marked(self, marked: Callable[[int], Marked | None]) -> None:
        """Who tells what a person has marked in a document on the page beside."""
        self._tell_marked = marked

    def _marked(self, document_id: int) -> Marked | None:
        return self._tell_marked(document_id)

    def shows(self, report: Report) -> bool:
        return report.run.maker in extractions.MADE_BY

    def tools(self) -> Sequence[QWidget]:
        return (self.open_first,)

    def show_report(self, report: Report, *, another: bool) -> bool:
        self._run_id = report.run.id
        if another:
            self.teaching.hide()
            self.open_first.setChecked(False)
            self.table.unsort()
        before = self.rows.rowCount()
        self.rows.show_report(report)
        if another or self.rows.rowCount() != before:
            self.table.fit()
        found = reviewed(report.run, report.results)
        words = count("extractions.review.reviewed", found.cells, decided=found.decided)
        opened = count("extractions.review.open", found.open) if found.open else ""
        self.reviewed.setText(" · ".join(one for one in (words, opened) if one))
        self.undo.setEnabled(found.decided > 0)
        self._tell(self.table.current)
        return bool(self.rows.rowCount())

    def offer(self, run_id: int, column: str, others: Sequence[Other]) -> None:
        """Ask whether what a correction taught is put into other documents of the table, too."""
        if run_id == self._run_id:
            self.teaching.ask(column, others)

    def retint(self, palette: Palette) -> None:
        self.table.set_palette(palette)

    def focus(self) -> None:
        self.table.begin()

    def reach(self) -> None:
        self.table.setFocus()

    # --- inside --------------------------------------------------------------------------------------------

    def _moved(self, found: ValueCell | None) -> None:
        self._tell(found)
        self._settling.start()

    def _hint(self, words: str) -> None:
        if words:
            self.about.setText(words)
        else:
            self._tell(self.table.current)

    def _tell(self, found: ValueCell | None) -> None:
        self.about.setText(told(found) if found else say("extractions.review.keys"))
        for one in self._deciding:
            one.setEnabled(found is not None)

    def _open(self) -> None:
        """The page of the cell that was reached; of one without a place, its document."""
        found = self.table.current
        if found is None or not self.isVisible():
            return
        if found.cell.citations:
            self.cited.emit(found.cell.citations[0])
        else:
            self.looked.emit(found.document_id)

    def _undo(self) -> None:
        self.undone.emit(self._run_id, self.table.current)

    def _show_open_first(self, first: bool) -> None:
        self.rows.show_open_first(first)
        if first:
            self.table.go_to_open()
        self.table.setFocus()

    def _copy(self) -> None:
        chosen = {one.row() for one in self.table.selectionModel().selectedIndexes()}
        self.copied.emit(self.rows.text(sorted(chosen)))

    def _menu(self, at: QPoint) -> None:
        if self.table.current is None:
            return
        menu = QMenu(self)
        for one, act in zip(self._deciding, self._acts, strict=True):
            menu.addAction(one.text(), act)
        menu.addAction(self.undo.text(), self._undo)
        menu.addSeparator()
        menu.addAction(say("runs.actions.copy"), self._copy)
        menu.exec(self.table.viewport().mapToGlobal(at))

    def _act(self, act: Callable[[], None]) -> None:
        act()
        if self.table.state() is not ValueView.State.EditingState:
            self.table.setFocus()

    def _make_buttons(self) -> None:
        self._acts: tuple[Callable[[], None], ...] = (
            lambda: self.table.decide(Decision.ACCEPTED),
            self.table.correct,
            lambda: self.table.decide(Decision.REJECTED),
        )
        self.accept = button(say("extractions.review.accept"))
        self.correct = button(say("extractions.review.correct"))
        self.reject = button(say("extractions.review.reject"))
        self.undo = button(say("extractions.review.undo"))
        self._deciding = (self.accept, self.correct, self.reject)
        for one, act in zip(self._deciding, self._acts, strict=True):
            one.clicked.connect(lambda _=False, act=act: self._act(act))
        self.undo.clicked.connect(lambda: self._act(self._undo))
        for key in ("accept", "correct", "reject", "undo"):
            getattr(self, key).setToolTip(say(f"extractions.review.{key}-tip"))

    def _arrange(self) -> None:
        row = FlowLayout()
        for one in (*self._deciding, self.undo):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.reviewed)
        column.addWidget(self.table, 1)
        column.addWidget(self.teaching)
        column.addWidget(self.about)
        column.addLayout(row)
