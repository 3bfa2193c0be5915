"""What tells nothing in the margins of a page that has no like pages: its number, and publishers' stamps.

Both are judged by one page alone, so only what can hardly be anything else counts: a number that stands by
itself at the outermost edge, as page numbers do, and the sentence that a publisher's server writes beside a
page when it is downloaded, with the address and the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from rag.layout.printed import RawLine, RawPage
from rag.types import TextSource

_BOTTOM = 0.88  # of the page: a number stands lower
_TOP = 0.08  # of the page: a number ends higher, and so does a stamp
_STAMPS_BOTTOM = 0.92
_SIDE = 0.07  # of the page: sideways stamps stand in it
_SMALL = 1.15  # times the usual size: a number in larger letters is a title
_PARTED = 1.4  # times the usual distance of rows
_GAP = 0.6  # of a row's height, white between the number and the next row
_FEWEST_ROWS = 4  # to know what distance is usual
_SAME_ROW = 0.3  # of the lower height, shared

_BARE = re.compile(r"\d{1,3}|i|[ivxlc]{2,7}")
_ROMAN = re.compile(r"(?:x{0,3}|xl|lx{0,3}|xc|c)(?:ix|iv|v?i{0,3})")
_MARKED = re.compile(
    r"[-–—]\s?(?:\d{1,4}|[ivxl]{1,7})\s?[-–—]"
    r"|(?:page|seite|pagina|página)\s\d{1,4}(?:\s?(?:of|/|von|de|di|van)\s?\d{1,4})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(\d{1,3})\s?(?:of|/)\s?(\d{1,3})")
_FIGURE = re.compile(r"[\d.,%$€£()+-]*\d[\d.,%$€£()+-]*")

_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
_HOST = re.compile(r"https?://|\b[\w-]+\.(?:[\w-]+\.)*[a-z]{2,}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b", re.IGNORECASE)
_STAMP = re.compile(
    r"(?:this content (?:was )?|published on [\w ]+\. )?downloaded (from|by|via)\b", re.IGNORECASE
)
_OPENING = re.compile(r"this content (?:was )?downloaded from(?::| the)?", re.IGNORECASE)
_LICENCE = re.compile(r"authorized licensed use limited to:?\s.*\bdownloaded on\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"all use subject to .*\bterms\b.*"
    r"|published by \S.*"
    r"|\d{1,3}(?:\.\d{1,3}){3} on .*\d{1,2}:\d\d.*",
    re.IGNORECASE,
)  # a stamp's further lines: nothing without one
_LONGEST = 250  # characters of a stamp


def idle_lines(page: RawPage) -> frozenset[int]:
    """Indexes of the lines of `page` that are a lone page number or a download stamp.

    A page read from its picture keeps everything, and so does a picture on a page with text, whose lines
    have no size: there a lone figure is too unsure.
    """
    if page.source is not TextSource.TEXT:
        return frozenset()
    stamps = frozenset(_stamps(page.lines))
    rows = rows_of_page([(index, line) for index, line in enumerate(page.lines) if index not in stamps])
    return stamps | frozenset(_numbers(page, rows))


def _stamps(lines: Sequence[RawLine]) -> Iterator[int]:
    zones = {index: zone for index, line in enumerate(lines) if (zone := _zone(line))}
    stamped = {
        zone: index
        for index, zone in zones.items()
        if len(lines[index].text) <= _LONGEST and _is_stamp(lines[index].text)
    }
    for index, zone in zones.items():
        text = lines[index].text
        if zone in stamped and (
            _is_stamp(text) or (_BESIDE.fullmatch(text) and _near(lines[stamped[zone]], lines[index], zone))
        ):
            yield index


def _is_stamp(text: str) -> bool:
    if _OPENING.fullmatch(text):
        return True
    if not _WHEN.search(text):
        return False
    found = _STAMP.match(text)
    if found is None:
        return _LICENCE.match(text) is not None
    rest = text[found.end() :]
    return bool(_HOST.search(rest) if found.group(1).lower() == "from" else _CLOCK.search(rest))


def _zone(line: RawLine) -> str:
    """The margin a line stands in: "top", "bottom", or "left" and "right" for sideways ones; else ""."""
    x0, y0, x1, y1 = line.box
    if y1 - y0 > x1 - x0:
        return "left" if x1 < _SIDE else "right" if x0 > 1 - _SIDE else ""
    return "top" if y1 < _TOP else "bottom" if y0 > _STAMPS_BOTTOM else ""


def _near(stamp: RawLine, line: RawLine, zone: str) -> bool:
    """Whether a line stands next to a stamp, one or two lines further."""
    low, high = (0, 2) if zone in ("left", "right") else (1, 3)
    reach = 2 * (stamp.box[high] - stamp.box[low])
    return line.box[low] < stamp.box[high] + reach and line.box[high] > stamp.box[low] - reach


Row = list[tuple[int, RawLine]]


def rows_of_page(lines: Sequence[tuple[int, RawLine]]) -> list[Row]:
    """Lines side by side, from the top; what stands sideways at the edge is in none."""
    rows: list[Row] = []
    for index, line in sorted(lines, key=lambda one: one[1].box[1]):
        if _zone(line) in ("left", "right") and len(line.text) > 1:
            continue
        if rows and any(_beside(line, other) for _, other in rows[-1]):
            rows[-1].append((index, line))
        else:
            rows.append([(index, line)])
    return rows


def _beside(first: RawLine, second: RawLine) -> bool:
    shared = min(first.box[3], second.box[3]) - max(first.box[1], second.box[1])
    return shared > _SAME_ROW * min(first.box[3] - first.box[1], second.box[3] - second.box[1])


def _numbers(page: RawPage, rows: Sequence[Row]) -> Iterator[int]:
    if len(rows) < _FEWEST_ROWS:
        return
    usual = median(_middle(lower) - _middle(upper) for upper, lower in pairwise(rows))
    size = median(line.size for row in rows for _, line in row)
    for row, following, top in ((rows[0], rows[1], True), (rows[-1], rows[-2], False)):
        if len(row) > 1:
            continue
        ((index, line),) = row
        largest = max(one.size for _, one in following)
        if (
            (line.box[3] < _TOP if top else line.box[1] > _BOTTOM)
            and _says_page(line.text, page, top=top)
            and not line.bold
            and 0 < line.size <= _SMALL * (size if top else max(size, largest))
            and abs(_middle(row) - _middle(following)) >= _PARTED * usual
            and white_between(row, following) >= _GAP * (line.box[3] - line.box[1])
            and not (top and (largest > _SMALL * size or any(one.bold for _, one in following)))
            and not any(_column(line, one) for _, one in following)
        ):
            yield index


def _says_page(text: str, page: RawPage, *, top: bool) -> bool:
    """Whether a text is a page's number. A bare one at the top may be that of an invoice or of a chapter:
    it must be the number the file itself gives the page.
    """
    if _MARKED.fullmatch(text):
        return True
    if counted := _COUNTED.fullmatch(text):
        return int(counted[1]) == page.number <= int(counted[2])
    if not _BARE.fullmatch(text) or not (text.isdecimal() or _ROMAN.fullmatch(text)):
        return False
    return not top or text in (page.label, str(page.number))


def _column(number: RawLine, line: RawLine) -> bool:
    """Whether `line` has a figure over or under the number, as in a table."""
    return any(
        _FIGURE.fullmatch(word.text) and word.box[0] < number.box[2] and word.box[2] > number.box[0]
        for word in line.words
    )


def _middle(row: Row) -> float:
    return median((line.box[1] + line.box[3]) / 2 for _, line in row)


def white_between(first: Row, second: Row) -> float:
    upper, lower = sorted((first, second), key=_middle)
    return min(line.box[1] for _, line in lower) - max(line.box[3] for _, line in upper)
