"""Pages of formats that flow: blocks of text are added one after another, with their headings."""

from __future__ import annotations

from collections.abc import Iterator

from rag.reading.viewing.recording import recorder
from rag.types import Heading, Line, Page, TextSource
from rag.types.views import Kind

PAGE_LIMIT = 60_000  # characters; a longer stretch without page breaks is parted at a block
_BLOCK_LIMIT = 1_000_000


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page that has no geometry; blank ones left out."""
    lines = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Line(at, at + len(line), line))
        at += len(line) + 1
    return tuple(lines)


def plain_page(
    number: int,
    text: str,
    headings: tuple[Heading, ...] = (),
    *,
    key: str | None = None,
    label: str | None = None,
) -> Page:
    """A page whose text is all that is known of it."""
    source, confidence = (TextSource.TEXT, 1.0) if text.strip() else (TextSource.NONE, 0.0)
    return Page(
        number, text, source, confidence, lines=text_lines(text), headings=headings, key=key, label=label
    )


def part_text(text: str, limit: int = PAGE_LIMIT) -> Iterator[str]:
    """Pieces of `text` of at most `limit` characters, ended at a blank line or line if possible."""
    low = 0
    while len(text) - low > limit:
        cut = text.rfind("\n\n", low + limit // 2, low + limit)
        if cut < 0:
            cut = text.rfind("\n", low + limit // 2, low + limit)
        if cut < 0:
            cut = text.rfind(" ", low + limit // 2, low + limit)
        if cut < 0:
            cut = low + limit
        yield text[low:cut].strip("\n")
        low = cut
    yield text[low:].strip("\n")


class FlowPages:
    """Collects blocks into pages; `finish` gives them."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._parts: list[str] = []
        self._headings: list[Heading] = []
        self._length = 0
        self._notes: list[str] = []

    def add(
        self,
        text: str,
        level: int | None = None,
        *,
        title: str = "",
        tight: bool = False,
        kind: Kind = Kind.PARAGRAPH,
        depth: int = 0,
    ) -> None:
        """Add a block (a heading where `level` is given); `tight` follows the last without a blank line.

        `title` is what a heading says, where that differs from how it is written. `kind` and `depth` (of an
        item, in how many lists) change how it is shown and nothing of the text.
        """
        text = text.strip("\n")
        if not text.strip():
            return
        if self._length > PAGE_LIMIT and (level is not None or self._length > PAGE_LIMIT * 2):
            self.break_page()
        for piece in part_text(text, _BLOCK_LIMIT):
            if level is not None:
                said = title or " ".join(text.split())
                start = self._length + (len(_gap(tight)) if self._parts else 0)
                self._headings.append(Heading(start, start + len(piece), level, said))
                kind, depth = Kind.HEADING, level
            self._write(piece, kind, depth, tight=tight)

    def note(self, text: str) -> None:
        """Add a footnote, unless it is empty: it goes to the end of the page that refers to it."""
        if text:
            self._notes.append(text)

    def break_page(self) -> None:
        """End the page; a page without text is kept, so that numbers stay true."""
        for note in self._notes:
            self._write(note, Kind.NOTE, tight=False)
        self._notes.clear()
        noted = recorder()
        if noted is not None:
            noted.end_page()
        text = "".join(self._parts)
        self._pages.append(plain_page(len(self._pages) + 1, text, tuple(self._headings)))
        self._parts, self._headings, self._length = [], [], 0

    @property
    def number(self) -> int:
        """Of the page under way."""
        return len(self._pages) + 1

    @property
    def empty(self) -> bool:
        """Whether nothing stands on the page under way."""
        return not self._parts and not self._notes

    def finish(self) -> list[Page]:
        """All pages; at least one."""
        if not self.empty or not self._pages:
            self.break_page()
        return self._pages

    def _write(self, text: str, kind: Kind, depth: int = 0, *, tight: bool) -> None:
        noted = recorder()
        if noted is not None:
            noted.write(text, kind, depth)
        if self._parts:
            self._parts.append(_gap(tight))
            self._length += len(_gap(tight))
        self._parts.append(text)
        self._length += len(text)


def _gap(tight: bool) -> str:
    return "\n" if tight else "\n\n"
