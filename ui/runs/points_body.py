"""Points with their pages: sentences under headings, or rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from app.aloud.utterances import Utterance
from app.runs.playbooks import COLUMNS
from app.words.catalogue import say
from app.words.kinds import column_words
from app.words.places import place_words
from rag.classifying.maker import ClassificationMaker
from rag.runs.kinds import Kind
from rag.runs.types import Point, Report, Run, Verdict
from rag.summarising.maker import SummaryMaker
from rag.summarising.types import Length, SummaryScope
from rag.types import Citation, Support
from rag.vetting.maker import PlaybookMaker
from ui.parts.cited_table import CitedTable, Look
from ui.parts.controls import IconButton, button
from ui.parts.rows import Index
from ui.parts.theme import Palette
from ui.runs.body import Body
from ui.runs.point_rows import PointRole, PointTable
from ui.runs.points_text import PointsText
from ui.runs.summary_choice import SummaryChoice

_TEXT, _TABLE = range(2)
_QUOTED = 48  # characters of a quote in a menu
_NUMBERED, _NAMED = 72, 140  # the width of a column of page numbers, and of one of names
_VERDICT = COLUMNS.index("verdict")
_INKS = {Verdict.OTHERWISE: "danger", Verdict.SILENT: "warn", Verdict.NEAR: "warn"}


class PointsBody(Body):
    correct_asked = Signal(object, int, QPoint)  # Point, the column, where on the screen
    tags_asked = Signal()
    aloud = Signal()  # read what is shown, or be silent

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._run: Run | None = None
        self.rows = PointTable()
        self.table = CitedTable(say("runs.view.points"), self.rows, _look(self.rows, self._ink), palette)
        self.table.opened.connect(self._open)
        self.table.copy_pressed.connect(lambda: self.copied.emit(self.rows.text(self.table.selected_rows())))
        self.table.customContextMenuRequested.connect(self._menu)
        self.tag = button(say("classifying.table.tag"))
        self.tag.setToolTip(say("classifying.table.tag-tip"))
        self.tag.clicked.connect(self.tags_asked)
        key = QShortcut(QKeySequence("F2"), self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._correct)
        self.text = PointsText(palette)
        self.text.cited.connect(self.cited)
        self.choice = SummaryChoice()
        self.choice.changed.connect(self.chosen)
        self.sound = IconButton("sound", say("chat.aloud.read"), color="quiet")
        self.sound.clicked.connect(self.aloud)
        self.sound.hide()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.text)
        self._pages.addWidget(self.table)

    def shows(self, report: Report) -> bool:  # noqa: ARG002 - whatever no other body is for
        return True

    def tools(self) -> Sequence[QWidget]:
        return (self.choice, self.tag, self.sound)

    def offer(self, kinds: Sequence[Kind]) -> None:
        """The kinds that a document can be summarised to."""
        self.choice.offer(kinds)
        if self._run is not None:
            self._choose(self._run)

    def show_report(self, report: Report, *, another: bool) -> bool:
        self._run = report.run
        if another:
            self._choose(report.run)
            self.table.unsort()
            self.text.verticalScrollBar().setValue(0)
        columns = column_words(report.run.columns)
        points = [point for block in report.blocks for point in block.points]
        if columns and points:
            before = self.rows.columnCount(), self.rows.names_places
            self.rows.fill(columns, points)
            if (
                before != (len(columns) + 1, self.rows.names_places)
                or self.table.look.link != self.rows.page_column
            ):
                self.table.set_look(_look(self.rows, self._ink))
            self._pages.setCurrentIndex(_TABLE)
            self.sound.hide()
            return True
        self.text.show_report(report)
        self._pages.setCurrentIndex(_TEXT)
        self.sound.setVisible(bool(self.readable))
        return bool(points or report.quick)

    @property
    def readable(self) -> Sequence[Utterance]:
        """What is read aloud of what is shown: a text, no table."""
        return self.text.readable if self._pages.currentIndex() == _TEXT else ()

    def show_read(self, on: bool, palette: Palette) -> None:
        """Whether it is being read aloud."""
        name, words = ("stop", "chat.aloud.stop") if on else ("sound", "chat.aloud.read")
        self.sound.show_icon(name, say(words), palette)

    @property
    def differs(self) -> bool:
        if self._run is None or self._run.maker != SummaryMaker.name:
            return False
        scope = SummaryScope.of(self._run)
        return self.choice.chosen != (scope.kind, scope.length)

    @property
    def wished(self) -> tuple[str, Length] | tuple[None, None]:
        """The kind and length chosen; None where there is nothing to choose."""
        if self._run is None or self._run.maker != SummaryMaker.name:
            return None, None
        kind, length = self.choice.chosen
        return kind, Length(length)

    def retint(self, palette: Palette) -> None:
        self.table.set_palette(palette)
        self.text.set_palette(palette)

    def focus(self) -> None:
        (self.table if self._pages.currentIndex() == _TABLE else self.text).setFocus()

    # --- inside --------------------------------------------------------------------------------------------

    def _choose(self, run: Run) -> None:
        self.choice.setVisible(run.maker == SummaryMaker.name)
        self.tag.setVisible(run.maker == ClassificationMaker.name)
        if run.maker == SummaryMaker.name:
            scope = SummaryScope.of(run)
            self.choice.choose(scope.kind, scope.length, run.title)

    def _open(self, index: Index) -> None:
        """The place that a cell was taken from, or the row."""
        point: Point = index.data(PointRole)
        place = point.cited_in(index.column())
        if place is not None:
            self.cited.emit(place)

    def _ink(self, index: Index) -> str:
        """Of a row; of a contract held against a playbook its verdict alone, so that the rest can be read."""
        point: Point = index.data(PointRole)
        if point.support is Support.UNSUPPORTED:
            return "warn"
        vetted = self._run is not None and self._run.maker == PlaybookMaker.name
        return "ink" if vetted and index.column() != _VERDICT else _INKS.get(point.verdict, "ink")

    @property
    def _is_labels(self) -> bool:
        return self._run is not None and self._run.maker == ClassificationMaker.name

    def _correct(self) -> None:
        """Offer other labels for the chosen cell; of a row, for its first."""
        index = self.table.currentIndex()
        if self._is_labels and index.isValid():
            column = max(1, index.column())
            at = self.table.viewport().mapToGlobal(self.table.visualRect(index).bottomLeft())
            self.correct_asked.emit(index.data(PointRole), column, at)

    def _menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        menu = QMenu(self)
        for citation in index.data(PointRole).citations:
            menu.addAction(_place_words(citation), partial(self.cited.emit, citation))
        if self._is_labels:
            where = self.table.viewport().mapToGlobal(at)
            asked = partial(self.correct_asked.emit, index.data(PointRole), index.column(), where)
            menu.addAction(say("classifying.table.correct"), asked)
        menu.addSeparator()
        rows = self.table.selected_rows() or [index.row()]
        menu.addAction(say("runs.actions.copy"), lambda: self.copied.emit(self.rows.text(rows)))
        menu.exec(self.table.viewport().mapToGlobal(at))


def _place_words(citation: Citation) -> str:
    """What opens a place is called: where it is, and how it begins, since many may stand on one page."""
    where = place_words(citation.place) or say("runs.actions.page", page=citation.page)
    quote = " ".join(citation.quote.split())
    short = quote if len(quote) <= _QUOTED else quote[: _QUOTED - 1].rstrip() + "…"
    return say("runs.actions.open-quote", place=where, quote=short).replace("&", "&&")


def _look(rows: PointTable, ink: Callable[[Index], str]) -> Look:
    page = rows.page_column
    return Look(
        link=page,
        tall=frozenset(range(page)),
        ink=ink,
        widths={page: _NAMED if rows.names_places else _NUMBERED},
    )
