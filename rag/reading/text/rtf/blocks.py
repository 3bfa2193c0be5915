"""Paragraphs, headings, tables and notes of RTF as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.language.withdrawn import standing
from rag.reading.cleaning import clean, one_line
from rag.reading.comments import comment
from rag.reading.margins import Margins
from rag.reading.paging import FlowPages
from rag.reading.rows import ACROSS, filled_down, table_blocks
from rag.reading.text.rtf.lists import OldList
from rag.reading.text.rtf.seeing import NOTHING
from rag.types import Page
from rag.types.views import Kind

_HEADING = re.compile(r"heading (\d)|title", re.IGNORECASE)
_BODY_LEVEL = 9  # of the outline: no heading
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The properties of the paragraph under way."""

    style: int | None = None
    level: int | None = None  # of the outline, 0 is the highest
    in_table: bool = False
    list: int | None = None
    depth: int = 0  # level of the list, 0 is the highest
    old: OldList | None = None
    ground: int = NOTHING  # number of the colour behind it
    nested: bool = False  # in a table within a table


@dataclass(slots=True)
class Style:
    """A style under definition. Its number may be one of paragraphs or of characters: they are counted "
    "alike."""

    number: int
    level: int | None = None
    parent: int | None = None
    struck: bool = False
    hidden: bool = False


class Blocks:
    """Collects what is said into pages; `finish` gives them."""

    def __init__(self) -> None:
        self._headings: dict[int, int] = {}  # style: level from 1
        self._styles: dict[int, Style] = {}
        self._flow = FlowPages()
        self._margins = Margins()
        self._cells: list[str] = []
        self._merges: list[str] = []  # of the row's cells, as defined
        self._merge = ""  # of the cell under definition
        self._grounds: list[int] = []  # of the row's cells, as defined: numbers of colours
        self._ground = self._row_ground = NOTHING
        self._rows: list[list[str]] = []
        self._row_heads = False
        self._declared = 0
        self._notes = 0
        self._listed = False

    def define_style(self, style: Style, name: str) -> None:
        """Say what a style is called, after which its level of the outline and its looks are known."""
        named = _HEADING.match(name)
        if named is not None:
            self._headings[style.number] = int(named[1] or 1)
        elif style.level is not None and style.level < _BODY_LEVEL:
            self._headings[style.number] = style.level + 1
        self._styles[style.number] = style

    def looks(self, number: int | None) -> tuple[bool, bool]:
        """Whether text of a style is struck through, and whether it is hidden."""
        struck = hidden = False
        if number not in self._styles:
            return False, False
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(-1 if number is None else number)
            if style is None:
                break
            struck, hidden, number = struck or style.struck, hidden or style.hidden, style.parent
        return struck, hidden

    def end_paragraph(self, paragraph: Paragraph, text: str) -> None:
        """Add a paragraph that stands in no table."""
        self._end_table()
        text = clean(text).strip()
        level = self._level(paragraph) if standing(text).strip() else None
        item = level is None and text[:1] in "•·▪◦-" and text[1:2] in ("\t", " ")
        numbered = level is None and bool(paragraph.list or paragraph.old)
        kind = Kind.ITEM if item or numbered else Kind.PARAGRAPH
        tight = item and self._listed
        self._flow.add(text, level, title=one_line(text), tight=tight, kind=kind, depth=paragraph.depth)
        self._listed = item

    def end_cell(self, text: str) -> None:
        self._cells.append(one_line(text))

    def begin_row(self) -> None:
        self._row_heads = False
        self._merges.clear()
        self._merge = ""
        self._grounds.clear()
        self._ground = self._row_ground = NOTHING

    def merge_cell(self, kind: str) -> None:
        """Say of the cell under definition that it belongs to the one above ("down") or on the left "
        "("across")."""
        self._merge = kind

    def define_cell(self) -> None:
        """The definition of one cell of the row ends."""
        self._merges.append(self._merge)
        self._grounds.append(self._ground)
        self._merge, self._ground = "", NOTHING

    def paint(self, number: int, *, row: bool = False) -> None:
        """Say which colour the cell under definition stands on, or the whole row."""
        if row:
            self._row_ground = number
        else:
            self._ground = number

    @property
    def ground(self) -> int:
        """The colour that the cell under way stands on."""
        place = len(self._cells)
        own = self._grounds[place] if place < len(self._grounds) else NOTHING
        return self._row_ground if own == NOTHING else own

    def declare_header(self) -> None:
        """Say that the row under way is one of its table's header."""
        self._row_heads = True

    def end_row(self) -> None:
        if any(self._cells):
            above = self._rows[-1] if self._rows else []
            for place, kind in enumerate(self._merges[: len(self._cells)]):
                if kind == "across" and place and not self._cells[place]:
                    self._cells[place] = ACROSS
                elif kind == "down" and place < len(above) and not self._cells[place]:
                    self._cells[place] = filled_down(above[place])
            self._rows.append(self._cells)
            self._declared += self._row_heads
        self._cells = []

    def footnote(self, text: str) -> str:
        """Add a footnote; return the sign that stands for it."""
        self._notes += 1
        self._flow.note(f"{self._notes} {text}")
        return f"[{self._notes}]"

    def comment(self, text: str, *about: str) -> None:
        if text:
            self._flow.note(comment(text, *about))

    def margin(self, kind: str, text: str) -> None:
        """Add a header or a footer, unless it was said before."""
        said = self._margins.said(kind, text)
        if said:
            self._flow.note(said)

    def break_page(self) -> None:
        """End the page, unless nothing stands on it."""
        if not self._flow.empty:
            self._flow.break_page()

    def finish(self) -> list[Page]:
        """All pages; at least one."""
        self._end_table()
        return self._flow.finish()

    def _level(self, paragraph: Paragraph) -> int | None:
        own = paragraph.level
        if own is not None:
            return own + 1 if own < _BODY_LEVEL else None
        return self._headings.get(-1 if paragraph.style is None else paragraph.style)

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if self._cells:
            rows.append(self._cells)
            self._cells = []
        for block in table_blocks(rows, self._declared):
            self._flow.add(block)
        self._declared = 0
