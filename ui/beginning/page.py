"""The page of the first run: three steps, one at a time, in the window itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from app.types import FirstStep
from app.words.catalogue import say
from ui.beginning.document import DocumentStep
from ui.beginning.model import ModelStep
from ui.beginning.protect import ProtectStep
from ui.beginning.step import Step
from ui.parts.controls import between, button, label
from ui.parts.telling import announce
from ui.parts.theme import Space, enlarged

_WIDTH, _HEIGHT = 560, 400  # of a step, with letters of the usual size
_ABOVE = 0.4  # of the room that is left


class FirstPage(QWidget):
    """Takes the place of the panes while it is open."""

    opened = Signal(bool)  # whether it is in view from now on
    went = Signal(object)  # FirstStep that is shown now; DONE when it is over

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # for a moment in which nothing can be pressed
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.protect, self.model, self.document = ProtectStep(), ModelStep(), DocumentStep()
        self._steps: dict[FirstStep, Step] = {
            FirstStep.PROTECT: self.protect,
            FirstStep.MODEL: self.model,
            FirstStep.DOCUMENT: self.document,
        }
        self._at = FirstStep.NONE
        self._above = QSpacerItem(0, 0)
        self.where = label("", "section", wrap=True)
        self.back = button(say("beginning.back"))
        self.back.clicked.connect(self._back)
        self.later = button(say("beginning.later"))
        self.later.clicked.connect(self._wait)
        self.main = button("", primary=True)
        self.main.clicked.connect(self._act)
        self._arrange()
        for step in self._steps.values():
            step.changed.connect(self._judge)
            step.done.connect(self._next)

    @property
    def at(self) -> FirstStep:
        """The step that is shown, NONE while the page is not."""
        return self._at

    def open(self, step: FirstStep) -> None:
        """Show a step in place of the panes."""
        self._at = step
        for name, one in self._steps.items():
            one.setVisible(name is step)
        self._judge()
        self.opened.emit(True)
        self.went.emit(step)
        announce(self, f"{self.where.text()}. {self._step.heading.text()}. {self._step.sentence.text()}")
        self.take_keyboard()

    def close_page(self) -> None:
        """The steps are done, or left."""
        self._at = FirstStep.NONE
        self.opened.emit(False)
        self.went.emit(FirstStep.DONE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All steps begin at one height, whatever they hold: nothing moves while one goes through them."""
        super().resizeEvent(event)
        left = self.height() - _HEIGHT * enlarged(self.font())
        policy = QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed
        self._above.changeSize(0, max(0, round(_ABOVE * left)), *policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the main action also after a click beside everything."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if enter and self.hasFocus() and self.main.isVisible() and self._step.by_enter:
            self.main.click()
        else:
            super().keyPressEvent(event)

    def take_keyboard(self) -> None:
        """Let the keys work where the step begins."""
        wanted = self._step.first() or (self.main if self._step.settled else self)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- inside --------------------------------------------------------------------------------------------

    @property
    def _step(self) -> Step:
        return self._steps.get(self._at, self.protect)

    def _act(self) -> None:
        self._step.act()

    def _wait(self) -> None:
        self._step.wait()

    def _next(self) -> None:
        order = list(self._steps)
        place = order.index(self._at) + 1 if self._at in order else len(order)
        if place < len(order):
            self.open(order[place])
        else:
            self.close_page()

    def _back(self) -> None:
        order = list(self._steps)
        self.open(order[max(0, order.index(self._at) - 1)])

    def _judge(self) -> None:
        """What the row of buttons offers now."""
        step, order = self._step, list(self._steps)
        place = order.index(self._at) + 1 if self._at in order else 1
        name = say(f"beginning.steps.{step.name}")
        self.where.setText(say("beginning.at", step=place, name=name))
        self.back.setVisible(step.may_go_back and place > 1)
        self.later.setVisible(step.may_wait)
        self.main.setText(step.main)
        came = step.settled and self.main.isHidden()
        self.main.setVisible(step.settled)
        if self.main.hasFocus() and not step.ready:  # Qt would hand it to whatever comes next in the window
            (self.later if step.may_wait else self).setFocus()
        self.main.setEnabled(step.ready)
        if came and self.hasFocus():  # there was nothing to be pressed
            self.take_keyboard()

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(round(_WIDTH * enlarged(self.font())))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.L)
        inner.addWidget(self.where)
        for step in self._steps.values():
            inner.addWidget(step)
            step.hide()
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.back)
        row.addStretch()
        row.addWidget(self.later)
        row.addWidget(self.main)
        inner.addSpacing(Space.S)
        inner.addLayout(row)
        middle = QWidget()
        middle.setObjectName("paper")
        around = QVBoxLayout(middle)
        around.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        around.addSpacerItem(self._above)
        around.addLayout(between(column))
        around.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
