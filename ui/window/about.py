"""What Confidant is, which version, and what keeps its promise."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.models.licences import licences_of_models
from app.models.models import Models
from app.program import licences
from app.types import ModelRow
from app.words.catalogue import named, say
from app.words.program import made_of, support_text, version_words
from engine.provision.catalogue import Catalogue
from ui.parts.controls import button, label
from ui.parts.fitting import Dialog
from ui.parts.tasks import Lane, Tasks
from ui.parts.telling import announce
from ui.parts.theme import Space
from ui.window.licences import LicencesDialog


class AboutDialog(Dialog):
    """The version stands in plain view; what else is asked for by whoever supports one is folded away."""

    def __init__(
        self, parent: QWidget | None, tasks: Tasks | None = None, models: Models | None = None
    ) -> None:
        """`models` of the library that is open; `tasks` look which of them are used."""
        super().__init__(parent)
        self._rows: Sequence[ModelRow] = ()
        self._tasks, self._models = tasks, models
        self.setWindowTitle(say("window.about.title"))
        self.setMinimumWidth(460)
        version = label(version_words(), "quiet", wrap=True)
        version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = button(say("window.about.details"))
        self.details.setCheckable(True)
        self.details.toggled.connect(self._fold)
        self.copies = button(say("window.about.copy"))
        self.copies.clicked.connect(self._copy)
        self._made = QWidget()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnStretch(1, 1)
        made = QVBoxLayout(self._made)
        made.setContentsMargins(0, 0, 0, 0)
        made.setSpacing(Space.M)
        made.addLayout(self._grid)
        made.addWidget(self.copies, 0, Qt.AlignmentFlag.AlignLeft)
        self._made.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(label(say("window.name"), "title"))
        head.addWidget(version)
        layout.addLayout(head)
        layout.addWidget(label(say("window.about.words"), wrap=True))
        layout.addWidget(self._made)
        layout.addLayout(self._buttons())

    # --- inside --------------------------------------------------------------------------------------------

    def _buttons(self) -> QHBoxLayout:
        close = button(say("window.about.close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        more = button(say("window.about.licences-more"))
        more.clicked.connect(lambda: LicencesDialog(_texts(), self).exec())
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.details)
        row.addStretch()
        row.addWidget(more)
        row.addWidget(close)
        close.setFocus()
        return row

    def _fold(self, shown: bool) -> None:
        if shown and not self._grid.count():
            self._show(())
            if self._tasks is not None and self._models is not None:
                self._tasks.run(Lane.LIBRARY, self._models.list, self._show, lambda _: None)
        self._made.setVisible(shown)
        self.adjustSize()

    def _show(self, rows: Sequence[ModelRow]) -> None:
        """From a lane that may be done when the dialog is gone."""
        if not shiboken6.isValid(self):
            return
        self._rows = rows
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for line, (name, told) in enumerate(made_of(rows, qVersion())):
            words = label(told, wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.setAccessibleName(named(name, told))
            self._grid.addWidget(label(name, "quiet"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, line, 1)
        self.adjustSize()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(support_text(self._rows, qVersion()))
        self.copies.setText(say("window.about.copied"))
        announce(self, self.copies.text())


def _texts() -> dict[str, str]:
    own = licences()
    models = licences_of_models(Catalogue.load())
    return ({say("window.name"): own} if own else {}) | {say("window.about.licences-models"): models}
