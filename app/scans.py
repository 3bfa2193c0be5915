"""What was read from pictures or heard: the lines of a page, how sure they are, and what people correct in
them. A page of a recording is a minute.
"""

from __future__ import annotations

from app.security.auditing import Audit
from rag.errors import DocumentUnknown, FileMissing
from rag.indexing.rewriting import Rewriter
from rag.looking.maker import Draw
from rag.looking.second_readers import Judging, Seeing
from rag.reading.reader import Picture
from rag.scanning.scanned import ScannedOverview, ScannedPage, heard, overview_of, scanned
from rag.storing.documents import DocumentStore
from rag.types import Document, Page, PageUnit, TextSource


class Scans:
    """Methods may be called from any thread but the window's: they read the vault, and `correct` indexes."""

    def __init__(
        self,
        store: DocumentStore,
        rewriter: Rewriter,
        draw: Draw,
        seeing: Seeing,
        judging: Judging,
        audit: Audit,
    ) -> None:
        """`seeing` is the vision model, where there is one, and `judging` the language model: who could tell
        more of a line (see `rag.looking`).
        """
        self._store = store
        self._rewriter = rewriter
        self._draw = draw
        self._seeing = seeing
        self._judging = judging
        self._audit = audit

    def overview(self, document_id: int) -> tuple[ScannedOverview, ...]:
        """The pages to be checked, in order; empty where there are none."""
        return tuple(map(overview_of, self.pages(document_id)))

    def document(self, document_id: int) -> Document:
        """Raises `DocumentUnknown`."""
        return self._store.get(document_id)

    def pages(self, document_id: int) -> tuple[ScannedPage, ...]:
        """The document's pages that were read from pictures, or those of a recording, with their lines, in
        order.
        """
        if self._is_heard(document_id):
            return tuple(map(heard, self._store.pages(document_id)))
        judged, shown = self._second_readers()
        return tuple(
            scanned(page, judged, shown)
            for page in self._store.pages(document_id)
            if page.source in _FROM_PICTURES
        )

    def page(self, document_id: int, number: int) -> ScannedPage:
        """A page with its lines in reading order. Raises `DocumentUnknown`."""
        return self._scanned(document_id, self._store.page(document_id, number))

    def place(self, document_id: int, number: int, place: int) -> tuple[int, int]:
        """Where a line stands in the document's text: from which character to which. Raises
        `DocumentUnknown`.
        """
        begin, page = self._store.page_start(document_id, number), self._store.page(document_id, number)
        if not 0 <= place < len(page.lines):
            raise DocumentUnknown(document=document_id, page=number, line=place)
        return begin + page.lines[place].start, begin + page.lines[place].end

    def picture(self, document_id: int, number: int, width_px: int) -> Picture:
        """The picture of a page. Raises `DocumentUnknown`; `FileMissing` where it cannot be drawn."""
        document = self._store.get(document_id)
        picture = self._draw(document_id, number, width_px)
        if picture is None:
            raise FileMissing(path=document.path)
        return picture

    def correct(self, document_id: int, number: int, place: int, text: str) -> ScannedPage:
        """Write `text` in place of a line and index it anew, at once; returns the page as it is then.

        An empty text takes away what is no writing (a stain, a punched hole); that can be taken back.
        What was read stays known: giving a line its first reading again withdraws the correction. Raises
        `DocumentUnknown` (also for a line that is not there), `EngineError`s, `VaultError`s.
        """
        _, page = self._rewriter.rewrite(document_id, number, place, text)
        self._audit.corrected(document_id, number, place + 1, text)
        return self._scanned(document_id, page)

    def _scanned(self, document_id: int, page: Page) -> ScannedPage:
        return heard(page) if self._is_heard(document_id) else scanned(page, *self._second_readers())

    def _is_heard(self, document_id: int) -> bool:
        return self._store.get(document_id).unit is PageUnit.MINUTE

    def _second_readers(self) -> tuple[bool, bool]:
        """Whether there is a language model, and a vision model. The models folder is looked through."""
        return bool(self._judging.name), bool(self._seeing.name)


_FROM_PICTURES = (TextSource.OCR, TextSource.VISION)
