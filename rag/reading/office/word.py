"""DOCX, streamed: paragraphs with their numbers, headings, tables, footnotes, and the page breaks it holds.

Source: ECMA-376 part 1, 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rag.reading.cleaning import clean, one_line
from rag.reading.office.package import Package, opened_package
from rag.reading.office.word_numbering import Numbering, W
from rag.reading.paging import FlowPages
from rag.reading.rows import ACROSS, filled_down, table_blocks
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_DOCUMENT = "word/document.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGE = "\f"
_DEEPEST_STYLE = 12
_FIRST_ROW = 0x20  # of tblLook
_WIDEST = 200  # columns of a table
_BODY_LEVEL = 9  # the outline level that means "body text"


@dataclass(frozen=True, slots=True)
class _Style:
    level: int | None  # of a heading, 1 is the highest
    number_id: str | None
    depth: int


@dataclass(slots=True)
class _Parts:
    """What the body refers to."""

    styles: dict[str, _Style] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    with opened_package(source) as package:
        main = package.main_part(_DOCUMENT)
        title, author = package.title_and_author()
        drawn = _holds(package, main, b"lastRenderedPageBreak")
        pages = _Body(_parts(package, main), drawn=drawn).pages(package, main)
    yield DocumentInfo(title=title, page_count=len(pages), author=author)
    yield from pages


def _holds(package: Package, part: str, name: bytes) -> bool:
    """Whether a part holds an element of that name."""
    tail = b""
    with package.stream(part) as stream:
        while chunk := stream.read(1 << 20):
            if name in tail + chunk:
                return True
            tail = chunk[-len(name) :]
    return False


def _parts(package: Package, main: str) -> _Parts:
    parts = _Parts()
    folder = main.rpartition("/")[0]
    numbering = package.root(f"{folder}/numbering.xml")
    if numbering is not None:
        parts.numbering = Numbering.parse(numbering)
    styles = package.root(f"{folder}/styles.xml")
    if styles is not None:
        parts.styles = _styles(styles)
    for kind in ("footnote", "endnote"):
        notes = package.root(f"{folder}/{kind}s.xml")
        for note in () if notes is None else notes.iter(f"{W}{kind}"):
            text = one_line(" ".join(_text(paragraph) for paragraph in note.iter(f"{W}p")))
            if text and note.get(f"{W}type") is None:
                parts.notes[kind, note.get(f"{W}id", "")] = text
    return parts


def _styles(root: Any) -> dict[str, _Style]:
    nodes = {node.get(f"{W}styleId", ""): node for node in root.iter(f"{W}style")}
    return {name: _style(nodes, name) for name in nodes}


def _style(nodes: dict[str, Any], name: str) -> _Style:
    """A paragraph style with what it inherits."""
    level: int | None = None
    number_id: str | None = None
    depth = 0
    current: str | None = name
    for _ in range(_DEEPEST_STYLE):
        node = nodes.get(current or "")
        if node is None:
            break
        properties = node.find(f"{W}pPr")
        if level is None:
            level = _outline_level(properties)
        if level is None:
            level = _named_level(_attribute(node, f"{W}name"))
        if number_id is None and properties is not None:
            number_id, depth = _list_of(properties)
        current = _attribute(node, f"{W}basedOn")
    return _Style(level if level != 0 else None, number_id, depth)


def _attribute(parent: Any, path: str) -> str | None:
    node = None if parent is None else parent.find(path)
    return None if node is None else node.get(f"{W}val")


def _outline_level(properties: Any) -> int | None:
    """1–9 for headings, 0 for text that says it is body, None where nothing is said."""
    value = _attribute(properties, f"{W}outlineLvl")
    if value is None or not value.isdecimal():
        return None
    return 0 if int(value) >= _BODY_LEVEL else int(value) + 1


def _named_level(name: str | None) -> int | None:
    words = (name or "").lower().split()
    if len(words) == 2 and words[0] == "heading" and words[1].isdecimal():
        return int(words[1])
    return 1 if words == ["title"] else None


def _list_of(properties: Any) -> tuple[str | None, int]:
    numbers = properties.find(f"{W}numPr")
    if numbers is None:
        return None, 0
    depth = _attribute(numbers, f"{W}ilvl") or "0"
    return _attribute(numbers, f"{W}numId"), int(depth) if depth.isdecimal() else 0


class _Body:
    """Streams word/document.xml into pages."""

    def __init__(self, parts: _Parts, *, drawn: bool) -> None:
        self._parts = parts
        self._drawn = drawn  # Word left a mark wherever a page began; the breaks it came from say it again
        self._flow = FlowPages()
        self._listed = False  # the last block was a list item

    def pages(self, package: Package, main: str) -> list[Page]:
        for node in package.elements(main, f"{W}p", f"{W}tbl", f"{W}sectPr"):
            if node.tag == f"{W}p":
                self._paragraph(node)
            elif node.tag == f"{W}tbl":
                self._table(node)
        for (kind, _), text in self._parts.notes.items():
            if kind == "endnote":
                self._flow.add(text)
        return self._flow.finish()

    def _paragraph(self, node: Any) -> None:
        properties = node.find(f"{W}pPr")
        level, label = self._kind(properties)
        if self._breaks_before(properties):
            self._flow.break_page()
        pieces = _text(node, _Tag.DRAWN_BREAK if self._drawn else _Tag.BREAK).split(_PAGE)
        for place, piece in enumerate(pieces):
            if place and not (self._flow.empty and place == 1):
                self._flow.break_page()
            self._block(clean(piece).strip(), level, label)
            if piece.strip():
                label = ""
        for note in _notes_in(node):
            text = self._parts.notes.get(note)
            if text:
                self._flow.note(f"{note[1]} {text}")
        section = None if properties is None or self._drawn else properties.find(f"{W}sectPr")
        if section is not None and _attribute(section, f"{W}type") != "continuous":
            self._flow.break_page()

    def _breaks_before(self, properties: Any) -> bool:
        if self._drawn or self._flow.empty or properties is None:
            return False
        return properties.find(f"{W}pageBreakBefore") is not None

    def _block(self, text: str, level: int | None, label: str) -> None:
        if not text:
            return
        item = bool(label) and level is None
        separator = " " if label else ""
        self._flow.add(f"{label}{separator}{text}", level, tight=item and self._listed)
        self._listed = item

    def _kind(self, properties: Any) -> tuple[int | None, str]:
        """The heading level of a paragraph, or None, and the number it is printed with."""
        style = self._parts.styles.get(_attribute(properties, f"{W}pStyle") or "")
        level = style.level if style else None
        own = _outline_level(properties)
        if own is not None:
            level = own or None
        number_id, depth = (None, 0) if properties is None else _list_of(properties)
        if number_id is None and style is not None:
            number_id, depth = style.number_id, style.depth
        label = self._parts.numbering.next(number_id, depth) if number_id not in (None, "0") else ""
        return level, label

    def _table(self, table: Any) -> None:
        rows: list[list[str]] = []
        declared = bold = 0
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            cells = _cells(row, rows[-1] if rows else [])
            if any(cell not in ("", ACROSS) for cell in cells):
                rows.append(cells)
                declared += declared == len(rows) - 1 and row.find(f"{W}trPr/{W}tblHeader") is not None
                bold += bold == len(rows) - 1 and _is_bold(row)
        self._listed = False
        if not declared and bold == 1:
            declared = bold  # set apart by its type, which is how most people make a header
        for block in table_blocks(rows, declared, styled=_has_styled_header(table)):
            self._flow.add(block)


def _cells(row: Any, above: list[str]) -> list[str]:
    """The cells of a row, filled where one reaches down from the row above."""
    cells: list[str] = []
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue
        properties = cell.find(f"{W}tcPr")
        text = one_line(" ".join(_text(paragraph) for paragraph in cell.iter(f"{W}p")))
        merge = None if properties is None else properties.find(f"{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart" and not text and len(cells) < len(above):
            text = filled_down(above[len(cells)])
        span = _attribute(properties, f"{W}gridSpan") or "1"
        cells += [text, *[ACROSS] * (min(int(span), _WIDEST) - 1 if span.isdecimal() else 0)]
    return cells


def _has_styled_header(table: Any) -> bool:
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    first = look.get(f"{W}firstRow")
    value = look.get(f"{W}val", "")
    bits = int(value, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", value) else 0
    return bool(bits & _FIRST_ROW) if first is None else first in ("1", "true")


def _is_bold(row: Any) -> bool:
    """Whether every word of a row is set in bold type."""
    runs = [run for run in row.iter(f"{W}r") if (run.findtext(f"{W}t") or "").strip()]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{W}val") not in ("0", "false") for mark in marks
    )


def _notes_in(node: Any) -> Iterator[tuple[str, str]]:
    for reference in node.iter(f"{W}footnoteReference"):
        yield "footnote", reference.get(f"{W}id", "")


def _text(paragraph: Any, page_mark: str = "") -> str:
    """The text of a paragraph; a form feed stands for each page break that `page_mark` elements make."""
    parts: list[str] = []
    doubled = False
    for node in paragraph.iter():
        # A fallback is the same content once more, for programs that know less.
        doubled = doubled or node.tag == _FALLBACK
        if doubled and next(node.iterancestors(_FALLBACK), None) is not None:
            continue
        match node.tag:
            case _Tag.TEXT:
                parts.append(node.text or "")
            case _Tag.PLACED_TAB:
                parts.append("\t")
            case _Tag.TAB if node.getparent().tag != _Tag.TAB_STOPS:
                parts.append("\t")
            case _Tag.BREAK if node.get(f"{W}type") != "page":
                parts.append("\n")
            case _Tag.BREAK | _Tag.DRAWN_BREAK if node.tag == page_mark:
                parts.append(_PAGE)
            case _Tag.RETURN:
                parts.append("\n")
            case _Tag.HYPHEN:
                parts.append("-")
            case _Tag.NOTE:
                parts.append(f"[{node.get(f'{W}id', '')}]")
            case _:
                pass
    return "".join(parts)


class _Tag:
    """Names of the elements that give text."""

    TEXT = f"{W}t"
    TAB = f"{W}tab"
    PLACED_TAB = f"{W}ptab"
    TAB_STOPS = f"{W}tabs"
    BREAK = f"{W}br"
    RETURN = f"{W}cr"
    DRAWN_BREAK = f"{W}lastRenderedPageBreak"
    HYPHEN = f"{W}noBreakHyphen"
    NOTE = f"{W}footnoteReference"
