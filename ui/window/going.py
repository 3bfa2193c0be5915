"""Go to anything by its name: commands, documents, conversations, kept work, in one field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words.catalogue import say
from ui.parts.controls import label
from ui.parts.fitting import Dialog
from ui.parts.inert import inert
from ui.parts.row_list import RowList
from ui.parts.row_painter import RowPainter
from ui.parts.rows import IconRole, Index, StatusRole
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Palette, Space
from ui.parts.writing import Line
from ui.window.goals import Goal, GoalKind, meant

_WIDTH, _HEIGHT = 620, 440
_ICONS = {
    GoalKind.COMMAND: "right",
    GoalKind.SETTING: "settings",
    GoalKind.DOCUMENT: "document",
    GoalKind.CONVERSATION: "chat",
    GoalKind.RUN: "summary",
    GoalKind.NOTE: "pencil",
    GoalKind.SAID: "chat",
}
_FEWEST = 3  # letters that conversations are looked through for
_PAUSE = 120  # milliseconds after the last of them
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class GoTo(Dialog):
    """Goes away with Escape, with a goal, and when something else is clicked. `always` makes goals of what is
    typed itself; they stand last.
    """

    def __init__(self, parent: QWidget, palette: Palette, always: Callable[[str], Sequence[Goal]]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("goto")
        self.finished.connect(self.deleteLater)
        self.setWindowTitle(say("window.goto.title"))
        self._window = parent
        self._always = always
        self._goals: list[Goal] = []
        self._look: Callable[[str], list[Goal]] | None = None
        self._tasks: Tasks | None = None
        self._said: list[Goal] = []  # what was found by what is typed
        self._sought = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look_for)
        self.field = Line()
        self.field.setPlaceholderText(say("window.goto.field"))
        self.field.setAccessibleName(say("window.goto.field"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.rows = _Rows()
        self.list = RowList(stop=False)  # the keys of the field move in it
        self.list.setAccessibleName(say("window.goto.title"))
        self.list.setItemDelegate(RowPainter(palette, self.list))
        self.list.setModel(self.rows)
        self.list.clicked.connect(self._go)
        self._nothing = label(say("window.goto.nothing"), "quiet")
        self._nothing.setMargin(Space.M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(self.field)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list, 1)
        self.resize(_WIDTH, _HEIGHT)

    def add(self, goals: Sequence[Goal]) -> None:
        """More to choose from."""
        self._goals += goals
        self._find()

    def take(self, goals: Sequence[Goal]) -> None:
        """The same, from a lane that may be done when the dialog is gone."""
        if shiboken6.isValid(self):
            self.add(goals)

    def look_with(self, look: Callable[[str], list[Goal]], tasks: Tasks) -> None:
        """Find more to choose from by what is typed, in the lane of the library."""
        self._look, self._tasks = look, tasks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # else the window takes it, where the desktop has not given this the keyboard yet
        elif event.type() is QEvent.Type.KeyPress:
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def setVisible(self, visible: bool) -> None:
        if visible:
            self._place()  # some window managers forget a place that is given while they show it
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()  # now that it has grown with its letters

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.close()

    def _find(self) -> None:
        typed = self.field.text()
        if typed.strip() != self._sought:
            self._said = []
        self._show()
        if self._look is not None and len(typed.strip()) >= _FEWEST:
            self._timer.start()

    def _show(self) -> None:
        typed = self.field.text()
        at = max(0, self.list.currentIndex().row()) if typed.strip() == self._sought else 0
        self.rows.show([*meant(self._goals, typed), *self._always(typed.strip()), *self._said])
        self.list.setCurrentIndex(self.rows.index(at))
        self._nothing.setVisible(self.rows.rowCount() == 0)

    def _look_for(self) -> None:
        words, tasks, look = self.field.text().strip(), self._tasks, self._look
        if tasks is None or look is None:
            return
        self._sought = words

        def found(goals: list[Goal]) -> None:
            if shiboken6.isValid(self) and words == self.field.text().strip():
                self._said = goals
                self._show()

        tasks.run(Lane.LIBRARY, lambda: look(words), found, lambda _: None)

    def _go(self, index: QModelIndex) -> None:
        goal = self.rows.goal(index)
        if goal is not None:
            self.close()
            QTimer.singleShot(0, self._window, goal.go)  # what it opens stands over the window itself

    def _place(self) -> None:
        """In the upper part of the window, as wide as there is room."""
        around = self._window.size()
        size = self.size().boundedTo(around - QSize(40, 80))
        at = self._window.mapToGlobal(self._window.rect().topLeft())
        at += QPoint((around.width() - size.width()) // 2, (around.height() - size.height()) // 4)
        self.setGeometry(QRect(at, size))


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Goal] = []

    def show(self, goals: list[Goal]) -> None:
        self.beginResetModel()
        self._shown = goals
        self.endResetModel()

    def goal(self, index: Index) -> Goal | None:
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        goal = self.goal(index)
        if goal is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return goal.name
            case Qt.ItemDataRole.ToolTipRole:
                return inert(goal.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{goal.name}, {goal.told}"
            case _ if role == StatusRole:
                return goal.told
            case _ if role == IconRole:
                return _ICONS[goal.kind]
        return None
