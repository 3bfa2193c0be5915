"""EPUB: a page for each document of the book's spine, read as the web page it is; its table of contents.

Source: EPUB 3.3 (W3C) and OPF 2.0.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from rag.errors import FileCorrupt, FileProtected, FileTooLarge
from rag.reading.cleaning import one_line
from rag.reading.course import Course, Step, told
from rag.reading.office.package import DAMAGED, Package, opened_package
from rag.reading.paging import FlowPages, plain_page
from rag.reading.shown import Pictures
from rag.reading.source import Source
from rag.reading.text.html.reader import add_html, html_text
from rag.types import DocumentInfo, OutlineItem, Page

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_DRAWING = "image/svg+xml"  # its words are text
_WEB_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/xml")
_MOST_ENTRIES = 5_000
_DEEPEST = 8  # levels of a table of contents


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its chapters. Raises `FileCorrupt`, `FileTooLarge`, `FileProtected`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, _password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, its pictures read first. Raises as `read` does."""
    with opened_package(source) as package:
        pictures = Pictures(package, source)
        book = _Book(package, source, pictures)
        yield from pictures.read(book.pictured(), course)
        pages = list(book.pages())
        outline = tuple(book.outline())
        unread = package.take_unread()
    if pages and unread:
        pages[0] = replace(pages[0], unread=(*unread, *pages[0].unread))
    yield DocumentInfo(book.title, len(pages), author=book.author, outline=outline)
    yield from course.unknown(pages)


class _Book:
    """An open book."""

    def __init__(self, package: Package, source: Source, pictures: Pictures) -> None:
        self._package = package
        self._pictures = pictures
        self._source = source
        self._first_page: dict[str, int] = {}  # of each part of the spine
        self._sheets: dict[str, str] = {}
        self._main = _main_part(package, source)
        root = package.root(self._main)
        if root is None:
            raise FileCorrupt(path=str(source.path), detail="no package document")
        self._root = root
        self.title = one_line(root.findtext("{*}metadata/{*}title") or "")
        self.author = one_line(root.findtext("{*}metadata/{*}creator") or "")
        self._items = {node.get("id", ""): node for node in root.iterfind("{*}manifest/{*}item")}
        self._entries = self._contents()

    def pages(self) -> Iterator[Page]:
        """The spine's documents in reading order; those that cannot be parsed are empty pages."""
        titles: dict[str, str] = {}
        for title, _, part in self._entries:
            titles.setdefault(part, title)
        locked = self._locked()
        number = 0
        for part in self._spine():
            if part in locked:
                raise FileProtected(path=str(self._source.path), detail="against copying")
            self._first_page[part] = number + 1
            parts = self._chapter(part)
            name = titles.get(part) or next((head.title for page in parts for head in page.headings), "")
            for place, page in enumerate(parts, 1):
                number += 1
                label = name if place == 1 or not name else f"{name}, part {place}"
                yield replace(page, number=number, label=label or None)

    def pictured(self) -> Iterator[str]:
        """The parts of the book's pictures, but for its cover."""
        for item in self._items.values():
            drawn = item.get("media-type", "").startswith("image/") and item.get("media-type") != _DRAWING
            if drawn and "cover-image" not in item.get("properties", "").split():
                yield self._part(item.get("href", ""), self._main)

    def outline(self) -> Iterator[OutlineItem]:
        """The table of contents. Only once all pages are read."""
        for title, level, part in self._entries:
            page = self._first_page.get(part)
            if page is not None:
                yield OutlineItem(title, level, page)

    def _chapter(self, part: str) -> list[Page]:
        flow = FlowPages()
        try:
            text = html_text(self._package.bytes(part), self._source)
            add_html(
                flow, text, self._source, lambda address: self._sheet(self._part(address, part)),
                lambda address: self._pictures.take(self._part(address, part)),
                lambda address: self._package.held(self._part(address, part)),
            )  # fmt: skip
        except (FileCorrupt, *DAMAGED):
            return [replace(plain_page(1, ""), unread=("chapter not read: damaged",))]
        return flow.finish()

    def _sheet(self, part: str) -> str:
        """A style sheet of the book; empty where it holds none of that name, or one too large."""
        if part not in self._sheets:
            try:
                self._sheets[part] = self._package.bytes(part).decode("utf-8", "replace")
            except (FileTooLarge, *DAMAGED):
                self._sheets[part] = ""
        return self._sheets[part]

    def _spine(self) -> Iterator[str]:
        for node in self._root.iterfind("{*}spine/{*}itemref"):
            item = self._items.get(node.get("idref", ""))
            if item is not None and item.get("media-type", _WEB_PAGES[0]) in _WEB_PAGES:
                part = self._part(item.get("href", ""), self._main)
                if part in self._package:
                    yield part

    def _locked(self) -> set[str]:
        """Parts that are encrypted. Fonts often are, which does no harm."""
        root = self._package.root(_ENCRYPTION)
        nodes = () if root is None else root.iter("{*}CipherReference")
        return {unquote(node.get("URI", "")) for node in nodes}

    def _contents(self) -> list[tuple[str, int, str]]:
        """Title, level and part of each entry of the table of contents."""
        for item in self._items.values():
            if "nav" in item.get("properties", "").split():
                part = self._part(item.get("href", ""), self._main)
                root = self._package.optional(part, "table of contents")
                entries = [] if root is None else self._of_nav(root, part)
                if entries:
                    return entries
        spine = self._root.find("{*}spine")
        item = self._items.get("" if spine is None else spine.get("toc", ""))
        if item is None:
            return []
        part = self._part(item.get("href", ""), self._main)
        root = self._package.optional(part, "table of contents")
        return [] if root is None else self._of_ncx(root, part)

    def _of_nav(self, root: Any, part: str) -> list[tuple[str, int, str]]:
        entries: list[tuple[str, int, str]] = []
        for nav in root.iter("{*}nav"):
            kinds = [value for key, value in nav.items() if key.rpartition("}")[2] == "type"]
            if kinds and kinds[0] != "toc":
                continue
            for link in nav.iter("{*}a"):
                level = sum(1 for _ in link.iterancestors("{*}ol"))
                self._add(entries, "".join(link.itertext()), level, link.get("href", ""), part)
            return entries
        return entries

    def _of_ncx(self, root: Any, part: str) -> list[tuple[str, int, str]]:
        entries: list[tuple[str, int, str]] = []
        for point in root.iter("{*}navPoint"):
            content = point.find("{*}content")
            target = "" if content is None else content.get("src", "")
            level = 1 + sum(1 for _ in point.iterancestors("{*}navPoint"))
            self._add(entries, point.findtext("{*}navLabel/{*}text") or "", level, target, part)
        return entries

    def _add(
        self, entries: list[tuple[str, int, str]], title: str, level: int, target: str, part: str
    ) -> None:
        title = one_line(title)
        if title and 0 < level <= _DEEPEST and len(entries) < _MOST_ENTRIES:
            entries.append((title, level, self._part(target, part)))

    def _part(self, target: str, base: str) -> str:
        """The name of the part that a link of another part means."""
        path = unquote(target.partition("#")[0])
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), path)).lstrip("/")


def _main_part(package: Package, source: Source) -> str:
    root = package.root(_CONTAINER)
    node = None if root is None else root.find("{*}rootfiles/{*}rootfile")
    name = "" if node is None else node.get("full-path", "")
    if name not in package:
        name = next((other for other in package.names if other.endswith(".opf")), "")
    if not name:
        raise FileCorrupt(path=str(source.path), detail="no package document")
    return name
