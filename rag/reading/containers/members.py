"""Pages of documents that another file holds: attachments of a message, members of an archive.

Each begins with its name as a heading and is read by its own format's reader, from memory. One that cannot
be read is an empty page whose label says why; the others are read all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rag.errors import FormatUnknown, ReadError
from rag.reading.cleaning import one_line
from rag.reading.course import ATTACHMENT_ENDED, Course, PageBegun
from rag.reading.detection import format_of, reader_for
from rag.reading.formats import Format
from rag.reading.paging import PAGE_LIMIT, plain_page
from rag.reading.source import Source
from rag.reading.viewing.recording import recorder
from rag.types import DocumentInfo, Heading, OutlineItem, Page, PageUnit, TextSource

_log = logging.getLogger(__name__)

Events = Iterable[DocumentInfo | Page]

_RECORDS_A_PAGE = 200
_REASONS = {
    "format-unknown": "a kind of file that cannot be read",
    "file-empty": "empty",
    "file-corrupt": "damaged",
    "file-too-large": "too large",
    "hearer-needed": "a recording, and no model that hears is installed",
    "file-protected": "protected",
    "password-needed": "protected by a password",
    "password-wrong": "protected by another password",
}
TOO_DEEP = "too many archives inside each other"
_TOO_OFTEN = "too many messages inside each other"


class MemberPages:
    """Numbers the pages of a container through all its members, and keeps their outlines."""

    def __init__(self, source: Source, password: str | None) -> None:
        self._source = source
        self._password = password
        self.count = 0
        self.outline: list[OutlineItem] = []

    def own(self, pages: Iterable[Page]) -> Iterator[Page]:
        """Pages of the container itself."""
        for page in pages:
            yield self._numbered(page, page.label)

    def unreadable(self, name: str, reason: str) -> Page:
        """The page that stands for a member that cannot be read."""
        return self._numbered(plain_page(1, ""), f"{one_line(name)}: not read, {reason}")

    def add(self, name: str, load: Callable[[], bytes]) -> Iterator[Page]:
        """The pages of a member with these bytes. Raises `FileTooLarge` when the container holds too much."""
        try:
            data = load()
        except ReadError as fault:
            yield self.unreadable(name, _REASONS.get(fault.code, "damaged"))
            return
        inner = self._source.inside(name, data)
        yield from self.add_events(name, lambda: self._events(inner))

    def in_course(
        self, name: str, load: Callable[[], bytes], course: Course, first_key: int = 0
    ) -> Iterator[Page | PageBegun]:
        """What `add` yields, each page announced before under its number and `first_key`. A member at whose
        page the process ended before is left there.
        """
        first = self.count + 1
        if self._source.is_deepest:
            yield self.unreadable(name, TOO_DEEP)
            return
        read = self.add(name, load)
        while True:
            number = self.count + 1
            # Where one member may go on and the next may begin, one end is laid to the next, two to it.
            if course.ends.get(first_key + number, 0) > (number > first):
                yield self.unreadable(name, ATTACHMENT_ENDED)
                return
            yield PageBegun(first_key + number)
            page = next(read, None)
            if page is None:
                return
            yield page

    def add_letter(self, name: str, read: Callable[[Source, str | None], Events]) -> Iterator[Page]:
        """The pages of a message that is open already. Raises `FileTooLarge` like `add`."""
        if self._source.is_last_letter:
            yield self.unreadable(name, _TOO_OFTEN)
            return
        inner = self._source.letter(name)
        yield from self.add_events(name, lambda: read(inner, self._password))

    def add_events(self, name: str, read: Callable[[], Events]) -> Iterator[Page]:
        """The pages that `read` gives of a member."""
        before = self.count
        try:
            yield from self._pages(one_line(name), read())
        except ReadError as fault:
            yield self.unreadable(
                name, str(fault.facts.get("inside", "")) or _REASONS.get(fault.code, "damaged")
            )
        except MemoryError:
            yield self.unreadable(name, "too large" if self.count == before else "damaged from here on")
        except Exception:
            # A boundary like that of the process: whatever a library makes of this member, others follow.
            _log.exception("A member of a container cannot be read")
            yield self.unreadable(name, "damaged" if self.count == before else "damaged from here on")

    def _events(self, inner: Source) -> Events:
        if inner.is_deepest and format_of(inner).value.holds_files:
            raise FormatUnknown(path=str(inner.path), suffix=inner.suffix, inside=TOO_DEEP)
        if recorder() is not None and format_of(inner) in (Format.PDF, Format.IMAGE):
            raise FormatUnknown(path=str(inner.path), suffix=inner.suffix)  # nothing to be noted of it
        return reader_for(inner)(inner, self._password)

    def _pages(self, name: str, events: Events) -> Iterator[Page]:
        first, before = True, self.count
        info = DocumentInfo("", 0)
        outline: tuple[OutlineItem, ...] = ()
        for event in _paged(events):
            if isinstance(event, DocumentInfo):
                info, outline = event, event.outline
                continue
            page = _under(name, event) if first else _deeper(event, 0)
            first = False
            yield self._numbered(page, f"{name}, {_place(event, info)}")
        self.outline += [replace(item, level=item.level + 1, page=item.page + before) for item in outline]

    def _numbered(self, page: Page, label: str | None) -> Page:
        self.count += 1
        return replace(page, number=self.count, label=label)


def _place(page: Page, info: DocumentInfo) -> str:
    if page.label and info.unit is not PageUnit.PAGE:
        return page.label
    if page.label and page.number > info.page_count:
        return page.label  # of a container, or of what a document holds: it names the member
    unit = PageUnit.PAGE if info.unit is PageUnit.RECORD else info.unit
    return f"{unit.value} {page.number}"


def _under(name: str, page: Page) -> Page:
    """A member's first page, with the member's name as its heading."""
    title = f"{name}\n\n" if page.text else name
    moved = _deeper(page, len(title))
    headings = (Heading(0, len(name), 1, name), *moved.headings)
    source = page.source if page.source is not TextSource.NONE else TextSource.TEXT
    named = plain_page(1, name).lines
    return replace(
        moved, text=title + page.text, lines=named + moved.lines, headings=headings, source=source,
        confidence=page.confidence or 1.0,
    )  # fmt: skip


def _deeper(page: Page, by: int) -> Page:
    """A page with its headings one level down and everything on it moved by as many characters."""
    headings = tuple(
        Heading(item.start + by, item.end + by, item.level + 1, item.title) for item in page.headings
    )
    if not by:
        return replace(page, headings=headings)
    lines = tuple(replace(line, start=line.start + by, end=line.end + by) for line in page.lines)
    words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in page.words)
    return replace(page, headings=headings, lines=lines, words=words)


def _paged(events: Events) -> Iterator[DocumentInfo | Page]:
    """Events in which many records share a page, since inside a container pages are what is counted."""
    records: list[Page] | None = None
    size = number = 0
    for event in events:
        if isinstance(event, DocumentInfo):
            records = [] if event.unit is PageUnit.RECORD else None
            yield event
        elif records is None:
            yield event
        else:
            records.append(event)
            size += len(event.text)
            if len(records) == _RECORDS_A_PAGE or size > PAGE_LIMIT:
                number += 1
                yield _of_records(number, records)
                records, size = [], 0
    if records:
        yield _of_records(number + 1, records)


def _of_records(number: int, records: list[Page]) -> Page:
    lines = [f"{record.label or record.key or f'row {record.number}'}: {record.text}" for record in records]
    first, last = records[0].number, records[-1].number
    label = f"rows {first}–{last}" if last > first else f"row {first}"
    return plain_page(number, "\n".join(lines), label=label)
