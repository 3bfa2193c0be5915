"""A document read once more for what its text does not tell: how it is laid out.

In the reader's process. What pictures and the files that a document holds say is not read again: the text
has it. Where pictures stand is noted; their pixels are asked for one by one (`rag.reading.viewing.drawing`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.errors import FormatUnknown
from rag.reading.course import Course
from rag.reading.detection import format_of, steps_of
from rag.reading.formats import Format
from rag.reading.holding import one_member
from rag.reading.source import Source
from rag.reading.viewing.matching import matched
from rag.reading.viewing.packing import packed
from rag.reading.viewing.recording import Line, Recorder, SheetNoted, recording
from rag.types import Page
from rag.types.views import Cell, Family, Joint, Kind, Part, SheetView

_FAMILIES = {
    Format.WORD: Family.FLOW, Format.OPEN_TEXT: Family.FLOW, Format.RICH_TEXT: Family.FLOW,
    Format.HTML: Family.FLOW, Format.MARKDOWN: Family.FLOW, Format.BOOK: Family.FLOW,
    Format.PROTECTED: Family.FLOW, Format.SHEETS: Family.SHEETS, Format.OLD_SHEETS: Family.SHEETS,
    Format.OPEN_SHEETS: Family.SHEETS, Format.TABLE: Family.SHEETS, Format.SLIDES: Family.SLIDES,
    Format.OPEN_SLIDES: Family.SLIDES, Format.MAIL: Family.MAIL, Format.OUTLOOK: Family.MAIL,
    Format.MAILBOX: Family.MAIL, Format.FOLDERS: Family.MAIL, Format.PACKED_MAIL: Family.MAIL,
    Format.SIGNED: Family.MAIL,
}  # fmt: skip
_PICTURE = "picture"
_PAGES, _CHARACTERS = 200, 60_000  # of a part
_ROW = re.compile(r"row (\d{1,7})(?: \(hidden\))?: ")


@dataclass(slots=True)
class _Text:
    """A line of the document's text that is not blank."""

    start: int
    page: int  # from 0
    text: str
    noted: int = -1  # the place of its `Line`


def view_of(
    source: Source, password: str | None, member: str | None, text: str, starts: Sequence[int]
) -> Generator[int, None, tuple[Family, list[SheetView], list[Part]]]:
    """How a file is laid out. `text`: as the vault keeps it; `starts`: where its pages begin in it. How many
    pages have been read is yielded on the way.

    Raises `FormatUnknown` for formats that are shown as their text, else as readers do.
    """
    form = format_of(source)
    family = _FAMILIES.get(form)
    if family is None:
        raise FormatUnknown(path=str(source.path), suffix=source.suffix)
    with recording() as noted:
        events = one_member(source, password, member) if member else steps_of(source, password, Course())
        pages = 0
        for event in events:
            if isinstance(event, Page):
                pages += 1
                yield pages
    if form is Format.PROTECTED and noted.sheets:
        family = Family.SHEETS
    return laid_out(family, noted, text, starts)


def family_of(form: Format) -> Family | None:
    """What documents of a format look like; None for those that are shown as their text."""
    return _FAMILIES.get(form)


def laid_out(
    family: Family, noted: Recorder, text: str, starts: Sequence[int]
) -> tuple[Family, list[SheetView], list[Part]]:
    """What was noted of a text, as places of it; see `view_of`."""
    lines = _lines(text, starts)
    for line, place in zip(lines, matched(noted.lines, [one.text for one in lines]), strict=True):
        line.noted = place
    if family is Family.SHEETS:
        sheets, parts = _Sheets(noted, lines, text, starts).made()
        return family, sheets, parts
    return family, [], list(_parts(noted, lines, text, starts))


def _lines(text: str, starts: Sequence[int]) -> list[_Text]:
    found = []
    for page, start in enumerate(starts):
        at = start
        end = starts[page + 1] - 1 if page + 1 < len(starts) else len(text)
        for line in text[start:end].split("\n"):
            if line.strip():
                found.append(_Text(at, page, line))
            at += len(line) + 1
    return found


