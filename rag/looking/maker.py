"""Makes second looks: each doubtful line of a document's pictures weighed again by the models there are.

The language model chooses among the readings of a line; what is unreliable then is shown to the vision model,
whose word is weighed against them. A line that a person has corrected meanwhile is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from engine.cancel import CancelToken
from rag.errors import FileMissing
from rag.grounding.citations import Quote, citation_of
from rag.indexing.rewriting import Rewriter
from rag.layout.trust import Trust
from rag.looking.second_readers import Judging, Seeing, said, strip_of
from rag.reading.reader import Picture
from rag.runs.maker import Maker, Turn, covered_pages
from rag.runs.types import Covered, Part, PartState, Point, Result, Run, Verdict
from rag.scanning.rescoring import likeliest
from rag.scanning.scanned import ScannedLine, ScannedPage, scanned
from rag.scanning.second_look import Weighed, chosen, weighed
from rag.storing.documents import DocumentStore
from rag.types import Citation, Document, Hit, Line, Page, TextSource

CORRECTED = "corrected"
"""Why a line was passed over (`Result.reason`): a person has corrected it, or it is sure by now."""

_LOOKED_AT = 2000  # dots across a page whose lines are shown to a vision model
_FROM_PICTURES = (TextSource.OCR, TextSource.VISION)

Draw = Callable[[int, int, int], Picture | None]
"""The picture of a document's page, so many dots wide; None where it cannot be drawn."""


class LookMaker(Maker):
    name = "second-look"
    turn = Turn.BACKGROUND

    def __init__(
        self,
        documents: DocumentStore,
        rewriter: Rewriter,
        draw: Draw,
        seeing: Seeing,
        judging: Judging,
        unload: Callable[[], None] = lambda: None,
    ) -> None:
        """`seeing` is the vision model, where there is one, and `judging` the language model; `unload` gives
        the vision model's memory back.
        """
        super().__init__(documents)
        self._rewriter = rewriter
        self._draw = draw
        self._seeing = seeing
        self._judging = judging
        self._unload = unload
        self._drawn: tuple[int, int, Picture] | None = None  # of the page whose lines are being shown

    @property
    def reader(self) -> str:
        """The model that is asked: the vision model, or else the language model; "" while there is none."""
        return self._seeing.name or self._judging.name

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        document = self._documents.get(self._document(run))
        found: list[Result] = []
        for page in self._documents.pages(document.id):
            if page.source in _FROM_PICTURES:
                start = self._documents.page_start(document.id, page.number)
                for line in self._read(page).lines:
                    if line.again and line.is_doubtful:
                        found.append(Result(_part(len(found), document, page, line, start)))
        return found

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        return [self._looked(part, cancel) for part in group]

    def model(self, run: Run) -> str:
        return self.reader

    def covered(self, run: Run, results: Sequence[Result]) -> Covered:
        return covered_pages(self._documents, run.document_id, results)

    def release(self) -> None:
        self._drawn = None
        self._unload()

    # --- one line ------------------------------------------------------------------------------------------

    def _looked(self, part: Part, cancel: CancelToken) -> Result:
        before = self._line(part)
        if before is None or not before.is_doubtful:
            return Result(part, PartState.SKIPPED, reason=CORRECTED)
        self._judge(part, cancel)
        now = self._line(part)
        if self._seeing.name and now is not None and now.is_doubtful and now.trust is Trust.UNRELIABLE:
            self._show(part, cancel)
            now = self._line(part)
        if now is None or now.text == before.text:
            return Result(part, PartState.DONE, verdict=Verdict.SILENT)
        point = Point(now.text, (self._cited(part, now),), cells=(before.text, now.text))
        return Result(part, PartState.DONE, (point,), Verdict.FOUND)

    def _judge(self, part: Part, cancel: CancelToken) -> None:
        """Let the language model choose among the readings of a line, where it has not done so yet."""
        page, place = self._place(part)
        line = page.lines[place]
        if not line.odds or not self._judging.name:
            return
        before = [one.text for one in page.lines[:place] if one.end > one.start]
        readings = (line.text, *line.others)
        best = likeliest(readings, (0.0, *line.odds), before, self._judging, cancel)
        self._keep(part, line, chosen(line.confidence, readings, best))

    def _show(self, part: Part, cancel: CancelToken) -> None:
        """Show the vision model a line, and weigh what it saw."""
        page, place = self._place(part)
        line = page.lines[place]
        assert line.box is not None
        seen = said(self._seeing, strip_of(self._picture(part), line.box), cancel)
        self._keep(part, line, weighed(line.text, line.confidence, line.others, seen))

    def _keep(self, part: Part, line: Line, found: Weighed) -> None:
        """Keep what came of a second look at a line."""
        assert part.line is not None
        again = replace(line, text=found.text, confidence=found.confidence, others=found.others, odds=())
        if found.text != line.text:
            again = replace(again, doubts=())
        self._rewriter.reread(part.document_id, part.page, part.line, again)

    def _picture(self, part: Part) -> Picture:
        if self._drawn is None or self._drawn[:2] != (part.document_id, part.page):
            picture = self._draw(part.document_id, part.page, _LOOKED_AT)
            if picture is None:
                raise FileMissing(path=self._documents.get(part.document_id).path)
            self._drawn = (part.document_id, part.page, picture)
        return self._drawn[2]

    def _place(self, part: Part) -> tuple[Page, int]:
        assert part.line is not None  # every part of a second look is a line
        return self._documents.page(part.document_id, part.page), part.line

    def _line(self, part: Part) -> ScannedLine | None:
        page, place = self._place(part)
        return next((line for line in self._read(page).lines if line.place == place), None)

    def _read(self, page: Page) -> ScannedPage:
        return scanned(page, bool(self._judging.name), bool(self._seeing.name))

    def _cited(self, part: Part, line: ScannedLine) -> Citation:
        page, place = self._place(part)
        start = self._documents.page_start(part.document_id, part.page) + page.lines[place].start
        hit = Hit(
            0,
            part.document_id,
            part.document,
            None,
            part.page,
            part.page,
            "",
            start,
            start + len(line.text),
            1.0,
            line.text,
        )
        return citation_of(self._documents, Quote(hit, 0, len(line.text)))

    def _document(self, run: Run) -> int:
        assert run.document_id is not None  # a second look is at one document
        return run.document_id


def _part(place: int, document: Document, page: Page, line: ScannedLine, page_start: int) -> Part:
    start = page_start + page.lines[line.place].start
    return Part(
        place,
        document.id,
        document.name,
        "",
        page.number,
        page.number,
        start,
        start + len(line.text),
        line.place,
    )
