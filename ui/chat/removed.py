"""What was removed of conversations, in the window: brought back or deleted for good in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.chat.bin import TalkBin
from app.library.removing import KEPT_DAYS
from app.words.catalogue import count, say
from rag.storing.removed_talks import RemovedTalk, Sort
from ui.parts.bin_dialog import BinDialog, BinWords
from ui.parts.bin_model import BinModel, BinRow
from ui.parts.tasks import Tasks

Key = tuple[Sort, int]


class RemovedTalksDialog(BinDialog):
    """What was removed, to be brought back or deleted for good."""

    def __init__(self, parent: QWidget | None, model: RemovedTalks) -> None:
        words = BinWords(
            say("chat.bin.title"),
            count("chat.bin.words", KEPT_DAYS),
            lambda number: count("chat.bin.sure", number),
        )
        super().__init__(parent, model, words)


class RemovedTalks(BinModel):
    """The bin of conversations and single questions, by what they are and their numbers."""

    restored = Signal()

    def __init__(self, bin_: TalkBin, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(bin_.all, bin_.empty, tasks, parent)
        self._bin = bin_

    def row(self, one: RemovedTalk) -> BinRow:
        title = one.title or say("chat.list.unnamed")
        if one.sort is Sort.TURN:
            name, tip = one.question, say("chat.bin.of", title=title)
        else:
            name, tip = title, count("chat.bin.turns", one.turns)
        return BinRow((one.sort, one.id), " ".join(name.split()), tip, one.at, self._bin.days_left(one))

    def restore(self, keys: Sequence[Key]) -> None:
        self._do(lambda: self._each(self._bin.restore, keys), self.restored.emit)

    def delete(self, keys: Sequence[Key]) -> None:
        self._do(lambda: self._each(self._bin.delete, keys))

    @staticmethod
    def _each(work: Callable[[Sort, int], object], keys: Sequence[Key]) -> None:
        for one in keys:
            work(*one)