def _row(line: Line | None, one: _Text, base: int) -> list[Any]:
    """A block as `unpacked` takes it."""
    begin = one.start - base
    if line is None:
        return [begin, begin + len(one.text), int(Kind.PARAGRAPH), 0, 0, 0, 0, [], [], []]
    return [
        begin,
        begin + len(one.text),
        int(line.kind),
        line.level,
        line.table,
        line.row,
        int(line.joint),
        list(line.cells),
        list(line.marks),
        list(line.hidden),
    ]


def _noted(noted: Recorder, one: _Text) -> Line | None:
    return noted.lines[one.noted] if one.noted >= 0 else None


def _join(rows: Sequence[list[Any]], lines: Sequence[_Text]) -> None:
    """Lines of which nothing is known are lines of one paragraph where no blank one parts them. The name of a
    file that another holds stands above its text like a heading.
    """
    for place, (row, line) in enumerate(zip(rows, lines, strict=True)):
        if line.noted >= 0:
            continue
        above = place > 0 and lines[place - 1].noted < 0 and rows[place - 1][1] + 1 == row[0]
        if above and rows[place - 1][2] == Kind.PARAGRAPH:
            row[6] = int(Joint.LINE)
        begins = line.page > 0 and (not place or lines[place - 1].page < line.page)
        apart = place + 1 < len(rows) and rows[place + 1][0] > row[1] + 1
        if begins and apart:
            row[2:4] = [int(Kind.HEADING), 2]


def _parts(noted: Recorder, lines: Sequence[_Text], text: str, starts: Sequence[int]) -> Iterator[Part]:
    """The pages of a text, a part for as many as are not long together."""
    at = first = shown = 0
    pictures = _pictures(noted, lines, starts)
    while first < len(starts):
        last = first
        while (
            last + 1 < len(starts)
            and last + 1 - first < _PAGES
            and _end(text, starts, last + 1) - starts[first] < _CHARACTERS
        ):
            last += 1
        begun = at
        while at < len(lines) and lines[at].page <= last:
            at += 1
        base = starts[first]
        rows = [_row(_noted(noted, one), one, base) for one in lines[begun:at]]
        _join(rows, lines[begun:at])
        begun = shown
        while shown < len(pictures) and pictures[shown][0] <= last:
            shown += 1
        rows = _with_pictures(rows, [[one[1] - base, *one[2]] for one in pictures[begun:shown]])
        yield Part(first + 1, last + 1, base, _end(text, starts, last), packed=packed(rows))
        first = last + 1


def _pictures(
    noted: Recorder, lines: Sequence[_Text], starts: Sequence[int]
) -> list[tuple[int, int, list[Any]]]:
    """The pictures in their order: the page of each, where it stands, and what `unpacked` takes."""
    known = [place for place, line in enumerate(lines) if line.noted >= 0]
    order = [lines[place].noted for place in known]
    found = []
    for number, drawing in enumerate(noted.drawings):
        behind = bisect_left(order, drawing.after)
        above = lines[known[behind - 1]] if behind else None
        last = lines[known[behind]].page if behind < len(known) else len(starts) - 1
        page = min((above.page if above is not None else 0) + drawing.ends, last)
        same = above is not None and above.page == page
        at = above.start + len(above.text) if above is not None and same else starts[page]
        wide, high, is_drawn = drawing.shown
        found.append((page, at, [_PICTURE, number, wide, high, drawing.said, is_drawn]))
    return sorted(found, key=lambda one: one[:2])


def _with_pictures(rows: list[list[Any]], pictures: list[list[Any]]) -> list[list[Any]]:
    """Lines, and each picture behind those that end before it."""
    return sorted([*rows, *pictures], key=lambda row: (row[0], row[1] != _PICTURE)) if pictures else rows


def _end(text: str, starts: Sequence[int], page: int) -> int:
    return starts[page + 1] - 1 if page + 1 < len(starts) else len(text)


