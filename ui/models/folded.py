"""The models that are neither here nor meant for this computer, folded away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.types import ModelRow
from app.words.catalogue import count, say
from ui.parts.controls import button
from ui.parts.theme import Space


class Folded(QWidget):
    """A button, and below it the cards, made when first shown; what the memory carries comes first."""

    toggled = Signal(bool)

    def __init__(self, rows: Sequence[ModelRow], card: Callable[[ModelRow], QWidget]) -> None:
        super().__init__()
        self._rows = sorted(rows, key=lambda row: not row.fits)
        self._card = card
        self._button = button(count("models.dialog.more", len(rows)))
        self._button.setCheckable(True)
        self._button.toggled.connect(self._show)
        self._cards = QVBoxLayout(self)
        self._cards.setContentsMargins(0, Space.M, 0, 0)
        self._cards.setSpacing(Space.S)
        self._cards.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: list[QWidget] = []
        self.setVisible(bool(rows))

    def holds(self, model_id: str) -> bool:
        """Whether a model is among them."""
        return any(row.model.id == model_id for row in self._rows)

    def open(self) -> None:
        """Show them."""
        self._button.setChecked(True)

    def _show(self, shown: bool) -> None:
        words = say("models.dialog.less") if shown else count("models.dialog.more", len(self._rows))
        self._button.setText(words)
        if shown and not self._shown:
            self._shown = [self._card(row) for row in self._rows]
            for one in self._shown:
                self._cards.addWidget(one)
        for one in self._shown:
            one.setVisible(shown)
        self.toggled.emit(shown)
