"""HTML: what a reader of the page sees, with headings, lists, and tables as rows of cells.

The tree is walked without recursion, so depth costs no stack; libxml2 neither fetches nor expands anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import FileCorrupt
from rag.readers.cleaning import clean, one_line
from rag.readers.flow import FlowPages
from rag.readers.text import MAX_BYTES, decode
from rag.types import DocumentInfo, Page

_LEFT_OUT = frozenset(
    {
        "script",
        "style",
        "nav",
        "template",
        "noscript",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "button",
        "dialog",
        "canvas",
        "audio",
        "video",
    }
)
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "address",
        "body",
        "details",
        "summary",
    }
)
_HEADING = re.compile(r"h([1-6])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MAX_BYTES = MAX_BYTES // 4  # a tree takes several times its source


def read(path: Path, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    from lxml import etree, html

    source = _DECLARATION.sub("", _load(path))
    if not source.strip():
        raise FileCorrupt(path=str(path), detail="no text")
    try:
        root = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, ValueError) as failure:
        raise FileCorrupt(path=str(path), detail=str(failure)) from None
    title = root.find(".//title")
    pages = _Walk().pages(root)
    yield DocumentInfo(
        title=one_line(title.text_content()) if title is not None else "", page_count=len(pages)
    )
    yield from pages


def _load(path: Path) -> str:
    from rag.errors import FileTooLarge

    size = path.stat().st_size
    if size > _MAX_BYTES:
        raise FileTooLarge(path=str(path), limit=_MAX_BYTES, size=size)
    data = path.read_bytes()
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii", "replace"))
        except (LookupError, UnicodeDecodeError):
            pass  # the declaration is wrong: the bytes decide
    return decode(data, path)


class _Walk:
    """One pass over the tree, collecting text into blocks."""

    def __init__(self) -> None:
        self._flow = FlowPages()
        self._text: list[str] = []
        self._row: list[str] | None = None
        self._rows: list[str] = []
        self._tables = 0
        self._lists: list[int | None] = []  # the number of the last item, None in lists without numbers
        self._mark = ""
        self._first = False  # the next item is the first of its list
        self._plain = 0  # inside <pre>

    def pages(self, root: Any) -> list[Page]:
        from lxml import etree

        skipped: Any = None
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                if skipped is None:
                    self._add(node.tail)
                continue
            if event == "start":
                if skipped is None and _is_left_out(node):
                    skipped = node
                elif skipped is None:
                    self._open(node)
            elif skipped is None:
                self._close(node)
                self._add(node.tail)
            elif node is skipped:
                skipped = None
                self._add(node.tail)
        self._flush()
        return self._flow.finish()

    def _add(self, text: str | None) -> None:
        if text:
            self._text.append(text)

    def _open(self, node: Any) -> None:
        tag = node.tag
        if tag == "br":
            self._text.append("\n" if self._plain or self._row is None else " ")
        elif tag in _BLOCKS and not (self._row is not None and tag not in ("tr", "td", "th", "table")):
            self._flush()
        if tag == "table":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._row = []
        elif tag in ("ul", "ol"):
            self._first = True
            self._lists.append(_first_number(node) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "pre":
            self._plain += 1
        self._add(node.text)

    def _close(self, node: Any) -> None:
        tag = node.tag
        if tag in ("td", "th") and self._tables == 1 and self._row is not None:
            self._row.append(one_line("".join(self._text)))
            self._text.clear()
        elif tag == "tr" and self._tables == 1 and self._row is not None:
            if any(self._row):
                self._rows.append(" | ".join(self._row))
            self._row = None
            self._text.clear()
        elif tag in ("td", "th", "p", "div", "li") and self._row is not None:
            self._text.append(" ")
        elif tag == "table":
            self._tables -= 1
            if self._tables == 0:
                self._flow.add("\n".join(self._rows))
                self._rows.clear()
        elif tag in _BLOCKS:
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        heading = _HEADING.fullmatch(tag)
        if heading is not None and self._row is None:
            self._flush(int(heading[1]))
        elif self._row is None:
            self._flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._plain = max(self._plain - 1, 0)

    def _flush(self, level: int | None = None) -> None:
        if self._row is not None:
            return
        raw = "".join(self._text)
        self._text.clear()
        if self._plain:
            text = clean(raw).strip("\n")
        else:
            text = "\n".join(line for line in (one_line(part) for part in raw.split("\n\n")) if line)
        if not text.strip():
            return
        mark, self._mark = self._mark, ""
        self._flow.add(f"{mark}{text}", level, tight=bool(mark) and not self._first)
        self._first = self._first and not mark

    def _next_mark(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "• "
        number = self._lists[-1] + 1
        self._lists[-1] = number
        return f"{number}. "


def _first_number(node: Any) -> int:
    start = node.get("start", "1")
    return int(start) if start.lstrip("-").isdecimal() and len(start) < 7 else 1


def _is_left_out(node: Any) -> bool:
    if node.tag in _LEFT_OUT or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if node.get("role") in ("navigation", "dialog", "alertdialog", "search"):
        return True
    style = node.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))
