"""Which documents are summarised and how; which two are compared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.words.catalogue import say
from rag.runs.kinds import Kind
from rag.summarising.types import Length
from rag.types import Document
from ui.parts.controls import IconButton, button, label
from ui.parts.document_chooser import DocumentChooser, ending
from ui.parts.fitting import Dialog
from ui.parts.theme import Palette, Space
from ui.runs.summary_choice import SummaryChoice


class SummariseDialog(Dialog):
    def __init__(
        self,
        parent: QWidget | None,
        documents: Sequence[Document],
        kinds: Sequence[Kind],
        kind: str,
        length: Length,
        chosen: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("asking.summarise.title"))
        self.setMinimumSize(480, 460)
        self.documents = DocumentChooser(documents, several=True, chosen=chosen)
        self.choice = SummaryChoice()
        self.choice.offer(kinds)
        self.choice.choose(kind, length)
        self._about = label("", "quiet", wrap=True)
        self.go = button(say("asking.summarise.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        self.choice.changed.connect(self._changed)
        kinds_row = QHBoxLayout()
        kinds_row.addWidget(self.choice)
        kinds_row.addStretch()
        column = _column(self, say("asking.summarise.which"))
        column.addWidget(self.documents, 1)
        column.addLayout(kinds_row)
        column.addWidget(self._about)
        column.addLayout(ending(self.go, self.reject))
        self._changed()

    def _changed(self) -> None:
        self._about.setText(self.choice.kind.accessibleDescription())
        self.go.setEnabled(bool(self.documents.chosen) and bool(self.choice.chosen[0]))


class CompareDialog(Dialog):
    """Two documents, and which of them is the earlier."""

    def __init__(
        self,
        parent: QWidget | None,
        documents: Sequence[Document],
        palette: Palette,
        chosen: Sequence[int] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("asking.compare.title"))
        self.setMinimumSize(480, 460)
        self._names = {one.id: one.name for one in documents}
        self._order = list(chosen)
        self.documents = DocumentChooser(documents, several=True, chosen=chosen)
        self.told = label("", "quiet", wrap=True)
        self.swap = IconButton(
            "refresh", say("asking.compare.swap-tip"), color="quiet", text=say("asking.compare.swap")
        )
        self.swap.retint(palette)
        self.swap.clicked.connect(self._swap)
        self.go = button(say("asking.compare.go"), primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.documents.changed.connect(self._changed)
        order = QHBoxLayout()
        order.addWidget(self.told, 1)
        order.addWidget(self.swap)
        column = _column(self, say("asking.compare.which"))
        column.addWidget(self.documents, 1)
        column.addLayout(order)
        column.addLayout(ending(self.go, self.reject))
        self._changed()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The earlier one, then the later."""
        return tuple(self._order)

    def _changed(self) -> None:
        now = self.documents.chosen
        self._order = [one for one in self._order if one in now] + [
            one for one in now if one not in self._order
        ]
        self._tell()

    def _swap(self) -> None:
        self._order.reverse()
        self._tell()

    def _tell(self) -> None:
        two = len(self._order) == 2
        names = [self._names.get(one, "") for one in self._order]
        self.told.setText(
            say("asking.compare.order", earlier=names[0], later=names[1])
            if two
            else say("asking.compare.tick")
        )
        self.swap.setVisible(two)
        self.go.setEnabled(two)


def _column(dialog: QDialog, title: str) -> QVBoxLayout:
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
    layout.setSpacing(Space.M)
    layout.addWidget(label(title, "heading"))
    return layout
