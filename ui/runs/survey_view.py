"""A survey as a table: what each document says and on which page; to be sorted, filtered and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from rag.surveys import RowState, Survey, SurveyKind

from app.exporting.surveys import Line, TableFormat
from ui.parts.cited_table import CitedTable, Look
from ui.parts.controls import IconButton, button, day, label, nothing_yet
from ui.parts.theme import Palette, Space
from ui.runs.survey_rows import Column, LineRole, SurveyTable
from ui.runs.surveys import summary_words

_INK = {
    RowState.WAITING: "quiet",
    RowState.SILENT: "quiet",
    RowState.NEAR: "warn",
    RowState.OTHERWISE: "warn",
    RowState.FAILED: "danger",
}
_EMPTY = (
    "Switch “Ask each document” on below and ask a question: every document gets a row of its own,"
    " with its answer and the page it stands on, or “not in this document”."
)
_LOOK = Look(
    link=Column.PAGE,
    tall=frozenset({Column.ANSWER}),
    ink=lambda index: _INK.get(index.data(LineRole).state, "ink"),
    names=frozenset({Column.WHERE}),
    widths={Column.WHERE: 170, Column.PAGE: 64, Column.STATE: 116},
)


class SurveyView(QWidget):
    cited = Signal(object)  # Citation
    copied = Signal(object, object)  # list[Line], TableFormat
    export_asked = Signal(object)  # list[Line]
    stopped = Signal()
    continued = Signal()
    again_asked = Signal()
    deleted = Signal(int)
    chosen = Signal(int)  # a kept survey
    closed = Signal()

    def __init__(self, table: SurveyTable, palette: Palette) -> None:
        super().__init__()
        self._survey: Survey | None = None
        self._kept: tuple[Survey, ...] = ()
        self._running = False
        self.rows = table
        self.table = CitedTable("Answers", table, _LOOK, palette)
        self.table.opened.connect(lambda index: self._open(index.data(LineRole)))
        self.table.customContextMenuRequested.connect(self._menu)
        self.table.copy_pressed.connect(lambda: self.copied.emit(self._selected(), TableFormat.TEXT))
        self._title = label("", "question", wrap=True)
        self._summary = label("", "small", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How many documents have been asked")
        self.progress.hide()
        self.found_only = IconButton("check", "Show only what was found", text="Found only", size=14)
        self.found_only.setCheckable(True)
        self.found_only.setProperty("role", "switch")
        self.found_only.toggled.connect(self.rows.show_found_only)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter this table")
        self.filter.setAccessibleName("Filter this table")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(self.rows.show_words)
        self.stop = button("Stop")
        self.stop.clicked.connect(self.stopped)
        self.go_on = button("Continue", primary=True)
        self.go_on.clicked.connect(self.continued)
        self.again = IconButton("refresh", "Ask again", color="quiet")
        self.again.clicked.connect(self.again_asked)
        self.copy = IconButton("copy", "Copy or export the table", color="quiet")
        self.copy.clicked.connect(self._take_along)
        self.remove = IconButton("trash", "Delete this table", color="quiet")
        self.remove.clicked.connect(self._delete)
        self.kept = IconButton("folder", "Other tables", color="quiet")
        self.kept.clicked.connect(self._list_kept)
        self.close_button = IconButton("close", "Back to the conversation (Ctrl+T)", color="quiet")
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self.show_survey(None)

    @property
    def kept_surveys(self) -> tuple[Survey, ...]:
        return self._kept

    def show_survey(self, survey: Survey | None) -> None:
        """The survey in view, or how it stands now."""
        another = survey is not None and (self._survey is None or self._survey.id != survey.id)
        self._survey = survey
        self._pages.setCurrentIndex(0 if survey else 1)
        if survey is None:
            return
        self._title.setText(survey.question)
        if another:
            self.filter.clear()
            self.found_only.setChecked(survey.scope.kind is SurveyKind.SECTIONS)
            self.table.unsort()
        self._tell()
        self.table.fit()

    def show_progress(self, words: str) -> None:
        """How far it has come; "" once it is not being filled."""
        self._running = bool(words)
        if words:
            self._summary.setText(words)
        self._tell()

    def show_share(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def show_kept(self, kept: Sequence[Survey]) -> None:
        self._kept = tuple(kept)
        self.kept.setEnabled(bool(kept))

    def retint(self, palette: Palette) -> None:
        self.table.set_palette(palette)

    # --- inside --------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        survey = self._survey
        if survey is None:
            return
        self.progress.setVisible(self._running)
        self.stop.setVisible(self._running)
        self.go_on.setVisible(not self._running and survey.done < survey.total)
        self.again.setEnabled(not self._running)
        self.remove.setEnabled(not self._running)
        if not self._running:
            self._summary.setText(summary_words(survey))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._title, 1)
        for one in (self.kept, self.again, self.copy, self.remove, self.close_button):
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setSpacing(Space.M)
        tools.addWidget(self._summary, 1)
        tools.addWidget(self.stop)
        tools.addWidget(self.go_on)
        tools.addWidget(self.found_only)
        tools.addWidget(self.filter)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.progress)
        column.addWidget(self.table, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(full)
        self._pages.addWidget(nothing_yet("No tables yet", _EMPTY))

    def _delete(self) -> None:
        if self._survey is not None:
            self.deleted.emit(self._survey.id)

    def _open(self, line: Line) -> None:
        if line.citations:
            self.cited.emit(line.citations[0])

    def _selected(self) -> list[Line]:
        return [self.rows.index(row, 0).data(LineRole) for row in self.table.selected_rows()]

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        line: Line = index.data(LineRole)
        menu = QMenu(self)
        for citation in line.citations:
            menu.addAction(
                f"Open {citation.place or f'page {citation.page}'}", partial(self.cited.emit, citation)
            )
        menu.addSeparator()
        menu.addAction("Copy", lambda: self.copied.emit(self._selected() or [line], TableFormat.TEXT))
        menu.exec(self.table.viewport().mapToGlobal(at))

    def _take_along(self) -> None:
        menu = QMenu(self)
        shown = self.rows.shown()
        for words, form in (
            ("Copy as text", TableFormat.TEXT),
            ("Copy as CSV", TableFormat.CSV),
            ("Copy as Markdown", TableFormat.MARKDOWN),
        ):
            menu.addAction(words, partial(self.copied.emit, shown, form))
        menu.addSeparator()
        menu.addAction("Export as CSV…", lambda: self.export_asked.emit(shown))
        menu.exec(self.copy.mapToGlobal(QPoint(0, self.copy.height())))

    def _list_kept(self) -> None:
        menu = QMenu(self)
        for survey in self._kept[:20]:
            words = self.fontMetrics().elidedText(survey.question, Qt.TextElideMode.ElideRight, 380)
            action = menu.addAction(
                f"{words.replace('&', '&&')}   {day(survey.created)}",
                partial(self.chosen.emit, survey.id),
            )
            action.setCheckable(True)
            action.setChecked(self._survey is not None and survey.id == self._survey.id)
        menu.exec(self.kept.mapToGlobal(QPoint(0, self.kept.height())))
