"""A recipe, new or to be changed: its steps one below the other, when it begins, and on what."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from app.recipes.steps.register import kind_of
from app.types import Notice
from app.words.catalogue import say
from app.words.recipes import step_words
from engine.errors import Fault
from rag.storing.recipes import Recipe, Step
from ui.parts.controls import breakable, button, label
from ui.parts.document_chooser import ending
from ui.parts.fitting import Dialog
from ui.parts.flow import FlowLayout
from ui.parts.laying import Form
from ui.parts.theme import Space
from ui.parts.wrapped_list import WrappedList
from ui.parts.writing import Line
from ui.recipes.scope_fields import Places, ScopeFields
from ui.recipes.step_fields import Presets, StepFields
from ui.recipes.when_fields import WhenFields

_FIRST = Step("classify", ("document-type", "tags"))


class RecipeForm(Dialog):
    """`kept` is emitted with the recipe; whoever keeps it accepts the dialog, or says why not."""

    kept = Signal(object)  # Recipe

    def __init__(self, parent: QWidget | None, recipe: Recipe, presets: Presets, places: Places) -> None:
        super().__init__(parent)
        self._recipe = recipe
        self._names = presets.names
        self._steps = list(recipe.steps)
        self.setWindowTitle(say("recipes.form.change" if recipe.id else "recipes.form.new"))
        self.setMinimumWidth(460)
        self.resize(620, 720)
        self.name = Line(recipe.name)
        self.list = WrappedList()
        self.list.setAccessibleName(say("recipes.form.steps"))
        self.list.setMinimumHeight(96)
        self.list.currentRowChanged.connect(self._chosen)
        self.add = button(say("recipes.form.add"))
        self.up, self.down = button(say("recipes.form.up")), button(say("recipes.form.down"))
        self.remove = button(say("recipes.form.remove"))
        self.add.clicked.connect(self._add)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)
        self.fields = StepFields(presets)
        self.fields.changed.connect(self._edited)
        self.when = WhenFields(recipe.at)
        self.scope = ScopeFields(recipe, places)
        self.when.changed.connect(lambda: self.scope.show_arriving(arriving=self.when.is_arriving))
        self.scope.show_arriving(arriving=self.when.is_arriving)
        self.hint = label("", "danger", wrap=True)
        self.hint.hide()
        self.go = button(say("recipes.form.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self._keep)
        self._arrange()
        self._show_steps(0)
        self.name.setFocus()

    @property
    def recipe(self) -> Recipe:
        """As it is chosen now."""
        return self.scope.on(
            replace(self._recipe, name=self.name.text().strip(), steps=tuple(self._steps), at=self.when.at)
        )

    def refuse(self, notice: Notice) -> None:
        """Tell why it cannot be kept."""
        self._tell(" ".join(filter(None, (notice.sentence, notice.remedy))))
        self.go.setEnabled(True)

    # --- inside --------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        steps = QWidget()
        moving = FlowLayout()
        for one in (self.add, self.up, self.down, self.remove):
            moving.addWidget(one)
        column = QVBoxLayout(steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(label(say("recipes.form.steps"), "section"))
        column.addWidget(self.list, 1)
        column.addLayout(moving)
        column.addWidget(self.fields)
        form = Form()
        form.add(say("recipes.form.name"), self.name)
        below = Form()
        for named, fields in (
            (label(say("recipes.form.when")), self.when),
            (label(say("recipes.form.on")), self.scope),
        ):
            named.setBuddy(fields.kind)  # several fields are none that a key could go to
            below.add(named, fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addLayout(form)
        layout.addWidget(steps, 1)
        layout.addLayout(below)
        layout.addWidget(self.hint)
        layout.addLayout(ending(self.go, self.reject))

    def _show_steps(self, chosen: int) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for number, step in enumerate(self._steps, 1):
                self.list.addItem(self._words(number, step))
            self.list.setCurrentRow(min(chosen, len(self._steps) - 1))
        self._chosen(self.list.currentRow())

    def _words(self, number: int, step: Step) -> str:
        try:
            kind_of(step)
            words = step_words(step, self._names)
        except Fault:  # something is still to be chosen
            words = say(f"recipes.kinds.{step.kind}")
        return say("recipes.dialog.steps", n=number, words=words)

    def _chosen(self, row: int) -> None:
        there = 0 <= row < len(self._steps)
        self.fields.setVisible(there)
        self.remove.setEnabled(there)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < len(self._steps) - 1)
        if there:
            self.fields.show_step(self._steps[row])

    def _edited(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._steps):
            self._steps[row] = self.fields.step
            self.list.item(row).setText(self._words(row + 1, self._steps[row]))
            self.hint.hide()

    def _add(self) -> None:
        self._steps.append(_FIRST)
        self._show_steps(len(self._steps) - 1)
        self.fields.kind.setFocus()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._steps):
            del self._steps[row]
            self._show_steps(row)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        self._steps[row], self._steps[row + by] = self._steps[row + by], self._steps[row]
        self._show_steps(row + by)

    def _keep(self) -> None:
        wrong = self._wrong()
        if wrong:
            self._tell(wrong)
            return
        self.hint.hide()
        self.go.setEnabled(False)
        self.kept.emit(self.recipe)

    def _wrong(self) -> str:
        """What is missing still; "" where nothing is."""
        if not self.name.text().strip():
            self.name.setFocus()
            return say("recipes.form.nameless")
        if not self._steps:
            self.add.setFocus()
            return say("recipes.form.stepless")
        for row, step in enumerate(self._steps):
            try:
                kind_of(step)
            except Fault:
                self.list.setCurrentRow(row)
                return say("recipes.form.incomplete", step=self._words(row + 1, step))
        if not self.scope.is_complete:
            self.scope.which.setFocus()
            return say("recipes.form.placeless")
        return ""

    def _tell(self, words: str) -> None:
        self.hint.setText(breakable(words))
        self.hint.show()
