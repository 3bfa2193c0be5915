"""A draft to be read: each sentence in the ink of who says it, and chips that open the places it rests on."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame

from app.words.catalogue import say
from app.words.drafts import place_words
from rag.drafting.pieces import Draft, Told
from rag.types import Citation
from ui.parts.cited_text import CitedText
from ui.parts.inert import inert
from ui.parts.theme import Palette, Space

_OPEN = "warn"
_BRACKETS = re.compile(r"(\[[^\[\]]+\])")  # what is open yet


class DraftText(CitedText):
    """Fills its pane and scrolls by itself."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self._draft: Draft | None = None
        self._is_of_one = False  # whether one document alone is cited
        self.setAccessibleName(say("drafting.window.preview"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.document().setDocumentMargin(Space.L)

    def show_draft(self, draft: Draft | None) -> None:
        """A draft in place of what is shown; None for an empty page."""
        self._draft = draft
        self.forget()
        if draft is None:
            return
        cited = {place.document_id for one in draft.sentences for place in one.citations}
        self._is_of_one = len(cited) == 1
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for one in draft.sentences:
            self._write(cursor, one)
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(0)

    def set_palette(self, palette: Palette) -> None:
        self.colors = palette
        self.show_draft(self._draft)

    def chip_words(self, citation: Citation, number: int) -> str:  # noqa: ARG002 - the place, not its number
        if self._is_of_one:
            return say("drafting.window.page", page=citation.page)
        return place_words(citation).replace(" ", "\u00a0")

    def _write(self, cursor: QTextCursor, one: Told) -> None:
        breaks = one.before.count("\n")
        if breaks and not cursor.atStart():
            block = QTextBlockFormat()
            block.setTopMargin(Space.M if breaks > 1 else 0)
            cursor.insertBlock(block)
        elif one.before and not cursor.atStart():
            cursor.insertText(one.before, self.plain())
        *parts, last = _BRACKETS.split(one.text)
        for part in parts:
            cursor.insertText(part, self._open() if _BRACKETS.fullmatch(part) else self.plain())
        self.insert_claim(cursor, last, one.support, one.citations)

    def _open(self) -> QTextCharFormat:
        kind = self.plain()
        kind.setForeground(self.colors.color(_OPEN))
        kind.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        kind.setUnderlineColor(self.colors.color(_OPEN))
        kind.setToolTip(inert(say("drafting.window.open-tip")))
        return kind
