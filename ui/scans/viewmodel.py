"""What was read from the pictures of a document: its pages, the line one stands at, and what is corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.library.library import Library
from app.scans import Scans
from app.words.catalogue import say
from app.words.scans import (
    PageDoubts,
    is_recording,
    left_heard,
    left_words,
    next_doubt,
    next_page,
    rewritten,
)
from rag.scanning.scanned import ScannedLine, ScannedPage
from rag.types import Box, Document, DocumentState
from ui.parts.tasks import Lane, Tasks
from ui.scans.pictures import PagePictures, refusal

Export = Callable[[Scans, int, Path], object]


@dataclass(frozen=True, slots=True)
class ScanPlace:
    """Which page is shown: the `at`th of those read from pictures, counted from 1."""

    document: Document
    number: int
    at: int
    pages: int
    place: int | None  # the line one stands at


def page_words(at: ScanPlace) -> str:
    """Which page: "page 3 of 9", or "page 3, 2 of 4 read from pictures" where others came with their text."""
    unit = at.document.unit.value
    if at.pages >= at.document.pages:
        return say(f"checking.place.{unit}", number=at.number, pages=at.document.pages)
    return say(f"checking.place-among.{unit}", number=at.number, at=at.at, pages=at.pages)


@dataclass(frozen=True, slots=True)
class _Edit:
    document_id: int
    number: int
    before: ScannedLine
    text: str


class ScansViewModel(QObject):
    opened = Signal(object, object)  # ScannedPage, ScanPlace
    changed = Signal(object)  # ScannedLine: it is another one now
    moved = Signal(int)  # place of the line one stands at
    rewritten = Signal(str, str)  # what a person wrote in place of a line
    counted = Signal(str)  # how many doubtful lines are left, in words
    again = Signal(int)  # of how many lines of the document a second reader could tell more
    emptied = Signal(str, str)  # why there is nothing to show
    exported = Signal(object)  # Path
    refused = Signal(object)  # Notice

    def __init__(self, scans: Scans, library: Library, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scans = scans
        self._library = library
        self._tasks = tasks
        self._document: Document | None = None
        self._overview: tuple[PageDoubts, ...] = ()
        self._at = 0
        self._lines: dict[int, ScannedLine] = {}
        self._place: int | None = None
        self._pending: Counter[tuple[int, int]] = Counter()  # corrections on their way, by document and page
        self._done: list[_Edit] = []  # what can be undone
        self._request = 0
        self.pictures = PagePictures(library, tasks, self)
        self.pictures.refused.connect(self.refused)

    @property
    def document(self) -> Document | None:
        return self._document

    @property
    def lines(self) -> tuple[ScannedLine, ...]:
        """The lines of the page that is shown, in reading order."""
        return tuple(self._lines.values())

    @property
    def place(self) -> int | None:
        return self._place

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    # --- which page ----------------------------------------------------------------------------------------

    def open(self, document: Document, number: int | None = None, box: Box | None = None) -> None:
        """Show a document's pages read from pictures: its first doubt, or a page and a place on it."""
        if self._document is None or self._document.id != document.id:
            self._done.clear()
        self._document, self._overview, self._lines, self._place = document, (), {}, None
        self.pictures.leave()
        self._request += 1
        request = self._request

        def work() -> tuple[Document, tuple[PageDoubts, ...]]:
            pages = tuple(map(PageDoubts.of, self._scans.pages(document.id)))
            return self._library.document(document.id), pages

        def learnt(found: tuple[Document, tuple[PageDoubts, ...]]) -> None:
            if request == self._request:
                self._document, self._overview = found
                self._begin(number, box)

        self._tasks.run(Lane.LIBRARY, work, learnt, self._refuse)

    def take(self, document: Document) -> None:
        """A document has changed: one that was still being read may be ready."""
        mine = self._document
        if mine is None or mine.id != document.id or mine.state is DocumentState.READY:
            return
        if mine.state is not document.state:
            self.open(document)

    def close(self) -> None:
        """Let go of the document."""
        self.pictures.leave()
        self._request += 1
        self._document, self._overview, self._lines, self._place = None, (), {}, None

    def turn(self, steps: int) -> None:
        """To another page read from a picture."""
        at = min(len(self._overview) - 1, max(0, self._at + steps))
        if self._overview and at != self._at:
            self._load(at)

    def choose(self, place: int) -> None:
        """Stand at a line; also at the same one, which a filter may hide."""
        if place in self._lines:
            self._place = place
            self.moved.emit(place)

    def step(self, steps: int) -> bool:
        """To the next line to look at (1) or the one before (-1), also of another page; False without any."""
        place = next_doubt(self.lines, self._place, steps)
        if place is not None:
            self.choose(place)
            return True
        at = next_page(self._overview, self._at, steps)
        if at is None:
            return False
        self._load(at, steps)
        return True

    # --- corrections ---------------------------------------------------------------------------------------

    def correct(self, place: int, text: str) -> None:
        """Write `text` in place of a line: at once in the window, then in the library."""
        before = self._lines.get(place)
        if before is not None and self._write(place, text):
            self.rewritten.emit(before.text, text)

    def _write(self, place: int, text: str) -> bool:
        line, document, text = self._lines.get(place), self._document, " ".join(text.split())
        if line is None or document is None or text == line.text:
            return False
        edit = _Edit(document.id, self.number, line, text)
        self._done.append(edit)
        self._put(rewritten(line, text))
        self._send(edit)
        return True

    def take_back(self, place: int) -> None:
        """Give a line the text that was read again."""
        line = self._lines.get(place)
        if line is not None and line.read is not None:
            self._write(place, line.read)

    def undo(self) -> None:
        """Give the line that was changed last the text it had before, and go there."""
        document = self._document
        if document is None or not self._done:
            return
        edit = self._done.pop()
        if edit.number != self.number:
            at = next((at for at, one in enumerate(self._overview) if one.number == edit.number), None)
            if at is not None:
                self._load(at, place=edit.before.place)
        elif edit.before.place in self._lines:
            self._put(edit.before)
            self.choose(edit.before.place)
        self._send(replace(edit, text=edit.before.text))

    def export(self, path: Path, write: Export) -> None:
        """Save what was read of the whole document."""
        document = self._document
        if document is not None:
            self._tasks.run(
                Lane.LIBRARY,
                lambda: write(self._scans, document.id, path),
                lambda _: self.exported.emit(path),
                self._refuse,
            )

    def _send(self, edit: _Edit) -> None:
        key = (edit.document_id, edit.number)
        self._pending[key] += 1

        def taken(page: ScannedPage) -> None:
            self._pending[key] -= 1
            if not self._pending[key] and self._is_shown(edit):
                self._agree(page.lines)

        def failed(error: Exception) -> None:
            self._pending[key] -= 1
            self._done = [one for one in self._done if one is not edit]
            now = self._lines.get(edit.before.place)
            if self._is_shown(edit) and now is not None and now.text == edit.text:
                self._put(edit.before)
            self._refuse(error)

        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._scans.correct(edit.document_id, edit.number, edit.before.place, edit.text),
            taken,
            failed,
        )

    def renew(self, document_id: int, page: ScannedPage) -> None:
        """Another reader has changed lines of a page; what people wrote, or are writing, stays."""
        document = self._document
        if document is None or document.id != document_id or not self._overview:
            return
        if page.number == self.number:
            for line in page.lines:
                now = self._lines.get(line.place)
                if now is not None and now != line and not (now.is_corrected or line.is_corrected):
                    self._put(line)
        else:
            self._overview = tuple(
                PageDoubts.of(page) if one.number == page.number else one for one in self._overview
            )
            self._count()

    def _is_shown(self, edit: _Edit) -> bool:
        return (
            self._document is not None
            and self._document.id == edit.document_id
            and bool(self._lines)
            and self.number == edit.number
        )

    def _agree(self, lines: Sequence[ScannedLine]) -> None:
        """What the library holds is what is shown."""
        for line in lines:
            if line.place in self._lines and line != self._lines[line.place]:
                self._put(line)

    def _put(self, line: ScannedLine) -> None:
        self._lines[line.place] = line
        self.changed.emit(line)
        self._count()

    # --- inside --------------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """Of the page that is shown; 0 for none."""
        return self._overview[self._at].number if self._overview else 0

    def _begin(self, number: int | None, box: Box | None) -> None:
        document = self._document
        if document is None:
            return
        if document.state is not DocumentState.READY:
            self._tell_empty("failed" if document.state is DocumentState.FAILED else "reading")
        elif not self._overview:
            self._tell_empty("none")
        else:
            at = next((at for at, one in enumerate(self._overview) if one.number == number), None)
            if at is None:
                at = next_page(self._overview, -1, 1) or 0
            self._load(at, 1 if box is None else 0, box=box)

    def _tell_empty(self, why: str) -> None:
        self.emptied.emit(say(f"checking.empty-title.{why}"), say(f"checking.empty.{why}"))

    def _load(self, at: int, steps: int = 1, place: int | None = None, box: Box | None = None) -> None:
        """Show the page at `at`; stand at a place, in a box, or at its first (1) or last (-1) doubt."""
        document = self._document
        if document is None:
            return
        self._at, self._lines, self._place = at, {}, None
        self.pictures.leave()
        self._request += 1
        request, number = self._request, self.number

        def loaded(page: ScannedPage) -> None:
            if request != self._request:
                return
            self._lines = {line.place: line for line in page.lines}
            found = place if place in self._lines else _nearest(page.lines, box)
            if found is None:
                found = next_doubt(page.lines, None, steps or 1)
            self._place = found if found is not None else next(iter(self._lines), None)
            self.opened.emit(page, ScanPlace(document, number, at + 1, len(self._overview), self._place))
            self._count()
            if self._lines and not is_recording(document):
                self.pictures.show_page(document.id, number)

        self._tasks.run(Lane.LIBRARY, lambda: self._scans.page(document.id, number), loaded, self._refuse)

    def _count(self) -> None:
        pages = list(self._overview)
        if self._lines:
            pages[self._at] = PageDoubts.among(self.number, self.lines)
            self._overview = tuple(pages)
        left, worded = sum(page.doubtful for page in pages), sum(page.worded for page in pages)
        is_heard = self._document is not None and is_recording(self._document)
        words = (
            left_heard(worded) if is_heard else left_words(pages[self._at].doubtful, left, len(pages), worded)
        )
        self.counted.emit(words)
        self.again.emit(sum(page.again for page in pages))

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(refusal(error))


def _nearest(lines: Sequence[ScannedLine], box: Box | None) -> int | None:
    """The line whose middle is nearest to that of a box, from top to bottom; of lines that are all as high,
    as those of a minute are, the nearest in time.
    """
    if box is None or not lines:
        return None

    def away(line: ScannedLine) -> tuple[float, float]:
        at = line.box
        return abs(at.y0 + at.y1 - box.y0 - box.y1), abs(at.x0 + at.x1 - box.x0 - box.x1)

    return min(lines, key=away).place
