"""What was read from pictures: the lines of a page, how sure they are, and what people correct in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from app.seeing import Judging, Seeing, said, strip_of
from engine.cancel import CancelToken
from rag.errors import FileMissing
from rag.indexing.rewriting import Rewriter
from rag.layout.trust import Trust
from rag.reading.reader import Picture
from rag.scanning.rescoring import likeliest
from rag.scanning.scanned import ScannedOverview, ScannedPage, overview_of, scanned
from rag.scanning.second_look import Weighed, chosen, weighed
from rag.storing.documents import DocumentStore
from rag.types import Document, Line, Page, TextSource


@dataclass(frozen=True, slots=True)
class SecondLook:
    """How far second readers have come with the lines that could not be read for sure."""

    done: int
    total: int
    page: ScannedPage | None  # as it is now; None before the first line


class Scans:
    """Methods may be called from any thread but the window's: they read the vault, and `correct` indexes."""

    def __init__(
        self,
        store: DocumentStore,
        rewriter: Rewriter,
        draw: Callable[[int, int, int], Picture | None],
        seeing: Seeing,
        judging: Judging,
        gate: Callable[[CancelToken], None] = lambda _: None,
    ) -> None:
        """`draw` gives the picture of a document's page, so many dots wide; `seeing` is the vision model,
        where there is one, and `judging` the language model; `gate` lets questions go first.
        """
        self._store = store
        self._rewriter = rewriter
        self._draw = draw
        self._seeing = seeing
        self._judging = judging
        self._gate = gate

    def overview(self, document_id: int) -> tuple[ScannedOverview, ...]:
        """The document's pages that were read from pictures, in order; empty where there are none."""
        return tuple(map(overview_of, self.pages(document_id)))

    def document(self, document_id: int) -> Document:
        """Raises `DocumentUnknown`."""
        return self._store.get(document_id)

    def pages(self, document_id: int) -> tuple[ScannedPage, ...]:
        """The document's pages that were read from pictures with their lines, in order."""
        judged, shown = self._second_readers()
        return tuple(
            scanned(page, judged, shown)
            for page in self._store.pages(document_id)
            if page.source in _FROM_PICTURES
        )

    def page(self, document_id: int, number: int) -> ScannedPage:
        """A page with its lines in reading order. Raises `DocumentUnknown`."""
        return self._scanned(self._store.page(document_id, number))

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
        return self._scanned(page)

    @property
    def second_reader(self) -> str:
        """The model that `look_again` asks: the vision model, or else the language model; empty while there
        is neither.
        """
        return self._seeing.name or self._judging.name

    def look_again(self, document_id: int, cancel: CancelToken) -> Iterator[SecondLook]:
        """Let second readers tell more of each line that is doubtful and not corrected.

        The language model chooses among the readings of a line; what is unreliable then is shown to the
        vision model, whose word is weighed against them. What is done stays when it is cancelled. Raises
        `Cancelled`, `DocumentUnknown`, `ReadError`s, `ModelError`s, `WorkerError`s, `VaultError`s.
        """
        waiting = [
            (page.number, line.place)
            for page in self.pages(document_id)
            for line in page.lines
            if line.again and line.is_doubtful
        ]
        yield SecondLook(0, len(waiting), None)
        done = 0
        for number, lines in groupby(waiting, key=lambda one: one[0]):
            picture: Picture | None = None
            for _, place in lines:
                self._gate(cancel)
                cancel.raise_if_cancelled()
                page = self._judge(document_id, number, place, cancel)
                if self._is_to_be_shown(page, place):
                    picture = picture or self.picture(document_id, number, _LOOKED_AT)
                    page = self._show(document_id, picture, number, place, cancel)
                done += 1
                yield SecondLook(done, len(waiting), page)

    def _scanned(self, page: Page) -> ScannedPage:
        return scanned(page, *self._second_readers())

    def _second_readers(self) -> tuple[bool, bool]:
        """Whether there is a language model, and a vision model. The models folder is looked through."""
        return bool(self._judging.name), bool(self._seeing.name)

    def _judge(self, document_id: int, number: int, place: int, cancel: CancelToken) -> ScannedPage:
        """Let the language model choose among the readings of a line, where it has not done so yet."""
        page = self._store.page(document_id, number)
        line = page.lines[place]
        if not line.odds or not self._judging.name:
            return self._scanned(page)
        before = [one.text for one in page.lines[:place] if one.end > one.start]
        readings = (line.text, *line.others)
        best = likeliest(readings, (0.0, *line.odds), before, self._judging, cancel)
        return self._keep(document_id, number, place, line, chosen(line.confidence, readings, best))

    def _is_to_be_shown(self, page: ScannedPage, place: int) -> bool:
        return bool(self._seeing.name) and any(
            line.place == place and line.is_doubtful and line.trust is Trust.UNRELIABLE for line in page.lines
        )

    def _show(
        self, document_id: int, picture: Picture, number: int, place: int, cancel: CancelToken
    ) -> ScannedPage:
        """Show the vision model a line, and weigh what it saw."""
        line = self._store.page(document_id, number).lines[place]
        assert line.box is not None
        seen = said(self._seeing, strip_of(picture, line.box), cancel)
        found = weighed(line.text, line.confidence, line.others, seen)
        return self._keep(document_id, number, place, line, found)

    def _keep(self, document_id: int, number: int, place: int, line: Line, found: Weighed) -> ScannedPage:
        """Keep what came of a second look at a line."""
        again = replace(line, text=found.text, confidence=found.confidence, others=found.others, odds=())
        if found.text != line.text:
            again = replace(again, doubts=())
        _, page = self._rewriter.reread(document_id, number, place, again)
        return self._scanned(page)


_LOOKED_AT = 2000  # dots across a page whose lines are shown to a vision model
_FROM_PICTURES = (TextSource.OCR, TextSource.VISION)
