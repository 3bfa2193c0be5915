"""What is in a bin: told while somebody looks into it, brought back or deleted for good in the background."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.words.messages import notice_of
from ui.parts.tasks import Lane, Tasks


@dataclass(frozen=True, slots=True)
class BinRow:
    """Something in a bin: by what its model knows it, its name, what hovering tells, when it went there in
    seconds since the epoch, and in how many days it is deleted for good.
    """

    key: Any
    name: str
    tip: str
    at: float
    left: int


class BinModel(QObject):
    """What `BinDialog` asks; whose bin it is says what is in it, and what is done with some of it.

    `everything` lists it, what went last first; `clear` deletes all of it for good. Both work in the lane of
    the library.
    """

    changed = Signal(object)  # list of what is in it, what went last first
    refused = Signal(object)  # Notice
    busy = Signal(bool)

    def __init__(
        self,
        everything: Callable[[], Sequence[Any]],
        clear: Callable[[], object],
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._everything, self._clear, self._tasks = everything, clear, tasks
        self._watched = False

    def watch(self, watched: bool) -> None:
        """Tell what is in the bin, from now on or no longer."""
        self._watched = watched
        self.look()

    def look(self) -> None:
        """Tell it once more, where somebody looks into it."""

        def failed(error: Exception) -> None:
            self.refused.emit(notice_of(error))

        if self._watched:
            self._tasks.run(Lane.LIBRARY, self._everything, self.changed.emit, failed)

    @abstractmethod
    def row(self, one: Any) -> BinRow:
        """What the dialog shows of it."""

    @abstractmethod
    def restore(self, keys: Sequence[Any]) -> None:
        """Back to their places."""

    @abstractmethod
    def delete(self, keys: Sequence[Any]) -> None:
        """For good."""

    def empty(self) -> None:
        """Delete all of it for good."""
        self._do(self._clear)

    def _do(self, work: Callable[[], object], then: Callable[[], object] = lambda: None) -> None:
        def done(_: object = None) -> None:
            self.busy.emit(False)
            then()
            self.look()

        def failed(error: Exception) -> None:
            done()
            self.refused.emit(notice_of(error))

        self.busy.emit(True)
        self._tasks.run(Lane.LIBRARY, work, done, failed)
