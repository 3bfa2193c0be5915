"""Questions whose answers lacked documents that were being read: each is asked again once, when they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from app.chat import Chats
from app.events import DocumentRemoved, Event, LibraryChanged
from rag.types import DocumentState
from ui.parts.looking_again import LookingAgain
from ui.parts.tasks import Lane, Tasks

_ENDED = (DocumentState.READY, DocumentState.FAILED)


class Renewals(QObject):
    """What waits, by the number of its turn."""

    due = Signal()  # something can be asked again

    def __init__(self, chats: Chats, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chats = chats
        self._tasks = tasks
        self._waiting: dict[int, tuple[str, ...]] = {}
        self._arrived: dict[int, tuple[str, ...]] = {}
        self._over: set[int] = set()  # asked again, or not to be
        self._looks = LookingAgain(self._look, self)

    @property
    def arrived(self) -> dict[int, tuple[str, ...]]:
        """The turns that can be asked again, each with the documents that have been read since."""
        return dict(self._arrived)

    def watch(self, turn_id: int, unread: Sequence[str]) -> None:
        """Wait for these documents, unless this turn has had its second asking."""
        if turn_id not in self._over and self._waiting.get(turn_id) != tuple(unread):
            self._waiting[turn_id] = tuple(unread)
            self._looks.soon()

    def forget(self, turn_id: int) -> None:
        """Do not wait for now."""
        self._waiting.pop(turn_id, None)
        self._arrived.pop(turn_id, None)

    def drop(self, turn_id: int) -> None:
        """This one has had its second asking, or shall have none."""
        self._over.add(turn_id)
        self._waiting.pop(turn_id, None)
        self._arrived.pop(turn_id, None)

    def take(self, event: Event) -> None:
        """A document was read, given up or taken away."""
        ended = isinstance(event, LibraryChanged) and event.document.state in _ENDED
        if self._waiting and (ended or isinstance(event, DocumentRemoved)):
            self._looks.soon()

    def _look(self, over: Callable[[], None]) -> None:
        """Learn what has arrived, elsewhere."""
        waiting = dict(self._waiting)

        def work() -> dict[int, tuple[str, ...] | None]:
            return {turn: self._chats.arrived(names) for turn, names in waiting.items()}

        def looked(found: dict[int, tuple[str, ...] | None]) -> None:
            self._looked(found)
            over()

        self._tasks.run(Lane.LIBRARY, work, looked, lambda _: looked({}))

    def _looked(self, found: dict[int, tuple[str, ...] | None]) -> None:
        for turn_id, names in found.items():
            if names is not None and self._waiting.pop(turn_id, None) is not None and names:
                self._arrived[turn_id] = names
        if self._arrived:
            self.due.emit()
