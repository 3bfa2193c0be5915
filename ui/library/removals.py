"""What was done with documents a moment ago, taken out above all; each undo takes the last of it back."""

from __future__ import annotations

from collections.abc import Callable

from app.words.catalogue import count, say
from rag.types import Document
from ui.library.viewmodel import LibraryViewModel
from ui.parts.overlays import Banner


class Removals:
    """Documents that go while the offer to bring the ones before back is still there join them. Each undo
    brings back what went last.
    """

    def __init__(self, library: LibraryViewModel, banner: Banner) -> None:
        self._library = library
        self._banner = banner
        self._gone: list[list[Document] | Callable[[], None]] = []
        library.removed.connect(self._removed)

    def can_undo(self) -> bool:
        return bool(self._gone)

    def undo(self) -> None:
        """Bring back what went last."""
        if self._banner.offers(self.undo):
            self._banner.hide()
        last = self._gone.pop() if self._gone else None
        if isinstance(last, list):
            self._library.bring_back(last)
        elif last is not None:
            last()
        else:
            self._banner.show_done(say("library.removed.nothing"))  # no fault, and nothing to dismiss

    def note(self, words: str, take_back: Callable[[], None]) -> None:
        """Something else was done with documents, which the next undo takes back."""
        self._gone.append(take_back)
        self._banner.show_undo(words, self.undo)

    def _removed(self, documents: list[Document]) -> None:
        gone = self._gone[-1] if self._gone and self._banner.offers(self.undo) else None
        if isinstance(gone, list):
            gone += documents
        else:
            gone = list(documents)
            self._gone.append(gone)
        if len(gone) > 1:
            words = count("library.removed.several", len(gone))
        else:
            words = say("library.removed.one", name=gone[0].name)
        self._banner.show_undo(words, self.undo)
