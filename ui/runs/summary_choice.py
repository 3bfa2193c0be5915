"""What kind of summary, and how long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.words.catalogue import say
from app.words.kinds import about_words, title_words
from app.words.summaries import length_words
from rag.runs.kinds import Kind
from rag.summarising.types import Length
from ui.parts.flow import FlowLayout
from ui.parts.inert import inert
from ui.parts.theme import Space


class SummaryChoice(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("asking.summarise.kind"))
        self.kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.length = QComboBox()
        self.length.setAccessibleName(say("asking.summarise.length"))
        for length in Length:
            self.length.addItem(length_words(length), length)
        self.kind.currentIndexChanged.connect(lambda _: self._changed())
        self.length.currentIndexChanged.connect(lambda _: self._changed())
        row = FlowLayout(self)
        row.addWidget(self.kind)
        row.addWidget(self.length)

    def sizeHint(self) -> QSize:
        """Both beside each other, where there is room."""
        kind, length = self.kind.sizeHint(), self.length.sizeHint()
        return QSize(kind.width() + Space.S + length.width(), max(kind.height(), length.height()))

    @property
    def chosen(self) -> tuple[str, Length]:
        return self.kind.currentData() or "", Length(self.length.currentData())

    def offer(self, kinds: Sequence[Kind]) -> None:
        """The kinds there are; the choice stays where it can."""
        kept = self.chosen[0]
        self.kind.blockSignals(True)
        self.kind.clear()
        for place, kind in enumerate(kinds):
            self.kind.addItem(title_words(kind.title), kind.id)
            about = about_words(kind)
            self.kind.setItemData(place, inert(about), Qt.ItemDataRole.ToolTipRole)
            self.kind.setItemData(place, about, Qt.ItemDataRole.AccessibleDescriptionRole)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kept)))
        self.kind.blockSignals(False)
        self._changed()

    def choose(self, kind: str, length: Length, title: str = "") -> None:
        """Show a choice. A kind that is no longer there is listed under `title` all the same."""
        if self.kind.findData(kind) < 0 and title:
            self.kind.addItem(title_words(title), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.length.setCurrentIndex(self.length.findData(length))

    def _changed(self) -> None:
        about = self.kind.itemData(self.kind.currentIndex(), Qt.ItemDataRole.AccessibleDescriptionRole) or ""
        self.kind.setToolTip(inert(about))
        self.kind.setAccessibleDescription(about)
        self.changed.emit()
