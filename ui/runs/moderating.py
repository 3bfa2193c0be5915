"""Asks which documents are held against which policy of moderation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.types import Document
from ui.parts.desk import Given
from ui.runs.asking import Asking
from ui.runs.moderate_dialog import ModerateDialog


class Moderating:
    def __init__(self, given: Given, asking: Asking, selected: Callable[[], Sequence[int]]) -> None:
        """`selected` gives the documents that are selected in the library."""
        self._given = given
        self._selected = selected
        self._asking = asking

    def ask(self) -> None:
        """Ask for the documents, beginning with those selected."""
        chosen = self._selected()
        self._asking.documents_to_summarise(lambda found: self._open(found, chosen))

    def _open(self, documents: tuple[Document, ...], chosen: Sequence[int]) -> None:
        house = self._given.services.guards.house
        dialog = ModerateDialog(self._given.window, documents, house, chosen)
        if dialog.exec():
            self._asking.moderate(dialog.documents.chosen, dialog.policy)
        dialog.deleteLater()
