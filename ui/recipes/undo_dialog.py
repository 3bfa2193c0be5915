"""Undoing a run of a recipe: its tags go; what else goes, a person says."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.words.catalogue import count, say
from rag.storing.recipes import Execution
from ui.parts.controls import button, day, label
from ui.parts.document_chooser import ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class UndoDialog(Dialog):
    def __init__(self, parent: QWidget | None, execution: Execution) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("recipes.undo.title"))
        self.setMinimumWidth(420)
        files = sum(one.kind == "file" for one in execution.made)
        runs = sum(one.kind == "run" for one in execution.made)
        sure = say("recipes.undo.sure", name=execution.name, moment=day(execution.begun))
        self.files = QCheckBox(count("recipes.undo.files", files))
        self.runs = QCheckBox(count("recipes.undo.runs", runs))
        self.files.setHidden(not files)
        self.runs.setHidden(not runs)
        self.go = button(say("recipes.undo.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(sure, wrap=True))
        if any(one.kind == "tags" for one in execution.made):
            layout.addWidget(label(say("recipes.undo.tags"), "quiet", wrap=True))
        layout.addWidget(self.files)
        layout.addWidget(self.runs)
        layout.addLayout(ending(self.go, self.reject))
