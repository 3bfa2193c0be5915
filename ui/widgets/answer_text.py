"""An answer's text: sentences with their citations, and those that nothing supports marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from rag.types import Citation, Sentence, Support
from ui.theme import Palette

_LINE_HEIGHT = 145  # per cent
_QUOTE_LENGTH = 280
_HAIR, _NO_BREAK = "\u200a", "\u2060"


class AnswerText(QTextBrowser):
    """Grows with its text; the pane around it scrolls."""

    cited = Signal(object)  # Citation

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._citations: list[Citation] = []
        self._shown: tuple[str, tuple[Sentence, ...]] = ("", ())
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Answer")
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self.anchorClicked.connect(self._clicked)

    @property
    def citations(self) -> list[Citation]:
        """Citations in the order of their numbers."""
        return self._citations

    def show_answer(self, text: str, sentences: Sequence[Sentence]) -> None:
        """Draw `text`, of which `sentences` are grounded already; the rest is still being written."""
        self._shown = (text, tuple(sentences))
        self._citations = []
        self.clear()
        cursor = QTextCursor(self.document())
        block = QTextBlockFormat()
        block.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(block)
        place = 0
        for sentence in sentences:
            cursor.insertText(text[place : sentence.start], self._plain())
            self._insert(cursor, sentence)
            place = sentence.end
        cursor.insertText(text[place:], self._plain())
        self._fit()

    def set_palette(self, palette: Palette) -> None:
        self._palette = palette
        self.show_answer(*self._shown)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def wheelEvent(self, event: object) -> None:
        """The pane around it scrolls."""
        event.ignore()  # type: ignore[attr-defined]  # Qt passes a QWheelEvent

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt passes a QResizeEvent
        self._fit()

    def _insert(self, cursor: QTextCursor, sentence: Sentence) -> None:
        kind = self._plain()
        if sentence.support is Support.UNSUPPORTED:
            kind.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            kind.setUnderlineColor(self._palette.color("warn"))
            kind.setForeground(self._palette.color("warn"))
            kind.setToolTip("Nothing in your documents supports this sentence.")
        cursor.insertText(sentence.text, kind)
        for citation in sentence.citations:
            self._chip(cursor, citation)

    def _chip(self, cursor: QTextCursor, citation: Citation) -> None:
        if citation not in self._citations:
            self._citations.append(citation)
        number = self._citations.index(citation) + 1
        kind = QTextCharFormat()
        kind.setAnchor(True)
        kind.setAnchorHref(f"cite:{number}")
        kind.setToolTip(preview(citation))
        kind.setForeground(self._palette.color("accent"))
        kind.setBackground(self._palette.color("accent_soft"))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        font.setWeight(QFont.Weight.DemiBold)
        kind.setFont(font)
        cursor.insertText(_NO_BREAK + _HAIR, self._plain())
        cursor.insertText(f"\u2009{number}\u2009", kind)

    def _plain(self) -> QTextCharFormat:
        kind = QTextCharFormat()
        kind.setForeground(self._palette.color("ink"))
        return kind

    def _clicked(self, url: QUrl) -> None:
        number = int(url.path() or 0)
        if 0 < number <= len(self._citations):
            self.cited.emit(self._citations[number - 1])

    def _height(self) -> int:
        return int(self.document().size().height()) + 2

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        if self.height() != self._height():
            self.setFixedHeight(self._height())


def preview(citation: Citation) -> str:
    """What hovering over a citation tells."""
    quote = " ".join(citation.quote.split())
    quote = quote if len(quote) <= _QUOTE_LENGTH else quote[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + "…"
    return f"{place(citation)}\n\n“{quote}”"


def place(citation: Citation) -> str:
    """Document, page and innermost section of a citation."""
    section = citation.section.split(" › ")[-1]
    return " · ".join(filter(None, (citation.document, citation.place or f"page {citation.page}", section)))
