"""What was taken out of the library a moment ago, all of it brought back by one undo."""

from __future__ import annotations

from app.types import Notice
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
        self._gone: list[list[Document]] = []
        library.removed.connect(self._removed)

    def undo(self) -> None:
        """Bring back what went last."""
        if self._banner.offers(self.undo):
            self._banner.hide()
        if self._gone:
            self._library.bring_back(self._gone.pop())
        else:
            self._banner.show_notice(Notice(say("library.removed.nothing"), "", ""))

    def _removed(self, documents: list[Document]) -> None:
        if self._gone and self._banner.offers(self.undo):
            self._gone[-1] += documents
        else:
            self._gone.append(documents)
        gone = self._gone[-1]
        if len(gone) > 1:
            words = count("library.removed.several", len(gone))
        else:
            words = say("library.removed.one", name=gone[0].name)
        self._banner.show_undo(words, self.undo)
