"""XLSX and XLSM, streamed: the values that the cells show, with the names of their columns.

Formulas are not computed: a cell says what the program that saved the file computed. Macros are not looked
at. Source: ECMA-376 part 1, 18.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rag.errors import FileTooLarge
from rag.language.withdrawn import Withdrawn, withdrawn
from rag.reading.cleaning import one_line
from rag.reading.course import Course, Step, told
from rag.reading.margins import Margins
from rag.reading.office.drawn import (
    CHART,
    DIAGRAM,
    PICTURE,
    chart_words,
    diagram_lines,
    drawn_paragraph,
    is_hidden_shape,
    picture_words,
    relation_of,
)
from rag.reading.office.embedded import EmbeddedFiles
from rag.reading.office.formulas import column_number, moved
from rag.reading.office.number_formats import general, hides, shown
from rag.reading.office.package import Package, opened_package
from rag.reading.office.sheet_looks import Look, Looks, Run, rich_said
from rag.reading.office.sheet_margins import margin_lines
from rag.reading.office.sheet_pages import Merge, Sheet, pages_of
from rag.reading.office.themes import theme_colours
from rag.reading.shown import Pictures
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_WORKBOOK = "xl/workbook.xml"
_MOST_TEXT = 150_000_000  # characters of a workbook
_RELATION_ID = re.compile(r"\{.*\}id")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
# What Excel says in every thread of comments to programs that know none, in any language.
_TO_OLDER = re.compile(r"\[[^\]]{3,60}\] .{20,600}?https://go\.microsoft\.com/fwlink/\?linkid=870924\s*")
_CELL = 4  # characters that a cell counts for, empty ones before it too
_LAST_COLUMN = 16_384
_TRUE = ("1", "true")
_READ = tuple(
    f"{{*}}{name}"
    for name in (
        "col", "row", "mergeCell", "autoFilter", "conditionalFormatting", "picture", "headerFooter",
    )
)  # fmt: skip
_THEME = "xl/theme/theme1.xml"
_THINNEST = 0.3  # points, or digits of a column: nothing of a letter is seen
_RELATED, _DRAWN = "comments and drawings", "diagrams and pictures"
_MOST_ARRAYS = 1_000  # formulas of a sheet that fill several cells


@dataclass(slots=True)
class _Workbook:
    """What the cells of every sheet refer to."""

    pictures: Pictures
    strings: list[str] = field(default_factory=list)
    rich: dict[int, list[Run]] = field(default_factory=dict)  # strings whose parts have looks of their own
    looks: Looks = field(default_factory=Looks)
    margins: Margins = field(default_factory=Margins)
    from_1904: bool = False
    room: int = _MOST_TEXT


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield the document, then its sheets. Raises `FileCorrupt`, `FileTooLarge`, `PasswordNeeded`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, its pictures read first. Raises as `read` does."""
    with opened_package(source) as package:
        title, author = package.title_and_author()
        pictures = Pictures(package, source)
        yield from pictures.read(_pictured(package), course)
        pages = list(pages_of(list(_sheets(package, source, pictures))))
        info = DocumentInfo(title=title, page_count=len(pages), author=author)
        yield from EmbeddedFiles(package, source, password).with_them(info, pages, course)


def sheets_in(source: Source) -> Iterator[Sheet]:
    """The sheets alone: what their cells show, pictures unread. Raises as `read` does."""
    with opened_package(source) as package:
        yield from _sheets(package, source, Pictures(package, source))


def _pictured(package: Package) -> Iterator[str]:
    """The parts of the pictures that lie on sheets."""
    for sheet in package.relations(package.main_part(_WORKBOOK)):
        for drawing in package.relations(sheet.target, _RELATED) if sheet.kind == "worksheet" else ():
            if drawing.kind == "drawing":
                drawn = package.relations(drawing.target, _DRAWN)
                yield from (relation.target for relation in drawn if relation.kind == "image")


def _sheets(package: Package, source: Source, pictures: Pictures) -> Iterator[Sheet]:
    main = package.main_part(_WORKBOOK)
    parts = {relation.id: relation for relation in package.relations(main)}
    targets = {relation.kind: relation.target for relation in parts.values()}
    book = _Workbook(pictures)
    styles = package.optional(targets.get("styles", "xl/styles.xml"), "formats of numbers")
    if styles is not None:
        book.looks.colours = theme_colours(package.tried(targets.get("theme", _THEME))[0])
        book.looks.parse(styles)
    _add_strings(book, package, targets.get("sharedStrings", "xl/sharedStrings.xml"))
    root = package.root(main)
    if root is None:
        raise KeyError(main)
    properties = root.find("{*}workbookPr")
    book.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    for node in root.iterfind("{*}sheets/{*}sheet"):
        sheet = Sheet(node.get("name", ""), hidden=node.get("state", "visible") != "visible")
        key = next((value for name, value in node.items() if _RELATION_ID.fullmatch(name)), "")
        part = parts.get(key)
        if part is not None and part.target in package:
            _Reader(book, sheet).read(package, part.target)
            if book.room < 0:
                raise FileTooLarge(path=str(source.path), limit=_MOST_TEXT, size=_MOST_TEXT - book.room)
        sheet.unread = package.take_unread()
        yield sheet


