"""The table in which a person goes from value to value, and decides about each by a key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.runs.reviews import is_open
from app.words.catalogue import say
from app.words.extracting import column_words
from rag.extracting.fields.cells import Decision
from rag.extracting.fields.entering import entered
from ui.parts.inert import inert
from ui.parts.rows import Index
from ui.parts.theme import Palette, Space, enlarged
from ui.parts.writing import Line
from ui.runs.value_rows import CellRole, ValueCell, ValueTable

_NARROW, _BROAD = 90, 260  # of a column
_EDGES = 2 * Space.M  # that the style leaves beside a value
_KEYS = {
    Qt.Key.Key_A: Decision.ACCEPTED,
    Qt.Key.Key_R: Decision.REJECTED,
}

Marked = tuple[str, int, int]
"""What is marked on the page beside: its text, and from where to where it stands in the document."""


class ValueView(QTableView):
    """A, C, R and U decide; Enter goes on. What is entered is held against the column's type."""

    decided = Signal(object, object)  # ValueCell, Decision
    entered = Signal(object, str, object)  # ValueCell, text, Marked or None
    undone = Signal()
    hinted = Signal(str)  # what the value that is being entered lacks; "" for nothing
    moved = Signal(object)  # ValueCell, or None in the column of the documents
    copy_pressed = Signal()

    def __init__(self, rows: ValueTable, palette: Palette, marked: Callable[[int], Marked | None]) -> None:
        """`marked` tells what a person has marked in a document on the page beside."""
        super().__init__()
        self.colors = palette
        self._table = rows
        self._marked = marked
        self.setModel(rows)
        self._cells = _Cells(self)
        self._cells.given.connect(self._given)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(say("extractions.review.table"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 2 * Space.S)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.unsort()
        self.doubleClicked.connect(lambda _: self.correct())

    def unsort(self) -> None:
        """In the order of the run."""
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def fit(self) -> None:
        """Give each column the room of its head and its longest value, of values within limits."""
        self.resizeColumnsToContents()
        broad = round(_BROAD * enlarged(self.font()))
        for column in range(self._table.columnCount()):
            wide = min(max(self.columnWidth(column) + _EDGES, _NARROW), broad)
            self.setColumnWidth(column, max(wide, self.horizontalHeader().sectionSizeHint(column)))

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        self.viewport().update()

    @property
    def current(self) -> ValueCell | None:
        """The cell that is decided about."""
        found: ValueCell | None = self.currentIndex().data(CellRole)
        return found

    def begin(self) -> None:
        """Let the keyboard reach the cell that was reached last, or the first."""
        self._reach()
        self.setFocus()

    def decide(self, decision: Decision) -> None:
        """Accept or reject the current cell, and go on."""
        found = self.current
        if found is not None:
            self.decided.emit(found, decision)
            self.go_on()

    def correct(self) -> None:
        """Enter another value in the current cell."""
        if self.current is not None:
            self.edit(self.currentIndex())

    def go_on(self, back: bool = False) -> None:
        """To the next cell, or the one before; past the end of a row to the next one."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        last = self._table.columnCount() - 1
        if back:
            row, column = (row - 1, last) if column <= 1 else (row, column - 1)
        else:
            row, column = (row + 1, 1) if column >= last else (row, column + 1)
        if 0 <= row < self._table.rowCount():
            self.setCurrentIndex(self._table.index(row, column))

    def go_to_open(self) -> bool:
        """To the next cell that a person should look at, behind the current one or from the start; False
        where there is none.
        """
        width, count = self._table.columnCount() - 1, self._table.rowCount()
        at = self.currentIndex()
        here = max(0, at.row()) * width + max(0, at.column() - 1)
        for step in range(1, width * count + 1):
            place = (here + step) % (width * count)
            index = self._table.index(place // width, place % width + 1)
            if is_open(index.data(CellRole).cell):
                self.setCurrentIndex(index)
                return True
        return False

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.hinted.emit("")
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit(current.data(CellRole) if current.isValid() else None)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Undo):  # of a decision, and not of what the bin took
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) or (plain and key == Qt.Key.Key_U):
            self.undone.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif plain and key in _KEYS:
            self.decide(_KEYS[Qt.Key(key)])
        elif plain and key in (Qt.Key.Key_C, Qt.Key.Key_F2):
            self.correct()
        elif plain and key == Qt.Key.Key_N:
            self.go_to_open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.MouseFocusReason:  # which reaches what is pressed
            self._reach()  # before Qt does: it would take the name of the document
        super().focusInEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: ARG002 - letters decide here
        return

    def marked_for(self, found: ValueCell) -> Marked | None:
        """What is marked on the page beside, of the document of a cell."""
        return self._marked(found.document_id)

    def _reach(self) -> None:
        if not self.currentIndex().isValid() and self._table.rowCount():
            self.selectionModel().setCurrentIndex(
                self._table.index(0, 1), self.selectionModel().SelectionFlag.ClearAndSelect
            )

    def _given(self, found: ValueCell, text: str, marked: Marked | None) -> None:
        self.entered.emit(found, text, marked)
        self.go_on()


class _Cells(QStyledItemDelegate):
    """Colours cells beside their signs, and lets another value be entered."""

    given = Signal(object, str, object)  # ValueCell, text, Marked or None

    def __init__(self, view: ValueView) -> None:
        super().__init__(view)
        self._view = view

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        found: ValueCell | None = index.data(CellRole)
        ink = "ink" if found is None else _INK.get(found.sign, "ink")
        color = self._view.colors.color(ink)
        option.palette.setColor(QPalette.ColorRole.Text, color)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, color)
        if found is None:
            option.textElideMode = Qt.TextElideMode.ElideMiddle

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        found: ValueCell = index.data(CellRole)
        marked = self._view.marked_for(found)
        editor = ValueEditor(parent, found, marked)
        editor.setFont(self._view.font())
        editor.hinted.connect(self._view.hinted)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Its text is its own from the beginning."""

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What is entered goes to whoever keeps it, and comes back with the table."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        place = option.rect
        editor.setGeometry(place.x(), place.y(), max(place.width(), 2 * _NARROW), place.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, ValueEditor) and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched.holds:
                    self.closeEditor.emit(watched)
                    self.given.emit(watched.cell, watched.text(), watched.marked)
                return True
            if event.key() == Qt.Key.Key_Tab:
                return True
        return super().eventFilter(watched, event)


class ValueEditor(Line):
    """Where another value is entered: what is marked on the page, else what stands in the document."""

    hinted = Signal(str)

    def __init__(self, parent: QWidget, cell: ValueCell, marked: Marked | None) -> None:
        super().__init__()
        self.setParent(parent)
        self.cell = cell
        self._given = marked
        column = cell.cell.column
        self.setProperty("role", "cell")
        self.setAccessibleName(say("extractions.review.editor", column=column_words(column)))
        self.setText(" ".join(marked[0].split()) if marked else _written(cell))
        self.selectAll()
        self.textChanged.connect(self._hold)
        self._hold()

    @property
    def marked(self) -> Marked | None:
        """What was marked, as long as nothing else was written."""
        return self._given if self._given and self.text() == " ".join(self._given[0].split()) else None

    @property
    def holds(self) -> bool:
        """Whether what is written is a value of the column's type."""
        return self.marked is not None or bool(entered(self.cell.cell.column, self.text()))

    def _hold(self) -> None:
        wrong = not self.holds
        words = say(f"extractions.wanted.{self.cell.cell.column.type.value}")
        self.setToolTip(inert(words) if wrong else "")
        self.setAccessibleDescription(words if wrong else "")
        self.setPlaceholderText(words)
        self.hinted.emit(words if wrong else "")
        if self.property("wrong") != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)


_INK = {
    "doubtful": "warn",
    "absent": "quiet",
    "accepted": "good",
    "corrected": "good",
    "rejected": "quiet",
}


def _written(found: ValueCell) -> str:
    """The value of a cell as it can be entered again."""
    cell = found.cell
    if cell.column.many:
        return "; ".join(str(one) for one in cell.values)
    return " ".join(cell.text.split())
