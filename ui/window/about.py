"""What Confidant is, and what keeps its promise."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.licences import licences_of_models
from app.program import licences
from app.words.catalogue import say
from engine.provision.catalogue import Catalogue
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.theme import Space
from ui.window.licences import LicencesDialog


class AboutDialog(Dialog):
    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("window.about.title"))
        self.setMinimumWidth(460)
        close = button(say("window.about.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(label(say("window.name"), "title"))
        layout.addWidget(label(say("window.about.words"), wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addStretch()
        more = button(say("window.about.licences-more"))
        more.setAutoDefault(False)
        more.clicked.connect(lambda: LicencesDialog(_texts(), self).exec())
        row.addWidget(more)
        row.addWidget(close)
        layout.addLayout(row)


def _texts() -> dict[str, str]:
    own = licences()
    models = licences_of_models(Catalogue.load())
    return ({say("window.name"): own} if own else {}) | {say("window.about.licences-models"): models}