class _Sheets:
    """The sheets of a workbook, each with its parts."""

    def __init__(self, noted: Recorder, lines: list[_Text], text: str, starts: Sequence[int]) -> None:
        self._noted = noted
        self._lines = lines
        self._text = text
        self._starts = starts
        self._begins = [sheet.begin for sheet in noted.sheets]
        self._parts: list[Part] = []

    def made(self) -> tuple[list[SheetView], list[Part]]:
        """Every sheet, and the parts of all."""
        firsts = self._first_pages()
        views = []
        at = 0
        for number, sheet in enumerate(self._noted.sheets):
            first = firsts[number]
            last = (firsts[number + 1] if number + 1 < len(firsts) else len(self._starts)) - 1
            begun = at
            while at < len(self._lines) and self._lines[at].page <= last:
                at += 1
            views.append(self._view(number, sheet, self._lines[begun:at], first, max(first, last)))
        return views, self._parts

    def _first_pages(self) -> list[int]:
        """The page that each sheet begins on, from 0: every sheet has one, be it empty."""
        found: dict[int, int] = {}
        for line in self._lines:
            if line.noted >= 0 and self._begins:
                found.setdefault(bisect_right(self._begins, line.noted) - 1, line.page)
        firsts: list[int] = []
        for number in range(len(self._begins)):
            firsts.append(found.get(number, firsts[-1] + 1 if firsts else 0))
        return [min(page, max(len(self._starts) - 1, 0)) for page in firsts]

    def _view(
        self, number: int, sheet: SheetNoted, lines: Sequence[_Text], first: int, last: int
    ) -> SheetView:
        rows: list[list[Any]] = []
        pages: list[int] = []
        columns = bottom = above = 0
        names: dict[int, Cell] = {}
        for place, one in enumerate(lines):
            line = self._noted.lines[one.noted] if one.noted >= 0 else None
            row = _row(line, one, 0)
            if line is None or not line.row:
                if not place and one.text.startswith(sheet.name) and sheet.name:
                    continue  # the name of the sheet, as a heading
                row = self._alone(one, bottom)
                if sheet.names and not names:
                    above += 1
            elif sheet.names:
                names |= _named(one, line, sheet.names) if len(names) < len(sheet.names) else {}
            row[5] = bottom = max(row[5], bottom + 1)
            columns = max(
                [columns, *(column + span for column, span in zip(row[7][::4], row[7][3::4], strict=True))]
            )
            rows.append(row)
            pages.append(one.page)
        self._part(number, rows, pages)
        return SheetView(
            sheet.name, first + 1, last + 1, columns, bottom, sheet.heads,
            tuple(merge for merge in sheet.merges if merge.top <= bottom), above,
            tuple(names[column] for column in sorted(names)),
        )  # fmt: skip

    def _alone(self, one: _Text, bottom: int) -> list[Any]:
        """A line of which nothing was noted, as one cell."""
        said = _ROW.match(one.text)
        begin = said.end() if said is not None else 0
        number = int(said[1]) if said is not None else bottom + 1
        cells = [0, begin, len(one.text), 1]
        return [one.start, one.start + len(one.text), int(Kind.ROW), 0, 0, number, 0, cells, [], []]

    def _part(self, number: int, rows: list[list[Any]], pages: list[int]) -> None:
        at = 0
        while at < len(rows):
            base, end = rows[at][0], at
            while end < len(rows) and end - at < _PAGES and (end == at or rows[end][1] - base < _CHARACTERS):
                end += 1
            part = [[row[0] - base, row[1] - base, *row[2:]] for row in rows[at:end]]
            self._parts.append(
                Part(
                    pages[at] + 1,
                    pages[end - 1] + 1,
                    base,
                    rows[end - 1][1],
                    number,
                    rows[at][5],
                    rows[end - 1][5],
                    packed(part),
                )
            )
            at = end


def _named(one: _Text, line: Line, names: Sequence[str]) -> dict[int, Cell]:
    """Where a row says the names of its columns."""
    found = {}
    for column, start in zip(line.cells[::4], line.cells[1::4], strict=True):
        name = names[column] if column < len(names) else ""
        begin = start - len(name) - 2
        if name and begin >= 0 and one.text[begin : start - 2] == name:
            found[column] = Cell(column, one.start + begin, one.start + start - 2)
    return found
