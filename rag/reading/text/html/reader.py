"""HTML: what a reader of the page sees, with headings, lists, and tables as rows of cells.

The tree is walked without recursion, so depth costs no stack; libxml2 neither fetches nor expands anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from rag.errors import FileCorrupt
from rag.reading.cleaning import one_line
from rag.reading.course import Course, Step, told
from rag.reading.paging import FlowPages
from rag.reading.pictures import address_of, taken_out
from rag.reading.shown import Pictures
from rag.reading.source import Source
from rag.reading.text.encodings import codec_of
from rag.reading.text.html.forms import Forms
from rag.reading.text.html.layout import unwrap
from rag.reading.text.html.pictures import Held
from rag.reading.text.html.styles import Styles
from rag.reading.text.html.walk import Walk
from rag.reading.text.text import MAX_BYTES, decode
from rag.types import DocumentInfo, Page

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
Sheets = Callable[[str], str]  # the address that a page links to, and the style sheet that stands there
_MAX_BYTES = MAX_BYTES // 4  # a tree takes several times its source


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, _password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, the pictures written into the page read first. Raises as `read` does."""
    text, found = taken_out(html_text(source.load(_MAX_BYTES), source))
    written = _Written(found)
    pictures = Pictures(written, source)
    yield from pictures.read(written.names, course)
    flow = FlowPages()
    title = add_html(
        flow, text, source, picture=lambda address: pictures.take(written.named(address)), held=written.held
    )
    pages = flow.finish()
    if pages and written.unread:
        pages[0] = replace(pages[0], unread=(*dict.fromkeys(written.unread), *pages[0].unread))
    yield DocumentInfo(title=title, page_count=len(pages))
    yield from course.unknown(pages)


class _Written:
    """The pictures that are written into a page, by their names."""

    def __init__(self, found: Sequence[tuple[str, bytes]]) -> None:
        self._held = dict(found)
        self._addresses = {address_of(data): name for name, data in reversed(found)}
        self.unread: list[str] = []

    @property
    def names(self) -> list[str]:
        return list(self._held)

    def named(self, address: str) -> str:
        """The name of the picture that stands at an address."""
        return self._addresses.get(address, "")

    def held(self, address: str) -> bytes | None:
        """The picture that stands at an address; None where it is not in the page."""
        return self._held.get(self.named(address))

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def bytes(self, name: str) -> bytes:
        return self._held[name]

    def leave_out(self, called: str, why: str) -> None:
        self.unread.append(f"{called} not read: {why}")


def add_html(
    flow: FlowPages,
    text: str,
    source: Source,
    sheet: Sheets | None = None,
    picture: Callable[[str], list[str]] = lambda _: [],
    held: Held = lambda _: None,
) -> str:
    """Add what a page says to `flow`; return its title.

    `sheet` gives a style sheet that it links to, `picture` what a picture at an address shows, a block a
    paragraph; `held` the file of a picture that came with the page. Raises `FileCorrupt`.
    """
    from lxml import etree, html

    text = _DECLARATION.sub("", text)
    if not text.strip():
        raise FileCorrupt(path=str(source.path), detail="no text")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, ValueError) as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None
    unwrap(root)
    sheets = list(_sheets(root, sheet))
    linked = sheet is None and any(_is_sheet(node) for node in root.iter("link"))
    styles = Styles(sheets, _names(root) if sheets else None, whole=not linked)
    Walk(flow, styles, Forms(root), picture, held).add(root)
    if flow.empty and flow.number == 1:
        # A page that only scripts fill says what it has to say to readers without them.
        for node in root.iter("noscript"):
            node.tag = "div"
        Walk(flow, styles, Forms(root), picture, held).add(root)
    title = root.find(".//title")
    return one_line(title.text_content()) if title is not None else ""


def html_text(data: bytes, source: Source) -> str:
    """The text of a page, decoded as it declares or as its bytes tell."""
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        codec = codec_of(declared[1].decode("ascii", "replace"))
        try:
            if codec is not None:
                return data.decode(codec)
        except UnicodeDecodeError:
            pass  # the declaration is wrong: the bytes decide
    return decode(data, source)


def _names(root: Any) -> frozenset[str]:
    """The ids ("#id") and classes (".class") of a page."""
    from lxml import etree

    classes = etree.XPath("//@class", smart_strings=False)(root)
    ids = etree.XPath("//@id", smart_strings=False)(root)
    named = {f".{name}" for text in set(classes) for name in text.split()}
    return frozenset(named | {f"#{name}" for name in ids})


def _sheets(root: Any, sheet: Sheets | None) -> Iterator[str]:
    """The style sheets of a page in the order in which they hold."""
    for node in root.iter("style", "link"):
        if node.tag == "style":
            yield node.text or ""
        elif sheet is not None and _is_sheet(node):
            yield sheet((node.get("href") or "").strip())


def _is_sheet(node: Any) -> bool:
    return "stylesheet" in (node.get("rel") or "").lower().split()
