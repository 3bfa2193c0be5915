"""The lines of a page one below the other: a strip of the picture, and what was read from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
)

from app.words.catalogue import say
from rag.scanning.scanned import ScannedLine
from ui.dictating.listening import ListeningRow
from ui.parts.controls import holds_focus
from ui.parts.rows import Index
from ui.parts.theme import Palette
from ui.scans.editor import ScanEditor
from ui.scans.line_painter import LinePainter
from ui.scans.rows import LineRole, ScanRows


class ScanLines(QListView):
    """The current line is edited in place."""

    chosen = Signal(int)  # place of the line one stands at
    corrected = Signal(int, str)
    take_back_asked = Signal(int)
    kept = Signal()  # go on to the next doubt
    stepped = Signal(int)
    turned = Signal(int)
    undo_asked = Signal()
    sound_asked = Signal(int, int)  # place of a line, from which of its characters
    dictated = Signal(object)  # FieldDictation of the line one stands at

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.rows = ScanRows()
        self.listening = ListeningRow()
        self._painter = LinePainter(palette, self, self.listening, self._made)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(say("checking.view.lines"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else rows wrap twice
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)

    @property
    def editor(self) -> ScanEditor | None:
        """The editor of the current line."""
        index = self.currentIndex()
        found = self.indexWidget(index) if index.isValid() else None
        return found if isinstance(found, ScanEditor) else None

    def retint(self, palette: Palette) -> None:
        self._painter.palette = palette
        self.commit()
        current, had_focus = self.currentIndex(), holds_focus(self)
        if current.isValid():
            self.closePersistentEditor(current)
            self.openPersistentEditor(current)
            if had_focus:
                self.focus()
        self.viewport().update()

    def show_lines(self, lines: Sequence[ScannedLine]) -> None:
        """Another page, whose picture is yet to come."""
        self._painter.picture = QPixmap()
        self.rows.fill(lines)

    def show_picture(self, image: QImage) -> None:
        """What strips are cut from."""
        before = self._painter.picture.size()
        self._painter.picture = QPixmap.fromImage(image)
        if self._painter.picture.size() != before:
            self.scheduleDelayedItemsLayout()
            self.executeDelayedItemsLayout()
            self._into_view()
        self.viewport().update()

    def go(self, place: int) -> None:
        """Stand at a line."""
        row = self.rows.row(place)
        if row is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(row))

    def focus(self) -> None:
        editor = self.editor
        (self if editor is None else editor.field).setFocus()

    def commit(self) -> None:
        """Keep what was typed in the current line."""
        editor = self.editor
        if editor is not None:
            editor.commit()

    def currentChanged(self, current: QModelIndex | QPersistentModelIndex, previous: Index) -> None:
        super().currentChanged(current, previous)
        had_focus = self.hasFocus() or holds_focus(self)
        if previous.isValid():
            old = self.indexWidget(previous)
            if isinstance(old, ScanEditor):
                old.commit()
            self.closePersistentEditor(previous)
        if not current.isValid():
            return
        self.openPersistentEditor(current)
        self._into_view()
        editor = self.editor
        if editor is not None:
            editor.field.to_doubt()
            if had_focus:
                editor.field.setFocus()
            self.chosen.emit(current.data(LineRole).place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        editor = self.editor
        if editor is not None:
            editor.field.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _made(self, editor: ScanEditor) -> None:
        """An editor was made for the current line."""
        field = editor.field
        editor.corrected.connect(self.corrected)
        editor.take_back_asked.connect(self.take_back_asked)
        editor.resized.connect(self._grow)
        field.kept.connect(self._keep)
        field.stepped.connect(self.stepped)
        field.moved.connect(self._move)
        field.turned.connect(self.turned)
        field.undo_asked.connect(self.undo_asked)
        field.sound_asked.connect(self._sound)
        self.dictated.emit(editor.dictation)

    def _keep(self) -> None:
        self.commit()
        self.kept.emit()

    def ask_sound(self) -> None:
        """From where one stands."""
        editor = self.editor
        if editor is not None:
            self._sound(editor.field.spoken)

    def _sound(self, at: int) -> None:
        self.sound_asked.emit(self.currentIndex().data(LineRole).place, at)

    def _move(self, rows: int) -> None:
        index = self.rows.index(self.currentIndex().row() + rows)
        if index.isValid():
            self.setCurrentIndex(index)

    def _grow(self) -> None:
        self._painter.sizeHintChanged.emit(self.currentIndex())

    def _into_view(self) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        self.scrollTo(index)
        rect, room = self.visualRect(index), self.viewport().height()
        if rect.bottom() > room * 0.8 or rect.top() < room * 0.1:  # the lines around it matter too
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.center().y() - round(room * 0.4))
