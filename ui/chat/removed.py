"""What was removed of conversations, in the window: brought back or deleted for good in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.chat.bin import TalkBin
from app.library.removing import KEPT_DAYS
from app.words.catalogue import count, say
from app.words.messages import notice_of
from rag.storing.removed_talks import RemovedTalk, Sort
from ui.parts.bin_dialog import BinDialog, BinRow, BinWords
from ui.parts.tasks import Lane, Tasks

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


class RemovedTalks(QObject):
    """Tells what is in the bin only while somebody looks into it."""

    changed = Signal(object)  # list[RemovedTalk], what went last first
    refused = Signal(object)  # Notice
    busy = Signal(bool)
    restored = Signal()

    def __init__(self, bin_: TalkBin, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bin = bin_
        self._tasks = tasks
        self._watched = False

    def watch(self, watched: bool) -> None:
        """Tell what is in the bin, from now on or no longer."""
        self._watched = watched
        if watched:
            self._load()

    def row(self, one: RemovedTalk) -> BinRow:
        """What the dialog shows of it."""
        title = one.title or say("chat.list.unnamed")
        if one.sort is Sort.TURN:
            name, tip = one.question, say("chat.bin.of", title=title)
        else:
            name, tip = title, count("chat.bin.turns", one.turns)
        return BinRow((one.sort, one.id), " ".join(name.split()), tip, one.at, self._bin.days_left(one))

    def restore(self, keys: Sequence[Key]) -> None:
        """Back to their places."""

        def work() -> None:
            for one in keys:
                self._bin.restore(*one)

        self._do(work, self.restored.emit)

    def delete(self, keys: Sequence[Key]) -> None:
        """For good."""

        def work() -> None:
            for one in keys:
                self._bin.delete(*one)

        self._do(work)

    def empty(self) -> None:
        """Delete all of it for good."""
        self._do(self._bin.empty)

    def _do(self, work: Callable[[], object], then: Callable[[], object] = lambda: None) -> None:
        def done(_: object = None) -> None:
            self.busy.emit(False)
            then()
            self._load()

        def failed(error: Exception) -> None:
            done()
            self.refused.emit(notice_of(error))

        self.busy.emit(True)
        self._tasks.run(Lane.LIBRARY, work, done, failed)

    def _load(self) -> None:
        def failed(error: Any) -> None:
            self.refused.emit(notice_of(error))

        if self._watched:
            self._tasks.run(Lane.LIBRARY, self._bin.all, self.changed.emit, failed)
