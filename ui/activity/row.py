"""One piece of work in the panel: what it is, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.activity.work import Sort, Standing, Work
from app.words.activity import name_words, told_words
from app.words.catalogue import say
from ui.parts.aside import AsideLayout
from ui.parts.controls import Elided, breakable, button, card, day, label
from ui.parts.inert import inert
from ui.parts.laying import edges
from ui.parts.motion import wait_in
from ui.parts.theme import Space

_STEPS = 1000


class Deed(StrEnum):
    """What can be done with a piece of work; the buttons stand in this order."""

    OPEN = "open"
    PAUSE = "pause"
    GO_ON = "go-on"
    AGAIN = "again"
    CANCEL = "cancel"


def deeds_of(work: Work) -> tuple[Deed, ...]:
    """What can be done with it as it stands."""
    is_run = work.sort is Sort.RUN
    match work.standing:
        case Standing.WORKING | Standing.WAITING:
            found = [Deed.OPEN] if is_run else []
            if is_run or work.sort is Sort.READING:
                found.append(Deed.PAUSE)
            return (*found, Deed.CANCEL) if work.can_cancel else tuple(found)
        case Standing.PAUSED if is_run:
            return (Deed.OPEN, Deed.GO_ON)
        case Standing.PAUSED:
            return (Deed.GO_ON, Deed.CANCEL)
        case Standing.FAILED:
            shown = is_run or work.sort is Sort.RECIPE
            return (*((Deed.OPEN,) if shown else ()), *((Deed.AGAIN,) if work.again else ()))
        case _:
            return (Deed.OPEN,) if is_run or work.sort is Sort.RECIPE else ()


def ever_of(sort: Sort) -> tuple[Deed, ...]:
    """What can be done with works of a sort however they stand: no other button is made for one."""
    match sort:
        case Sort.RUN:
            return tuple(Deed)
        case Sort.READING:
            return (Deed.PAUSE, Deed.GO_ON, Deed.CANCEL)
        case Sort.RECIPE:
            return (Deed.OPEN, Deed.AGAIN, Deed.CANCEL)
        case _:
            return (Deed.AGAIN, Deed.CANCEL)


class WorkRow(QWidget):
    """Shows a work, and the same one as it moves: the button that has the keyboard stays where it is."""

    asked = Signal(object, object)  # Deed, Work

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work
        self.name = Elided("heading")
        self.told = label("", "quiet", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self._buttons = {deed: self._button(deed) for deed in ever_of(work.sort)}
        about = QWidget()
        words = QVBoxLayout(about)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.told)
        frame = card()
        line = AsideLayout(about)
        for made in self._buttons.values():
            line.addWidget(made)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        inside.setSpacing(Space.S)
        inside.addLayout(line)
        inside.addWidget(self.bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.show_work(work)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return tuple(self._buttons.values())

    def button(self, deed: Deed) -> QPushButton:
        return self._buttons[deed]

    def show_work(self, work: Work) -> None:
        """The same work as it stands now."""
        self.work = work
        name, told = name_words(work), told_words(work, day)
        self.name.set_text(name)
        self.told.setText(breakable(told))
        role = "danger" if work.standing is Standing.FAILED else "quiet"
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().polish(self.told)
        self.bar.setVisible(work.ended is None and (work.standing is Standing.WORKING or bool(work.share)))
        if work.share is None and work.standing is Standing.WORKING:
            wait_in(self.bar)
        else:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(int(_STEPS * min(0.99, work.share or 0.0)))  # full is what is done
        self.bar.setAccessibleName(name)
        self.setAccessibleName(f"{name}, {told}")
        possible = deeds_of(work)
        held = next((deed for deed, made in self._buttons.items() if made.hasFocus()), None)
        for deed, made in self._buttons.items():
            made.setVisible(deed in possible)
            made.setAccessibleName(
                say("activity.panel.deed", do=say(f"activity.deeds.{deed.value}"), what=name)
            )
        if held is not None and held not in possible and possible:
            self._buttons[possible[-1]].setFocus()  # what was pressed became its way back
        if work.sort is Sort.READING:
            self._buttons[Deed.PAUSE].setToolTip(inert(say("activity.panel.pause-reading")))

    def _button(self, deed: Deed) -> QPushButton:
        made = button(say(f"activity.deeds.{deed.value}"))
        made.clicked.connect(self._does(deed))
        return made

    def _does(self, deed: Deed) -> Callable[[], None]:
        return lambda: self.asked.emit(deed, self.work)