def _add_strings(book: _Workbook, package: Package, part: str) -> None:
    for node in package.elements(part, "{*}si") if part in package else ():
        runs = book.looks.rich(node)
        if runs:
            book.rich[len(book.strings)] = runs
        book.strings.append(_text(node))


def _text(node: Any) -> str:
    """The text of a shared or inline string, without the reading aids that Japanese text may carry."""
    nodes = (child for child in node.iter("{*}t") if next(child.iterancestors("{*}rPh"), None) is None)
    return one_line("".join(child.text or "" for child in nodes))


class _Reader:
    """Reads one sheet's part."""

    def __init__(self, book: _Workbook, sheet: Sheet) -> None:
        self._book = book
        self._sheet = sheet
        self._row = 0
        self._shared: dict[str, tuple[str, int, int]] = {}  # formula, row and column of its first cell
        self._arrays: list[tuple[Merge, str]] = []
        self._parted = False  # the cell under way says itself which of its parts nobody sees
        self._blank: set[tuple[int, int]] = set()  # row and column of cells in the ink of their own ground

    def read(self, package: Package, part: str) -> None:
        for node in package.elements(part, *_READ):
            kind = node.tag.rpartition("}")[2]
            if kind == "row":
                self._add_row(node)
                if self._book.room < 0:
                    return
            elif kind == "col":
                self._hide(node)
            elif kind == "headerFooter":
                self._sheet.texts += margin_lines(node, self._book.margins)
            elif kind == "picture":
                self._blank.clear()  # behind all cells
            elif kind == "conditionalFormatting":
                self._paint(*node.get("sqref", "").split())
            elif kind == "mergeCell":
                merge = _area(node.get("ref", ""))
                if merge is not None:
                    self._sheet.merges.append(merge)
            else:
                self._declare(node)
        for relation in package.relations(part, _RELATED):
            read: Callable[[Package, str], None] | None = {
                "comments": self._comments, "table": self._table, "drawing": self._drawing,
                "pivotTable": self._pivot,
            }.get(relation.kind)  # fmt: skip
            if read is not None and relation.target in package:
                read(package, relation.target)
        self._sheet.lost |= self._blank

    def _add_row(self, node: Any) -> None:
        number = node.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        if node.get("hidden") in _TRUE or _is_nothing(node.get("ht")):
            self._sheet.hidden_rows.add(self._row)
        cells: list[str] = []
        column, looks = 0, self._book.looks
        for cell in node:
            match = _REFERENCE.match(cell.get("r") or "")
            if match is not None:
                column = column_number(match[1])
            value = self._value(cell, column)
            if value and column < _LAST_COLUMN:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = value
                look = looks.of(cell.get("s", ""))
                if not look.plain:
                    self._look_at(cell, look, column)
                self._book.room -= len(value)
            column += 1
        if cells:
            self._sheet.rows.append((self._row, cells))
            self._book.room -= len(cells) * _CELL

    def _hide(self, node: Any) -> None:
        """Note the columns that are not shown."""
        first, last = node.get("min", ""), node.get("max", "")
        hidden = node.get("hidden") in _TRUE or _is_nothing(node.get("width"))
        if hidden and all(one.isdecimal() and len(one) < 6 for one in (first, last)):
            self._sheet.hidden_columns.update(range(int(first) - 1, min(int(last), _LAST_COLUMN)))

    def _look_at(self, cell: Any, look: Look, column: int) -> None:
        """Note a cell that shows nothing of what it says."""
        place = (self._row, column)
        if look.tiny or self._is_held_back(cell, look.format):
            self._sheet.lost.add(place)
        elif look.lost and not self._parted:
            self._blank.add(place)

    def _is_held_back(self, cell: Any, code: str) -> bool:
        """Whether a format shows nothing in a cell."""
        if cell.get("t", "n") != "n":
            return cell.get("t") in ("s", "str", "inlineStr") and hides(None, code)
        try:
            return hides(float(cell.findtext("{*}v") or ""), code)
        except ValueError:
            return False

    def _paint(self, *areas: str) -> None:
        """Take note that something may be painted behind cells of other colours than their own styles say."""
        for area in filter(None, map(_area, areas)) if self._blank else ():
            self._blank = {
                (row, column)
                for row, column in self._blank
                if not (area.top <= row <= area.bottom and area.left <= column <= area.right)
            }

    def _formula(self, node: Any, column: int) -> str:
        """What a formula is in this cell: many cells may share one, or be the results of one."""
        text, key = node.text or "", node.get("si")
        if text and node.get("t") == "array":
            area = _area(node.get("ref", ""))
            if area is not None and len(self._arrays) < _MOST_ARRAYS:
                self._arrays.append((area, text))
        elif text and key is not None:
            self._shared[key] = (text, self._row, column)
        elif key in self._shared:
            first, row, beside = self._shared[key]
            text = moved(first, self._row - row, column - beside)
        return text

    def _of_array(self, column: int) -> str:
        for area, text in self._arrays:
            if area.top <= self._row <= area.bottom and area.left <= column <= area.right:
                return text
        return ""

    def _value(self, cell: Any, column: int) -> str:
        kind = cell.get("t", "n")
        self._parted = False
        if kind == "inlineStr":
            text = cell.find("{*}is")
            runs = [] if text is None else self._book.looks.rich(text)
            return self._rich(runs, cell) if runs else _text(cell)
        raw = formula = ""
        for child in cell:
            name = child.tag.rpartition("}")[2]
            if name == "v":
                raw = child.text or ""
            elif name == "f":
                formula = self._formula(child, column)
        if not raw:
            formula = formula or self._of_array(column)
            return one_line(f"={formula}") if formula else ""  # saved by a program that computes nothing
        match kind:
            case "s":
                strings = self._book.strings
                if not raw.isdecimal() or int(raw) >= len(strings):
                    return ""
                runs = self._book.rich.get(int(raw), [])
                return self._rich(runs, cell) if runs else strings[int(raw)]
            case "b":
                return "TRUE" if raw == "1" else "FALSE"
            case "n":
                return self._number(raw, self._book.looks.of(cell.get("s", "")).format)
            case "d":
                return _iso(raw)
            case _:
                return one_line(raw)

    def _rich(self, runs: list[Run], cell: Any) -> str:
        self._parted = True
        return rich_said(runs, self._book.looks.of(cell.get("s", "")))

    def _number(self, raw: str, code: str) -> str:
        try:
            value = float(raw)
        except ValueError:
            return one_line(raw)
        if code == "General" or hides(value, code):
            return general(value)
        return shown(value, code, from_1904=self._book.from_1904)

    def _declare(self, node: Any) -> None:
        area = _area(node.get("ref", ""))
        if area is not None and node.get("headerRowCount") != "0":
            self._sheet.headers.add(area.top)

    def _table(self, package: Package, part: str) -> None:
        root = package.optional(part, "bounds of a table")
        if root is not None:
            self._declare(root)
            self._paint(root.get("ref", ""))

    def _pivot(self, package: Package, part: str) -> None:
        root = package.tried(part)[0]
        place = None if root is None else root.find("{*}location")
        if place is not None:
            self._paint(place.get("ref", ""))

    def _comments(self, package: Package, part: str) -> None:
        root = package.optional(part, "comments")
        for node in () if root is None else root.iter("{*}comment"):
            match = _REFERENCE.match(node.get("ref", ""))
            text = _TO_OLDER.sub("", _text(node))
            if match is not None and text:
                note = f"comment on {match[1]}{match[2]}: {text}"
                self._sheet.notes.setdefault(int(match[2]), []).append(note)

    def _drawing(self, package: Package, part: str) -> None:
        """Text boxes, and the words of charts, diagrams and pictures."""
        root = package.optional(part, "text boxes")
        related = {relation.id: relation.target for relation in package.relations(part, _DRAWN)}
        for node in () if root is None else root.iter("{*}txBody", CHART, DIAGRAM, PICTURE):
            if node.tag == PICTURE:
                said = self._book.pictures.take(related.get(relation_of(node), ""))
                words = picture_words(node)
                self._sheet.texts += map(one_line, [words, *said] if words else said)
            elif node.tag in (CHART, DIAGRAM):
                drawn = package.optional(related.get(relation_of(node), ""), "chart or diagram")
                self._sheet.texts += [] if drawn is None else _drawn_lines(drawn, is_chart=node.tag == CHART)
            else:
                lines = [line for line in map(drawn_paragraph, node.iter("{*}p")) if line]
                hidden = is_hidden_shape(node)
                self._sheet.texts += (withdrawn(Withdrawn.HIDDEN, one) for one in lines) if hidden else lines


def _drawn_lines(root: Any, *, is_chart: bool) -> list[str]:
    if not is_chart:
        return diagram_lines(root)
    said = chart_words(root)
    return [f"Chart: {said}"] if said else []


def _is_nothing(length: str | None) -> bool:
    """Whether a height or a width is too small for any letter."""
    try:
        return length is not None and float(length) < _THINNEST
    except ValueError:
        return False


def _area(reference: str) -> Merge | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    left, top = column_number(match[1]), int(match[2])
    return Merge(top, left, int(match[4] or top), column_number(match[3]) if match[3] else left)


def _iso(raw: str) -> str:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return one_line(raw)
    if moment.time() == datetime.min.time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "minutes")
