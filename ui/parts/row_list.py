"""A list of rows that are opened with Return and taken out with Delete."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView


class RowList(QListView):
    delete_pressed = Signal()

    def __init__(self, *, stop: bool = True, whole: bool = False) -> None:
        """`stop`: the keyboard stops here, where there are rows. `whole`: it ends with a whole row, where
        words stand below it that would seem to cover the rest of one.
        """
        super().__init__()
        self._stop, self._whole = stop, whole
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """What has no rows is no place for the keyboard to stop at."""
        super().setModel(model)
        if model is not None:
            for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                changed.connect(self._offer_focus)
            self._offer_focus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Somewhere in the list, which shows where; nothing is chosen by that."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model() is not None:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.model().index(0, 0), flag)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if not self._whole or self.model() is None:
            return
        room, row = self.height() - 2 * self.frameWidth(), self.sizeHintForRow(0)
        longer = 0 < row < room < row * self.model().rowCount()
        self.setViewportMargins(0, 0, 0, room % row if longer else 0)

    def _offer_focus(self) -> None:
        stops = self._stop and self.model().rowCount() > 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.NoFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A right click chooses a row and opens none, where a desktop opens rows with one click: Qt takes
        either button for it.
        """
        if event.button() is not Qt.MouseButton.RightButton:
            super().mouseReleaseEvent(event)
            return
        with QSignalBlocker(self):
            super().mouseReleaseEvent(event)
