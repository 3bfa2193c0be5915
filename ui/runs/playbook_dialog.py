"""Which contracts are held against which playbook: one that comes along, or one out of a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.runs.playbooks import Chosen, built_in, position_names
from app.words.catalogue import say, spoken
from app.words.messages import notice_of
from engine.errors import Fault
from rag.types import Document, DocumentState
from rag.vetting.playbook import load, playbook_names
from ui.parts.aside import AsideLayout
from ui.parts.choosing import open_name
from ui.parts.controls import button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Space

_MOST_NAMES = 8  # positions that are named; the others are counted


class PlaybookDialog(Dialog):
    """What is chosen is asked for when the dialog is accepted."""

    def __init__(
        self, parent: QWidget | None, documents: Sequence[Document], chosen: Sequence[int] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("playbooks.dialog.title"))
        self.setMinimumSize(480, 460)
        ready = [one for one in documents if one.state is DocumentState.READY]
        self.documents = DocumentChooser(ready, several=True, chosen=chosen)
        self._own: Chosen | None = None
        self.playbooks = QComboBox()
        self.playbooks.setAccessibleName(say("playbooks.dialog.playbook"))
        for name in playbook_names():
            self.playbooks.addItem(say(f"playbooks.built-in.{name}"), name)
        self.from_file = button(say("playbooks.dialog.own"))
        self.from_file.setToolTip(say("playbooks.dialog.own-tip"))
        self.from_file.clicked.connect(self._choose_file)
        self.about = label("", "quiet", wrap=True)
        self.go = button(say("playbooks.dialog.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        self.playbooks.currentIndexChanged.connect(self._changed)
        self._arrange()
        self._changed()

    @property
    def chosen(self) -> Chosen:
        """The playbook that was chosen."""
        name = self.playbooks.currentData()
        return self._own if name is None and self._own is not None else built_in(str(name))

    def take(self, path: Path) -> None:
        """Offer the playbook of a file, and choose it; a file that is none is told."""
        try:
            self._own = Chosen(load(path))
        except Fault as fault:
            found = notice_of(fault)
            self.about.setText(f"{found.sentence} {found.remedy}")
            return
        place = self.playbooks.findData(None)
        if place >= 0:
            self.playbooks.removeItem(place)
        self.playbooks.addItem(self._own.playbook.name or path.name, None)
        self.playbooks.setCurrentIndex(self.playbooks.count() - 1)
        self._changed()

    def _choose_file(self) -> None:
        chosen = open_name(self, say("playbooks.dialog.own-title"), say("playbooks.dialog.own-files"))
        if chosen:
            self.take(Path(chosen))

    def _changed(self) -> None:
        chosen = self.chosen
        positions = position_names(chosen, spoken())
        names = ", ".join(positions[:_MOST_NAMES])
        told = [say("playbooks.dialog.about", n=len(positions), names=names)]
        if chosen.built_in:
            told.append(say("playbooks.dialog.languages"))
        self.about.setText(" ".join(told))
        self.go.setEnabled(bool(self.documents.chosen))

    def _arrange(self) -> None:
        row = AsideLayout(self.playbooks)
        row.addWidget(self.from_file)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("playbooks.dialog.which"), "heading"))
        layout.addWidget(self.documents, 1)
        layout.addLayout(row)
        layout.addWidget(self.about)
        layout.addLayout(ending(self.go, self.reject))
