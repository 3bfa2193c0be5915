"""A table of answers: what each document says and on which page; to be sorted, filtered and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.exporting.answers import TableFormat, written
from app.runs.table import Line, lines
from app.words.catalogue import say
from app.words.places import place_words
from rag.runs.types import Done, PartState, Report, RunEvent, Verdict
from rag.surveying.maker import SurveyMaker
from rag.surveying.types import SurveyKind, SurveyScope
from ui.parts.cited_table import CitedTable, Look
from ui.parts.controls import IconButton
from ui.parts.hinted import Hinted
from ui.parts.rooming import Room
from ui.parts.theme import Palette
from ui.runs.answer_rows import AnswerTable, Column, LineRole
from ui.runs.body import Body

_INK = {
    PartState.WAITING: "quiet",
    Verdict.SILENT: "quiet",
    Verdict.NEAR: "warn",
    Verdict.OTHERWISE: "warn",
    PartState.FAILED: "danger",
}
_NO_LIMIT = (1 << 24) - 1  # as Qt has it
_LOOK = Look(
    link=Column.PAGE,
    tall=frozenset({Column.ANSWER}),
    ink=lambda index: _INK.get(index.data(LineRole).state, "ink"),
    names=frozenset({Column.WHERE}),
    widths={Column.WHERE: 170, Column.PAGE: 64, Column.STATE: 116},
    folds=Column.STATE,
)


class AnswersBody(Body):
    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._run_id = 0
        self.rows = AnswerTable(self)
        self.table = CitedTable(say("runs.view.answers"), self.rows, _LOOK, palette)
        self.table.folded.connect(self.rows.fold_state)
        self.table.opened.connect(lambda index: self._open(index.data(LineRole)))
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.copy_pressed.connect(lambda: self._copy(self._selected()))
        self.found_only = IconButton(
            "filter", say("runs.view.found-only-tip"), text=say("runs.view.found-only"), size=14
        )
        self.found_only.setCheckable(True)
        self.found_only.setProperty("role", "switch")
        self.found_only.toggled.connect(self.rows.show_found_only)
        self.filter = Hinted(say("runs.view.filter"), whole=True)
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self.rows.show_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def shows(self, report: Report) -> bool:
        return report.run.maker == SurveyMaker.name

    def tools(self) -> Sequence[QWidget]:
        return (self.found_only, self.filter)

    def shorten(self, room: Room) -> None:
        style = Qt.ToolButtonStyle
        least = room is Room.LEAST
        self.found_only.setToolButtonStyle(
            style.ToolButtonIconOnly if least else style.ToolButtonTextBesideIcon
        )
        self.filter.setPlaceholderText(
            say("library.panel.filter-short") if least else say("runs.view.filter")
        )
        most = self.filter.minimumSizeHint().width() if least else _NO_LIMIT
        self.filter.setMaximumWidth(most)
        for tool in self.tools():
            tool.updateGeometry()

    def show_report(self, report: Report, *, another: bool) -> bool:
        run = report.run
        self._run_id = run.id
        kind = SurveyScope.of(run).kind
        if another:
            self.filter.clear()
            self.found_only.setChecked(kind is SurveyKind.SECTIONS)
            self.table.unsort()
        self.rows.show_lines(kind, lines(run, report.results))
        self.table.fit()
        return True

    def take(self, event: RunEvent) -> None:
        """A row is known: it is drawn at once, before the whole report is read again."""
        if isinstance(event, Done) and event.run_id == self._run_id:
            self.rows.take(event.result)

    def narrowed(self, report: Report) -> Report:
        shown = {line.place for line in self.rows.shown()}
        return replace(report, results=tuple(one for one in report.results if one.part.place in shown))

    def retint(self, palette: Palette) -> None:
        self.table.set_palette(palette)

    def focus(self) -> None:
        self.table.setFocus()

    def text(self, form: TableFormat) -> str:
        """The lines in view, to be pasted."""
        return written(self.rows.shown(), form)

    # --- inside --------------------------------------------------------------------------------------------

    def _open(self, line: Line) -> None:
        if line.citations:
            self.cited.emit(line.citations[0])

    def _copy(self, shown: Sequence[Line]) -> None:
        self.copied.emit(written(shown, TableFormat.TEXT))

    def _selected(self) -> list[Line]:
        return [self.rows.index(row, 0).data(LineRole) for row in self.table.selected_rows()]

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        line: Line = index.data(LineRole)
        menu = QMenu(self)
        for citation in line.citations:
            where = place_words(citation.place) or say("runs.actions.page", page=citation.page)
            menu.addAction(say("runs.actions.open-place", place=where), partial(self.cited.emit, citation))
        menu.addSeparator()
        menu.addAction(say("runs.actions.copy"), lambda: self._copy(self._selected() or [line]))
        menu.exec(self.table.viewport().mapToGlobal(at))
