"""The bin: what was removed, to be brought back or deleted for good."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.library.removing import KEPT_DAYS
from app.words.catalogue import count, say
from ui.library.removed import RemovedViewModel
from ui.parts.bin_dialog import BinDialog, BinWords


class RemovedDialog(BinDialog):
    """That of documents."""

    def __init__(self, parent: QWidget | None, model: RemovedViewModel) -> None:
        words = BinWords(
            say("library.bin.title"),
            count("library.bin.words", KEPT_DAYS),
            lambda number: count("library.bin.sure", number),
        )
        super().__init__(parent, model, words)
