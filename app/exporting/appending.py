"""Appending the rows of a table to a sheet that people keep, without touching anything else in its workbook.

Libraries that read a workbook and write it again drop what they do not know: charts, pivots, shapes, macros,
slicers. So the workbook is not written again: rows go into the XML of one sheet, and every other part of the
file is copied as it is. Columns are found by their heads; a row takes the look of the one above it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from app.errors import FileUnwritable, SheetUnfit
from app.exporting.shape import Cell, Table
from app.exporting.text import printable

_HEADS = 30  # rows among which the heads are looked for
_LARGEST = 256 * 2**20  # bytes of a part that is unpacked
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # numbers of built-in forms of days
_MODE, _OUTSIDE, _TARGET, _ID = "TargetMode", "External", "Target", "Id"  # not for people
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class Appended:
    """`left_out`: columns of ours that the sheet has no head for."""

    sheet: str
    rows: int
    first: int  # the row of the sheet, from 1
    left_out: tuple[str, ...]


def append(path: Path, table: Table) -> Appended:
    """Add a table's rows under those of the first sheet that has heads for its columns.

    Raises `SheetUnfit` where nothing can be added without losing or changing something, `FileUnwritable`.
    """
    try:
        with zipfile.ZipFile(path) as package:
            book = _Book(package)
            parts, done = book.with_rows(table)
            draft = _draft(path, package, parts)
        draft.replace(path)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise SheetUnfit(path=str(path), reason="unreadable") from error
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
    return done


def _draft(path: Path, package: zipfile.ZipFile, parts: Mapping[str, bytes]) -> Path:
    """The whole file beside the old one, to be put in its place once that is closed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
                for info in package.infolist():
                    new.writestr(info, parts.get(info.filename) or package.read(info), info.compress_type)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(path, draft)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


