"""What was taken out of the library a moment ago, all of it brought back by one undo."""

from __future__ import annotations

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
        several = len(self._gone) > 1
        what = f"{len(self._gone)} documents were" if several else f"“{document.name}” was"
        self._banner.show_undo(f"{what} taken out of the library.", self._bring_back)

    def _bring_back(self) -> None:
        gone, self._gone = self._gone, []
        for document in gone:
            self._library.add_again(document)
