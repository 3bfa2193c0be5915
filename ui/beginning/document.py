"""The third step: the first document, and a question that it answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.words.catalogue import say
from ui.beginning.step import Step
from ui.parts.controls import button


class DocumentStep(Step):
    file_asked = Signal()
    folder_asked = Signal()
    sample_asked = Signal()

    def __init__(self) -> None:
        super().__init__("document")
        self.folder = button(say("beginning.document.folder"))
        self.folder.clicked.connect(self.folder_asked)
        self.sample = button(say("beginning.document.sample"))
        self.sample.clicked.connect(self.sample_asked)
        self._busy = False
        for one in (self.folder, self.sample):
            self.body.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """Nothing is being read."""
        self._busy = False
        self.tell("")
        self._let()

    def show_reading(self, name: str) -> None:
        """A document is being read."""
        self._busy = True
        self.tell(say("beginning.document.reading", name=name))
        self._let()

    def show_looking(self) -> None:
        """It is read; a question is looked for."""
        self.tell(say("beginning.document.looking"))

    def fail(self, words: str) -> None:
        """It cannot be read; another may be."""
        self._busy = False
        self.tell(words, danger=True)
        self._let()

    @property
    def main(self) -> str:
        return say("beginning.protect.next" if self._busy else "beginning.document.file")

    @property
    def may_wait(self) -> bool:
        """Whoever has chosen files leaves nothing for another time: they go on while it is read."""
        return not self._busy

    def act(self) -> None:
        if self._busy:
            self.done.emit()
        else:
            self.file_asked.emit()

    def _let(self) -> None:
        for one in (self.folder, self.sample):
            one.setEnabled(not self._busy)
        self.changed.emit()
