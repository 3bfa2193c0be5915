"""Asks which documents are held against each other, and takes what a person says of a disagreement."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.types import Document, DocumentState
from ui.parts.desk import Given
from ui.runs.asking import Asking
from ui.runs.clash_dialog import ClashDialog
from ui.runs.clashes_body import ClashesBody


class Contradicting:
    def __init__(
        self, given: Given, asking: Asking, body: ClashesBody, selected: Callable[[], Sequence[int]]
    ) -> None:
        """`selected` gives the documents that are selected in the library."""
        self._given = given
        self._selected = selected
        self._asking = asking
        body.marked.connect(asking.mark)

    def ask(self) -> None:
        """Ask for the documents, beginning with those selected."""
        chosen = self._selected()
        self._asking.documents_to_summarise(lambda found: self._open(found, chosen))

    def _open(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        ready = [one for one in documents if one.state is DocumentState.READY]
        dialog = ClashDialog(self._given.window, ready, chosen)
        if dialog.exec():
            self._asking.contradict(dialog.documents.chosen)
        dialog.deleteLater()
