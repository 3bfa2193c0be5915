"""Whether the label of a table's row goes on in the line below it, or is a title over rows of its own.

Both stand alone above a row of figures. What tells a label: the next line begins small or in brackets, its
own last word leads on, the next word had no room beside it, or its lines stand closer than the table's rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rag.language.languages import languages
from rag.reading.pages.tables.cells import Cell, PrintedRow
from rag.reading.pages.tables.columns import Columns

_TIGHTER = 0.9  # of the distance of rows: lines of one label. Leading within cells measures 0.6 to 0.85 of it
_MARGIN = 1.0  # points: lines of one label begin at the same place, or the further ones inside
_SAME_SIZE = 0.5  # points
_BLANK = 0.25  # of the letters' size: between words
_GUTTER = 0.5  # of the letters' size: a label ends so far before the next column at least
_LEADS_ON = (",", "-", "‐", "–", "/", "&", "+", "(", "[")


class Labels:
    """The labels of one table; `places` are those of its rows among those of the page."""

    def __init__(self, rows: Sequence[PrintedRow], places: Sequence[int], columns: Columns) -> None:
        self.rows = rows
        self._room = columns.found[1].left if len(columns.found) > 1 else None
        steps = [
            rows[lower].bottom - rows[upper].bottom
            for upper, lower in pairwise(places)
            if rows[upper].has_amounts and rows[lower].has_amounts
        ]
        self._step = min(steps, default=0.0)

    def goes_on(self, upper: int, lower: int) -> bool:
        """Whether the first cell of the row `upper` goes on in that of the row `lower`."""
        above, below = self.rows[upper], self.rows[lower]
        label, further = above.cells[0], below.cells[0]
        if further.is_figure:
            return False
        if begins_within(further.text):
            return True
        if (
            label.text.endswith(":")
            or above.bold != below.bold
            or abs(above.size - below.size) > _SAME_SIZE
            or further.left < label.left - _MARGIN
        ):
            return False
        return (
            leads_on(label.text)
            or below.bottom - above.bottom < _TIGHTER * self._step
            or self._has_no_room(label, further, above.size)
        )

    def _has_no_room(self, label: Cell, further: Cell, size: float) -> bool:
        """Whether the next word could not have stood beside a label."""
        if self._room is None or label.right > self._room:
            return False
        word = further.words[0].box
        width = (further.right - further.left) * _share(word[2] - word[0], further)
        return label.right + _BLANK * size + width > self._room - _GUTTER * size


def begins_within(text: str) -> bool:
    """Whether a line begins as only the further lines of a label do."""
    return text[:1].islower() or (text[:1] == "(" and text[1:2].islower())


def _share(width: float, cell: Cell) -> float:
    """The share of a cell's width that a word of it has, whose box is a fraction of the page's."""
    whole = max(word.box[2] for word in cell.words) - min(word.box[0] for word in cell.words)
    return width / whole if whole > 0 else 0.0


def leads_on(text: str) -> bool:
    """Whether a line ends as no title does: with "und", "of the", a comma, an open bracket."""
    last = text.rpartition(" ")[2]
    opened = text.rfind("(") > text.rfind(")")
    return text.endswith(_LEADS_ON) or opened or (last.islower() and last in _function_words())


@cache
def _function_words() -> frozenset[str]:
    """Of all languages: a page may hold several, and few of a table's words tell its own."""
    return frozenset[str]().union(*(language.stop for language in languages()))
