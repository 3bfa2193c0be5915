"""The details of the model that answers, behind the sign in the status bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import named, say
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space


class DetailsDialog(Dialog):
    """Each detail with what it is called; from here one goes to the models."""

    models_asked = Signal()

    def __init__(self, parent: QWidget | None, plain: str, details: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("models.details.title"))
        self.resize(540, 400)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(details):
            said = label(words, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(named(name, words))
            grid.addWidget(label(name, "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, row, 1)
        models = button(say("models.details.models"))
        models.clicked.connect(self._to_models)
        close = button(say("models.dialog.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        end = QHBoxLayout()
        end.addWidget(models)
        end.addStretch()
        end.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label(plain, "title", wrap=True))
        layout.addLayout(grid)
        layout.addStretch()
        layout.addLayout(end)
        close.setFocus()

    def _to_models(self) -> None:
        self.accept()
        self.models_asked.emit()
