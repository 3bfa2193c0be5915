"""Which documents give values, and which: a preset, or columns of one's own out of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.words.catalogue import say
from app.words.extracting import column_words
from app.words.messages import notice_of
from engine.errors import Fault
from rag.extracting.fields.schema import Schema, load, preset, preset_names
from rag.extracting.fields.suggesting import Suggestion, schema_of
from rag.types import Document
from ui.parts.choosing import open_name
from ui.parts.controls import button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.flow import FlowLayout
from ui.parts.theme import Space

_SUGGESTED = ":suggested"  # no preset's name
_SAMPLES = 5  # documents that are looked through

Suggest = Callable[[Sequence[int], Callable[[Sequence[Suggestion]], None]], None]
"""Finds the columns that documents have in common, and hands them on."""


class ExtractDialog(Dialog):
    """What is chosen is asked for when the dialog is accepted."""

    def __init__(
        self,
        parent: QWidget | None,
        documents: Sequence[Document],
        chosen: Sequence[int] = (),
        suggest: Suggest = lambda _, then: then(()),
    ) -> None:
        """`suggest` finds columns that documents have in common."""
        super().__init__(parent)
        self.setWindowTitle(say("extractions.dialog.title"))
        self.setMinimumSize(480, 460)
        self._own: Schema | None = None
        self.documents = DocumentChooser(documents, several=True, chosen=chosen)
        self.columns = QComboBox()
        self.columns.setAccessibleName(say("extractions.dialog.columns"))
        for name in preset_names():
            self.columns.addItem(say(f"extractions.presets.{name}"), name)
        self.from_file = button(say("extractions.dialog.own"))
        self.from_file.setToolTip(say("extractions.dialog.own-tip"))
        self.from_file.clicked.connect(self._choose_file)
        self.suggest = button(say("extractions.dialog.suggest"))
        self.suggest.setToolTip(say("extractions.dialog.suggest-tip"))
        self.suggest.clicked.connect(lambda: suggest(self.documents.chosen[:_SAMPLES], self.show_suggested))
        self.suggested = QListWidget()
        self.suggested.setAccessibleName(say("extractions.dialog.suggested"))
        self.suggested.itemChanged.connect(lambda _: self._changed())
        self.suggested.hide()
        self._found: tuple[Suggestion, ...] = ()
        self.about = label("", "quiet", wrap=True)
        self.go = button(say("extractions.dialog.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        self.columns.currentIndexChanged.connect(self._changed)
        self._arrange()
        self._changed()

    @property
    def schema(self) -> Schema:
        """The columns that were chosen."""
        name = self.columns.currentData()
        if name == _SUGGESTED:
            items = (self.suggested.item(row) for row in range(self.suggested.count()))
            pairs = zip(self._found, items, strict=True)
            chosen = [one for one, item in pairs if item.checkState() is Qt.CheckState.Checked]
            return schema_of(say("extractions.dialog.suggested"), chosen)
        return self._own if name is None and self._own is not None else preset(str(name))

    def take(self, path: Path) -> None:
        """Offer the columns of a file, and choose them; a file that is none is told."""
        try:
            self._own = load(path)
        except Fault as fault:
            found = notice_of(fault)
            self.about.setText(f"{found.sentence} {found.remedy}")
            return
        place = self.columns.findData(None)
        if place >= 0:
            self.columns.removeItem(place)
        self.columns.addItem(self._own.name or path.name, None)
        self.columns.setCurrentIndex(self.columns.count() - 1)
        self._changed()

    def show_suggested(self, found: Sequence[Suggestion]) -> None:
        """Let columns be picked that documents have in common; without any, say so."""
        if not found:
            self.about.setText(say("extractions.dialog.nothing-in-common"))
            return
        self._found = tuple(found)
        self.suggested.blockSignals(True)
        self.suggested.clear()
        for one in found:
            kind = say(f"extractions.types.{one.column.type.value}")
            words = say(
                "extractions.dialog.suggestion",
                column=one.column.question,
                type=kind,
                examples=" · ".join(one.examples),
            )
            item = QListWidgetItem(words)
            item.setCheckState(Qt.CheckState.Checked)
            self.suggested.addItem(item)
        self.suggested.blockSignals(False)
        if self.columns.findData(_SUGGESTED) < 0:
            self.columns.addItem(say("extractions.dialog.suggested"), _SUGGESTED)
        self.columns.setCurrentIndex(self.columns.findData(_SUGGESTED))
        self._changed()
        self.suggested.setFocus()

    def _choose_file(self) -> None:
        chosen = open_name(self, say("extractions.dialog.own-title"), say("extractions.dialog.own-files"))
        if chosen:
            self.take(Path(chosen))

    def _changed(self) -> None:
        self.suggested.setVisible(self.columns.currentData() == _SUGGESTED)
        columns = self.schema.columns
        names = ", ".join(map(column_words, columns))
        self.about.setText(say("extractions.dialog.about", columns=names))
        self.go.setEnabled(bool(self.documents.chosen and columns))
        self.suggest.setEnabled(bool(self.documents.chosen))

    def _arrange(self) -> None:
        buttons = QWidget()
        row = FlowLayout(buttons)  # below each other where the words of a language are long
        for one in (self.columns, self.from_file, self.suggest):
            row.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(say("extractions.dialog.which"), "heading"))
        layout.addWidget(self.documents, 1)
        layout.addWidget(buttons)
        layout.addWidget(self.suggested, 1)
        layout.addWidget(self.about)
        layout.addLayout(ending(self.go, self.reject))
