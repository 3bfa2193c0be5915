"""The second step: the model that is here, one from a file, or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from app.words.amounts import size_text
from app.words.catalogue import say
from ui.beginning.step import Step
from ui.parts.controls import button, label

if TYPE_CHECKING:
    from app.models.models import Models


@dataclass(frozen=True, slots=True)
class Looked:
    """What there is: the model that answers, by its name, "" for none; `offered` may be downloaded. `wanting`
    names the model that finds by meaning where there is none.
    """

    name: str
    needed: int
    fits: bool
    memory: int
    beside: tuple[tuple[Path, int], ...]
    offered: str
    amount: str
    wanting: str = ""
    sticks: tuple[Path, ...] = ()  # with models, plugged in now


def looked(models: Models, folder: Path) -> Looked:
    """Look for models on this machine, in its `folder` of models, and beside the program."""
    from app.models.beside import beside
    from app.models.roles import EMBEDDER
    from app.models.sticks import sticks
    from app.words.models import amount_words
    from engine.hardware import machine

    active = next((row for row in models.list() if row.active), None)
    starter = models.starter()
    files = tuple((one, one.stat().st_size) for one in beside(folder)) if active is None else ()
    return Looked(
        active.model.name if active else "",
        active.needed_bytes if active else 0,
        active.fits if active else False,
        machine().memory_bytes,
        files,
        starter.name,
        amount_words(starter),
        "" if models.embedder.chosen else models.title(EMBEDDER),
        sticks() if active is None or not models.embedder.chosen else (),
    )


class ModelStep(Step):
    brought = Signal(object)  # Path of a model file
    get_asked = Signal()

    def __init__(self) -> None:
        super().__init__("model")
        self.there = label(say("beginning.model.looking"), wrap=True)
        self.file = button(say("beginning.model.file"))
        self.file.clicked.connect(self._choose)
        self.get = button("")
        self.get.clicked.connect(self.get_asked)
        self.beside: list[QPushButton] = []
        self._has = False
        self._busy = False
        self.body.addWidget(self.there)
        for one in (self.file, self.get):
            self.body.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
            one.hide()

    def show_looked(self, found: Looked) -> None:
        """What there is."""
        self._has = bool(found.name)
        self._busy = False
        facts = {"name": found.name, "size": size_text(found.needed), "memory": size_text(found.memory)}
        key = "there" if found.fits else "large"
        told = [say(f"beginning.model.{key}" if self._has else "beginning.model.none", **facts)]
        if found.wanting:
            told.append(say("beginning.model.words-only", name=found.wanting))
        self.there.setText("\n\n".join(told))
        self.get.setText(say("beginning.model.get", name=found.offered, size=found.amount))
        for old in self.beside:
            self.body.removeWidget(old)
            old.deleteLater()
        self.beside = []
        offered = {one: say("beginning.model.stick", name=one.name or str(one)) for one in found.sticks}
        for path, size in found.beside:
            offered[path] = say("beginning.model.beside", name=path.stem, size=size_text(size))
        for path, words in offered.items():
            one = button(words)
            one.clicked.connect(lambda _=False, path=path: self.brought.emit(path))
            self.body.insertWidget(1 + len(self.beside), one, 0, Qt.AlignmentFlag.AlignLeft)
            self.beside.append(one)
        self.file.setVisible(not self._has)
        self.get.setVisible(not self._has)
        self.tell("")
        self.changed.emit()

    def show_busy(self, words: str) -> None:
        """A model is on its way."""
        self._busy = True
        self.tell(words)
        self.changed.emit()

    def fail(self, words: str) -> None:
        """It did not come."""
        self._busy = False
        self.tell(words, danger=True)
        self.changed.emit()

    @property
    def main(self) -> str:
        return say("beginning.model.accept" if self._has else "beginning.model.without")

    @property
    def ready(self) -> bool:
        return not self._busy

    @property
    def may_wait(self) -> bool:
        return False  # the main action is to go on, with a model or without

    def first(self) -> QWidget | None:
        return None

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, say("beginning.model.file").rstrip("…"), "", say("beginning.model.files")
        )
        if chosen:
            self.brought.emit(Path(chosen))
