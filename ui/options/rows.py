"""A setting in the window: its name, what it does, and what changes it, beside it or below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.options.notes import State
from app.options.option import OFF, ON, Holds, Kind, Option
from app.options.words import about_words, name_words, value_words
from app.words.catalogue import say
from ui.parts.controls import IconButton, button, label, roomy
from ui.parts.inert import inert
from ui.parts.laying import edges
from ui.parts.telling import name
from ui.parts.theme import Palette, Space

_NARROW = 58  # letters wide; below that what changes it stands below what it is
_STEP = 5  # percent


class OptionRow(QFrame):
    """What is chosen holds at once."""

    chosen = Signal(str)
    reset_asked = Signal()
    open_asked = Signal()

    def __init__(self, option: Option) -> None:
        super().__init__()
        self.option = option
        self.setProperty("role", "card")
        self._state = State("")
        self._called = name_words(option)
        self.note = label("", "small", wrap=True)
        self.note.hide()
        self.control = self._made()
        name(self.control, self._said(), about_words(option))
        self.reset = IconButton("reset", say("settings.reset-named", name=self._called), color="quiet")
        self.reset.clicked.connect(self.reset_asked)
        keeps_its_place = self.reset.sizePolicy()
        keeps_its_place.setRetainSizeWhenHidden(option.kept is not None)
        self.reset.setSizePolicy(keeps_its_place)
        self.reset.hide()
        self._arrange()

    def show_state(self, state: State) -> None:
        """How it stands now."""
        self._state = state
        self._leave(state.values)
        self._show_value(state.value)
        self.control.setEnabled(state.possible)
        kept = self.option.kept
        may = kept is not None and state.possible and (state.values is None or kept.usual in state.values)
        self.reset.setVisible(may and kept is not None and state.value != kept.usual)
        if kept is not None:
            usual = value_words(self.option, kept.usual)
            self.reset.setToolTip(inert(say("settings.reset-tip", value=usual)))
        holds = "" if self.option.holds is Holds.NOW else say(f"settings.holds.{self.option.holds.value}")
        note = " ".join(filter(None, (holds, state.note)))
        self.note.setText(note)
        self.note.setVisible(bool(note))

    @property
    def is_lit(self) -> bool:
        return bool(self.property("focused"))

    def light(self, on: bool) -> None:
        """Show that it is the one that was gone to."""
        self.setProperty("focused", "true" if on else "")
        self.style().polish(self)

    def retint(self, palette: Palette) -> None:
        self.reset.retint(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._line.direction() != way:
            self._line.setDirection(way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A wheel over a choice moves the page that it stands on, and changes nothing by the way."""
        if watched is self.control and event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    # --- inside --------------------------------------------------------------------------------------------

    def _said(self) -> str:
        if self.option.kind is Kind.OPENS:
            return say("settings.open-named", name=self._called)
        return self._called

    def _made(self) -> QWidget:
        match self.option.kind:
            case Kind.SWITCH:
                box = QCheckBox()
                box.clicked.connect(lambda on: self._choose(ON if on else OFF))
                return box
            case Kind.CHOICE:
                choice = QComboBox()
                for value in self.option.values:
                    choice.addItem(value_words(self.option, value), value)
                choice.activated.connect(lambda _: self._choose(str(choice.currentData())))
                choice.installEventFilter(self)
                return choice
            case Kind.PERCENT:
                number = roomy(QSpinBox())
                number.setRange(int(self.option.values[0]), int(self.option.values[-1]))
                number.setSingleStep(_STEP)
                number.setSuffix(" %")
                number.setKeyboardTracking(False)  # or 150 would be 1, 15 and 150 one after the other
                number.valueChanged.connect(lambda value: self._choose(str(value)))
                number.installEventFilter(self)
                return number
            case Kind.COMMAND:
                return label(say("settings.outside"), "quiet")
        opens = button(say("settings.open"))
        opens.clicked.connect(self.open_asked)
        return opens

    def _choose(self, value: str) -> None:
        if value != self._state.value:
            self.chosen.emit(value)

    def _leave(self, values: tuple[str, ...] | None) -> None:
        """Offer those values that the organisation leaves, and no others."""
        control = self.control
        wanted = [one for one in self.option.values if values is None or one in values]
        if isinstance(control, QComboBox) and control.count() != len(wanted):
            control.clear()
            for value in wanted:
                control.addItem(value_words(self.option, value), value)

    def _show_value(self, value: str) -> None:
        control = self.control
        if isinstance(control, QCheckBox):
            control.setChecked(value == ON)
            control.setText(value_words(self.option, value) if value else "")
        elif isinstance(control, QComboBox):
            control.setCurrentIndex(control.findData(value))
        elif isinstance(control, QSpinBox) and value:
            control.blockSignals(True)
            control.setValue(int(value))
            control.blockSignals(False)

    def _arrange(self) -> None:
        called = label(self._called, wrap=True)
        font = called.font()
        font.setBold(True)
        called.setFont(font)
        called.setBuddy(self.control)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(called)
        words.addWidget(label(about_words(self.option), "quiet", wrap=True))
        words.addWidget(self.note)
        changes = QHBoxLayout()
        changes.setSpacing(Space.S)
        changes.addWidget(self.control)
        changes.addWidget(self.reset)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        self._line.setSpacing(Space.M)
        self._line.addLayout(words, 1)
        self._line.addLayout(changes)
