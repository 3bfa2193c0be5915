"""Paragraphs, headings, tables and notes of RTF as pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.reading.cleaning import clean, one_line
from rag.reading.paging import FlowPages
from rag.reading.rows import table_blocks
from rag.types import Page

_HEADING = re.compile(r"heading (\d)|title", re.IGNORECASE)
_BODY_LEVEL = 9  # of the outline: no heading


@dataclass(slots=True)
class Paragraph:
    """The properties of the paragraph under way."""

    style: int | None = None
    level: int | None = None  # of the outline, 0 is the highest
    in_table: bool = False


class Blocks:
    """Collects what is said into pages; `finish` gives them."""

    def __init__(self) -> None:
        self.paragraph = Paragraph()
        self._headings: dict[int, int] = {}  # style: level from 1
        self._flow = FlowPages()
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._row_heads = False
        self._declared = 0
        self._notes = 0
        self._listed = False

    def define_style(self, style: int, name: str, level: int | None) -> None:
        """Say what a style of paragraphs is called and, where it has one, its level of the outline."""
        named = _HEADING.match(name)
        if named is not None:
            self._headings[style] = int(named[1] or 1)
        elif level is not None and level < _BODY_LEVEL:
            self._headings[style] = level + 1

    def end_paragraph(self, text: str) -> None:
        """Add the paragraph under way, which stands in no table."""
        self._end_table()
        text = clean(text).strip()
        level = self._level()
        item = level is None and text[:1] in "•·▪◦-" and text[1:2] in ("\t", " ")
        self._flow.add(text, level, title=one_line(text), tight=item and self._listed)
        self._listed = item

    def end_cell(self, text: str) -> None:
        self._cells.append(one_line(text))

    def begin_row(self) -> None:
        self._row_heads = False

    def declare_header(self) -> None:
        """Say that the row under way is one of its table's header."""
        self._row_heads = True

    def end_row(self) -> None:
        if any(self._cells):
            self._rows.append(self._cells)
            self._declared += self._row_heads
        self._cells = []

    def footnote(self, text: str) -> str:
        """Add a footnote; return the sign that stands for it."""
        self._notes += 1
        self._flow.note(f"{self._notes} {text}")
        return f"[{self._notes}]"

    def comment(self, text: str) -> None:
        self._flow.note(f"Comment: {text}")

    def break_page(self) -> None:
        """End the page, unless nothing stands on it."""
        if not self._flow.empty:
            self._flow.break_page()

    def finish(self) -> list[Page]:
        """All pages; at least one."""
        self._end_table()
        return self._flow.finish()

    def _level(self) -> int | None:
        own = self.paragraph.level
        if own is not None:
            return own + 1 if own < _BODY_LEVEL else None
        return self._headings.get(self.paragraph.style or -1)

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        if self._cells:
            rows.append(self._cells)
            self._cells = []
        for block in table_blocks(rows, self._declared):
            self._flow.add(block)
        self._declared = 0
