"""What is said of lines read from pictures, and which of them a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.words.amounts import percent
from app.words.catalogue import count, say
from rag.layout.trust import Trust
from rag.scanning.scanned import ScannedLine, ScannedPage, ScannedWord
from rag.types import Document, DocumentState, LineKind, PageUnit, clock

_BY_HAND = (LineKind.HANDWRITTEN, LineKind.EITHER)


@dataclass(frozen=True, slots=True)
class PageDoubts:
    """What a person should look at on a page that was read from a picture."""

    number: int
    doubtful: int  # lines that were not read for sure
    again: int  # of those, the ones of which a second reader could tell more
    worded: int  # lines read for sure but for a word

    @classmethod
    def of(cls, page: ScannedPage) -> PageDoubts:
        return cls.among(page.number, page.lines)

    @classmethod
    def among(cls, number: int, lines: Sequence[ScannedLine]) -> PageDoubts:
        return cls(
            number,
            sum(line.is_doubtful for line in lines),
            sum(line.is_doubtful and line.again for line in lines),
            sum(needs_look(line) and not line.is_doubtful for line in lines),
        )


def needs_look(line: ScannedLine) -> bool:
    """Whether a person should look at a line, or at a word of one that is sure as a whole."""
    return line.is_doubtful or (bool(line.doubts) and not line.is_corrected)


def has_scans(document: Document) -> bool:
    """Whether there is something to check: pages that were read from pictures, or a recording."""
    return bool(document.coverage.ocr or document.coverage.vision) or is_recording(document)


def is_recording(document: Document) -> bool:
    """Whether what it says was heard."""
    return document.unit is PageUnit.MINUTE and document.state is DocumentState.READY


def check_words(document: Document) -> str:
    """What one does with it, as a menu names it."""
    return say("library.menu.check-words" if is_recording(document) else "library.menu.check")


def line_words(line: ScannedLine) -> str:
    """How sure a line is: "Read from print, 71 % sure"; of what was heard, when: "12:41, 93 % sure".

    Of a hand no number is told: the share of right letters over many hands says little of this one's line.
    """
    if line.begins is not None:
        return _heard_words(line, clock(line.begins))
    if line.is_corrected:
        return say("scans.corrected") if line.text else say("scans.taken-away")
    sure = percent(line.confidence)
    if line.trust is Trust.UNRELIABLE:
        return say(f"scans.unreliable.{line.kind.value}", sure=sure)
    if line.trust is Trust.CHECK and line.kind in _BY_HAND:
        return say(f"scans.doubtful.{line.kind.value}")
    return say(f"scans.line.{line.kind.value}", sure=sure)


def _heard_words(line: ScannedLine, at: str) -> str:
    if line.is_corrected:
        return say("scans.heard.corrected" if line.text else "scans.heard.taken-away", at=at)
    return say("scans.heard.line", at=at, sure=percent(line.confidence))


def word_words(
    text: str, word: ScannedWord, kind: LineKind = LineKind.PRINTED, *, heard: bool = False
) -> str:
    """How sure a word of a line is."""
    said, sure = text[word.start : word.end], percent(word.confidence)
    if kind in _BY_HAND and not heard:
        return say("scans.unsure-word", word=said)
    return say("scans.heard.word", word=said, sure=sure) if heard else say("scans.word", word=said, sure=sure)


def left_heard(worded: int) -> str:
    """How many lines of a recording have doubtful words."""
    return count("scans.left.heard", worded) if worded else say("scans.left.none-heard")


def left_words(page: int, document: int, pages: int, worded: int = 0) -> str:
    """How many doubtful lines are left on a page, and in its document of so many `pages`; `worded` lines of
    the document are sure but for a word.
    """
    if not document:
        left = say("scans.left.none")
    elif pages == 1:
        left = count("scans.left.only-page", page)
    elif not page:
        left = say("scans.left.none-here", document=document)
    else:
        left = count("scans.left.here", page, document=document)
    return count("scans.left.and-words", worded, left=left) if worded else left


def rewritten(line: ScannedLine, text: str) -> ScannedLine:
    """A line as it stands with another text, before the library has taken it."""
    read = line.text if line.read is None else line.read
    if text == read:
        return replace(line, text=text, doubts=(), read=None)
    return replace(line, text=text, confidence=1.0, trust=Trust.SURE, doubts=(), read=read)


def next_doubt(lines: Sequence[ScannedLine], place: int | None, steps: int) -> int | None:
    """The place of the next line to look at (`steps` 1) or the one before (-1); None where there is none.

    `place` is where one stands, None before the first line or behind the last.
    """
    order = [line.place for line in lines]
    at = order.index(place) if place in order else (-1 if steps > 0 else len(lines))
    behind = lines[at + 1 :] if steps > 0 else lines[:at][::-1]
    return next((line.place for line in behind if needs_look(line)), None)


def next_page(pages: Sequence[PageDoubts], at: int, steps: int) -> int | None:
    """Which page of `pages` has the next lines to look at behind (1) or before (-1) the one at `at`."""
    places = range(at + 1, len(pages)) if steps > 0 else range(at - 1, -1, -1)
    return next((place for place in places if pages[place].doubtful or pages[place].worded), None)
