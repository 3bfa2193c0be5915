"""Whether a person still looks at what they looked at when they asked for something that takes long."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.chat.viewmodel import ChatViewModel


class Staying(QObject):
    """Counts what a person goes to: another page, another conversation, an answer, kept work."""

    def __init__(self, centre: QStackedWidget, kept: QWidget, chat: ChatViewModel) -> None:
        """`kept` is the page of kept work, which also comes into view by itself: that alone is no step."""
        super().__init__(centre)
        self._centre, self._kept = centre, kept
        self._steps = 0
        centre.currentChanged.connect(self._changed)
        chat.asked.connect(self.step)
        chat.leaving.connect(self.step)

    def begin(self) -> Callable[[], bool]:
        """Something is asked for: what tells whether the person has stayed, and asked for nothing more."""
        self.step()
        then = self._steps
        return lambda: self._steps == then

    def step(self) -> None:
        """The person goes on to something else."""
        self._steps += 1

    def _changed(self) -> None:
        if self._centre.currentWidget() is not self._kept:
            self.step()
