"""OpenDocument: texts (ODT), spreadsheets (ODS) and presentations (ODP). Source: ISO/IEC 26300 (ODF 1.2).

A text's pages are where it says that they break; where it does not, it is one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rag.errors import FileCorrupt, FileProtected
from rag.reading.cleaning import clean, one_line
from rag.reading.office.package import Package, opened_package
from rag.reading.office.sheet_pages import Merge, Sheet, pages_of
from rag.reading.paging import FlowPages
from rag.reading.rows import ACROSS, filled_down, table_blocks
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_REPEATED = 1_000  # rows or cells that stand for several, when they are not empty
_LAST_COLUMN = 16_384
_DEEPEST = 100  # lists and frames inside each other
_ASIDE = frozenset({"note", "annotation", "tracked-changes", "frame", "custom-shape", "text-box"})


def read(source: Source, _password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its pages. Raises `FileCorrupt`, `FileTooLarge`, `FileProtected`."""
    with opened_package(source) as package:
        manifest = package.root(_MANIFEST)
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise FileProtected(path=str(source.path), detail="by a password of OpenDocument")
        root = package.root(_CONTENT)
        body = None if root is None else root.find("{*}body")
        if body is None or not len(body):
            raise FileCorrupt(path=str(source.path), detail="no content")
        title, author = _about(package)
        breaks = _page_breaks(root, package.root("styles.xml"))
        pages = _pages(root, body[0], breaks)
    yield DocumentInfo(title=title, page_count=len(pages), author=author)
    yield from pages


def _pages(root: Any, content: Any, breaks: frozenset[str]) -> list[Page]:
    match _name(content):
        case "spreadsheet":
            return list(pages_of(list(_sheets(root, content))))
        case "presentation":
            return _slides(content)
        case _:
            flow = FlowPages()
            _Text(flow, breaks).add(content)
            return flow.finish()


def _about(package: Package) -> tuple[str, str]:
    root = package.root("meta.xml")
    if root is None:
        return "", ""
    found = [root.find(f".//{{*}}{name}") for name in ("title", "creator")]
    title, author = (one_line(node.text or "") if node is not None else "" for node in found)
    return title, author


def _page_breaks(*roots: Any) -> frozenset[str]:
    """The names of the styles that begin a new page."""
    names = set()
    for root in roots:
        for style in () if root is None else root.iter("{*}style"):
            for properties in style.iterfind("{*}paragraph-properties"):
                if _attribute(properties, "break-before") == "page" or style.get("master-page-name"):
                    names.add(_attribute(style, "name"))
    return frozenset(names)


class _Text:
    """Adds what stands in a text, a slide or a frame to pages."""

    def __init__(self, flow: FlowPages, breaks: frozenset[str] = frozenset()) -> None:
        self._flow = flow
        self._breaks = breaks
        self._first = True  # the next list item is the first of its list

    def add(self, parent: Any, depth: int = 0) -> None:
        """Add all children of an element."""
        for node in parent:
            self._node(node, depth)

    def _node(self, node: Any, depth: int) -> None:
        if depth > _DEEPEST:
            return
        match _name(node):
            case "h":
                level = _attribute(node, "outline-level")
                self._paragraph(node, depth, int(level) if level.isdecimal() and len(level) < 3 else 1)
            case "p":
                self._paragraph(node, depth)
            case "list":
                self._first = True
                for item in node:
                    self._item(item, depth)
            case "table":
                rows, declared = _table(node)
                for block in table_blocks(rows, declared):
                    self._flow.add(block)
            case "soft-page-break":
                self._break()
            case "annotation" | "tracked-changes" | "sequence-decls" | "forms" | "notes":
                pass
            case "desc" | "title":
                pass  # what a picture says to those who cannot see it
            case _:
                self.add(node, depth + 1)

    def _item(self, item: Any, depth: int) -> None:
        """A list's item: its first paragraph with a bullet."""
        marked = False
        for node in item:
            if _name(node) == "p" and not marked:
                text = self._said(node)
                if text:
                    self._flow.add(f"• {text}", tight=not self._first)
                    self._first, marked = False, True
                self._apart(node, depth)
            elif _name(node) == "list":
                first = self._first
                self._node(node, depth + 1)
                self._first = first
            else:
                self._node(node, depth + 1)

    def _paragraph(self, node: Any, depth: int, level: int | None = None) -> None:
        if _attribute(node, "style-name") in self._breaks:
            self._break()
        if next(node.iter("{*}soft-page-break"), None) is not None:
            self._break()  # near enough: a paragraph is not parted
        self._flow.add(self._said(node), level)
        self._apart(node, depth)

    def _break(self) -> None:
        if not self._flow.empty:
            self._flow.break_page()

    def _said(self, node: Any) -> str:
        text, notes = _text(node)
        for note in notes:
            self._flow.note(note)
        return text

    def _apart(self, node: Any, depth: int) -> None:
        """Text boxes anchored in a paragraph, and comments on it."""
        for inner in node.iter("{*}frame", "{*}custom-shape", "{*}annotation"):
            if next(inner.iterancestors("{*}frame", "{*}custom-shape", "{*}annotation"), None) is not None:
                continue
            if _name(inner) == "annotation":
                said = one_line(" ".join(_text(child)[0] for child in inner.iter("{*}p")))
                if said:
                    self._flow.add(f"Comment: {said}")
            else:
                self.add(inner, depth + 1)


