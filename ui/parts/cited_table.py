"""A table of texts from documents: cells wrap, rows take the height they need, one column opens the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.words.directions import isolated
from ui.parts.column_widths import least_width, shared, wanted_width
from ui.parts.rows import Index
from ui.parts.theme import Palette, Space, enlarged

_LINE = "\u2028"  # between lines, as Qt draws the texts of cells
_SAMPLED = 30  # rows whose texts say how wide a column is to be
_PADDING = 2 * Space.S + 8  # of a cell, beside its text: the sheet's, and what Qt leaves there
_WIDER = 1.6  # than it is in English: how much wider a column of words may be
_OF_THE_ROOM = 0.28  # at most, for a name: in a narrow table its middle is left out before texts are squeezed
_OF_MORE_ROOM = 0.33  # the same, where a column is folded
_READABLE = 28  # letters of a text in a line: for fewer another column goes
_MOST_LINES = 8  # of a cell; the rest is in its tooltip and in what is copied


@dataclass(frozen=True, slots=True)
class Look:
    """What each column is for. `ink` names the palette's colour of a row."""

    link: int  # opens the place; the last but those with a width
    tall: frozenset[int]  # texts: they share the room, and their height is the row's
    ink: Callable[[Index], str]
    names: frozenset[int] = frozenset()  # one line, its middle shortened: file names differ at both ends
    widths: Mapping[int, int] = field(default_factory=dict)  # of the columns that are not `tall`
    folds: int = (
        -1
    )  # goes where room is short, so that nothing scrolls sideways: its words stand elsewhere then


