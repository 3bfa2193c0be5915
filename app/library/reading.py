"""What a person who reads a document needs of it: its sheets, what stands on a page, what is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.library.library import Library
from engine.cancel import CancelToken
from rag.finding.literal import Wanted
from rag.grounding.citations import spot
from rag.reading.reader import Picture
from rag.storing.document_rows import is_printed
from rag.storing.documents import DocumentStore
from rag.storing.reading import ReadingPlace
from rag.types import Box, Citation, Document, PageBox, PageUnit, Section, Sheet, TextSource, Word

_AT_ONCE = 64  # pages that are looked through before somebody may stop it
_OVER = 400  # characters of the next page that belong to what begins on one
_MOST = 20_000  # places that are told of what is looked for
# A new line of a list, which stays one when lines are joined.
_ITEM = re.compile(r"\n(?=\s*(?:[•‣▪·–—*-]\s|\(?[0-9]{1,3}[.)]\s|\(?[a-z][.)]\s|\([ivx]{1,5}\)\s))")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]\s*\n\s*(?=[^\W\d_])")
_CLOSE = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u9fff])\s*\n\s*(?=[\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Link:
    """A cross-reference on a page: `start` to `end` of its text, which lead to `target`."""

    start: int
    end: int
    text: str
    boxes: tuple[Box, ...]
    target: int  # in the document's text


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands on a page. `words` are those that have a place on it, in reading order."""

    number: int
    begin: int  # of `text` in the document's text
    text: str
    words: tuple[Word, ...] = ()
    links: tuple[Link, ...] = ()
    label: str = ""  # what is printed on it, "iv", where that is not its number
    key: str = ""
    is_recognised: bool = False  # its words were read from a picture


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where something was found. `boxes`: on the page but not in its text, a running head; `start` and `end`
    are then where the page begins.
    """

    page: int
    start: int  # in the document's text
    end: int
    boxes: tuple[PageBox, ...] = ()


class Reading:
    """Answers in the caller's thread, and reads nothing but the vault, but for pictures."""

    def __init__(self, store: DocumentStore, library: Library) -> None:
        self._store = store
        self._library = library

    def document(self, document_id: int) -> Document:
        """Raises `DocumentUnknown`."""
        return self._store.get(document_id)

    def place(self, document_id: int) -> ReadingPlace | None:
        """Where it was read last; None for what nobody has read yet."""
        return self._store.places.of(document_id)

    def keep_place(self, document_id: int, page: int, down: float, zoom: float) -> None:
        """Open it there the next time."""
        self._store.places.keep(document_id, ReadingPlace(page, down, zoom))

    def sheets(self, document_id: int) -> tuple[Sheet, ...]:
        """All pages, without what stands on them."""
        return self._store.sheets(document_id)

    def leaf(self, document: Document, number: int) -> Leaf:
        """Raises `DocumentUnknown` for a page that is not there."""
        page, begin = self._store.page(document.id, number), self._store.page_start(document.id, number)
        text = page.text
        links = tuple(
            Link(
                one.start - begin,
                one.end - begin,
                text[one.start - begin : one.end - begin],
                tuple(place.box for place in self._store.boxes(document.id, one.start, one.end)),
                one.target,
            )
            for one in self._store.references(document.id, begin, begin + len(text))
        )
        words = tuple(page.words) or tuple(
            Word(one.start, one.end, one.box) for one in page.lines if one.box and not one.aside
        )
        label = page.label or ""
        if document.unit is not PageUnit.PAGE or not is_printed(label):
            label = ""
        read = page.source in (TextSource.OCR, TextSource.VISION)
        return Leaf(number, begin, text, words, links, label, page.key or "", read)

    def picture(self, document_id: int, number: int, width_px: int) -> Picture | None:
        """See `Library.page_picture`."""
        return self._library.page_picture(document_id, number, width_px)

    def outline(self, document_id: int) -> tuple[Section, ...]:
        """The document's sections, in reading order."""
        return self._store.sections(document_id)

    def clause(self, document_id: int, start: int) -> Citation:
        """What begins at a place of the text, a heading or a clause."""
        return self._library.clause_at(document_id, start)

    def spot(self, document: Document, start: int, end: int) -> Citation:
        """A stretch of the text that a person has in view, to come back to."""
        page, _ = self._store.page_at(document.id, start)
        return spot(document, page, start, end, self._store.text(document.id, start, end))

    def labelled(self, document_id: int, label: str) -> int | None:
        """The first page with this label printed on it."""
        return self._store.page_labelled(document_id, label)

    def text(self, document_id: int, start: int, end: int) -> str:
        """As it stands in the vault."""
        return self._store.text(document_id, start, end)

    def copied(self, document_id: int, start: int, end: int) -> str:
        """A stretch of the text as a person would write it down: lines joined, words that were parted whole,
        paragraphs and the lines of lists apart.
        """
        return joined(self._store.text(document_id, start, end))

    def find(self, document_id: int, words: str, cancel: CancelToken) -> list[Occurrence]:
        """Where words stand in a document, in order, on the pages' text and in their running heads; the first
        20,000 places. Raises `Cancelled`.
        """
        wanted = Wanted(words)
        found: list[Occurrence] = []
        if wanted.is_empty:
            return found
        sheets = self._store.sheets(document_id)
        in_heads = any(wanted.is_in(one.text) for one in self._store.asides(document_id))
        for first in range(0, len(sheets), _AT_ONCE):
            cancel.raise_if_cancelled()
            some = sheets[first : first + _AT_ONCE]
            found += self._found(document_id, wanted, some)
            if in_heads:
                found += self._in_heads(document_id, wanted, some)
            if len(found) >= _MOST:
                break
        found.sort(key=lambda one: (one.page, not one.boxes, one.start))
        return found[:_MOST]

    def _found(self, document_id: int, wanted: Wanted, sheets: tuple[Sheet, ...]) -> Iterator[Occurrence]:
        begin, last = sheets[0].start, sheets[-1].start + sheets[-1].length
        text = self._store.text(document_id, begin, last + _OVER)
        reached = 0
        for sheet in sheets:
            start = sheet.start - begin
            for from_, to in wanted.spans(text[start : start + sheet.length + _OVER]):
                # What runs over from the page before is found once.
                if from_ < sheet.length and start + from_ >= reached:
                    reached = start + to
                    yield Occurrence(sheet.number, sheet.start + from_, sheet.start + to)

    def _in_heads(self, document_id: int, wanted: Wanted, sheets: tuple[Sheet, ...]) -> Iterator[Occurrence]:
        starts = {one.number: one.start for one in sheets}
        for page in self._store.pages(document_id, sheets[0].number, sheets[-1].number):
            begin = starts[page.number]
            for line in page.lines:
                if line.aside and line.box is not None:
                    for box in wanted.boxes(line.text, line.box):
                        yield Occurrence(page.number, begin, begin, (PageBox(page.number, box),))


def joined(text: str) -> str:
    """A text without the ends of its lines; its paragraphs, and the lines of its lists, are lines."""
    whole = _CLOSE.sub("", _BROKEN.sub(_whole, text))
    paragraphs = re.split(r"\n\s*\n", whole)
    lines = [line for one in paragraphs for line in _ITEM.split(one)]
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _whole(hyphen: re.Match[str]) -> str:
    """What is left of a hyphen at the end of a line: nothing before a small letter."""
    after = hyphen.string[hyphen.end() : hyphen.end() + 1]
    return "" if after.islower() else "-"