def _text(node: Any) -> tuple[str, list[str]]:
    """The text of a paragraph, and of its footnotes."""
    parts: list[str] = [node.text or ""]
    notes: list[str] = []
    skipped: Any = None
    from lxml import etree

    for event, inner in etree.iterwalk(node, ("start", "end")):
        if inner is node:
            continue
        if event == "start":
            if skipped is None:
                skipped = _open(inner, parts, notes)
            continue
        if inner is skipped:
            skipped = None
        if skipped is None:
            parts.append(inner.tail or "")
    return clean("".join(parts)).strip(), notes


def _open(node: Any, parts: list[str], notes: list[str]) -> Any:
    """Add what an element begins with; return it where its content is not of the paragraph."""
    name = _name(node)
    if name == "note":
        sign = one_line(node.findtext("{*}note-citation") or "")
        body = node.find("{*}note-body")
        said = "" if body is None else one_line(" ".join(_text(child)[0] for child in body.iter("{*}p")))
        parts.append(f"[{sign}]")
        notes.append(f"{sign} {said}")
    if name in _ASIDE:
        return node
    if name == "s":
        count = _attribute(node, "c")
        parts.append(" " * (int(count) if count.isdecimal() and len(count) < 4 else 1))
    elif name in ("tab", "line-break"):
        parts.append("\t" if name == "tab" else "\n")
    parts.append(node.text or "")
    return None


def _table(table: Any) -> tuple[list[list[str]], int]:
    """Cells, merged ones filled, and how many rows are the header."""
    rows: list[list[str]] = []
    declared = 0
    spans: dict[int, tuple[int, str]] = {}  # column: rows that a cell above still reaches over, and its text
    for row in table.iter("{*}table-row"):
        if next(row.iterancestors("{*}table"), None) is not table:
            continue
        heads = _name(row.getparent()) == "table-header-rows"
        cells: list[str] = []
        for cell, count in _cells(row):
            if _name(cell) == "covered-table-cell":
                left, above = spans.get(len(cells), (0, ""))
                spans[len(cells)] = (left - 1, above)
                cells += [above if left > 0 else ACROSS] * count
                continue
            text = one_line(" ".join(_text(node)[0] for node in cell.iter("{*}p")))
            down = _attribute(cell, "number-rows-spanned")
            across = _attribute(cell, "number-columns-spanned")
            below = (int(down) - 1 if down.isdecimal() else 0, filled_down(text))
            for column in range(int(across) if across.isdecimal() and len(across) < 4 else 1):
                spans[len(cells) + column] = below if not column else (below[0], ACROSS)
            cells += [text] * count
        if any(cells):
            rows.append(cells)
            declared += heads
    return rows, declared


def _cells(row: Any) -> Iterator[tuple[Any, int]]:
    """The cells of a row, and how often each stands there."""
    for cell in row:
        if _name(cell) in ("table-cell", "covered-table-cell"):
            count = _attribute(cell, "number-columns-repeated")
            yield cell, min(int(count) if count.isdecimal() else 1, _LAST_COLUMN)


def _sheets(root: Any, content: Any) -> Iterator[Sheet]:
    hidden = set()
    for style in root.iter("{*}style"):
        if any(_attribute(node, "display") == "false" for node in style.iterfind("{*}table-properties")):
            hidden.add(_attribute(style, "name"))
    for table in content.iterfind("{*}table"):
        sheet = Sheet(_attribute(table, "name"), hidden=_attribute(table, "style-name") in hidden)
        number = 1
        for row in table.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), None) is not table:
                continue
            if _name(row.getparent()) == "table-header-rows":
                sheet.headers.add(number)
            count = _attribute(row, "number-rows-repeated")
            times = int(count) if count.isdecimal() and len(count) < 8 else 1
            cells = _row(sheet, row, number)
            if cells:
                again = min(times, _MOST_REPEATED)
                sheet.rows += [(number + place, list(cells)) for place in range(again)]
            number += times
        yield sheet


def _row(sheet: Sheet, row: Any, number: int) -> list[str]:
    cells: list[str] = []
    column = 0
    for cell, count in _cells(row):
        text = one_line(" ".join(_text(node)[0] for node in cell.iterfind("{*}p")))
        if text and column < _LAST_COLUMN:
            cells += [""] * (column - len(cells)) + [text] * min(count, _MOST_REPEATED)
        down, across = (_attribute(cell, f"number-{name}-spanned") for name in ("rows", "columns"))
        if text and (down.isdecimal() or across.isdecimal()):
            bottom = number + (int(down) if down.isdecimal() else 1) - 1
            right = column + (int(across) if across.isdecimal() else 1) - 1
            if bottom > number or right > column:
                sheet.merges.append(Merge(number, column, bottom, min(right, _LAST_COLUMN)))
        for note in cell.iterfind("{*}annotation"):
            said = one_line(" ".join(_text(node)[0] for node in note.iter("{*}p")))
            if said:
                sheet.notes.setdefault(number, []).append(f"comment: {said}")
        column += count
    return cells


def _slides(content: Any) -> list[Page]:
    pages: list[Page] = []
    for slide in content.iterfind("{*}page"):
        flow = FlowPages()
        frames = [node for node in slide if _name(node) != "notes"]
        titles = [node for node in frames if _attribute(node, "class") == "title"]
        for node in titles:
            flow.add(one_line(" ".join(_text(child)[0] for child in node.iter("{*}p"))), 1)
        for node in frames:
            if node not in titles:
                _Text(flow).add([node])
        notes = slide.find("{*}notes")
        if notes is not None:
            said = "\n".join(filter(None, (_text(child)[0] for child in notes.iter("{*}p"))))
            flow.add(f"Notes: {said}" if said else "")
        pages += [replace(page, number=len(pages) + place) for place, page in enumerate(flow.finish(), 1)]
    return pages


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _attribute(node: Any, name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in node.items() if key.rpartition("}")[2] == name), "")
