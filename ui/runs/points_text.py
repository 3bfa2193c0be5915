"""A summary to be read: headings, and points that carry the pages they come from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from app.aloud.utterances import Utterance
from app.words.catalogue import say
from app.words.places import place_words
from rag.runs.types import Block, Point, Report
from rag.types import Citation
from ui.parts.cited_text import CitedText
from ui.parts.hanging import BULLET, hang
from ui.parts.theme import Palette, Space

_Note = tuple[str]  # a remark in quiet ink
_Piece = Block | Point | _Note


class PointsText(CitedText):
    """Fills its pane and scrolls by itself; the column stays narrow enough to read."""

    forgotten = Signal()  # what is drawn is drawn anew, or something else

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._pieces: list[_Piece] = []
        self._spoken: list[Utterance] = []
        self._read: Utterance | None = None
        self.setAccessibleName(say("runs.view.points"))

    def show_report(self, report: Report) -> None:
        """Draw a report. What only follows what is drawn already is added below; the view stays in place."""
        self._show(_pieces(report.quick, report.blocks))

    @property
    def readable(self) -> Sequence[Utterance]:
        """Its headings and points as they are said; their places are those of what is drawn."""
        return self._spoken

    def mark_read(self, read: Utterance | None) -> None:
        """Show what is being read aloud, and have it in view; None for nothing."""
        self._read = read
        self.setExtraSelections([])
        if read is not None:
            self.bring_in_view(self._over(read))

    def bring_in_view(self, cursor: QTextCursor) -> None:
        """It scrolls by itself."""
        bar, at = self.verticalScrollBar(), self.cursorRect(cursor)
        below = at.bottom() + Space.XL - self.viewport().height()
        bar.setValue(bar.value() + (max(0, below) or min(0, at.top() - Space.M)))

    def setExtraSelections(self, selections: Sequence[QTextEdit.ExtraSelection]) -> None:
        """What is read aloud stays marked, whatever the keyboard marks."""
        marks = []
        if self._read is not None:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._over(self._read)
            mark.format.setBackground(self.colors.color("accent_soft"))
            marks.append(mark)
        super().setExtraSelections([*marks, *selections])

    def forget(self) -> None:
        self._spoken, self._read = [], None
        super().forget()
        self.forgotten.emit()

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
        beside = max(side, Space.S)  # the scroll bar, which is on the left where Arabic is read
        left, right = (beside, side) if self.isRightToLeft() else (side, beside)
        self.setViewportMargins(left, 0, right, 0)
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
        if not drawn:  # its own caret went along to the end, and Qt would bring that into sight
            self.moveCursor(QTextCursor.MoveOperation.Start)

    def _draw(self, cursor: QTextCursor, piece: _Piece, *, first: bool) -> None:
        block = self.block_format()
        if isinstance(piece, Block):
            block.setTopMargin(0 if first else Space.L)
        block.setBottomMargin(Space.S)
        mark = hang(block, BULLET, self.font(), 1) if isinstance(piece, Point) else ""
        if first:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        if isinstance(piece, Point):
            cursor.insertText(mark, self.plain())
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
        start = cursor.position()
        cursor.insertText(block.heading, kind)
        self._say(block.heading, start, cursor)

    def _point(self, cursor: QTextCursor, point: Point) -> None:
        text = point.text or say("runs.left-out.and").join(filter(None, point.cells))
        start = cursor.position()
        cursor.insertText(text, self.claim(point.support))
        self._say(text, start, cursor, point.citations)
        self.insert_chips(cursor, _one_a_place(point.citations))

    def _say(self, text: str, start: int, cursor: QTextCursor, citations: Sequence[Citation] = ()) -> None:
        if any(letter.isalnum() for letter in text):
            self._spoken.append(Utterance(text, start, cursor.position(), tuple(citations)))

    def _over(self, read: Utterance) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(read.start)
        cursor.setPosition(read.end, QTextCursor.MoveMode.KeepAnchor)
        return cursor


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
