"""The second step: the model that is here, one from a file, or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.words.catalogue import say
from ui.beginning.step import Step
from ui.parts.choosing import open_name
from ui.parts.controls import button, label

if TYPE_CHECKING:
    from app.models.first_look import Looked
    from app.types import ModelRow


class ModelStep(Step):
    brought = Signal(object)  # Path of a model file
    get_asked = Signal()
    others_asked = Signal()

    def __init__(self) -> None:
        super().__init__("model")
        self.there = label(say("beginning.model.looking"), wrap=True)
        self.file = button(say("beginning.model.file"))
        self.file.clicked.connect(self._choose)
        self.get = button("")
        self.get.clicked.connect(self.get_asked)
        self.others = button(say("beginning.model.others"))
        self.others.setProperty("role", "link")
        self.others.clicked.connect(self.others_asked)
        self.other_rows: tuple[ModelRow, ...] = ()
        self.beside: list[QPushButton] = []
        self._has = False
        self._busy = False
        self._known = False  # what there is
        self.body.addWidget(self.there)
        for one in (self.file, self.get, self.others):
            self.body.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
            one.hide()

    def show_looked(self, found: Looked) -> None:
        """What there is."""
        self._known = True
        self._has = bool(found.name)
        self._busy = False
        told = [found.words]
        if found.wanting:
            told.append(say("beginning.model.words-only", name=found.wanting))
        self.there.setText("\n\n".join(told))
        self.get.setText(say("beginning.model.get", name=found.offered, size=found.amount))
        for old in self.beside:
            self.body.removeWidget(old)
            old.deleteLater()
        self.beside = []
        for path, words in found.files.items():
            one = button(words)
            one.clicked.connect(lambda _=False, path=path: self.brought.emit(path))
            self.body.insertWidget(1 + len(self.beside), one, 0, Qt.AlignmentFlag.AlignLeft)
            self.beside.append(one)
        self.file.setVisible(not self._has)
        self.other_rows = found.others
        self.get.setVisible(not self._has)
        self.others.setVisible(bool(found.others) and not self._has)
        self._let()
        self.tell("")
        self.changed.emit()

    def show_busy(self, words: str) -> None:
        """A model is on its way: nobody has to wait for it here."""
        self._busy = True
        self._let()
        self.tell(words)
        self.changed.emit()

    def fail(self, words: str) -> None:
        """It did not come, or nobody knows what there is."""
        self._busy, self._known = False, True
        self._let()
        self.tell(words, danger=True)
        self.changed.emit()

    @property
    def main(self) -> str:
        if self._busy:
            return say("beginning.protect.next")
        return say("beginning.model.accept" if self._has else "beginning.model.without")

    @property
    def settled(self) -> bool:
        return self._known

    @property
    def may_wait(self) -> bool:
        return False  # the main action is to go on, with a model or without

    def first(self) -> QWidget | None:
        return None

    def _let(self) -> None:
        """One model comes at a time."""
        for one in (self.file, self.get, self.others, *self.beside):
            one.setEnabled(not self._busy)

    def _choose(self) -> None:
        chosen = open_name(self, say("beginning.model.file").rstrip("…"), say("beginning.model.files"))
        if chosen:
            self.brought.emit(Path(chosen))
