"""A story of a document, block by block, into pages: paragraphs, tables, text boxes, inserted files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rag.reading.cleaning import clean
from rag.reading.glyphs import with_ticks
from rag.reading.office.word.formulas import linear
from rag.reading.office.word.inline import words_of
from rag.reading.office.word.margins import SectionMargins
from rag.reading.office.word.names import (
    CHUNK,
    FORMULA,
    FORMULAS,
    PARAGRAPH,
    SECTION,
    TABLE,
    W,
    within,
)
from rag.reading.office.word.page_numbers import PageNumbers
from rag.reading.office.word.paragraphs import Paragraph, Paragraphs
from rag.reading.office.word.pieces import Piece
from rag.reading.office.word.references import References
from rag.reading.office.word.survey import Survey
from rag.reading.office.word.tables import Grid, Row, Tables, cells_of, drawn_ends, is_deleted, rows_of
from rag.reading.paging import FlowPages
from rag.reading.rows import table_blocks
from rag.reading.viewing.recording import Drawing, recorder
from rag.types.views import Kind

BLOCKS = (PARAGRAPH, TABLE, CHUNK, SECTION, FORMULAS, FORMULA)
_ON_THE_PAGE = frozenset({"continuous", "nextColumn"})  # sections that begin where the last one ended
_FAR = 12  # rows from one that a note belongs to; a longer table is parted to say it
_PARITIES = {"oddPage": 1, "evenPage": 0}


@dataclass(frozen=True, slots=True)
class Section:
    """A section that was read: the page it began on, and what is printed in its margins.

    `shares`: it began on a page that others had begun.
    """

    page: int
    margins: SectionMargins
    numbers: PageNumbers
    shares: bool


class Body:
    """Adds blocks to pages; what they refer to is said right after them, on their page."""

    def __init__(
        self,
        flow: FlowPages,
        paragraphs: Paragraphs,
        references: References,
        survey: Survey,
        inserted: Callable[[str], Iterable[str]],
    ) -> None:
        """`inserted` gives the text of an inserted file by the id of its relation."""
        self._flow = flow
        self._paragraphs = paragraphs
        self._tables = Tables(paragraphs)
        self._references = references
        self._survey = survey
        self._inserted = inserted
        self.sections: list[Section] = []
        self._section_page = 1
        self._listed = False  # the last block was a list item
        self._carried = ""  # text whose paragraph goes on in the next
        self._began = False  # something stands on the first page, be it an empty paragraph
        self._fresh = True  # nothing at all stands on the page under way, not even an empty paragraph
        self._absorbs = False  # a page was begun where Word, too, will have marked that it drew one
        self._written = self._drawn = True  # which ends of pages count

    def add(self, blocks: Iterable[Any]) -> None:
        """Add blocks in their order."""
        for node in blocks:
            if node.tag == PARAGRAPH:
                self._paragraph(self._paragraphs.read(node))
            elif node.tag == SECTION:
                self._end_section(node)
            else:
                self._say_carried()
                if node.tag == TABLE:
                    self._table(node)
                elif node.tag == CHUNK:
                    for text in self._inserted(_relation(node)):
                        self._say(text)
                else:
                    self._say(linear(node))
                self._fresh = False
            self._began = True

    def finish(self) -> None:
        """Say what is left when all blocks are added."""
        self._say_carried()
        for said in (*self._references.endnotes(), *self._references.left()):
            self._say(said, kind=Kind.NOTE)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.new_page and not (self._fresh and self._flow.empty):
            self._end_page(drawn=False)
        label = paragraph.label
        ends = len(paragraph.pieces) - 1
        for place, piece in enumerate(paragraph.pieces):
            if place:
                self._end_page(drawn=piece.drawn)
            text, self._carried = self._carried + piece.text, ""
            if paragraph.runs_on and place == ends:
                self._carried, text = text, ""
            text = clean(with_ticks(text)).strip()
            self._say(text, paragraph.level, label, paragraph.depth)
            label = "" if text else label
            self._say_beside(piece, paged=ends > 0)
        self._fresh = self._fresh and ends > 0  # it ended with the page itself
        if paragraph.section is not None:
            self._end_section(paragraph.section, last=False)

    def _say(
        self,
        text: str,
        level: int | None = None,
        label: str = "",
        depth: int = 0,
        kind: Kind = Kind.PARAGRAPH,
    ) -> None:
        if not text:
            return
        item = bool(label) and level is None
        separator = " " if label else ""
        self._flow.add(
            f"{label}{separator}{text}",
            level,
            tight=item and self._listed,
            kind=Kind.ITEM if item else kind,
            depth=depth,
        )
        self._listed = item
        self._fresh = False

    def _say_beside(self, piece: Piece, *, paged: bool) -> None:
        """What is tied to a paragraph; `paged`: the paragraph itself tells the ends of its pages."""
        _draw(piece.drawings)
        for aside in piece.asides:
            self._say(aside, kind=Kind.NOTE)
        for box in piece.boxes:
            self._say(clean(words_of(box)).strip())
            counted = self._written, self._drawn
            # A box lies on one page: what is written there ends none, and what Word drew tells where it lies.
            self._written, self._drawn = False, self._drawn and not paged
            self.add(within(box, *BLOCKS))
            self._say_carried()
            self._written, self._drawn = counted

    def _say_carried(self) -> None:
        text, self._carried = clean(with_ticks(self._carried)).strip(), ""
        self._say(text)

    def _table(self, table: Any) -> None:
        self._listed = False
        rows = list(rows_of(table))
        if not any(next(islice(cells_of(row), 1, None), None) is not None for row in rows):
            # Drawn around text, not a table of anything.
            for row in rows:
                self._add_frame(row)
            return
        grid = self._tables.grid(rows, table.find(f"{W}tblPr/{W}tblLook"))
        held: list[str] = []
        asides: list[str] = []
        shown: list[tuple[int, Drawing]] = []  # behind how many of those that are held
        for text, own in _units(grid):
            for drawn in (drawn for row in own for drawn in row.before):
                self._say_rows(held, asides, shown)
                self._end_page(drawn=drawn)
            held.append(text)
            asides += [aside for row in own for aside in row.asides]
            shown += [(len(held), one) for row in own for one in row.drawings]
            if text.endswith("\n") or (asides and len(held) >= _FAR):
                self._say_rows(held, asides, shown)
        shown += [(len(held), one) for one in grid.rest.drawings]
        self._say_rows(held, [*asides, *grid.rest.asides], shown)
        for drawn in grid.rest.before:
            self._end_page(drawn=drawn)

    def _add_frame(self, row: Any) -> None:
        if is_deleted(row):
            for drawn in drawn_ends(row):
                self._end_page(drawn=drawn)
            return
        for cell in cells_of(row):
            self.add(within(cell, *BLOCKS))
            self._say_carried()

    def _say_rows(self, held: list[str], asides: list[str], shown: list[tuple[int, Drawing]]) -> None:
        noted = recorder()
        before = 0 if noted is None else len(noted.lines)
        self._say("\n".join(held).strip("\n"))
        if noted is not None:
            for rows, drawing in shown:
                lines = sum(bool(line.strip()) for text in held[:rows] for line in text.split("\n"))
                noted.draw(drawing, min(before + lines, len(noted.lines)))
        shown.clear()
        for text in asides:
            self._say(text, kind=Kind.NOTE)
        held.clear()
        asides.clear()

    def _end_page(self, *, drawn: bool) -> None:
        if not (self._drawn if drawn else self._written):
            return
        if drawn and self._flow.empty and (self._absorbs or not self._began):
            self._absorbs = False
            return
        self._flow.break_page()
        self._absorbs = self._fresh = not drawn

    def _end_section(self, properties: Any, *, last: bool = True) -> None:
        self._say_carried()
        for said in self._references.end_section():
            self._say(said, kind=Kind.NOTE)
        place = len(self.sections)
        shares = place > 0 and self._survey.start_of(place).kind in _ON_THE_PAGE
        margins, numbers = SectionMargins.of(properties), PageNumbers.of(properties)
        self.sections.append(Section(self._section_page, margins, numbers, shares))
        if last:
            return
        start = self._survey.start_of(len(self.sections))
        if start.kind not in _ON_THE_PAGE:
            self._end_page(drawn=False)
            self._references.end_page()
            parity = _PARITIES.get(start.kind)
            if parity is not None and not start.renumbered and self._flow.number % 2 != parity:
                self._end_page(drawn=False)  # an empty one, as it is printed
        self._section_page = self._flow.number


def _draw(drawings: Iterable[Drawing]) -> None:
    """Note pictures that stand here, for a view."""
    noted = recorder()
    if noted is not None:
        for drawing in drawings:
            noted.draw(drawing)


def _relation(node: Any) -> str:
    return next((said for name, said in node.items() if name.endswith("}id")), "")


def _units(grid: Grid) -> Iterator[tuple[str, list[Row]]]:
    """A table's text row by row, with the rows it came from; one that stands alone ends with a newline."""
    rows = grid.rows
    blocks = table_blocks([row.cells for row in rows], grid.declared, styled=grid.styled)
    lines = blocks[0].split("\n") if blocks else []
    if len(blocks) == 1 and len(lines) == len(rows):
        yield from ((line, [row]) for line, row in zip(lines, rows, strict=True))
        return
    head = len(rows) - (len(blocks) - 1)
    for place, block in enumerate(blocks):
        own = rows[:head] if place == 0 else rows[head + place - 1 : head + place]
        yield f"{block}\n", own
