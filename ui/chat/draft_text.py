"""What the model is writing, in grey, until it has been held against the documents."""

from __future__ import annotations

from app.words.catalogue import say
from ui.parts.controls import breakable, label


class DraftText:
    """Nothing to select, to copy or to keep: it becomes part of the answer, or goes."""

    def __init__(self) -> None:
        self.view = label("", "quiet", wrap=True)
        self.view.setObjectName("draft")
        self.view.setAccessibleName(say("chat.answer.draft"))
        self.view.hide()

    def show(self, text: str) -> None:
        """Show a draft in place of the one before; "" for none."""
        self.view.setText(breakable(text))
        self.view.setVisible(bool(text))
