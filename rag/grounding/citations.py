"""Where a citation is made: a span of a document with its text, its page, the page's name and its boxes.

Nothing else puts a `Citation` together, so that page, place and boxes always belong to the same characters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from rag.language.marks import unmarked
from rag.language.titles import behind_headings
from rag.language.words import letters
from rag.structuring.sections import heading_path
from rag.types import Citation, Document, Hit, Page, PageBox, Section

_LINE = 200  # characters of a clause's first line, at most


class Places(Protocol):
    """Where text stands in the documents; see `rag.storing.documents.DocumentStore`."""

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]: ...

    def page_at(self, document_id: int, start: int) -> tuple[int, str]: ...

    def is_poor(self, document_id: int, page: int) -> bool: ...


class Clauses(Places, Protocol):
    """The documents with their sections; see `rag.storing.documents.DocumentStore`."""

    def get(self, document_id: int) -> Document: ...

    def page(self, document_id: int, number: int) -> Page: ...

    def sections(self, document_id: int) -> tuple[Section, ...]: ...

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class Quote:
    """Some sentences of a passage, as places in the passage's text."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.hit.text[self.start : self.end]


def citation_of(places: Places, quote: Quote, bearing: int | None = None) -> Citation:
    """Where a quote stands. Raises `DocumentUnknown`.

    Its page is looked up and not taken from the passage, which may begin a page before. `bearing`, as a place
    in the passage's text: where the words that matter stand, of a quote that runs over to another page.
    """
    hit, start, end = quote.hit, quote.hit.start + quote.start, quote.hit.start + quote.end
    if hit.shared is not None:  # what was fetched is all there is of its document
        return replace(cited(hit), start=start, end=end, quote=quote.text)
    boxes = places.boxes(hit.document_id, start, end)
    page, place = places.page_at(hit.document_id, start if bearing is None else hit.start + bearing)
    poor = places.is_poor(hit.document_id, page)
    section = "" if hit.voices else hit.section  # who says it, the place tells
    return Citation(hit.document_id, hit.document, page, section, start, end, quote.text, boxes, place, poor)


def sentence_cited(places: Places, quote: Quote, bearing: int | None = None) -> Citation:
    """As `citation_of`, of a sentence: headings that stand before it in lines of their own are told as its
    section, and are no part of what is quoted.
    """
    hit, text = quote.hit, quote.text
    at = behind_headings(text, hit.section)
    if not at:
        return citation_of(places, quote, bearing)
    start = quote.start + at
    found = citation_of(
        places, Quote(hit, start, quote.end), None if bearing is None else max(bearing, start)
    )
    known = letters(found.section)
    above = unmarked(text[:at]).splitlines()
    fresh = [line for one in above if (line := one.strip()) and letters(line) not in known]
    if not fresh or hit.voices:
        return found
    return replace(found, section=" › ".join(filter(None, (found.section, *fresh))))


def hit_at(document_id: int, document: str, start: int, text: str, page: int = 1, section: str = "") -> Hit:
    """A span of a document as a passage that no search found."""
    end = start + len(text)
    return Hit(0, document_id, document, None, page, page, section, start, end, 1.0, text)


def hit_of(citation: Citation) -> Hit:
    """What is cited, as a passage that no search found."""
    hit = hit_at(
        citation.document_id,
        citation.document,
        citation.start,
        citation.quote,
        citation.page,
        citation.section,
    )
    return replace(hit, shared=citation.shared, place=citation.place if citation.shared else "")


def cited(hit: Hit) -> Citation:
    """A retrieved passage as something to open; its boxes are not looked up."""
    return Citation(
        hit.document_id,
        hit.document,
        hit.page,
        hit.section,
        hit.start,
        hit.end,
        hit.text,
        place=hit.place,
        shared=hit.shared,
    )


def spot(document: Document, page: int, start: int, end: int, text: str) -> Citation:
    """A place on a page that a person has in view, to come back to."""
    return Citation(document.id, document.name, page, "", start, end, text)


def clause_at(documents: Clauses, document_id: int, start: int) -> Citation:
    """The clause that begins at a place, cited with its first line. Raises `DocumentUnknown`."""
    number, place = documents.page_at(document_id, start)
    sections = documents.sections(document_id)
    index = next((one.index for one in sections if one.start == start), None)
    line = documents.text(document_id, start, start + _LINE).lstrip("\n").partition("\n")[0]
    end = start + len(line)
    return Citation(
        document_id=document_id,
        document=documents.get(document_id).name,
        page=number,
        section=heading_path(sections, index)
        if index is not None
        else documents.page(document_id, number).key or "",
        start=start,
        end=end,
        quote=line,
        boxes=documents.boxes(document_id, start, end),
        place=place,
        poor=documents.is_poor(document_id, number),
    )