class _Book:
    """An open workbook: its sheets by their parts, the words they share, and what their styles show."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._book = self._part("xl/workbook.xml")
        if any(one.startswith("_xmlsignatures/") for one in package.namelist()):
            raise SheetUnfit(path=str(package.filename), reason="signed")
        self._shared = list(self._shared_texts())
        properties = _child(self._book, "workbookPr")
        old = properties is not None and properties.get("date1904") in ("1", "true")
        self._zero = _DAY_ZERO_1904 if old else _DAY_ZERO

    def with_rows(self, table: Table) -> tuple[dict[str, bytes], Appended]:
        """The parts that change, as they are with the rows."""
        for name, part in self._sheets():
            sheet = self._part(part)
            heads = self._heads(sheet, table.columns)
            if heads is not None:
                return self._filled(name, part, sheet, heads, table)
        raise SheetUnfit(path=str(self._package.filename), reason="no-heads", heads=", ".join(table.columns))

    # --- reading -------------------------------------------------------------------------------------------

    def _part(self, name: str) -> Any:
        from lxml import etree

        if self._package.getinfo(name).file_size > _LARGEST:
            raise SheetUnfit(path=str(self._package.filename), reason="large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(self._package.read(name), parser)

    def _sheets(self) -> Iterator[tuple[str, str]]:
        """The name of each worksheet with its part, in the order of the tabs."""
        targets = dict(self._relations("xl/workbook.xml"))
        for one in _child(self._book, "sheets"):
            part = targets.get(one.get(_REL) or one.get(_STRICT_REL), "")
            if part.startswith("xl/worksheets/"):
                yield one.get("name"), part

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        place = PurePosixPath(part)
        name = str(place.parent / "_rels" / f"{place.name}.rels")
        if name not in self._package.namelist():
            return
        for one in self._part(name):
            if one.get(_MODE) != _OUTSIDE:
                target = one.get(_TARGET)
                joined = (
                    target.lstrip("/") if target.startswith("/") else os.path.normpath(place.parent / target)
                )
                yield one.get(_ID), joined.replace(os.sep, "/")

    def _shared_texts(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self._package.namelist():
            for one in self._part("xl/sharedStrings.xml"):
                yield "".join(text.text or "" for text in one.iter(_tag(one, "t")))

    def _text(self, cell: Any) -> str:
        """The words of a cell; "" for a number."""
        if cell.get("t") == "inlineStr":
            return "".join(one.text or "" for one in cell.iter(_tag(cell, "t")))
        value = _child(cell, "v")
        if value is None or not value.text:
            return ""
        if cell.get("t") == "s":
            return self._shared[int(value.text)]
        return value.text if cell.get("t") == "str" else ""

    def _heads(self, sheet: Any, columns: Sequence[str]) -> tuple[int, dict[int, int]] | None:
        """The row of the heads, and under which column of the sheet each of ours goes."""
        wanted = {_key(name): number for number, name in enumerate(columns)}
        best: tuple[int, dict[int, int]] | None = None
        for row in list(_child(sheet, "sheetData"))[:_HEADS]:
            found: dict[int, int] = {}
            for cell in row:
                number = wanted.get(_key(self._text(cell)))
                if number is not None:
                    found.setdefault(number, _place(cell.get("r"))[1])
            if len(found) > len(best[1] if best else ()):
                best = int(row.get("r")), found
        # The document's name alone would take rows into any list of files.
        return best if best is not None and any(best[1].keys() - {0}) else None

    # --- writing -------------------------------------------------------------------------------------------

    def _filled(
        self, name: str, part: str, sheet: Any, heads: tuple[int, dict[int, int]], table: Table
    ) -> tuple[dict[str, bytes], Appended]:
        data, (head, columns) = _child(sheet, "sheetData"), heads
        last = self._last(data, head, columns.values())
        parts = dict(self._tables(part, head, last, len(table.rows)))
        above = {_place(one.get("r"))[1]: one for row in data if int(row.get("r")) == last for one in row}
        for step, cells in enumerate(table.rows, 1):
            row = data.makeelement(_tag(data, "row"), {"r": str(last + step)})
            for number, column in sorted(columns.items(), key=lambda one: one[1]):
                look = above[column].get("s") if column in above and last > head else None
                row.append(self._cell(row, cells[number], f"{_letters(column)}{last + step}", look))
            data.append(row)
        self._stretch(sheet, last + len(table.rows), len(table.rows), max(columns.values()))
        parts[part] = _bytes(sheet)
        left = tuple(one for number, one in enumerate(table.columns) if number not in columns)
        return parts, Appended(name, len(table.rows), last + 1, left)

    def _last(self, data: Any, head: int, columns: Any) -> int:
        """The last row that holds anything. One with a formula under our heads is a total: refused."""
        for row in reversed(list(data)):
            held = [one for one in row if len(one)]
            if not held:
                if int(row.get("r")) > head:
                    data.remove(row)
                continue
            number = int(row.get("r"))
            sums = [
                one for one in held if _child(one, "f") is not None and _place(one.get("r"))[1] in columns
            ]
            if sums and number > head:
                raise SheetUnfit(path=str(self._package.filename), reason="total", row=number)
            return max(number, head)
        return head

    def _tables(self, part: str, head: int, last: int, more: int) -> Iterator[tuple[str, bytes]]:
        """Tables (as Excel calls them) whose last row is the sheet's grow with it."""
        for _, target in self._relations(part):
            if not target.startswith("xl/tables/"):
                continue
            table = self._part(target)
            first, _, end = table.get("ref").partition(":")
            if _place(first)[0] != head or _place(end)[0] != last:
                continue
            if int(table.get("totalsRowCount", "0")):
                raise SheetUnfit(path=str(self._package.filename), reason="total", row=last)
            grown = f"{first}:{_letters(_place(end)[1])}{last + more}"
            table.set("ref", grown)
            if (narrowed := _child(table, "autoFilter")) is not None:
                narrowed.set("ref", grown)
            yield target, _bytes(table)

    def _stretch(self, sheet: Any, last: int, more: int, column: int) -> None:
        """What says how far the sheet goes, and its filter where it went to the last row."""
        narrowed, size = _child(sheet, "autoFilter"), _child(sheet, "dimension")
        if narrowed is not None:
            first, _, end = narrowed.get("ref").partition(":")
            if end and _place(end)[0] == last - more:
                narrowed.set("ref", f"{first}:{_letters(_place(end)[1])}{last}")
        if size is not None:
            first, _, end = size.get("ref").partition(":")
            row, at = _place(end or first)
            size.set("ref", f"{first}:{_letters(max(at, column))}{max(row, last)}")

    def _cell(self, row: Any, cell: Cell, place: str, look: str | None) -> Any:
        made = row.makeelement(_tag(row, "c"), {"r": place} | ({"s": look} if look else {}))
        value = cell.value
        if isinstance(value, date):
            value = float((value - self._zero).days) if look and self._shows_days(int(look)) else None
        if value is not None:
            number = made.makeelement(_tag(row, "v"), {})
            number.text = f"{value:.15g}"
            made.append(number)
        elif cell.text:
            made.set("t", "inlineStr")
            inside = made.makeelement(_tag(row, "is"), {})
            text = made.makeelement(
                _tag(row, "t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
            )
            text.text = printable(cell.text)
            inside.append(text)
            made.append(inside)
        return made

    def _shows_days(self, look: int) -> bool:
        if "xl/styles.xml" not in self._package.namelist():
            return False
        styles = self._part("xl/styles.xml")
        forms = _child(styles, "numFmts")
        own = {
            int(one.get("numFmtId")): one.get("formatCode") for one in (forms if forms is not None else ())
        }
        number = int(_child(styles, "cellXfs")[look].get("numFmtId", "0"))
        bare = re.sub(r'"[^"]*"|\[[^\]]*\]', "", own.get(number, ""))
        return number in _DAYS or re.search(r"[dy]", bare, re.IGNORECASE) is not None


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name).strip().casefold()


def _child(element: Any, name: str) -> Any:
    return element.find(_tag(element, name))


def _tag(element: Any, name: str) -> str:
    """A name in the namespace that an element has: workbooks are written in one of two."""
    space = element.tag.partition("}")[0]
    return f"{space}}}{name}" if space.startswith("{") else name


def _place(reference: str) -> tuple[int, int]:
    """Row and column, from 1, of a reference like "BC12"."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d+)", reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - 64
    return int(found[2]), column


def _letters(column: int) -> str:
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _bytes(element: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))
