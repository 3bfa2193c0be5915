"""One recipe: what it does, on what and when; what its runs made, which opens from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.recipes import made_words, on_words, outcome_words, step_words, when_words
from rag.storing.recipes import Execution, Recipe
from ui.parts.controls import breakable, button, day, label
from ui.parts.flow import FlowLayout
from ui.parts.inert import inert
from ui.parts.theme import Space

_EXECUTION, _RUN = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2


class RecipeDetails(QWidget):
    run_asked = Signal(object)  # Recipe
    stop_asked = Signal()
    change_asked = Signal()
    pause_asked = Signal(object)  # Recipe, to be paused or begun again
    delete_asked = Signal(object)  # Recipe
    undo_asked = Signal(object)  # Execution
    again_asked = Signal(int)  # execution
    opened = Signal(int)  # kept work

    def __init__(self, names: Mapping[tuple[str, str], str]) -> None:
        super().__init__()
        self._names = names
        self._recipe: Recipe | None = None
        self._executions: dict[int, Execution] = {}
        self._shown: object = None
        self._titles: Mapping[int, str] = {}
        self.name = label("", "heading", wrap=True)
        self.words = label("", wrap=True)
        self.state = label("", "quiet", wrap=True)
        self.run = button(say("recipes.dialog.run"))
        self.stop = button(say("recipes.dialog.stop"))
        self.change = button(say("recipes.dialog.change"))
        self.pause = button("")
        self.delete = button(say("recipes.dialog.delete"))
        self.runs = _Tree()
        self.runs.setAccessibleName(say("recipes.dialog.runs"))
        self.never = label(say("recipes.dialog.never"), "quiet")
        self.open, self.again = button(say("recipes.dialog.open")), button(say("recipes.dialog.again"))
        self.open.setToolTip(say("recipes.dialog.open-tip"))
        self.undo = button(say("recipes.dialog.undo"))
        self._arrange()
        self._connect()

    def show_recipe(
        self,
        recipe: Recipe | None,
        executions: Sequence[Execution],
        going: int | None,
        titles: Mapping[int, str],
        *,
        waiting: bool,
    ) -> None:
        """`executions` are its own, the newest first; `going` is the one that is being done; `titles` are
        what kept work is called.
        """
        self._titles = titles
        shown = (recipe, tuple(executions), going, waiting)
        if shown == self._shown:
            return  # where the keyboard is stays
        self._shown, before = shown, self._recipe
        self._recipe, self._executions = recipe, {one.id: one for one in executions}
        if recipe is None:
            return
        self.name.setText(breakable(recipe.name))
        self.words.setText(breakable("\n".join(self._lines(recipe, executions))))
        mine = going in self._executions
        if waiting and not mine:
            self.state.setText(say("recipes.dialog.waits"))
        self.state.setVisible(waiting and not mine)
        self.run.setVisible(not mine)
        self.stop.setVisible(mine)
        self.pause.setText(say("recipes.dialog.resume" if recipe.paused else "recipes.dialog.pause"))
        self.pause.setVisible(bool(recipe.at))
        self._list(executions, going, same=before is not None and before.id == recipe.id)

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        above, below = QWidget(), QWidget()
        for line, buttons in (
            (FlowLayout(above), (self.run, self.stop, self.change, self.pause, self.delete)),
            (FlowLayout(below), (self.open, self.again, self.undo)),
        ):
            for one in buttons:
                line.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.name)
        column.addWidget(self.words)
        column.addWidget(self.state)
        column.addWidget(above)
        column.addWidget(label(say("recipes.dialog.runs"), "section"))
        column.addWidget(self.never)
        column.addWidget(self.runs, 1)
        column.addWidget(below)
        column.addStretch(0)  # where there is no list yet, which takes all the room

    def _connect(self) -> None:
        self.run.clicked.connect(lambda: self.run_asked.emit(self._recipe))
        self.stop.clicked.connect(self.stop_asked)
        self.change.clicked.connect(self.change_asked)
        self.pause.clicked.connect(lambda: self.pause_asked.emit(self._recipe))
        self.delete.clicked.connect(lambda: self.delete_asked.emit(self._recipe))
        self.runs.itemSelectionChanged.connect(self._enable)
        self.runs.enter_pressed.connect(self._open)
        self.runs.itemDoubleClicked.connect(lambda *_: self._open())
        self.open.clicked.connect(self._open)
        self.again.clicked.connect(lambda: self.again_asked.emit(self._chosen(_EXECUTION)))
        self.undo.clicked.connect(lambda: self.undo_asked.emit(self._executions[self._chosen(_EXECUTION)]))

    def _lines(self, recipe: Recipe, executions: Sequence[Execution]) -> list[str]:
        lines = [
            say("recipes.dialog.steps", n=number, words=step_words(step, self._names))
            for number, step in enumerate(recipe.steps, 1)
        ]
        lines += ["", say("recipes.dialog.on", words=on_words(recipe))]
        lines += [say("recipes.dialog.when", words=when_words(recipe))]
        if recipe.due is not None and not recipe.paused:
            lines.append(say("recipes.dialog.next", moment=day(recipe.due)))
        ended = next((one for one in executions if one.ended is not None), None)
        if ended is not None:
            words = outcome_words(ended)
            lines.append(say("recipes.dialog.last", moment=day(ended.begun), outcome=words))
        return lines

    def _list(self, executions: Sequence[Execution], going: int | None, *, same: bool) -> None:
        chosen = self._chosen(_EXECUTION) if same else 0
        self.runs.clear()
        for one in executions:
            words = outcome_words(one, going=one.id == going)
            item = QTreeWidgetItem([say("recipes.dialog.run-row", moment=day(one.begun), outcome=words)])
            item.setData(0, _EXECUTION, one.id)
            self.runs.addTopLevelItem(item)
            for made in one.made:
                words = made_words(made, self._titles, ended=one.ended is not None)
                below = QTreeWidgetItem([words])
                below.setToolTip(0, inert(made_words(made)))
                below.setData(0, _EXECUTION, one.id)
                if made.kind == "run":
                    below.setData(0, _RUN, int(made.facts["run"]))
                item.addChild(below)
        rows = [row for row, one in enumerate(executions) if one.id == chosen] or ([0] if executions else [])
        shown = self.runs.topLevelItem(rows[0]) if rows else None
        if shown is not None:
            shown.setExpanded(True)
            self.runs.setCurrentItem(shown)
        self.runs.setVisible(bool(executions))
        self.never.setVisible(not executions)
        self._enable()

    def _chosen(self, role: int) -> int:
        item = self.runs.currentItem()
        return int(item.data(0, role) or 0) if item is not None else 0

    def _enable(self) -> None:
        execution = self._executions.get(self._chosen(_EXECUTION))
        ended = execution is not None and execution.ended is not None
        for one in (self.open, self.again, self.undo):
            one.setVisible(execution is not None)
        self.open.setEnabled(bool(self._chosen(_RUN)))
        self.again.setEnabled(ended)
        self.undo.setEnabled(ended and execution is not None and execution.undone is None)

    def _open(self) -> None:
        if self._chosen(_RUN):
            self.opened.emit(self._chosen(_RUN))


class _Tree(QTreeWidget):
    enter_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scopes")
        self.setHeaderHidden(True)
        self.setIndentation(Space.L)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        else:
            super().keyPressEvent(event)
