"""What is said of lines read from pictures, and which of them a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.coverage import counted
from app.reading_notes import percent
from app.scans import ScannedLine, ScannedOverview, ScannedWord
from rag.scans.routing import Trust
from rag.types import Document, LineKind

_WRITTEN = {
    LineKind.PRINTED: "print",
    LineKind.TYPED: "typewriting",
    LineKind.HANDWRITTEN: "handwriting",
}


def has_scans(document: Document) -> bool:
    """Whether pages of a document were read from pictures."""
    return bool(document.coverage.ocr or document.coverage.vision)


def line_words(line: ScannedLine) -> str:
    """How sure a line is: "Read from handwriting, 71 % sure"."""
    if line.is_corrected:
        return "Corrected" if line.text else "Taken away: no writing"
    told = f"ead from {_WRITTEN[line.kind]}, {percent(line.confidence)} sure"
    return f"Unreliable: r{told}" if line.trust is Trust.UNRELIABLE else f"R{told}"


def word_words(text: str, word: ScannedWord) -> str:
    """How sure a word of a line is."""
    return f"“{text[word.start : word.end]}” was read {percent(word.confidence)} sure"


def left_words(page: int, document: int, pages: int) -> str:
    """How many doubtful lines are left on a page, and in its document of so many `pages`."""
    if not document:
        return "No doubtful lines left"
    if pages == 1:
        return f"{counted(page, 'doubtful line')} left"
    if not page:
        return f"No doubtful lines left on this page, {document:,} in the document"
    return f"{counted(page, 'doubtful line')} left on this page, {document:,} in the document"


def rewritten(line: ScannedLine, text: str) -> ScannedLine:
    """A line as it stands with another text, before the library has taken it."""
    read = line.text if line.read is None else line.read
    if text == read:
        return replace(line, text=text, doubts=(), read=None)
    return replace(line, text=text, confidence=1.0, trust=Trust.SURE, doubts=(), read=read)


def next_doubt(lines: Sequence[ScannedLine], place: int | None, steps: int) -> int | None:
    """The place of the next doubtful line (`steps` 1) or the one before (-1); None where there is none.

    `place` is where one stands, None before the first line or behind the last.
    """
    order = [line.place for line in lines]
    at = order.index(place) if place in order else (-1 if steps > 0 else len(lines))
    behind = lines[at + 1 :] if steps > 0 else lines[:at][::-1]
    return next((line.place for line in behind if line.is_doubtful), None)


def next_page(pages: Sequence[ScannedOverview], at: int, steps: int) -> int | None:
    """Which page of `pages` has the next doubtful lines behind (1) or before (-1) the one at `at`."""
    places = range(at + 1, len(pages)) if steps > 0 else range(at - 1, -1, -1)
    return next((place for place in places if pages[place].doubtful), None)
