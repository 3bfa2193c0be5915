"""A summary to be read: headings, and points that carry the pages they come from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QResizeEvent, QTextCursor, QTextListFormat

from app.words.catalogue import say
from app.words.places import place_words
from rag.runs.types import Block, Point, Report
from rag.types import Citation
from ui.parts.cited_text import CitedText
from ui.parts.theme import Palette, Space

_Note = tuple[str]  # a remark in quiet ink
_Piece = Block | Point | _Note


class PointsText(CitedText):
    """Fills its pane and scrolls by itself; the column stays narrow enough to read."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._pieces: list[_Piece] = []
        self.setAccessibleName(say("runs.view.points"))

    def show_report(self, report: Report) -> None:
        """Draw a report. What only follows what is drawn already is added below; the view stays in place."""
        self._show(_pieces(report.quick, report.blocks))

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        pieces, self._pieces = self._pieces, []
        place = self.verticalScrollBar().value()
        self.forget()
        self._show(pieces)
        self.verticalScrollBar().setValue(place)

    def chip_words(self, citation: Citation, number: int) -> str:  # noqa: ARG002 - the place, not its number
        if not citation.place or citation.place == f"page {citation.page}":  # not for people
            return say("runs.view.chip", page=citation.page)
        return place_words(citation.place).replace(" ", "\u00a0")

    def resizeEvent(self, event: QResizeEvent) -> None:
        side = max(0, (self.width() - Space.READING_WIDTH) // 2)
        self.setViewportMargins(side, 0, side, 0)
        super().resizeEvent(event)

    def _show(self, pieces: list[_Piece]) -> None:
        drawn = len(self._pieces)
        if pieces[:drawn] != self._pieces or not drawn:
            self.forget()
            drawn = 0
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for place, piece in enumerate(pieces[drawn:], drawn):
            self._draw(cursor, piece, first=place == 0)
        cursor.endEditBlock()
        self._pieces = pieces

    def _draw(self, cursor: QTextCursor, piece: _Piece, *, first: bool) -> None:
        block = self.block_format()
        if isinstance(piece, Block):
            block.setTopMargin(0 if first else Space.L)
        block.setBottomMargin(Space.S)
        if first:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        if isinstance(piece, Point):
            self._point(cursor, piece)
        elif isinstance(piece, Block):
            self._heading(cursor, piece)
        else:
            kind = self.plain()
            kind.setForeground(self.colors.color("quiet"))
            cursor.insertText(piece[0], kind)

    def _heading(self, cursor: QTextCursor, block: Block) -> None:
        kind = self.plain()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.05)
        font.setWeight(QFont.Weight.DemiBold)
        kind.setFont(font)
        cursor.insertText(block.heading, kind)

    def _point(self, cursor: QTextCursor, point: Point) -> None:
        bullets = QTextListFormat()
        bullets.setStyle(QTextListFormat.Style.ListDisc)
        bullets.setIndent(1)
        cursor.setBlockCharFormat(self.plain())
        cursor.createList(bullets)
        text = point.text or say("runs.left-out.and").join(filter(None, point.cells))
        self.insert_claim(cursor, text, point.support, _one_a_place(point.citations))


def _one_a_place(citations: Sequence[Citation]) -> list[Citation]:
    """The first citation of each page."""
    return list({(one.document_id, one.page, one.place): one for one in reversed(citations)}.values())[::-1]


def _pieces(quick: Sequence[Point], blocks: Sequence[Block]) -> list[_Piece]:
    """What is drawn, one piece a paragraph: the quick lines until the summary itself begins."""
    if not any(block.points for block in blocks):
        title, note = Block(say("runs.view.quick-title"), 0, ()), (say("runs.view.quick"),)
        return [title, note, *quick] if quick else []
    found: list[_Piece] = []
    for block in blocks:
        if block.heading and block.points:
            found.append(Block(block.heading, block.page, ()))
        found += block.points
    return found
