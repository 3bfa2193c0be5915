"""What was taken out of the library a moment ago, all of it brought back by one undo."""

from __future__ import annotations

from app.words.catalogue import count, say
from rag.types import Document
from ui.library.viewmodel import LibraryViewModel
from ui.parts.overlays import Banner


class Removals:
    """Documents that go while the offer to bring the ones before back is still there join them."""

    def __init__(self, library: LibraryViewModel, banner: Banner) -> None:
        self._library = library
        self._banner = banner
        self._gone: list[Document] = []
        library.removed.connect(self._removed)

    def _removed(self, document: Document) -> None:
        if not self._banner.offers(self._bring_back):
            self._gone.clear()
        self._gone.append(document)
        if len(self._gone) > 1:
            words = count("library.removed.several", len(self._gone))
        else:
            words = say("library.removed.one", name=document.name)
        self._banner.show_undo(words, self._bring_back)

    def _bring_back(self) -> None:
        gone, self._gone = self._gone, []
        for document in gone:
            self._library.add_again(document)
