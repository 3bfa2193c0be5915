"""An answer's text: sentences with their citations, and those that nothing supports marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from app.aloud.utterances import Utterance
from app.exporting.markup import blocks
from app.words.catalogue import say
from rag.language.folding import fold
from rag.types import Sentence
from ui.chat.answer_code import COPY
from ui.chat.answer_drawing import AnswerDrawing, Place
from ui.parts.cited_text import CitedText
from ui.parts.telling import tell_beside
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
        self._places: list[Place] = []
        self._read: Utterance | None = None
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("chat.answer.name"))
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())

    def show_answer(self, text: str, sentences: Sequence[Sentence], *, growing: bool = False) -> None:
        """Draw `text`, of which `sentences` are grounded already; the rest is being written, and grey."""
        if text != self._shown[0]:
            self._read = None  # it stands elsewhere now, or nowhere
        self._shown = (text, tuple(sentences), growing)
        self._places = []
        self.forget()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        drawing = AnswerDrawing(self, cursor, sentences)
        drawing.draw(blocks(text, sentences, growing=growing))
        cursor.endEditBlock()
        self._codes, self._places = drawing.codes, drawing.places
        self._find(self._words)
        self._fit()

    @property
    def shown(self) -> tuple[str, tuple[Sentence, ...]]:
        """The text that is drawn, and its sentences, a quote that waits for its wording too."""
        return self._shown[:2]

    def mark_read(self, read: Utterance | None) -> None:
        """Show what is being read aloud, and have it in view; None for nothing."""
        self._read = read
        self.setExtraSelections([])
        spoken = self._spoken()
        if spoken:
            self.bring_in_view(spoken[0].cursor)

    @property
    def has_links(self) -> bool:
        return super().has_links or bool(self._codes)

    def mark_words(self, words: str) -> None:
        """Show where words stand that were looked for; "" for none."""
        self._find(words)

    def setExtraSelections(self, selections: Sequence[QTextEdit.ExtraSelection]) -> None:
        """What was found and what is read aloud stays marked, whatever the keyboard marks."""
        super().setExtraSelections([*self._found, *self._spoken(), *selections])

    def show_copied(self) -> None:
        """Say beside its link that code is on the clipboard."""
        tell_beside(self.viewport(), say("chat.answer.copied"), self.cursorRect())

    def _spoken(self) -> list[QTextEdit.ExtraSelection]:
        read = self._read
        if read is None:
            return []
        marks = []
        for start, end, begun, ended in self._places:
            if start < read.end and end > read.start:
                mark = self._marked(begun, ended)
                mark.format.setBackground(self.colors.color("accent_soft"))
                marks.append(mark)
        return marks

    def _marked(self, start: int, end: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self.document())
        mark.cursor.setPosition(start)
        mark.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return mark

    def _find(self, words: str) -> None:
        self._words = words
        text = fold(self.document().toPlainText())
        self._found = []
        for word in {fold(one) for one in words.split()}:
            at = text.find(word)
            while at >= 0 and len(self._found) < _MOST_MARKED:
                mark = self._marked(at, at + len(word))
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
