"""What is offered in the dialog of models while a stick with models is plugged in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.models.sticks import sticks
from app.words.catalogue import say
from ui.parts.controls import button
from ui.parts.tasks import Lane, Tasks


class Sticks(QWidget):
    """A button for each stick; nothing, and no room taken, where there is none."""

    def __init__(self, tasks: Tasks, add: Callable[[Sequence[Path]], None]) -> None:
        """`add` is told the folder of the stick that is to be installed from."""
        super().__init__()
        self._add = add
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.hide()
        # A stick may have to wake up. A fault there costs the offer alone: a folder can be chosen.
        tasks.run(Lane.LIBRARY, sticks, self._show, lambda _: None)

    def _show(self, found: Sequence[Path]) -> None:
        for folder in found:
            one = button(say("models.dialog.stick", name=folder.name or str(folder)))
            one.clicked.connect(lambda _=False, folder=folder: self._add([folder]))
            self._rows.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(found))
