"""The list of places under an answer: each opens its page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.words.catalogue import row, say
from rag.types import Citation, Hit
from ui.parts.cited_text import apart, place, preview
from ui.parts.controls import SourceRow, clear, label
from ui.parts.inert import inert
from ui.parts.theme import Palette

_CLOSEST = 3  # of what was found, where nothing of it is cited


class SourceList(QVBoxLayout):
    cited = Signal(object)  # Citation

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setSpacing(0)

    @property
    def rows(self) -> list[QToolButton]:
        """What can be pressed, from above."""
        return [one for one in self._widgets() if isinstance(one, QToolButton)]

    def empty(self) -> None:
        widgets = self._widgets()
        clear(self)
        for widget in widgets:
            widget.setParent(None)  # at once: Tab goes to no row that is on its way out

    def show_cited(self, citations: Sequence[Citation]) -> None:
        """What an answer cites, by the numbers that stand in it; what would read alike is one row."""
        self.empty()
        rows: dict[tuple[int, str], list[int]] = {}
        for number, citation in enumerate(citations, 1):
            rows.setdefault((citation.document_id, place(citation)), []).append(number)
        for numbers in rows.values():
            self._add(row(map(str, numbers)), citations[numbers[0] - 1])

    def add_found(self, heading: str, hits: Sequence[Hit]) -> None:
        """The first of what was found, below a heading."""
        from rag.grounding.citations import cited

        self.addWidget(label(heading, "small"))
        for one in apart(map(cited, hits[:_CLOSEST])):
            self._add("", one)

    def retint(self, palette: Palette) -> None:
        """For rows to come; those that stand are told by themselves."""
        self._palette = palette

    def _widgets(self) -> list[QWidget]:
        items = (self.itemAt(at) for at in range(self.count()))
        return [widget for item in items if item and (widget := item.widget())]

    def _add(self, numbers: str, citation: Citation) -> None:
        where = place(citation)
        text = f"  {numbers}  {where}" if numbers else f"  {where}"
        source = SourceRow(say("chat.answer.open", place=where), text, citation.document)
        source.setToolTip(inert(preview(citation)))
        source.retint(self._palette)
        source.clicked.connect(lambda: self.cited.emit(citation))
        self.addWidget(source)
