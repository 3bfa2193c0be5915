"""How models use this computer: its graphics card, and how much of its memory."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from app.models.graphics import Graphics, graphics_in, trial_words
from app.models.models import Models
from app.models.sparing import MemoryUse, Sparing
from app.words.catalogue import say
from engine.errors import ModelError
from ui.parts.controls import label
from ui.parts.tasks import Lane, Tasks
from ui.parts.theme import Space

_AUTO, _OFF = "auto", "off"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Looked:
    there: bool  # a card that could be used
    off: bool
    told: str  # what came of it
    use: MemoryUse
    sparing: bool


class Computer(QWidget):
    """Two choices, with what comes of each. The card's holds from the next answer on, the memory's from the
    next start of the program.
    """

    def __init__(self, models: Models, tasks: Tasks, graphics: Graphics | None = None) -> None:
        """`graphics` decides about the card; by default for the models' folder on this computer."""
        super().__init__()
        self._models, self._tasks = models, tasks
        self._graphics = graphics or graphics_in(models.folder)
        self._sparing = Sparing(models.folder)
        self.card = QComboBox()
        for way in (_AUTO, _OFF):
            self.card.addItem(say(f"models.computer.card-{way}"), way)
        self.memory = QComboBox()
        for use in MemoryUse:
            self.memory.addItem(say(f"models.computer.memory-{use.value}"), use.value)
        self.told, self.kept = label("", "quiet", wrap=True), label("", "quiet", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setColumnStretch(1, 1)
        lines = (("card", self.card, self.told), ("memory", self.memory, self.kept))
        for row, (name, box, words) in enumerate(lines):
            named = label(say(f"models.computer.{name}"))
            named.setBuddy(box)
            box.setAccessibleName(named.text())
            box.setEnabled(False)  # until it is known what is chosen
            grid.addWidget(named, 2 * row, 0)
            grid.addWidget(box, 2 * row, 1)
            grid.addWidget(words, 2 * row + 1, 0, 1, 2)
        self.card.activated.connect(lambda _: self._switch_card())
        self.memory.activated.connect(lambda _: self._switch_memory())
        self.refresh()

    def refresh(self) -> None:
        self._tasks.run(Lane.LIBRARY, self._looked, self._show, self._failed)

    # --- inside --------------------------------------------------------------------------------------------

    def _switch_card(self) -> None:
        off = self.card.currentData() == _OFF

        def switch() -> None:
            self._graphics.switch(off=off)
            self._models.generator.unload()

        self._tasks.run(Lane.LIBRARY, switch, lambda _: self.refresh(), self._failed)

    def _switch_memory(self) -> None:
        use = MemoryUse(self.memory.currentData())
        self.kept.setText(say("models.computer.next-start"))
        self._tasks.run(Lane.LIBRARY, lambda: self._sparing.switch(use), lambda _: None, self._failed)

    def _looked(self) -> _Looked:
        graphics, sparing = self._graphics, self._sparing
        return _Looked(graphics.is_there, graphics.is_off, self._told(), sparing.use, sparing.is_on)

    def _told(self) -> str:
        """What is known of the card for the model that answers."""
        if not self._graphics.is_there:
            return say("board.graphics.none")
        if self._graphics.is_off:
            return say("board.graphics.off")
        try:
            choice = self._models.generator.choice()
        except ModelError:
            return ""
        trial = self._graphics.known(choice)
        return (
            trial_words(trial, self._models.title(choice.id)) if trial else say("models.computer.not-tried")
        )

    def _show(self, found: _Looked) -> None:
        self.card.setCurrentIndex(self.card.findData(_OFF if found.off else _AUTO))
        self.card.setEnabled(found.there)
        self.told.setText(found.told)
        self.memory.setCurrentIndex(self.memory.findData(found.use.value))
        self.memory.setEnabled(True)
        self.kept.setText(say(f"board.memory.{'little' if found.sparing else 'much'}"))

    def _failed(self, error: Exception) -> None:
        _log.error("how models use this computer cannot be told", exc_info=error)
