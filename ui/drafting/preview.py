"""A draft to be read: each sentence in the ink of who says it, its places beside it in a margin.

Where there is no room for a margin, as with three drafts side by side, the chips behind the sentences name
the places themselves.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame

from app.words.catalogue import say
from app.words.drafts import place_words, slot_words
from rag.drafting.pieces import Draft, Told
from rag.types import Citation
from ui.drafting.margin import Margin, Said
from ui.parts.cited_text import CitedText
from ui.parts.inert import inert
from ui.parts.theme import Palette, Space

_OPEN = "warn"
_BRACKETS = re.compile(r"(\[[^\[\]]+\])")  # what is open yet
_ROOM, _SHARE, _WIDEST = (
    440,
    0.36,
    280,
)  # pixels from which there is a margin, its share of them, and its most


class DraftText(CitedText):
    """Fills its pane and scrolls by itself, its margin with it."""

    wanted = Signal(str)  # a slot that nobody filled

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._draft: Draft | None = None
        self._is_of_one = False  # whether one document alone is cited
        self._starts: dict[int, int] = {}  # by citation, where its first sentence begins
        self._open_at: dict[str, int] = {}  # by slot
        self._beside = False
        self.margin = Margin(self, palette)
        self.margin.cited.connect(self.cited)
        self.margin.wanted.connect(self.wanted)
        self.margin.hide()
        self.verticalScrollBar().valueChanged.connect(lambda _: self._place())
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._place())
        self.setAccessibleName(say("drafting.window.preview"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.document().setDocumentMargin(Space.L)

    def show_draft(self, draft: Draft | None) -> None:
        """A draft in place of what is shown; None for an empty page."""
        self._draft = draft
        self._draw()
        self.verticalScrollBar().setValue(0)

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A margin comes where there is room, and goes where there is none."""
        super().resizeEvent(event)
        if self._has_room() != self._beside:
            self._draw()
        else:
            self._fit()

    def chip_words(self, citation: Citation, number: int) -> str:
        if self._beside:
            return str(number)
        return self._place_of(citation).replace(" ", "\u00a0")

    # --- inside --------------------------------------------------------------------------------------------

    def _has_room(self) -> bool:
        noted = self._draft is not None and any(
            one.citations or _BRACKETS.search(one.text) for one in self._draft.sentences
        )
        return noted and self.width() >= _ROOM

    def _draw(self) -> None:
        draft, held = self._draft, self.verticalScrollBar().value()
        self.margin.show_notes((), self.colors)  # their places in the old text mean nothing in the new one
        self.forget()
        self._starts, self._open_at = {}, {}
        self._beside = self._has_room()
        if draft is not None:
            cited = {place.document_id for one in draft.sentences for place in one.citations}
            self._is_of_one = len(cited) == 1
            cursor = QTextCursor(self.document())
            cursor.beginEditBlock()
            for one in draft.sentences:
                self._write(cursor, one)
            cursor.endEditBlock()
        self.margin.show_notes(self._notes() if self._beside else (), self.colors)
        self.margin.setVisible(self._beside)
        self._fit()
        self.verticalScrollBar().setValue(held)

    def _notes(self) -> list[Said]:
        found = [
            Said(
                self._starts[at],
                f"{at + 1}\u2002{self._place_of(citation)}",
                " ".join(citation.quote.split()),
                citation,
            )
            for at, citation in enumerate(self.citations)
        ]
        for slot, at in self._open_at.items():
            found.append(Said(at, say("drafting.window.open-note", slot=slot_words(slot)), "", slot=slot))
        return found

    def _place_of(self, citation: Citation) -> str:
        if self._is_of_one:
            return say("drafting.window.page", page=citation.page)
        return place_words(citation)

    def _fit(self) -> None:
        """Give the margin its part of the width."""
        wide = min(_WIDEST, int(self.width() * _SHARE)) if self._beside else 0
        if self.viewportMargins().right() != wide:
            self.setViewportMargins(0, 0, wide, 0)
        port = self.viewport().geometry()
        self.margin.setGeometry(port.right() + 1, port.top(), wide, port.height())
        self._place()

    def _place(self) -> None:
        """The notes at the heights of their sentences; room below the text where they need more than it."""
        if not self._beside:
            return
        end = self.margin.place(self._height_of, self.verticalScrollBar().value())
        frame = self.document().rootFrame()
        kind = frame.frameFormat()
        text = int(self.document().size().height() - kind.bottomMargin())
        wanted = max(Space.L, end - text)
        if int(kind.bottomMargin()) != wanted:
            kind.setBottomMargin(wanted)
            frame.setFrameFormat(kind)

    def _height_of(self, at: int) -> int:
        """Where the line with a character begins, from the top of the text."""
        block = self.document().findBlock(at)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(at - block.position())
        return int(top + (line.y() if line.isValid() else 0))

    def _write(self, cursor: QTextCursor, one: Told) -> None:
        breaks = one.before.count("\n")
        if breaks and not cursor.atStart():
            block = QTextBlockFormat()
            block.setTopMargin(Space.M if breaks > 1 else 0)
            cursor.insertBlock(block)
        elif one.before and not cursor.atStart():
            cursor.insertText(one.before, self.plain())
        start = cursor.position()
        *parts, last = _BRACKETS.split(one.text)
        for part in parts:
            is_open = _BRACKETS.fullmatch(part) is not None
            if is_open:
                self._open_at.setdefault(part[1:-1], cursor.position())
            cursor.insertText(part, self._open() if is_open else self.plain())
        self.insert_claim(cursor, last, one.support, one.citations)
        for citation in one.citations:
            self._starts.setdefault(self.citations.index(citation), start)

    def _open(self) -> QTextCharFormat:
        kind = self.plain()
        kind.setForeground(self.colors.color(_OPEN))
        kind.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        kind.setUnderlineColor(self.colors.color(_OPEN))
        kind.setToolTip(inert(say("drafting.window.open-tip")))
        return kind
