"""Places of a text of one page, of which no word has a box."""

from __future__ import annotations

from rag.types import PageBox


class NoPlaces:
    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        return 1, "page 1"

    def is_poor(self, document_id: int, page: int) -> bool:
        return False
