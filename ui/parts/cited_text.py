"""Text whose claims carry the places they rest on, and which marks those that nothing supports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QTextBrowser, QTextEdit, QWidget

from app.words.catalogue import alone, say
from app.words.places import place_words
from app.words.reading_notes import reading_note
from rag.language.sentences import ROW
from rag.types import Citation, Support
from ui.parts.inert import inert
from ui.parts.theme import Palette

_LINE_HEIGHT = 145  # per cent
_QUOTE_LENGTH = 280
_ROOM = 60  # pixels above and below a chip that Tab comes to
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_CITE = "cite"
_GLUE = "\u202f"  # a narrow space at which no line ends


class CitedText(QTextBrowser):
    """What answers and summaries are drawn with; a chip is a link, so Tab and Enter reach it too."""

    cited = Signal(object)  # Citation

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colors = palette
        self._citations: list[Citation] = []
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setProperty("role", "cited")
        self.anchorClicked.connect(self._clicked)
        self.cursorPositionChanged.connect(self._mark)
        self.selectionChanged.connect(self._mark)

    @property
    def citations(self) -> list[Citation]:
        """Citations in the order of their numbers."""
        return self._citations

    def forget(self) -> None:
        """Draw nothing."""
        self._citations = []
        self.clear()

    def block_format(self) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        return block

    def plain(self) -> QTextCharFormat:
        kind = QTextCharFormat()
        kind.setForeground(self.colors.color("ink"))
        return kind

    def claim(self, support: Support) -> QTextCharFormat:
        """How the words of a claim are drawn."""
        kind = self.plain()
        if support is Support.UNSUPPORTED:
            kind.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            kind.setUnderlineColor(self.colors.color("warn"))
            kind.setForeground(self.colors.color("warn"))
            kind.setToolTip(say("parts.cited.unsupported"))
        return kind

    def insert_claim(
        self, cursor: QTextCursor, text: str, support: Support, citations: Sequence[Citation]
    ) -> None:
        """Write a claim and its chips."""
        cursor.insertText(text, self.claim(support))
        self.insert_chips(cursor, citations)

    def insert_chips(self, cursor: QTextCursor, citations: Sequence[Citation]) -> None:
        """Write the numbers of what a claim rests on."""
        for citation in citations:
            if citation not in self._citations:
                self._citations.append(citation)
            self._chip(cursor, citation, self._citations.index(citation) + 1)

    @property
    def has_links(self) -> bool:
        """Whether the keyboard can go to something in the text."""
        return bool(self._citations)

    def chip_words(self, citation: Citation, number: int) -> str:  # noqa: ARG002 - for those that name places
        """What stands on a chip: its number."""
        return str(number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys that come here come to the first chip, or to the last."""
        super().focusInEvent(event)
        self.setProperty("bare", not self.has_links)  # no chip shows that the keyboard is here: a ring does
        self.style().polish(self)
        if self.has_links and event.reason() in _BY_TAB:
            self.focusNextPrevChild(event.reason() is Qt.FocusReason.TabFocusReason)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with what is selected or pointed at, and with the whole of which it is a part."""
        menu = QMenu(self)
        citation = self._cited_at(self.anchorAt(event.pos()))
        if citation is not None:
            words = say("chat.answer.open", place=place(citation)).replace("&", "&&")
            menu.addAction(words, partial(self.cited.emit, citation))
        copy = menu.addAction(say("window.edit.copy"), self.copy)
        copy.setEnabled(self.textCursor().hasSelection())
        menu.addAction(say("window.edit.selectAll"), self.selectAll)
        offers, around = Qt.ContextMenuPolicy.ActionsContextMenu, self.parentWidget()
        while around is not None and around.contextMenuPolicy() is not offers:
            around = around.parentWidget()
        if around is not None:
            menu.addSeparator()
            menu.addActions(around.actions())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def _mark(self) -> None:
        """Show which chip Enter opens: what Qt draws is a dotted line of one pixel."""
        cursor = self.textCursor()
        marks = []
        if self.hasFocus() and cursor.hasSelection() and cursor.charFormat().isAnchor():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(self.colors.color("accent"))
            mark.format.setForeground(self.colors.color("on_accent"))
            marks.append(mark)
            self.bring_in_view(cursor)
        self.setExtraSelections(marks)

    def bring_in_view(self, cursor: QTextCursor) -> None:
        """Scroll the pane around the text, which does not scroll itself, to a place in it."""
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        within = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and within is not None:
            at = self.viewport().mapTo(within, self.cursorRect(cursor).center())
            around.ensureVisible(at.x(), at.y(), 0, _ROOM)

    def _chip(self, cursor: QTextCursor, citation: Citation, number: int) -> None:
        kind = QTextCharFormat()
        kind.setAnchor(True)
        kind.setAnchorHref(f"{_CITE}:{number}")
        kind.setToolTip(inert(preview(citation)))
        kind.setForeground(self.colors.color("accent"))
        kind.setBackground(self.colors.color("accent_soft"))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        font.setWeight(QFont.Weight.DemiBold)
        kind.setFont(font)
        cursor.insertText(_GLUE, self.plain())
        cursor.insertText(f"{_GLUE}{self.chip_words(citation, number)}{_GLUE}", kind)

    def _clicked(self, url: QUrl) -> None:
        citation = self._cited_at(url.toString())
        if citation is not None:
            self.cited.emit(citation)

    def _cited_at(self, address: str) -> Citation | None:
        """The citation of a chip's address, `cite:3`."""
        kind, _, number = address.partition(":")
        at = int(number) if kind == _CITE and number.isdecimal() else 0
        return self._citations[at - 1] if 0 < at <= len(self._citations) else None


def preview(citation: Citation) -> str:
    """What hovering over a citation tells."""
    quote = " ".join(citation.quote.split())
    quote = quote if len(quote) <= _QUOTE_LENGTH else quote[:_QUOTE_LENGTH].rsplit(" ", 1)[0] + "…"
    return say("parts.cited.preview", place=place(citation), quote=quote)


def apart(citations: Iterable[Citation]) -> Iterator[Citation]:
    """One of each place: two passages of one section of a page read alike in a list, and open the same."""
    seen = set[str]()
    for one in citations:
        if (where := place(one)) not in seen:
            seen.add(where)
            yield one


def place(citation: Citation) -> str:
    """Document, page and innermost section of a citation, and how surely a picture was read. The names of
    the columns of a sheet are no section, nor is its own name one more.
    """
    section = citation.section.split(" › ")[-1]
    section = "" if section == citation.place or ROW.match(section) else section
    page = place_words(citation.place) or say("parts.cited.page", page=citation.page)
    note = reading_note(citation)
    # Rows are cut at their end: that a passage is of others is not what may be cut off.
    behind = (note, page, alone(section)) if citation.shared else (page, alone(section), note)
    return " · ".join(filter(None, (alone(citation.document), *behind)))
