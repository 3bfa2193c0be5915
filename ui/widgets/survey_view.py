"""A survey as a table: what each document says and on which page; to be sorted, filtered and taken along."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDateTime, QLocale, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QProgressBar,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.survey_table import Line, TableFormat
from rag.surveys import RowState, Survey, SurveyKind
from ui.theme import Palette, Space
from ui.viewmodels.survey import summary_words
from ui.viewmodels.survey_table import Column, Index, LineRole, SurveyTable
from ui.widgets.parts import IconButton, button, label

_MOST_LINES = 8  # of an answer; the rest is in its tooltip and in what is copied
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
        self.table = _Table(table, palette)
        self.table.opened.connect(self._open)
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
        self.table.palette_of_theme = palette
        self.table.viewport().update()

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
        self._pages.addWidget(self._nothing())

    def _nothing(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch()
        for text, role in (("No tables yet", "title"), (_EMPTY, "quiet")):
            words = label(text, role, wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setMaximumWidth(Space.READING_WIDTH - 200)
            column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        return empty

    def _delete(self) -> None:
        if self._survey is not None:
            self.deleted.emit(self._survey.id)

    def _open(self, line: Line) -> None:
        if line.citations:
            self.cited.emit(line.citations[0])

    def _selected(self) -> list[Line]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedIndexes()})
        return [self.rows.index(row, 0).data(LineRole) for row in rows]

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
                f"{words.replace('&', '&&')}   {_day(survey.created)}",
                partial(self.chosen.emit, survey.id),
            )
            action.setCheckable(True)
            action.setChecked(self._survey is not None and survey.id == self._survey.id)
        menu.exec(self.kept.mapToGlobal(QPoint(0, self.kept.height())))


def _day(seconds: float) -> str:
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(seconds)), QLocale.FormatType.ShortFormat)


class _Cells(QStyledItemDelegate):
    """Wraps answers, and colours a row by its state."""

    def __init__(self, table: _Table) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        line: Line = index.data(LineRole)
        colors = self._table.palette_of_theme
        ink = _INK.get(line.state, "ink")
        if index.column() == Column.PAGE:
            ink = "accent"
            option.font.setUnderline(True)
        option.palette.setColor(QPalette.ColorRole.Text, colors.color(ink))
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colors.color(ink))
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        where = index.column() == Column.WHERE
        option.textElideMode = Qt.TextElideMode.ElideMiddle if where else Qt.TextElideMode.ElideRight
        if where:  # one line, its middle shortened: what tells file names apart stands at both ends
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column = index.column()
        room = max(40, self._table.columnWidth(column) - 2 * Space.S - 14)
        metrics = option.fontMetrics
        text = str(index.data()) if column == Column.ANSWER else ""
        needed = metrics.boundingRect(0, 0, room, 1 << 20, Qt.TextFlag.TextWordWrap, text).height()
        most = _MOST_LINES * metrics.lineSpacing()
        return QSize(room, max(metrics.lineSpacing(), min(needed, most)) + 2 * Space.S)


class _Table(QTableView):
    """Heights are found for the rows in view alone, so that a table of thousands opens at once."""

    opened = Signal(object)  # Line
    copy_pressed = Signal()

    def __init__(self, rows: SurveyTable, palette: Palette) -> None:
        super().__init__()
        self.palette_of_theme = palette
        self._rows = rows
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self.setAccessibleName("Answers")
        self.setModel(rows)
        self.setItemDelegate(_Cells(self))
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().lineSpacing() + 2 * Space.S)
        header = self.horizontalHeader()
        header.setSectionResizeMode(Column.WHERE, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.ANSWER, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.PAGE, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.STATE, QHeaderView.ResizeMode.Interactive)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        for column, width in ((Column.WHERE, 170), (Column.PAGE, 64), (Column.STATE, 116)):
            self.setColumnWidth(column, width)
        self.unsort()
        header.sectionResized.connect(lambda *_: self.fit())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.fit())
        for changed in (rows.dataChanged, rows.rowsInserted, rows.modelReset):
            changed.connect(lambda *_: self.fit())
        self.clicked.connect(self._clicked)

    def unsort(self) -> None:
        """In the order of the library, or of the document."""
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def fit(self) -> None:
        """Give the rows in view their heights, soon."""
        self._fitting.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().data(LineRole))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        link = index.isValid() and index.column() == Column.PAGE and bool(index.data())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _clicked(self, index: Index) -> None:
        if index.column() == Column.PAGE:
            self.opened.emit(index.data(LineRole))

    def _fit(self) -> None:
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height())
        last = self._rows.rowCount() - 1 if last < 0 else last
        for row in range(first, min(last, first + 60) + 1):
            self.resizeRowToContents(row)
