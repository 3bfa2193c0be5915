"""The program as the desktop knows it, which on macOS hands files to it in place of starting it once more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Program(QApplication):
    """`handed` tells the files that came together, as paths. Only what is sent to the program itself comes by
    here: a filter of all events would cost each of them a call of Python.
    """

    handed = Signal(list)

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(list(words))
        self._files: list[Path] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._hand)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            if event.file():  # it may bear an address of the web
                self._files.append(Path(event.file()))
                self._soon.start()
            return True
        return super().event(event)

    def _hand(self) -> None:
        files, self._files = self._files, []
        self.handed.emit(files)