class CitedTable(QTableView):
    """Heights are found for the rows in view alone, so that a table of thousands opens at once."""

    opened = Signal(object)  # Index
    copy_pressed = Signal()
    folded = Signal(bool)  # whether the column that folds is gone

    def __init__(self, name: str, rows: QAbstractItemModel, look: Look, palette: Palette) -> None:
        super().__init__()
        self.colors = palette
        self.look = look
        self._rows = rows
        self._unshared = True  # the columns of texts have not taken their room yet
        self._given: dict[int, int] = {}  # widths of the others that nobody dragged
        self._whole = 0  # pixels that all columns need beside each other
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        self.setAccessibleName(name)
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
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        self.set_look(look)
        self.unsort()
        header.sectionResized.connect(lambda *_: self._widths_changed())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.fit())
        for changed in (rows.dataChanged, rows.rowsInserted, rows.modelReset):
            changed.connect(lambda *_: self._widths_changed())
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self.opened.emit)

    def set_look(self, look: Look) -> None:
        """The model's columns are others now."""
        self.look = look
        header = self.horizontalHeader()
        for column in range(self._rows.columnCount()):
            mode = QHeaderView.ResizeMode.Fixed if column in look.tall else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
            if column in look.widths:
                self._give(column, max(look.widths[column], header.sectionSizeHint(column)))
        self._widths_changed()

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        self.viewport().update()

    def unsort(self) -> None:
        """In the order of the library, or of the document."""
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def fit(self) -> None:
        """Give the rows in view their heights, soon."""
        self._fitting.start()

    def selected_rows(self) -> list[int]:
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._whole = 0  # of other letters: what folded comes back, to be measured
            self._widths_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        link = index.isValid() and index.column() == self.look.link and bool(index.data())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _clicked(self, index: Index) -> None:
        if index.column() == self.look.link:
            self.opened.emit(index)

    def _widths_changed(self) -> None:
        """Share the room anew before the next heights: not while somebody only scrolls."""
        self._unshared = True
        self.fit()

    def _share(self) -> None:
        """Give the columns of texts the room that the others leave."""
        self._unshared = False
        self._fold()
        metrics = self.fontMetrics()
        for column in self.look.widths:
            if not self.isColumnHidden(column):
                self._widen(column)
        tall = self._tall()
        others = (column for column in range(self._rows.columnCount()) if column not in self.look.tall)
        room = self.viewport().width() - sum(self.columnWidth(column) for column in others)
        least, wanted = {}, {}
        for column in tall:
            least[column] = self._least(column)
            wanted[column] = wanted_width(metrics, self._sample(column))
        for column, width in shared(room, least, wanted).items():
            self.setColumnWidth(column, width)

    def _fold(self) -> None:
        """Let a column go where there is no room for all of them, and have it back where there is."""
        column, header = self.look.folds, self.horizontalHeader()
        if column < 0:
            return
        gone = self.isColumnHidden(column)
        if not gone:  # while it is gone the others need less: it would come and go
            readable = _READABLE * self.fontMetrics().averageCharWidth() + _PADDING
            texts = sum(max(self._least(tall), readable) for tall in self._tall())
            self._whole = sum(map(self._needs, self.look.widths)) + texts
        # As if it always scrolled downwards: rows are of another height without that column.
        room = self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width()
        if (room < self._whole) is not gone:
            self.setColumnHidden(column, not gone)
            header.setSortIndicatorShown(gone)  # heads keep room for it
            self.folded.emit(not gone)

    def _tall(self) -> list[int]:
        return [column for column in sorted(self.look.tall) if column < self._rows.columnCount()]

    def _least(self, column: int) -> int:
        """The width that a column of texts must have."""
        words = (
            () if column in self.look.names else self._sample(column)
        )  # a name is shortened: no word counts
        head = self.horizontalHeader().sectionSizeHint(column)
        return least_width(self.fontMetrics(), head, words, _PADDING)

    def _widen(self, column: int) -> None:
        """Let a narrow column have what it needs. What a person made wider stays."""
        needs = self._needs(column)
        if needs > self.columnWidth(column) or self.columnWidth(column) == self._given.get(column):
            self._give(column, needs)

    def _needs(self, column: int) -> int:
        """Pixels for the head of a narrow column and a short word in any language, for a name what room there
        is.
        """
        metrics = self.fontMetrics()
        usual, head = self.look.widths[column], self.horizontalHeader().sectionSizeHint(column)
        words = max(map(metrics.horizontalAdvance, self._sample(column)), default=0) + _PADDING
        needs = max(head, min(max(words, usual), round(usual * _WIDER * enlarged(self.font()))))
        if column in self.look.names:
            share = _OF_MORE_ROOM if self.isColumnHidden(self.look.folds) else _OF_THE_ROOM
            needs = max(head, min(needs, round(self.viewport().width() * share)))
        return needs

    def _give(self, column: int, width: int) -> None:
        self.setColumnWidth(column, width)
        self._given[column] = width

    def _sample(self, column: int) -> list[str]:
        rows = min(self._rows.rowCount(), _SAMPLED)
        return [str(self._rows.index(row, column).data() or "") for row in range(rows)]

    def _fit(self) -> None:
        if self._unshared:
            self._share()
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height())
        last = self._rows.rowCount() - 1 if last < 0 else last
        for row in range(first, min(last, first + 60) + 1):
            self.resizeRowToContents(row)


class _Cells(QStyledItemDelegate):
    """Wraps texts, and colours a row."""

    def __init__(self, table: CitedTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        look, ink = self._table.look, self._table.look.ink(index)
        if index.column() == look.link:
            ink = "accent"
            option.font.setUnderline(True)
        color = self._table.colors.color(ink)
        option.palette.setColor(QPalette.ColorRole.Text, color)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, color)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        backwards = option.direction is Qt.LayoutDirection.RightToLeft
        lines = (isolated(one, backwards=backwards) for one in option.text.splitlines())
        option.text = _LINE.join(lines)
        name = index.column() in look.names
        option.textElideMode = Qt.TextElideMode.ElideMiddle if name else Qt.TextElideMode.ElideRight
        if name:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column = index.column()
        room = max(40, self._table.columnWidth(column) - _PADDING)
        metrics = option.fontMetrics
        text = str(index.data()) if column in self._table.look.tall else ""
        needed = metrics.boundingRect(0, 0, room, 1 << 20, Qt.TextFlag.TextWordWrap, text).height()
        most = _MOST_LINES * metrics.lineSpacing()
        return QSize(room, max(metrics.lineSpacing(), min(needed, most)) + 2 * Space.S)
