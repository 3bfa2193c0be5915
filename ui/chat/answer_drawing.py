"""Draws an answer: its Markdown set well, each sentence with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextFormat, QTextLength

from app.exporting.markup import Block, Kind, Piece, Pieces, split
from rag.types import Sentence, Support
from ui.chat.answer_code import draw_code, fixed
from ui.chat.answer_table import draw_table
from ui.parts.cited_text import CitedText
from ui.parts.hanging import INDENT, hang
from ui.parts.theme import Space, enlarged

_LARGER = {1: 1.3, 2: 1.18, 3: 1.08}  # letters of headings
_BOLD = 650

Place = tuple[int, int, int, int]  # start and end in the answer's text, and in the document that is drawn


class AnswerDrawing:
    """Draws at a cursor, once. What no sentence holds behind the last one is being written, and grey."""

    def __init__(self, view: CitedText, cursor: QTextCursor, sentences: Sequence[Sentence]) -> None:
        self._view = view
        self._cursor = cursor
        self._sentences = sentences
        self._waiting = list(sentences)  # whose chips are not drawn yet
        self._checked = max((one.end for one in sentences), default=0)
        self._fresh = True  # the cursor stands in an empty line
        self.codes: list[str] = []
        self.places: list[Place] = []

    def draw(self, found: Sequence[Block]) -> None:
        """Draw the blocks of an answer."""
        for block in found:
            self._begin(block)
            match block.kind:
                case Kind.TABLE:
                    draw_table(self._view, self._cursor, block.rows, self._pieces, self._chips)
                case Kind.CODE:
                    self.codes.append(block.lines)
                    draw_code(self._view, self._cursor, block.lines, block.language, len(self.codes))
                case Kind.ITEM:
                    self._cursor.insertText(f"{block.marker}\t", self._view.plain())
                    self._line(block)
                case _:
                    self._line(block)
            self._fresh = block.kind in (Kind.TABLE, Kind.CODE)
            if self._fresh:
                self._chips(self._cursor, block.end)
                self._fresh = self._cursor.block().length() <= 1

    def _line(self, block: Block) -> None:
        scale = _LARGER.get(block.level, 1.0) if block.kind is Kind.HEADING else 1.0
        self._pieces(self._cursor, block.pieces, block.kind is Kind.HEADING, scale)
        self._chips(self._cursor, block.end)

    def _begin(self, block: Block) -> None:
        shape = self._view.block_format()
        if (block.gap or self._fresh or block.kind is Kind.HEADING) and self._cursor.position() > 0:
            shape.setTopMargin(Space.S)
        if block.kind is Kind.ITEM:
            hang(shape, block.marker, self._view.font(), block.level)
        elif block.kind is Kind.QUOTE:
            shape.setLeftMargin(round(INDENT * enlarged(self._view.font())))
        elif block.kind is Kind.RULE:
            across = QTextLength(QTextLength.Type.PercentageLength, 100)
            shape.setProperty(QTextFormat.Property.BlockTrailingHorizontalRulerWidth, across)
        if block.kind in (Kind.TABLE, Kind.CODE) and self._cursor.position() == 0:
            return  # Qt keeps a line before a table, also where it is empty
        if self._fresh:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape, QTextCharFormat())

    def _pieces(self, cursor: QTextCursor, pieces: Pieces, strong: bool = False, scale: float = 1.0) -> None:
        for piece, sentence in split(pieces, self._sentences):
            if cursor is self._cursor:  # in a table they wait for the end of the row
                self._chips(cursor, piece.start)
            begun = cursor.position()
            cursor.insertText(piece.text, self._kind(piece, sentence, strong, scale))
            self.places.append((piece.start, piece.end, begun, cursor.position()))

    def _kind(self, piece: Piece, sentence: Sentence | None, strong: bool, scale: float) -> QTextCharFormat:
        kind = self._view.claim(sentence.support if sentence is not None else Support.NEUTRAL)
        if sentence is None and piece.start >= self._checked:
            kind.setForeground(self._view.colors.color("quiet"))
        if piece.bold or strong:
            kind.setFontWeight(_BOLD)
        if piece.italic:
            kind.setFontItalic(True)
        if piece.code:
            fixed(kind)
            kind.setBackground(self._view.colors.color("paper"))
        if scale != 1.0:
            kind.setFontPointSize(self._view.font().pointSizeF() * scale)
        return kind

    def _chips(self, cursor: QTextCursor, at: int) -> None:
        """Those of the sentences that have ended by a place of the text."""
        while self._waiting and self._waiting[0].end <= at:
            self._view.insert_chips(cursor, self._waiting.pop(0).citations)
