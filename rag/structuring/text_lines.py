"""The lines of a document's text as headings are looked for in them, and its tables of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rag.types import Page

_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}\s*\d+\s*$|\t[\w\-–]{1,8}$")
_ENDS_IN_PAGE = re.compile(
    r"(?<![\d,.$€£%(]\s)(?:[\s.…_]|(?<=[A-Za-z)])(?=\d{1,2}-\d))(?:(?P<chapter>\d{1,3}|[A-Z])[-–])?(?P<page>\d{1,4}|[ivxl]{1,6})$"
)
_CONTENTS = re.compile(
    r"\W*(?:table\s+of\s+)?contents?\W*|\W*inhalt(?:sverzeichnis)?\W*|\W*sommaire\W*|\W*índice\W*",
    re.IGNORECASE,
)
LARGER = 1.07  # times another size of type, from which on it tells
_CELL_GAP = 1.6  # line heights
_SHORT_LINE = 60  # characters: a shorter line that ends a sentence ends its paragraph
_FEWEST_ENTRIES = 5
_ENTRY_LINES = 4  # of one entry, at most


@dataclass(slots=True)
class TextLine:
    """A line of the document's text. `start` and `end` count characters of the document."""

    start: int
    end: int
    text: str
    page: int
    opens: bool  # begins a paragraph
    size: float = 0.0
    bold: bool = False
    top: float = -1.0
    contents: bool = False  # an entry of a table of contents
    listing: bool = False  # stands on a page that is nothing but a table of contents
    cells: bool = False  # a row of a table: its words stand far apart


class DocumentLines:
    """The lines of a document's text (pages joined by one newline), without those set aside."""

    def __init__(self) -> None:
        self.lines: list[TextLine] = []
        self._contents = False  # the last page ended inside a table of contents
        self.length = 0  # characters so far, with the newline that ends the last page

    def add(self, page: Page) -> None:
        styles = {line.start: line for line in page.lines if line.end > line.start}
        gaps = _widest_gaps(page)
        at, opens = 0, _ends_paragraph(self.lines)
        last = self.lines[-1] if self.lines else None
        of_page: list[TextLine] = []
        for text in page.text.split("\n"):
            if text.strip():
                start = self.length + at
                line = TextLine(start, start + len(text), text.strip(), page.number, opens)
                style = styles.get(at)
                if style is not None:
                    line.size, line.bold = style.size, style.bold
                    line.top = style.box.y0 if style.box else -1.0
                    line.cells = gaps.get(at, 0.0) > _CELL_GAP
                if not of_page and last is not None:
                    line.opens |= _outranks(line, last)
                of_page.append(line)
                opens = _ends_paragraph(of_page) and len(text) < _SHORT_LINE
            else:
                opens = True
            at += len(text) + 1
        self._contents = _mark_contents(of_page, self._contents)
        self.lines += of_page
        self.length += len(page.text) + 1


def _widest_gaps(page: Page) -> dict[int, float]:
    """For each line, by its start: the widest blank between two words, in heights of the line."""
    gaps: dict[int, float] = {}
    words = iter(page.words)
    word = next(words, None)
    for line in page.lines:
        if line.end == line.start or line.box is None:
            continue
        height = max((line.box.y1 - line.box.y0) * page.height, 1.0)
        right, widest, after_label = None, 0.0, False
        while word is not None and word.start < line.end:
            if word.start >= line.start:
                if right is not None and not after_label:
                    widest = max(widest, word.box.x0 - right)
                after_label = right is None and any(
                    mark.isdigit() for mark in page.text[word.start : word.end]
                )
                right = word.box.x1
            word = next(words, None)
        gaps[line.start] = widest * page.width / height
    return gaps


def _ends_paragraph(lines: list[TextLine]) -> bool:
    return not lines or lines[-1].contents or lines[-1].text[-1] in ".:;!?"


def _outranks(line: TextLine, last: TextLine) -> bool:
    """Whether a page's first line is set in other type than the last one before it, larger or bold: it does
    not go on, also where that one ends without a full stop, as the lines of a form do.
    """
    return bool(last.size) and (line.size >= last.size * LARGER or (line.bold and not last.bold))


def _mark_contents(lines: list[TextLine], titled: bool) -> bool:
    """Tell the lines of a table of contents: a run of entries whose page numbers never go down.

    Entries without leaders count only below the title "Contents": `titled` when it stands on an earlier page
    and its entries reached the end of it, which is what is returned of this page.
    """
    if not lines:
        return titled
    numbers = [_entry_page(line.text) for line in lines]
    led = [bool(_LEADERS.search(line.text)) for line in lines]
    run: list[int] = []
    for index, (number, leader) in enumerate(zip(numbers, led, strict=True)):
        titled = titled or bool(_CONTENTS.fullmatch(lines[index].text))
        if number is None or not (leader or titled):
            continue
        lines[index].contents = True
        if run and index - run[-1] > _ENTRY_LINES:
            titled = titled and not _close_listing(lines, numbers, run)
            run = []
        run.append(index)
    ended_in = _close_listing(lines, numbers, run) and len(lines) - run[-1] <= _ENTRY_LINES + 1
    return titled and (ended_in or len(lines) <= _ENTRY_LINES)


def _close_listing(lines: list[TextLine], numbers: list[int | None], run: list[int]) -> bool:
    """Mark the lines from the first entry of a run to its last, if they are a table of contents."""
    entries = [number or 0 for number in (numbers[index] for index in run)]
    rising = sum(lower <= upper for lower, upper in pairwise(entries)) >= 0.8 * (len(entries) - 1)
    if len(run) < _FEWEST_ENTRIES or not rising:
        for index in run:
            lines[index].contents = rising and bool(_LEADERS.search(lines[index].text))
        return False
    first = run[0]
    while first > 0 and _CONTENTS.fullmatch(lines[first - 1].text):
        first -= 1
    for line in lines[first : run[-1] + 1]:
        line.contents = line.listing = True
    return True


def _entry_page(text: str) -> int | None:
    """The page number at the end of a line ("12", "3-12"); Roman numerals count as 0."""
    match = _ENDS_IN_PAGE.search(text)
    if match is None:
        return None
    if not match["page"].isdecimal():
        return 0
    return (int(match["chapter"]) if (match["chapter"] or "").isdecimal() else 0) * 10_000 + int(
        match["page"]
    )
