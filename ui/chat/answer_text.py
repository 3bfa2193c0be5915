"""An answer's text: sentences with their citations, and those that nothing supports marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QSizePolicy

from app.words.catalogue import say
from rag.types import Sentence
from ui.chat.answer_code import draw_code
from ui.chat.answer_table import draw_table, table_at
from ui.parts.cited_text import CitedText
from ui.parts.theme import Palette


class AnswerText(CitedText):
    """Grows with its text; the pane around it scrolls."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._shown: tuple[str, tuple[Sentence, ...]] = ("", ())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("chat.answer.name"))
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def show_answer(self, text: str, sentences: Sequence[Sentence]) -> None:
        """Draw `text`, of which `sentences` are grounded already; the rest is being written, and grey."""
        self._shown = (text, tuple(sentences))
        self.forget()
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(self.block_format())
        place = at = 0
        while at < len(sentences):
            rows, taken = table_at(text, sentences, at)
            sentence = sentences[at + max(taken, 1) - 1]
            code = sentence.code
            if rows:
                draw_table(self, cursor, rows)
            elif code is not None:
                draw_code(self, cursor, code)
            else:
                cursor.insertText(text[place : sentence.start], self.plain())
                self.insert_claim(cursor, sentence.text, sentence.support, sentence.citations)
            place = sentence.end
            at += max(taken, 1)
        rest = self.plain()
        rest.setForeground(self.colors.color("quiet"))
        cursor.insertText(text[place:], rest)
        self._fit()

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        self.show_answer(*self._shown)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def wheelEvent(self, event: object) -> None:
        """The pane around it scrolls."""
        event.ignore()  # type: ignore[attr-defined]  # Qt passes a QWheelEvent

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt passes a QResizeEvent
        self._fit()

    def _height(self) -> int:
        return int(self.document().size().height()) + 2 * self.frameWidth() + 4  # its ring, and room for it

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        if self.height() != self._height():
            self.setFixedHeight(self._height())
