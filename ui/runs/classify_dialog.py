"""Which documents are put under labels, and which labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from app.words.catalogue import say
from app.words.classifying import question_words
from rag.classifying.presets import HELPDESK, REVIEW, preset_names
from rag.types import Document
from ui.parts.controls import button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Space
from ui.parts.writing import Line


class ClassifyDialog(Dialog):
    """What is chosen is asked for when the dialog is accepted."""

    def __init__(
        self, parent: QWidget | None, documents: Sequence[Document], chosen: Sequence[int] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("classifying.dialog.title"))
        self.setMinimumSize(480, 480)
        self.documents = DocumentChooser(documents, several=True, chosen=chosen)
        self.labels = QComboBox()
        self.labels.setAccessibleName(say("classifying.dialog.labels"))
        for name in preset_names():
            self.labels.addItem(question_words(name), name)
        self.about = label("", "quiet", wrap=True)
        self.request = Line()
        self.request.setPlaceholderText(say("classifying.dialog.request"))
        self.request.setAccessibleName(say("classifying.dialog.request"))
        self.reply = QCheckBox(say("classifying.dialog.reply"))
        self.go = button(say("classifying.dialog.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        self.labels.currentIndexChanged.connect(self._changed)
        self._arrange()
        self._changed()

    @property
    def preset(self) -> str:
        return str(self.labels.currentData())

    @property
    def asked(self) -> str:
        """What documents are to be responsive to; "" where that is not asked."""
        return self.request.text().strip() if self.preset == REVIEW else ""

    @property
    def with_reply(self) -> bool:
        return self.preset == HELPDESK and self.reply.isChecked()

    def _changed(self) -> None:
        self.about.setText(say(f"classifying.dialog.about.{self.preset}"))
        self.request.setVisible(self.preset == REVIEW)
        self.reply.setVisible(self.preset == HELPDESK)
        self.go.setEnabled(bool(self.documents.chosen))

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("classifying.dialog.which"), "heading"))
        layout.addWidget(self.documents, 1)
        layout.addWidget(self.labels)
        layout.addWidget(self.about)
        layout.addWidget(self.request)
        layout.addWidget(self.reply)
        layout.addLayout(ending(self.go, self.reject))
