"""A summary and what can be done with it: read, opened at its pages, paused, taken along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.types import Notice
from app.words.summaries import state_words, title_words
from rag.runs.kinds import Kind
from rag.runs.types import Length, Point, Report, Summary, SummaryState
from rag.types import Support
from ui.parts.cited_table import CitedTable, Look
from ui.parts.controls import IconButton, button, centred, label
from ui.parts.theme import Palette, Space
from ui.runs.covered_footer import CoveredFooter
from ui.runs.point_rows import PointRole, PointTable
from ui.runs.summary_choice import SummaryChoice
from ui.runs.summary_text import SummaryText

_TEXT, _TABLE, _WORDS = range(3)


class SummaryView(QWidget):
    cited = Signal(object)  # Citation
    paused = Signal(int)
    continued = Signal(int)
    again_asked = Signal(object, object)  # kind, Length; None where it stays
    copied = Signal()
    rows_copied = Signal(str)
    printed = Signal()
    deleted = Signal(int)
    list_asked = Signal()
    closed = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._report: Report | None = None
        self._before: int | None = None
        self.rows = PointTable()
        self.table = CitedTable("Points of the summary", self.rows, _look(self.rows), palette)
        self.table.opened.connect(lambda index: self._open(index.data(PointRole)))
        self.table.copy_pressed.connect(
            lambda: self.rows_copied.emit(self.rows.text(self.table.selected_rows()))
        )
        self.table.customContextMenuRequested.connect(self._menu)
        self.text = SummaryText(palette)
        self.text.cited.connect(self.cited)
        self.title = label("", "question", wrap=True)
        self.choice = SummaryChoice()
        self.choice.changed.connect(self._offer_again)
        self.about = label("", "small", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How many parts have been read")
        self.footer = CoveredFooter()
        self._words_title = label("", "heading", wrap=True)
        self._words = label("", "quiet", wrap=True)
        self._make_buttons()
        self._arrange()

    @property
    def report(self) -> Report | None:
        return self._report

    @property
    def empty_words(self) -> str:
        """What stands where a summary would, while there is none."""
        return f"{self._words_title.text()} {self._words.text()}".strip()

    def offer(self, kinds: Sequence[Kind]) -> None:
        self.choice.offer(kinds)
        if self._report is not None:
            self._show_choice(self._report.summary)

    def set_exports(self, forms: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """What the summary can be saved as."""
        menu = QMenu(self)
        for words, do in forms:
            menu.addAction(words, do)
        self.export.setMenu(menu)

    def show_report(self, report: Report, before: int | None, failure: Notice | None) -> None:
        """A report, or how it stands now. `before`: how many are made before it, None when not in line."""
        summary = report.summary
        another = self._report is None or self._report.summary.id != summary.id
        self._report, self._before = report, before
        if another:
            self.title.setText(title_words(summary))
            self.title.setToolTip(title_words(summary))
            self._show_choice(summary)
            self.table.unsort()
            self.text.verticalScrollBar().setValue(0)
        self.progress.setRange(0, max(1, summary.total))
        self.progress.setValue(summary.done)
        self._show_points(report)
        self._show_state(summary, failure)
        self.footer.show_report(report)
        self._offer_again()

    def show_progress(self, words: str) -> None:
        """How far it has come; "" once it is not being made."""
        if words:
            self.about.setText(words)
            self.about.show()
        self.progress.setVisible(bool(words))

    def show_share(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def set_palette(self, palette: Palette) -> None:
        self.table.set_palette(palette)
        self.text.set_palette(palette)

    def focus(self) -> None:
        shown = self._body.currentIndex()
        (self.table if shown == _TABLE else self.text if shown == _TEXT else self.kept).setFocus()

    # --- inside --------------------------------------------------------------------------------------------

    def _show_points(self, report: Report) -> None:
        columns = report.summary.columns
        points = [point for block in report.blocks for point in block.points]
        if columns and points:
            changed = self.rows.columnCount() != len(columns) + 1
            self.rows.fill(columns, points)
            if changed or self.table.look.link != self.rows.page_column:
                self.table.set_look(_look(self.rows))
            self._body.setCurrentIndex(_TABLE)
            return
        self.text.show_report(report)
        self._body.setCurrentIndex(_TEXT if points or report.quick else _WORDS)

    def _show_state(self, summary: Summary, failure: Notice | None) -> None:
        in_line, done = self._before is not None, summary.state is SummaryState.DONE
        self.pause.setVisible(in_line)
        self.go_on.setVisible(not in_line and not done)
        self.progress.setVisible(self._before == 0)
        if self._before != 0:
            self.about.setText("" if done else state_words(summary, self._before))
        if failure is not None and not in_line:
            self.about.setText(f"{failure.sentence} {failure.remedy}")
            self._words_title.setText(failure.title)
            self._words.setText(f"{failure.sentence} {failure.remedy}")
        elif done:
            self._words_title.setText("Nothing to show")
            self._words.setText(
                "Nothing of this kind stands in the parts that were read. What was read, and what was not,"
                " stands below."
            )
        elif in_line:
            self._words_title.setText("The first lines come soon" if self._before == 0 else "In line")
            self._words.setText(
                "The document is read part by part; what is found appears here."
                if self._before == 0
                else "It is made as soon as those before it are done. You can go on with your work."
            )
        else:
            self._words_title.setText("Paused")
            self._words.setText("Choose “Continue” to go on where it stopped.")
        self.about.setVisible(bool(self.about.text()))
        shown = bool(self._body.currentIndex() != _WORDS)
        for one in (self.copy, self.export, self.print):
            one.setEnabled(shown)

    def _show_choice(self, summary: Summary) -> None:
        self.choice.setVisible(summary.scope.other_id is None)
        self.choice.choose(summary.scope.kind, summary.scope.length, summary.title)

    def _offer_again(self) -> None:
        if self._report is None:
            return
        scope = self._report.summary.scope
        other = scope.other_id is None and self.choice.chosen != (scope.kind, scope.length)
        self.again.setVisible(other)
        self.refresh.setVisible(not other)

    def _again(self) -> None:
        kind, length = self.choice.chosen
        compared = self._report is not None and self._report.summary.scope.other_id is not None
        self.again_asked.emit(None if compared else kind, None if compared else Length(length))

    def _emit_id(self, signal: Callable[[int], None]) -> None:
        if self._report is not None:
            signal(self._report.summary.id)

    def _open(self, point: Point) -> None:
        if point.citations:
            self.cited.emit(point.citations[0])

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        menu = QMenu(self)
        for citation in index.data(PointRole).citations:
            where = citation.place or f"page {citation.page}"
            menu.addAction(f"Open {where}", partial(self.cited.emit, citation))
        menu.addSeparator()
        rows = self.table.selected_rows() or [index.row()]
        menu.addAction("Copy", lambda: self.rows_copied.emit(self.rows.text(rows)))
        menu.exec(self.table.viewport().mapToGlobal(at))

    def _make_buttons(self) -> None:
        self.pause = button("Pause")
        self.pause.clicked.connect(lambda: self._emit_id(self.paused.emit))
        self.go_on = button("Continue", primary=True)
        self.go_on.clicked.connect(lambda: self._emit_id(self.continued.emit))
        self.again = button("Summarise again", primary=True)
        self.again.clicked.connect(self._again)
        self.refresh = IconButton("refresh", "Summarise again", color="quiet")
        self.refresh.clicked.connect(self._again)
        self.copy = IconButton("copy", "Copy the summary", color="quiet")
        self.copy.clicked.connect(self.copied)
        self.export = IconButton("export", "Save the summary as a file", color="quiet")
        self.export.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.print = IconButton("print", "Print the summary", color="quiet")
        self.print.clicked.connect(self.printed)
        self.remove = IconButton("trash", "Delete this summary", color="quiet")
        self.remove.clicked.connect(lambda: self._emit_id(self.deleted.emit))
        self.kept = IconButton("folder", "All summaries", color="quiet")
        self.kept.clicked.connect(self.list_asked)
        self.close_button = IconButton("close", "Back to the conversation", color="quiet")
        self.close_button.clicked.connect(self.closed)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(self.title, 1)
        for one in (
            self.kept,
            self.refresh,
            self.copy,
            self.export,
            self.print,
            self.remove,
            self.close_button,
        ):
            head.addWidget(one)
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        tools.addWidget(self.choice)
        tools.addWidget(self.again)
        tools.addStretch()
        tools.addWidget(self.pause)
        tools.addWidget(self.go_on)
        self._body = QStackedWidget()
        for page in (self.text, self.table, centred(self._words_title, self._words)):
            self._body.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.about)
        column.addWidget(self.progress)
        column.addWidget(self._body, 1)
        column.addWidget(self.footer)


def _look(rows: PointTable) -> Look:
    page = rows.page_column
    return Look(
        link=page,
        tall=frozenset(range(page)),
        ink=lambda index: "warn" if index.data(PointRole).support is Support.UNSUPPORTED else "ink",
        widths={page: 72},
    )
