"""HTML: what a reader of the page sees, with headings, lists, and tables as rows of cells.

The tree is walked without recursion, so depth costs no stack; libxml2 neither fetches nor expands anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rag.errors import FileCorrupt
from rag.reading.cleaning import clean, one_line
from rag.reading.paging import FlowPages
from rag.reading.rows import ACROSS, filled_down, table_blocks
from rag.reading.source import Source
from rag.reading.text.text import MAX_BYTES, decode
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
_WIDEST = 200  # columns or rows that a cell reaches over
_MAX_BYTES = MAX_BYTES // 4  # a tree takes several times its source


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`."""
    flow = FlowPages()
    title = add_html(flow, html_text(source.load(_MAX_BYTES), source), source)
    pages = flow.finish()
    yield DocumentInfo(title=title, page_count=len(pages))
    yield from pages


def add_html(flow: FlowPages, text: str, source: Source) -> str:
    """Add what a reader of the page sees to `flow`; return its title. Raises `FileCorrupt`."""
    from lxml import etree, html

    text = _DECLARATION.sub("", text)
    if not text.strip():
        raise FileCorrupt(path=str(source.path), detail="no text")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, ValueError) as failure:
        raise FileCorrupt(path=str(source.path), detail=str(failure)) from None
    _Walk(flow).add(root)
    title = root.find(".//title")
    return one_line(title.text_content()) if title is not None else ""


def html_text(data: bytes, source: Source) -> str:
    """The text of a page, decoded as it declares or as its bytes tell."""
    declared = _CHARSET.search(data[:4096])
    if declared is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii", "replace"))
        except (LookupError, UnicodeDecodeError):
            pass  # the declaration is wrong: the bytes decide
    return decode(data, source)


class _Walk:
    """One pass over the tree, collecting text into blocks."""

    def __init__(self, flow: FlowPages) -> None:
        self._flow = flow
        self._text: list[str] = []
        self._row: list[str] | None = None
        self._rows: list[list[str]] = []
        self._heads = 0  # rows at the top of the table that are its header
        self._plain_cells = 0  # of the row
        self._spans: dict[int, tuple[int, str]] = {}  # column: rows a cell above still reaches over, its text
        self._tables = 0
        self._lists: list[int | None] = []  # the number of the last item, None in lists without numbers
        self._mark = ""
        self._first = False  # the next item is the first of its list
        self._plain = 0  # inside <pre>

    def add(self, root: Any) -> None:
        from lxml import etree

        skipped: Any = None
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("comment", "pi"):
                if skipped is None:
                    self._say(node.tail)
                continue
            if event == "start":
                if skipped is None and _is_left_out(node):
                    skipped = node
                elif skipped is None:
                    self._open(node)
            elif skipped is None:
                self._close(node)
                self._say(node.tail)
            elif node is skipped:
                skipped = None
                self._say(node.tail)
        self._flush()

    def _say(self, text: str | None) -> None:
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
            self._plain_cells = 0
        elif tag in ("ul", "ol"):
            self._first = True
            self._lists.append(_first_number(node) - 1 if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag == "pre":
            self._plain += 1
        self._say(node.text)

    def _close(self, node: Any) -> None:
        tag = node.tag
        if tag in ("td", "th") and self._tables == 1 and self._row is not None:
            self._end_cell(node, self._row)
        elif tag == "tr" and self._tables == 1 and self._row is not None:
            self._end_row(node, self._row)
        elif tag in ("td", "th", "p", "div", "li") and self._row is not None:
            self._text.append(" ")
        elif tag == "table":
            self._tables -= 1
            if self._tables == 0:
                for block in table_blocks(self._rows, self._heads):
                    self._flow.add(block)
                self._rows.clear()
                self._spans.clear()
                self._heads = 0
        elif tag in _BLOCKS:
            self._end_block(tag)

    def _end_cell(self, node: Any, row: list[str]) -> None:
        self._reach_down(row)
        text = one_line("".join(self._text))
        self._text.clear()
        self._plain_cells += node.tag == "td" and bool(text)
        across, down = _span(node, "colspan"), _span(node, "rowspan")
        for column in range(across):
            if down > 1:
                self._spans[len(row)] = (down - 1, ACROSS if column else filled_down(text))
            row.append(ACROSS if column else text)

    def _end_row(self, node: Any, row: list[str]) -> None:
        self._reach_down(row)
        if any(cell not in ("", ACROSS) for cell in row):
            heads = not self._plain_cells or node.getparent().tag == "thead"
            self._heads += heads and self._heads == len(self._rows)
            self._rows.append(row)
        self._row = None
        self._text.clear()

    def _reach_down(self, row: list[str]) -> None:
        """Add the cells that reach down from the rows above."""
        while self._spans.get(len(row), (0, ""))[0] > 0:
            left, text = self._spans[len(row)]
            self._spans[len(row)] = (left - 1, text)
            row.append(text)

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


def _span(node: Any, name: str) -> int:
    value = node.get(name, "1").strip()
    return min(max(int(value), 1), _WIDEST) if value.isdecimal() and len(value) < 6 else 1


def _is_left_out(node: Any) -> bool:
    if node.tag in _LEFT_OUT or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if node.get("role") in ("navigation", "dialog", "alertdialog", "search"):
        return True
    style = node.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))
