"""What the dialog of shared collections asks of them, in a lane of its own: a server may take its time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from app.activity.activity import Activity
from app.activity.work import Sort
from app.sharing.publishing import Plan, Published, Publishing
from app.sharing.searching import Offered, Sharing
from app.words.catalogue import say
from app.words.messages import notice_of
from engine.cancel import CancelToken
from engine.errors import Cancelled
from ui.parts.tasks import Lane, Tasks


class SharedViewModel(QObject):
    """Thread of the window only."""

    listed = Signal(object, object)  # tuple[Offered, ...], and the names of those that are gone
    unlisted = Signal(object)  # Notice: why they cannot be listed
    planned = Signal(object)  # Plan
    progressed = Signal(int, int)
    ended = Signal(str)  # what became of it, in words
    refused = Signal(object)  # Notice

    def __init__(
        self,
        sharing: Sharing,
        publishing: Publishing,
        tasks: Tasks,
        activity: Activity,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._activity = activity
        self._sharing, self._tasks = sharing, tasks
        self._publishing = publishing
        self._cancel: CancelToken | None = None
        self._looking: CancelToken | None = None

    @property
    def url(self) -> str:
        """Where the collections are."""
        allowed = self._sharing.places.allowed()
        return allowed.place.url if allowed else self._sharing.host

    @property
    def is_busy(self) -> bool:
        """Whether something is being published or withdrawn."""
        return self._cancel is not None

    def look(self) -> None:
        """Ask the server what it holds."""
        if self._looking is not None:
            self._looking.cancel()
        cancel = self._looking = CancelToken()

        def work() -> Iterator[tuple[tuple[Offered, ...], tuple[str, ...]]]:
            offered = self._sharing.offered(cancel)
            there = {one.listed.name for one in offered}
            yield offered, tuple(name for name in self._sharing.chosen if name not in there)

        def failed(error: Exception) -> None:
            if not isinstance(error, Cancelled):
                self.unlisted.emit(notice_of(error))

        self._tasks.stream(
            Lane.SHARED, work, lambda found: self.listed.emit(*found), failed=failed, cancel=cancel
        )

    def choose(self, name: str, searched: bool) -> None:
        """Search a collection along with the library, or no more."""
        self._tasks.run(Lane.LIBRARY, lambda: self._sharing.choose(name, searched), failed=self._failed)

    def plan(self, collection: str, owner: str) -> None:
        """Tell what publishing a collection would send."""
        self._tasks.run(
            Lane.LIBRARY,
            lambda: self._publishing.plan(collection, owner=owner),
            self.planned.emit,
            self._failed,
        )

    def publish(self, plan: Plan) -> None:
        """Send what a plan says."""
        cancel = self._cancel = CancelToken()

        piece = self._activity.begin(Sort.PUBLISHING, self._sharing.host, cancel)

        def progress(at: int, total: int) -> None:
            piece.tell(at, total)
            self._tasks.post(lambda: self.progressed.emit(at, total))

        def work() -> Iterator[str]:
            with piece:
                done = self._publishing.publish(plan, progress, cancel)
            yield self._told(done)

        self._begin(work, cancel)

    def withdraw(self, name: str) -> None:
        """Delete from the server what this library published under a name."""
        cancel = self._cancel = CancelToken()

        def work() -> Iterator[str]:
            self._publishing.withdraw(name, cancel)
            yield say("sharing.window.withdrawn", name=name, host=self._sharing.host)

        self._begin(work, cancel)

    def stop(self) -> None:
        """Stop before the next passages go."""
        if self._cancel is not None:
            self._cancel.cancel()

    def _begin(self, work: Callable[[], Iterator[str]], cancel: CancelToken) -> None:
        self._tasks.stream(Lane.SHARED, work, self._ended, failed=self._failed, cancel=cancel)

    def _told(self, done: Published) -> str:
        told = {"name": done.name, "host": self._sharing.host, "sent": done.sent, "there": done.there}
        return (
            say("sharing.window.published", **told) if done.whole else say("sharing.window.stopped", **told)
        )

    def _ended(self, words: str) -> None:
        self._cancel = None
        self.ended.emit(words)
        self.look()

    def _failed(self, error: Exception) -> None:
        self._cancel = None
        if isinstance(error, Cancelled):
            self.ended.emit(say("sharing.window.nothing"))
        else:
            self.refused.emit(notice_of(error))
