"""An answer's text: sentences with their citations, and those that nothing supports marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from app.exporting.markup import blocks
from app.words.catalogue import say
from rag.language.folding import fold
from rag.types import Sentence
from ui.chat.answer_code import COPY
from ui.chat.answer_drawing import AnswerDrawing
from ui.parts.cited_text import CitedText
from ui.parts.theme import Palette

_MOST_MARKED = 200


class AnswerText(CitedText):
    """Grows with its text; the pane around it scrolls."""

    code_copied = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._shown: tuple[str, tuple[Sentence, ...], bool] = ("", (), False)
        self._codes: list[str] = []
        self._words = ""  # what was looked for
        self._found: list[QTextEdit.ExtraSelection] = []
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("chat.answer.name"))
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def show_answer(self, text: str, sentences: Sequence[Sentence], *, growing: bool = False) -> None:
        """Draw `text`, of which `sentences` are grounded already; the rest is being written, and grey."""
        self._shown = (text, tuple(sentences), growing)
        self.forget()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        drawing = AnswerDrawing(self, cursor, sentences)
        drawing.draw(blocks(text, sentences, growing=growing))
        cursor.endEditBlock()
        self._codes = drawing.codes
        self._find(self._words)
        self._fit()

    @property
    def has_links(self) -> bool:
        return super().has_links or bool(self._codes)

    def mark_words(self, words: str) -> None:
        """Show where words stand that were looked for; "" for none."""
        self._find(words)

    def setExtraSelections(self, selections: Sequence[QTextEdit.ExtraSelection]) -> None:
        """What was found stays marked, whatever the keyboard marks."""
        super().setExtraSelections([*self._found, *selections])

    def _find(self, words: str) -> None:
        self._words = words
        text = fold(self.document().toPlainText())
        self._found = []
        for word in {fold(one) for one in words.split()}:
            at = text.find(word)
            while at >= 0 and len(self._found) < _MOST_MARKED:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(self.document())
                mark.cursor.setPosition(at)
                mark.cursor.setPosition(at + len(word), QTextCursor.MoveMode.KeepAnchor)
                mark.format.setBackground(self.colors.color("mark"))
                self._found.append(mark)
                at = text.find(word, at + len(word))
        self.setExtraSelections([])

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() != COPY:
            super()._clicked(url)
            return
        number = int(url.path() or 0)
        if 0 < number <= len(self._codes):
            self.code_copied.emit(self._codes[number - 1])

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        text, sentences, growing = self._shown
        self.show_answer(text, sentences, growing=growing)

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
