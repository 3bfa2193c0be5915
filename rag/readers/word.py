"""DOCX, streamed: paragraphs with their numbers, headings, tables, footnotes, and the page breaks it holds.

Entities are never expanded and nothing is fetched. An archive whose parts would unpack to more than
`_MAX_UNPACKED` bytes is refused before anything is unpacked. Source: ECMA-376 part 1, 17.
"""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.errors import FileCorrupt, FileTooLarge, PasswordNeeded
from rag.readers.cleaning import clean, one_line
from rag.readers.flow import FlowPages
from rag.readers.word_numbering import Numbering, W
from rag.types import DocumentInfo, Page

_log = logging.getLogger(__name__)

_MAX_UNPACKED = 300_000_000
_DOCUMENT = "word/document.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CORE_AUTHOR = "{http://purl.org/dc/elements/1.1/}creator"
_PAGE = "\f"
_DEEPEST_STYLE = 12
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


def read(path: Path, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml"))
            if size > _MAX_UNPACKED:
                raise FileTooLarge(path=str(path), limit=_MAX_UNPACKED, size=size)
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise PasswordNeeded(path=str(path))
            parts = _parts(archive)
            title, author = _core(archive)
            pages = _Body(parts, drawn=_holds(archive, b"lastRenderedPageBreak")).pages(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, etree.LxmlError) as failure:
        raise FileCorrupt(path=str(path), detail=type(failure).__name__) from failure
    yield DocumentInfo(title=title, page_count=len(pages), author=author)
    yield from pages


def _holds(archive: zipfile.ZipFile, name: bytes) -> bool:
    """Whether the document's body holds an element of that name."""
    tail = b""
    with archive.open(_DOCUMENT) as stream:
        while chunk := stream.read(1 << 20):
            if name in tail + chunk:
                return True
            tail = chunk[-len(name) :]
    return False


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of one part, or None where the archive lacks it or it cannot be parsed."""
    from lxml import etree

    if name not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with archive.open(name) as stream:
            return etree.parse(stream, parser).getroot()
    except etree.LxmlError:
        _log.warning("A part of a DOCX cannot be parsed and is left out")
        return None


def _core(archive: zipfile.ZipFile) -> tuple[str, str]:
    root = _part(archive, "docProps/core.xml")
    if root is None:
        return "", ""
    return one_line(root.findtext(_CORE_TITLE) or ""), one_line(root.findtext(_CORE_AUTHOR) or "")


def _parts(archive: zipfile.ZipFile) -> _Parts:
    parts = _Parts()
    numbering = _part(archive, "word/numbering.xml")
    if numbering is not None:
        parts.numbering = Numbering.parse(numbering)
    styles = _part(archive, "word/styles.xml")
    if styles is not None:
        parts.styles = _styles(styles)
    for kind in ("footnote", "endnote"):
        notes = _part(archive, f"word/{kind}s.xml")
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

    def pages(self, archive: zipfile.ZipFile) -> list[Page]:
        from lxml import etree

        outer = (f"{W}p", f"{W}tbl", f"{W}sectPr")
        with archive.open(_DOCUMENT) as stream:
            events = etree.iterparse(
                stream,
                events=("end",),
                tag=outer,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                recover=False,
            )
            for _, node in events:
                if next(node.iterancestors(f"{W}p", f"{W}tbl"), None) is not None:
                    continue
                if node.tag == f"{W}p":
                    self._paragraph(node)
                elif node.tag == f"{W}tbl":
                    self._table(node)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
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
        rows = []
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            cells = [
                one_line(" ".join(_text(paragraph) for paragraph in cell.iter(f"{W}p")))
                for cell in row.iterchildren(f"{W}tc")
            ]
            if any(cells):
                rows.append(" | ".join(cells))
        self._listed = False
        if sum(len(row) for row in rows) > 0:
            self._flow.add("\n".join(rows))


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
