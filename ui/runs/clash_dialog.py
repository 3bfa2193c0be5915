"""Which documents are held against each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.types import Document
from ui.parts.controls import button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class ClashDialog(Dialog):
    """What is chosen is asked for when the dialog is accepted."""

    def __init__(
        self, parent: QWidget | None, documents: Sequence[Document], chosen: Sequence[int] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("contradictions.dialog.title"))
        self.setMinimumSize(480, 460)
        self.documents = DocumentChooser(documents, several=True, chosen=chosen)
        self.go = button(say("contradictions.dialog.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("contradictions.dialog.which"), "heading", wrap=True))
        layout.addWidget(self.documents, 1)
        layout.addWidget(label(say("contradictions.dialog.about"), "quiet", wrap=True))
        layout.addLayout(ending(self.go, self.reject))
        self._changed()

    def _changed(self) -> None:
        self.go.setEnabled(bool(self.documents.chosen))
