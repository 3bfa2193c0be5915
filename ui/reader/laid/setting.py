"""Blocks of a text set in a `QTextDocument`: every character that it shows is one of the text, but for
pictures, and lines above that tell who says it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby, pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)

from rag.language.withdrawn import Withdrawn, standing
from rag.reading.rows import is_figure
from rag.types.views import Block, Cell, Joint, Kind, Mark
from ui.reader.laid.inks import Inks
from ui.reader.laid.pictures import PicturedText, Pictures
from ui.reader.laid.placing import Placing

_ROOM = 720.0  # pixels
_INDENT = 24.0  # pixels of a list inside another, at the usual size
_HANG = 18.0
_APART = 8.0  # between paragraphs, and below a list
_INSET = 10.0
_PADDING = 5.0  # in the cells of a table
_BREAK = "\u2028"  # a new line in one paragraph
_SWALLOWED = dict.fromkeys((8232, 8233, 64976, 64977, 10, 13, 65532), "�")


@dataclass(frozen=True, slots=True)
class Setting:
    """What was made of blocks."""

    document: PicturedText
    placing: Placing
    heads: tuple[tuple[int, int, int], ...] = ()  # from where to where each is shown, and its speaker


@dataclass(frozen=True, slots=True)
class Head:
    """A line that is no part of the text, above what begins at `start` of it: who says it."""

    start: int
    words: str
    speaker: int


def set_blocks(
    text: str,
    base: int,
    blocks: Sequence[Block],
    inks: Inks,
    heads: Sequence[Head] = (),
    pictures: Pictures | None = None,
    room: float = _ROOM,
) -> Setting:
    """`text` stands from `base` on in the document's text, and holds the blocks. No picture is wider than
    there is `room`.
    """
    return _Setter(text, base, inks, heads, PicturedText(pictures, inks), room).set(blocks)


class _Setter:
    def __init__(
        self, text: str, base: int, inks: Inks, heads: Sequence[Head], made: PicturedText, room: float
    ) -> None:
        self._text = text
        self._base = base
        self._inks = inks
        self._made, self._room = made, room
        self._pictured = -1  # where a picture stands that nothing was shown behind yet
        self._made.setUndoRedoEnabled(False)
        self._made.setDocumentMargin(0)
        self._made.setDefaultFont(inks.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._made.setDefaultTextOption(option)
        self._placing = Placing()
        self._cursor = QTextCursor(self._made)
        self._above = self._kind = Kind.PARAGRAPH  # of the line above, and of that under way
        self._begun = False  # something stands in the document
        self._done = base  # up to where the text is shown
        self._heads = {one.start: one for one in heads}
        self._headed: list[tuple[int, int, int]] = []

    def set(self, blocks: Sequence[Block]) -> Setting:
        self._cursor.beginEditBlock()
        for key, group in groupby(blocks, key=_group):
            rows = list(group)
            if key[0] is Kind.ROW:
                self._table(rows)
            elif key[0] is Kind.FIELD:
                self._fields(rows)
            else:
                for block in rows:
                    self._block(block)
        self._cursor.endEditBlock()
        return Setting(self._made, self._placing, tuple(self._headed))

    # --- lines ---------------------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        if block.kind is Kind.PICTURE:
            self._picture(block)
            return
        if self._pictured >= 0 and block.hidden == ((block.start, block.end),):
            # What the picture above is said to show: it stands for these words.
            said = self._text[block.start - self._base : block.end - self._base]
            self._placing.add(block.start, said, self._pictured, stands_from=self._done, width=1)
            self._done = block.end
            return
        below, self._pictured = self._pictured >= 0, -1
        self._above, self._kind = self._kind, block.kind
        head = self._heads.get(block.start)
        if head is not None:
            self._head(head)
            self._paragraph(self._format(block))
        elif block.joint is Joint.APART or not self._begun or below:
            self._paragraph(self._format(block))
        else:
            self._cursor.insertText(" " if block.joint is Joint.WRAPPED else _BREAK, self._inks.plain())
        self._line(block, self._letters(block))

    def _picture(self, block: Block) -> None:
        """Show a picture in a paragraph of its own."""
        if block.picture is None:
            return
        made = QTextBlockFormat()
        made.setTopMargin(4 * self._inks.zoom)
        made.setBottomMargin(10 * self._inks.zoom)
        if runs_backwards(self._text):  # a picture says nothing of that itself
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._paragraph(made)
        name, wide, high = self._made.named(block.picture, self._room)
        image = QTextImageFormat()
        image.setName(name)
        image.setWidth(wide)
        image.setHeight(high)
        self._pictured = self._cursor.position()
        self._cursor.insertImage(image)

    def _head(self, head: Head) -> None:
        made, zoom = QTextBlockFormat(), self._inks.zoom
        made.setTopMargin((6 if self._begun else 0) * zoom)
        made.setBottomMargin(1 * zoom)
        self._paragraph(made)
        start = self._cursor.position()
        self._cursor.insertText(head.words.translate(_SWALLOWED), self._inks.spoken())
        self._headed.append((start, self._cursor.position(), head.speaker))

    def _paragraph(self, made: QTextBlockFormat) -> None:
        if self._begun:
            self._cursor.insertBlock(made, self._inks.plain())
        else:
            self._cursor.setBlockFormat(made)
        self._begun = True

    def _format(self, block: Block) -> QTextBlockFormat:
        made, zoom = QTextBlockFormat(), self._inks.zoom
        backwards = runs_backwards(self._text[block.start - self._base : block.end - self._base])
        if backwards:
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        indent = made.setRightMargin if backwards else made.setLeftMargin
        made.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        made.setBottomMargin(_APART * zoom)
        match block.kind:
            case Kind.HEADING:
                made.setTopMargin((16 if block.level <= 2 else 10) * zoom)
                made.setBottomMargin(6 * zoom)
                made.setHeadingLevel(min(max(block.level, 1), 6))
            case Kind.ITEM:
                indent((_INDENT * min(block.level, 8) + _HANG + _INSET) * zoom)
                made.setTextIndent(-_HANG * zoom)
                made.setBottomMargin(3 * zoom)
            case Kind.QUOTE:
                indent(_INDENT * zoom)
            case Kind.NOTE:
                indent(_HANG * zoom)
            case Kind.CODE:
                made.setBackground(QColor(self._inks.palette.hover))
                made.setLineHeight(115, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if self._above is Kind.ITEM and block.kind is not Kind.ITEM:
            made.setTopMargin(max(made.topMargin(), _APART * zoom))
        return made

    def _letters(self, block: Block) -> QTextCharFormat:
        match block.kind:
            case Kind.HEADING:
                return self._inks.heading(block.level)
            case Kind.NOTE:
                return self._inks.quiet()
            case Kind.QUOTE:
                return self._inks.quiet(small=False)
            case Kind.CODE:
                return self._inks.fixed()
        return self._inks.plain()

    def _line(self, block: Block, base: QTextCharFormat) -> None:
        links = {(cell.start, cell.end) for cell in block.cells} if block.kind is Kind.ATTACHED else set()
        self._stretch(block, block.start, block.end, base, links)

    def _stretch(
        self,
        block: Block,
        start: int,
        end: int,
        base: QTextCharFormat,
        links: AbstractSet[tuple[int, int]] = frozenset(),
    ) -> None:
        """Show a stretch of a block, with how its words are set and without its signs."""
        said = self._text[start - self._base : end - self._base]
        gone = _withdrawn(said)
        cuts = {start, end}
        for low, high in (*block.hidden, *links, *((one.start, one.end) for one in block.marks)):
            cuts |= {min(max(place, start), end) for place in (low, high)}
        cuts |= {start + place for place in range(1, len(gone)) if gone[place] != gone[place - 1]}
        places = sorted(cuts)
        for low, high in pairwise(places):
            if any(first <= low < last for first, last in block.hidden):
                continue
            mark = Mark(0)
            for one in block.marks:
                mark |= one.mark if one.start <= low < one.end else Mark(0)
            kind = gone[low - start] if gone else ""
            letters = self._inks.set_as(base, mark, gone=bool(kind), struck=kind == Withdrawn.STRUCK)
            if any(first <= low < last for first, last in links):
                letters = self._inks.link(letters)
            self._show(low, high, letters)

    def _show(self, start: int, end: int, letters: QTextCharFormat) -> None:
        said = self._text[start - self._base : end - self._base]
        self._placing.add(start, said, self._cursor.position(), stands_from=self._done)
        self._cursor.insertText(said.translate(_SWALLOWED), letters)
        self._done = end

    # --- tables --------------------------------------------------------------------------------------------

    def _table(self, rows: Sequence[Block]) -> None:
        columns = max((cell.column + cell.span for row in rows for cell in row.cells), default=1)
        table = self._insert(len(rows), columns, self._grid(rows))
        backwards = self._runs_backwards(rows)
        for number, row in enumerate(rows):
            for cell in row.cells:
                if cell.span > 1:
                    table.mergeCells(number, _column(cell, columns, backwards), 1, cell.span)
            heads = row.level == 1
            done = dict(zip(row.cells, self._befores(row), strict=True))
            # In the order in which they are drawn: what is written before another moves that.
            for cell in reversed(row.cells) if backwards else row.cells:
                self._done = done[cell]
                said = self._text[cell.start - self._base : cell.end - self._base]
                at = table.cellAt(number, _column(cell, columns, backwards))
                self._cursor = at.firstCursorPosition()
                made = QTextBlockFormat()
                if is_figure(said) or (cell.span > 1 and heads):
                    made.setAlignment(
                        Qt.AlignmentFlag.AlignRight if cell.span == 1 else Qt.AlignmentFlag.AlignHCenter
                    )
                self._cursor.setBlockFormat(made)
                base = self._inks.set_as(self._inks.plain(), Mark.BOLD if heads else Mark(0))
                self._stretch(row, cell.start, cell.end, base)
            self._done = max(row.end, self._done)
            if heads:
                self._paint(table, number, columns)
        self._after()

    def _fields(self, rows: Sequence[Block]) -> None:
        """A message's head: what each field is called, and what it says."""
        made = QTextTableFormat()
        made.setBorder(0)
        made.setCellPadding(2 * self._inks.zoom)
        made.setCellSpacing(0)
        made.setBottomMargin(12 * self._inks.zoom)
        table = self._insert(len(rows), 2, made)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row.cells[:2]):
                self._cursor = table.cellAt(number, column).firstCursorPosition()
                base = self._inks.plain() if column else self._inks.quiet(small=False)
                self._stretch(row, cell.start, cell.end, base)
        self._after()

    def _insert(self, rows: int, columns: int, made: QTextTableFormat) -> QTextTable:
        if self._begun:
            # Qt puts a table behind the block it stands in; that is a line of its own only where it is empty.
            self._cursor.insertBlock(_low(), self._inks.plain())
        table = self._cursor.insertTable(rows, columns, made)
        self._begun = True
        return table

    def _grid(self, rows: Sequence[Block]) -> QTextTableFormat:
        made = QTextTableFormat()
        made.setBorder(1)
        made.setBorderBrush(QBrush(QColor(self._inks.palette.line)))
        made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        made.setBorderCollapse(True)
        made.setCellPadding(_PADDING * self._inks.zoom)
        made.setCellSpacing(0)
        made.setTopMargin(4 * self._inks.zoom)
        made.setBottomMargin(10 * self._inks.zoom)
        made.setHeaderRowCount(sum(row.level == 1 for row in rows))
        made.setWidth(QTextLength(QTextLength.Type.VariableLength, 0))
        if self._runs_backwards(rows):
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return made

    def _befores(self, row: Block) -> list[int]:
        """For each cell, where what it stands for begins: behind the cell before."""
        return [self._done, *(cell.end for cell in row.cells[:-1])][: len(row.cells)]

    def _runs_backwards(self, rows: Sequence[Block]) -> bool:
        return runs_backwards(self._text[rows[0].start - self._base : rows[-1].end - self._base])

    def _paint(self, table: QTextTable, row: int, columns: int) -> None:
        for column in range(columns):
            cell = table.cellAt(row, column)
            made = cell.format()
            made.setBackground(QColor(self._inks.palette.hover))
            cell.setFormat(made)

    def _after(self) -> None:
        """Go on below a table: Qt leaves an empty block there, which takes no room."""
        self._cursor = QTextCursor(self._made)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(_low())


def _column(cell: Cell, columns: int, backwards: bool) -> int:
    """The column that a cell is drawn in: the first is on the right of a table that is read from there."""
    return columns - cell.column - cell.span if backwards else cell.column


def runs_backwards(text: str) -> bool:
    """Whether a text is written from right to left: most of its letters are."""
    kinds = [unicodedata.bidirectional(mark) for mark in text[:400]]
    right = sum(kind in ("R", "AL") for kind in kinds)
    return right > sum(kind == "L" for kind in kinds)


def _low() -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return made


def _group(block: Block) -> tuple[Kind, int]:
    return (block.kind, block.table) if block.kind is Kind.ROW else (block.kind, 0)


def _withdrawn(said: str) -> list[str]:
    """For each character what was done to it, "" where it stands; nothing where all of it stands."""
    if "[" not in said:
        return []
    stands = standing(said)
    if stands == said:
        return []
    found: list[str] = []
    kind = ""
    for place, (mark, left) in enumerate(zip(said, stands, strict=True)):
        if mark == left and (mark != " " or not kind):
            kind = ""
        elif not kind or said.startswith("[", place):
            kind = next((one for one in Withdrawn if said.startswith(f"[{one}: ", place)), kind) or kind
        found.append(str(kind))
    return found
