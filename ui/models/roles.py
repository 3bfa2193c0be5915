"""Which model does what: a line for each role, and for each collection the role that answers about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.answering import ANSWERING_TASKS, Answering
from app.models.models import Models
from app.models.roles import role_named
from app.models.serving import ANSWERER
from app.types import RoleRow
from app.words.catalogue import say
from app.words.messages import notice_of
from app.words.models import role_words
from engine.types import Task
from ui.parts.choice import Choice
from ui.parts.controls import button, clear, label
from ui.parts.fitting import Dialog
from ui.parts.laying import beside_bar
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Space, enlarged

_APART = 1.5  # times the usual letters: what a role is stands above its model then


@dataclass(frozen=True, slots=True)
class _Looked:
    rows: Sequence[RoleRow]
    titles: Mapping[str, str]  # of models, by id
    answering: Mapping[str, Task]  # by collection


class RolesDialog(Dialog):
    """What is chosen holds at once."""

    def __init__(
        self,
        parent: QWidget | None,
        models: Models,
        tasks: Tasks,
        answering: Answering,
        collections: Callable[[], Sequence[str]],
    ) -> None:
        """`collections` gives the names of those that there are."""
        super().__init__(parent)
        self._models = models
        self._tasks = tasks
        self._answering = answering
        self._collections = collections
        self.choices: dict[str, QComboBox] = {}  # by the name of a role
        self.roles: dict[str, QComboBox] = {}  # by that of a collection
        self.setWindowTitle(say("models.roles.title"))
        self.resize(760, 620)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(Space.S)
        self._words = label("", "quiet", wrap=True)
        self._words.hide()
        self._arrange()
        self.refresh()

    def refresh(self) -> None:
        """Look anew; it takes the moment that reading the models folder takes."""
        self._tasks.run(Lane.LIBRARY, self._looked, self._show, self._failed)

    # --- inside --------------------------------------------------------------------------------------------

    def _looked(self) -> _Looked:
        rows = self._models.roles()
        known = {one for row in rows for one in (*row.usable, row.model) if one}
        titles = {one: self._models.title(one) for one in sorted(known)}
        return _Looked(rows, titles, {one: self._answering.of(one) for one in self._collections()})

    def _show(self, found: _Looked) -> None:
        clear(self._inside)
        self.choices, self.roles = {}, {}
        grid = self._grid()
        for row in found.rows:
            self.choices[row.name] = box = _choice(row, found)
            box.activated.connect(lambda _, name=row.name: self._give(name))
            _line(grid, role_words(row.use), box)
        if found.answering:
            self._inside.addSpacing(Space.M)
            self._inside.addWidget(label(say("models.roles.collections"), "heading"))
            grid = self._grid()
            for collection, task in found.answering.items():
                self.roles[collection] = box = _answering(task)
                box.activated.connect(lambda _, name=collection: self._choose(name))
                _line(grid, collection, box)
        self._inside.addStretch()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        held = QWidget()
        held.setLayout(grid)
        self._inside.addWidget(held)
        return grid

    def _give(self, name: str) -> None:
        role, model = role_named(name), str(self.choices[name].currentData())
        self._words.hide()
        self._tasks.run(
            Lane.MODEL, lambda: self._models.give(role, model), lambda _: self.refresh(), self._failed
        )

    def _choose(self, collection: str) -> None:
        task = Task(str(self.roles[collection].currentData()))
        self._tasks.run(
            Lane.LIBRARY, lambda: self._answering.choose(task, collection), lambda _: None, self._failed
        )

    def _failed(self, error: Exception) -> None:
        found = notice_of(error)
        self._words.setText(f"{found.title}. {found.sentence} {found.remedy}")
        self._words.show()
        self.refresh()

    def _arrange(self) -> None:
        inside = QWidget()
        self._inside.setContentsMargins(0, Space.S, 0, Space.S)
        inside.setLayout(self._inside)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.windowTitle())
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard, and is scrolled to
        scroll.setWidget(inside)
        beside_bar(scroll)
        close = button(say("models.dialog.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(say("models.roles.help"), "quiet", wrap=True))
        layout.addWidget(self._words)
        layout.addWidget(scroll, 1)
        layout.addLayout(end)


def _line(grid: QGridLayout, words: str, box: QComboBox) -> None:
    row, apart = grid.rowCount(), enlarged(box.font()) >= _APART
    named = label(words, wrap=True)
    named.setBuddy(box)
    box.setAccessibleName(words)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(30)
    grid.addWidget(named, row, 0, 1, 2 if apart else 1)
    grid.addWidget(box, row + apart, 0 if apart else 1, 1, 2 if apart else 1)


def _choice(row: RoleRow, found: _Looked) -> QComboBox:
    """The best that fits, the model that answers where it could do this too, and every model that is here."""
    box = Choice()
    now = found.titles.get(row.model, "")
    best = say("models.roles.best-now", name=now) if now and not row.asked else say("models.roles.best")
    box.addItem(best if row.usable else say("models.roles.none"), "")
    if row.specialist:
        box.addItem(say("models.roles.answerer"), ANSWERER)
    for one in row.usable:
        box.addItem(found.titles[one], one)
    box.setCurrentIndex(max(0, box.findData(row.asked)))
    box.setEnabled(bool(row.usable))
    return box


def _answering(task: Task) -> QComboBox:
    box = Choice()
    for one in ANSWERING_TASKS:
        box.addItem(say(f"models.roles.answering.{one}"), one.value)
    box.setCurrentIndex(max(0, box.findData(task.value)))
    return box
